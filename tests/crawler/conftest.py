"""Crawls of local sites, made quick: no delays, reading in the crawl's own process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from config import Config  # noqa: E402
from crawler.run import CrawlReport, SourceReport, crawl, log_file  # noqa: E402
from db.store import PageState, Store  # noqa: E402
from tests.sites.server import Page, Raw, Site  # noqa: E402

QUICK = {"READER_PROCESSES": 0, "RETRY_BACKOFF": 0.02, "RETRY_TIMES": 1, "DOWNLOAD_TIMEOUT": 10.0, "RECHECKS": 20}


@dataclass
class Lab:
    """A data folder and the sites that its sources crawl."""

    config: Config
    stack: ExitStack

    def serve(self, pages: Mapping[str, Page | Raw]) -> Site:
        """Serve pages on loopback until the test ends."""
        return self.stack.enter_context(Site(pages))

    def source(self, source_id: str, home: str, more: str = "") -> None:
        """Write a source file of the user's own."""
        self.config.sources.mkdir(parents=True, exist_ok=True)
        (self.config.sources / f"{source_id}.toml").write_text(f'name = "{source_id}"\nhome = "{home}/"\n{more}')

    def crawl(self, *names: str, settings: Mapping[str, Any] | None = None, **options: Any) -> CrawlReport:
        """Crawl the sources named."""
        options = {"allow_private": True, "delay": 0} | options
        return crawl(self.config, names, settings=QUICK | dict(settings or {}), **options)

    def crawl_one(self, name: str, **options: Any) -> SourceReport:
        """Crawl one source and return how it fared."""
        return self.crawl(name, **options).sources[0]

    def pages(self, source: str) -> dict[str, PageState]:
        """The pages of a source by path and query."""
        with Store.open(self.config.work_db) as store:
            return {"/" + state.url.split("/", 3)[3]: state for state in store.pages_of(source)}

    def text(self, source: str, path: str) -> str:
        """The newest text of a page."""
        with Store.open(self.config.work_db) as store:
            row = store.one("select text from snapshots where id = ?", (self.pages(source)[path].snapshot_id,))
            return str(row["text"]) if row else ""

    @property
    def log(self) -> str:
        """The log of all crawls so far."""
        return log_file(self.config).read_text()


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    with ExitStack() as stack:
        yield Lab(Config(tmp_path / "data", "test@example.org"), stack)


@pytest.fixture(scope="module")
def module_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with ExitStack() as stack:
        yield Lab(Config(tmp_path_factory.mktemp("lab") / "data", "test@example.org"), stack)


Serve = Callable[[Mapping[str, "Page | Raw"]], Site]
