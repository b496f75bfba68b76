"""The stages in their order: crawl, extract, merge, publish. Each can be run alone, stopped, and run again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from config import Config
from db.sources import RunStatus
from db.store import PendingSnapshot, Store
from lock import only_one
from records import Analysis, ArticleItem, Document

if TYPE_CHECKING:
    from crawler.run import CrawlReport
    from db.merge import MergeReport
    from db.publish import PublishReport
    from nlp.pipeline import Pipeline

Progress = Callable[[str, int, int | None], None]
"""Told of a stage's name, how much of it is done, and how much there is (None: not known)."""

_BATCH = 16


def silent(stage: str, done: int, total: int | None) -> None:
    """Show nothing."""


@dataclass
class ExtractReport:
    """How many pages were read, how many state something else than before, and which failed, with the reason."""

    pages: int = 0
    changed: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class CycleReport:
    """What one cycle did; a stage that did not run is None."""

    crawl: CrawlReport | None
    extract: ExtractReport
    merge: MergeReport
    publish: PublishReport

    @property
    def failed(self) -> bool:
        """Whether somebody should look: a source or a page failed."""
        return bool(self.extract.failed or (self.crawl and (self.crawl.failing or self.crawl.stopped)))


def open_pipeline(config: Config) -> Pipeline:
    """Load the registry and the pipeline; a second or two."""
    from nlp.pipeline import Pipeline
    from nlp.registry import Registry

    return Pipeline(Registry.open(config.registry))


@contextmanager
def open_store(config: Config) -> Iterator[Store]:
    """Open work.db with the tables of reference filled."""
    from nlp.countries import all_countries

    with Store.open(config.work_db) as store:
        store.load_reference(all_countries())
        yield store


def extract(
    config: Config, *, pipeline: Pipeline | None = None, limit: int | None = None, progress: Progress = silent
) -> ExtractReport:
    """Read every stored page that this version of the pipeline has not read yet, one transaction a page."""
    with only_one(config.data, "extract"), open_store(config) as store:
        pipeline = pipeline or open_pipeline(config)
        return _extract(store, pipeline, limit, progress)


def _extract(store: Store, pipeline: Pipeline, limit: int | None, progress: Progress) -> ExtractReport:
    report = ExtractReport()
    total = store.count_pending(pipeline.version)
    if total == 0:
        return report
    run = store.start_run("extract", pipeline.version)
    status: RunStatus = "stopped"
    try:
        for batch in _batches(store.pending(pipeline.version, limit)):
            for snapshot, analyses in _analyse(batch, pipeline, report):
                report.changed += store.save_analyses(
                    snapshot.snapshot_id, analyses, pipeline.version, run, _publishers(analyses)
                )
                report.pages += 1
                progress("extract", report.pages, total)
        status = "failed" if report.failed else "ok"
    finally:
        store.finish_run(run, status, {"pages": report.pages, "changed": report.changed, "failed": len(report.failed)})
    return report


def _batches(snapshots: Iterable[PendingSnapshot]) -> Iterator[list[PendingSnapshot]]:
    batch: list[PendingSnapshot] = []
    for snapshot in snapshots:
        batch.append(snapshot)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


Analyses = Sequence[tuple[ArticleItem | None, Analysis]]


def _analyse(
    batch: Sequence[PendingSnapshot], pipeline: Pipeline, report: ExtractReport
) -> Iterator[tuple[PendingSnapshot, Analyses]]:
    """Analyse a batch together, as that is faster; where a text breaks it, one by one, so that only it is lost."""
    parts = [documents_of(snapshot) for snapshot in batch]
    try:
        found = list(pipeline.analyse_many(document for part in parts for _, document in part))
    except Exception as error:  # any fault of a component or a model: the page is named, the others go on
        if len(batch) == 1:
            report.failed.append((batch[0].url, f"{type(error).__name__}: {error}"))
            return
        for snapshot in batch:
            yield from _analyse([snapshot], pipeline, report)
        return
    results = iter(found)
    for snapshot, part in zip(batch, parts, strict=True):
        yield snapshot, [(item, next(results)) for item, _ in part]


def documents_of(snapshot: PendingSnapshot) -> list[tuple[ArticleItem | None, Document]]:
    """Return a Document for each dated item of a listing, and one for what stands outside the items.

    In the latter the items are blanked out, so that its offsets are those of the stored text.
    """
    frame = Document(
        id=str(snapshot.snapshot_id), text=snapshot.text, lang=snapshot.lang, title=snapshot.title or None,
        published=snapshot.published, url=snapshot.url, publisher=snapshot.publisher,
        publisher_id=snapshot.publisher_id, publisher_country=snapshot.publisher_country,
    )  # fmt: skip
    rest = snapshot.text
    documents: list[tuple[ArticleItem | None, Document]] = []
    for number, item in enumerate(snapshot.items):
        text = snapshot.text[item.start : item.end]
        rest = rest[: item.start] + "\n" * len(text) + rest[item.end :]
        documents.append((item, replace(
            frame, id=f"{frame.id}.{number}", text=text, title=item.title or None,
            lang=item.lang or frame.lang, published=item.published, url=item.url or frame.url,
        )))  # fmt: skip
    return [(None, replace(frame, text=rest)), *documents]


def _publishers(analyses: Analyses) -> list[Any]:
    return [analysis.publisher for _, analysis in analyses if analysis.publisher is not None]


def merge(config: Config) -> MergeReport:
    """Bring events and partnerships up to date with what the pages state."""
    from db.merge import merge as merge_claims

    with only_one(config.data, "merge"), open_store(config) as store:
        return merge_claims(store)


def publish(config: Config, *, force: bool = False) -> PublishReport:
    """Write public.db anew, if anything in it is to change."""
    from db.publish import publish as publish_register

    with only_one(config.data, "publish"):
        return publish_register(config.work_db, config.public_db, force=force)


def run(
    config: Config,
    sources: Iterable[str] | None,
    *,
    crawl_options: Mapping[str, Any] | None = None,
    limit: int | None = None,
    pipeline: Pipeline | None = None,
    progress: Progress = silent,
) -> CycleReport:
    """Do one whole cycle over ``sources`` (None: all that are due; an empty list: no crawl).

    A failing source does not keep the others from being published. Raises LockedError if a cycle is under way,
    StoreError and CrawlError for what makes going on senseless.
    """
    from crawler.run import crawl
    from db.merge import merge as merge_claims
    from db.publish import publish as publish_register

    with only_one(config.data, "run"), open_store(config) as store:
        wanted = None if sources is None else list(sources)
        crawled = None
        if wanted is None or wanted:
            crawled = crawl(config, wanted, progress=_crawl_progress(progress), **dict(crawl_options or {}))
        pipeline = pipeline or open_pipeline(config)
        extracted = _extract(store, pipeline, limit, progress)
        progress("merge", 0, None)
        merged = merge_claims(store)
        progress("publish", 0, None)
        published = publish_register(config.work_db, config.public_db)
    return CycleReport(crawled, extracted, merged, published)


def _crawl_progress(progress: Progress) -> Callable[[Mapping[str, Any]], None]:
    count = 0

    def told(event: Mapping[str, Any]) -> None:
        nonlocal count
        count += 1
        progress("crawl", count, None)

    return told
