"""Files, folders, WARC archives and single addresses into the same store as a crawl."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crawler.article import UnreadableError, read
from crawler.fetch import FetchError, fetch
from crawler.sites import owners
from crawler.source_files import Source
from crawler.warc import StoredResponse, read_all
from db.store import Store
from records import Article, Candidate, Fetch

READABLE = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf")
WARC = (".warc", ".warc.gz")
MAX_FILE = 64 * 1024 * 1024


class IngestError(ValueError):
    """An input that cannot be taken in at all; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the user says of the inputs: it wins over what they say themselves."""

    source: Source | None = None
    published: dt.date | None = None
    url: str | None = None


@dataclass
class IngestReport:
    """What became of each input: ``new``, ``changed``, ``unchanged``, and what could not be read, with the reason."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)

    def count(self, state: str) -> None:
        """Count one saved page."""
        setattr(self, state, getattr(self, state) + 1)


def find_inputs(arguments: Sequence[str]) -> list[tuple[str, Path | None]]:
    """Return each address, and each readable file with the name it is to be stored under.

    A folder gives all its readable files, however deep; names are relative to the folder's own name, so that no
    path of this machine is stored. Raises IngestError for what does not exist or holds nothing readable.
    """
    found: list[tuple[str, Path | None]] = []
    for argument in arguments:
        path = Path(argument)
        if argument.startswith(("http://", "https://")):
            found.append((argument, None))
        elif path.is_dir():
            files = [file for file in sorted(path.rglob("*")) if file.is_file() and _is_readable(file)]
            if not files:
                raise IngestError(f"{argument}: no text, Markdown, HTML, PDF or WARC file in it")
            found += [((Path(path.resolve().name) / file.relative_to(path)).as_posix(), file) for file in files]
        elif path.is_file():
            found.append((path.name, path))
        elif "://" in argument:
            raise IngestError(f"{argument}: only http and https addresses can be fetched")
        else:
            raise IngestError(f"{argument}: no such file or folder")
    return found


def _is_readable(path: Path) -> bool:
    return path.name.lower().endswith((*READABLE, *WARC))


@dataclass(frozen=True, slots=True)
class Ingester:
    """Takes inputs into ``store``; ``sources`` tell whose pages a WARC file's are."""

    store: Store
    sources: Mapping[str, Source]
    frame: Frame = field(default_factory=Frame)
    contact: str | None = None
    allow_private: bool = False
    run_id: int | None = None

    def take(self, name: str, path: Path | None, report: IngestReport) -> None:
        """Take in one input of `find_inputs`; what cannot be read is noted in the report and stops nothing."""
        try:
            for article, how in self._articles(name, path):
                report.count(self._save(article, how))
        except (UnreadableError, FetchError, OSError) as error:
            report.failed.append((name, str(error)))

    def _articles(self, name: str, path: Path | None) -> Iterator[tuple[Article, Fetch]]:
        if path is None:
            response = fetch(name, self.contact, allow_private=self.allow_private)
            yield self._read(response.body, response.url, response.content_type), Fetch(
                response.fetched_at, self._source_of(response.url), self.run_id, content_type=response.content_type,
                etag=response.etag, last_modified=response.last_modified,
            )  # fmt: skip
        elif path.name.lower().endswith(WARC):
            yield from self._from_warc(path)
        else:
            if path.stat().st_size > MAX_FILE:
                raise UnreadableError(f"larger than {MAX_FILE >> 20} MiB")
            # The file's own time, so that taking it in again changes nothing.
            stamp = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).isoformat(timespec="seconds")
            url = self.frame.url or f"file:{name}"
            yield self._read(path.read_bytes(), url, None), Fetch(stamp, self._source_of(url), self.run_id)

    def _read(self, body: bytes, url: str, content_type: str | None) -> Article:
        hint = Candidate(url, "ingest", published=self.frame.published) if self.frame.published else None
        article = read(body, url, content_type, hint=hint)
        if self.frame.published:
            article = replace(
                article, published=self.frame.published, published_precision="day", published_basis="given"
            )
        if article.unreadable:
            raise UnreadableError(article.unreadable)
        return article

    def _source_of(self, url: str) -> str | None:
        if self.frame.source is not None:
            return self.frame.source.id
        return next(iter(owners(url, self.sources.values())), None)

    def _from_warc(self, path: Path) -> Iterator[tuple[Article, Fetch]]:
        for response in read_all(path):
            if response.status == 200 and _is_page(response):
                try:
                    article = self._read(response.content(), response.url, response.content_type)
                except UnreadableError:
                    continue
                yield article, Fetch(
                    response.fetched_at, self._source_of(response.url), self.run_id, content_type=response.content_type,
                    etag=response.header("etag"), last_modified=response.header("last-modified"),
                    warc_file=response.file, warc_offset=response.offset,
                )  # fmt: skip

    def _save(self, article: Article, how: Fetch) -> str:
        if how.source_id is not None:
            source = self.frame.source or self.sources[how.source_id]
            self.store.upsert_source(source.record)
        return self.store.save_article(article, how).state


def _is_page(response: StoredResponse) -> bool:
    kind = (response.content_type or "").split(";")[0].strip().lower()
    return kind in ("text/html", "application/xhtml+xml", "application/pdf")
