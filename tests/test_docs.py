"""The documentation says what the code does: generated pages are fresh, nothing is left undescribed, examples hold."""

import re
import shlex
from pathlib import Path

import click
import pytest

import cli
from config import SETTINGS
from docs.generate import PAGES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
WRITTEN = [ROOT / "README.md", *(path for path in sorted(DOCS.glob("*.md")) if path.name not in PAGES)]


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    fresh = re.sub(r"[ \t]+\n", "\n", PAGES[name]())
    assert (DOCS / name).read_text(encoding="utf-8") == fresh, "run `make docs`"


def test_every_setting_is_documented() -> None:
    text = (DOCS / "operating.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in SETTINGS)


def test_every_setting_that_the_code_reads_is_listed() -> None:
    code = [path for folder in ("crawler", "nlp", "db", "commands") for path in (ROOT / folder).rglob("*.py")]
    used = {
        name
        for path in [*code, ROOT / "config.py", ROOT / "cycle.py"]
        for name in re.findall(r"\"(PASSERELLE_[A-Z_]+)\"", path.read_text(encoding="utf-8"))
    }
    assert used <= set(SETTINGS), used - set(SETTINGS)


def shell_commands() -> list[tuple[str, str]]:
    found = []
    for path in WRITTEN:
        for block in re.findall(r"```sh\n(.*?)```", path.read_text(encoding="utf-8"), re.S):
            for line in block.splitlines():
                for part in re.split(r"&&|\|\||;|\|", line.split("#")[0]):
                    words = re.sub(r"^(\s*[A-Z_]+=\S+)*\s*", "", part).replace(".venv/bin/", "")
                    if words.startswith("passerelle "):
                        found.append((path.name, words.strip()))
    return found


@pytest.mark.parametrize(("page", "line"), shell_commands())
def test_every_command_of_the_pages_exists_with_its_options(page: str, line: str) -> None:
    words = shlex.split(line.split(">")[0])[1:]
    command: click.Command = cli.group
    while isinstance(command, click.Group) and words:
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None, line
        command = found
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if word.startswith("-")} <= options


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_make_targets_named_in_the_pages_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for path in WRITTEN:
        for target in re.findall(r"make ([a-z-]+)", " ".join(re.findall(r"`[^`]*`|```.*?```", path.read_text(), re.S))):
            assert re.search(rf"^{target}:", makefile, re.M), f"{path.name}: make {target}"
