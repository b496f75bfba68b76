"""The stages in their order: crawl, extract, merge, publish. Each can be run alone, stopped, and run again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from config import Config
from db.sources import RunStatus, Stage
from db.store import PendingSnapshot, Store, StoreError
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

logger = logging.getLogger("passerelle.cycle")


Analyses = Sequence[tuple[ArticleItem | None, Analysis]]
"""What was found on one page: in what stands outside its items (None), and in each item."""


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
        return bool(self.extract.failed or (self.crawl and self.crawl.failing))


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
    version = pipeline.version  # asked once: it reads the versions of installed packages
    total = store.count_pending(version)
    if total == 0:
        return report
    run = store.start_run("extract", version)
    status: RunStatus = "stopped"
    try:
        for batch in _batches(store.pending(version, limit)):
            for snapshot, analyses in _analyse(batch, pipeline, report):
                _keep(store, snapshot, analyses, version, run, report)
                progress("extract", report.pages, total)
        status = "failed" if report.failed else "ok"
    finally:
        stats = {"pages": report.pages, "changed": report.changed, "failed": len(report.failed)}
        store.finish_run(run, status, stats)
        _log_extract(run, report, stats)
    return report


def _keep(
    store: Store, snapshot: PendingSnapshot, analyses: Analyses, version: str, run: int, report: ExtractReport
) -> None:
    """Store what one page states; a page whose analysis the store cannot take is named, and the others go on."""
    try:
        changed = store.save_analyses(snapshot.snapshot_id, analyses, version, run, _publishers(analyses))
    except StoreError:  # the disk or the file: no other page would fare better
        raise
    except Exception as error:
        report.failed.append((snapshot.url, f"{type(error).__name__}: {error}"))
        return
    report.changed += changed
    report.pages += 1
    logger.debug("page read", extra={"run": run, "source": snapshot.source, "url": snapshot.url})


def _log_extract(run: int, report: ExtractReport, stats: Mapping[str, int]) -> None:
    for url, reason in report.failed:
        logger.warning("page failed", extra={"run": run, "url": url, "error": reason})
    logger.info("pages read", extra={"run": run, **stats})


def _batches(snapshots: Iterable[PendingSnapshot]) -> Iterator[list[PendingSnapshot]]:
    batch: list[PendingSnapshot] = []
    for snapshot in snapshots:
        batch.append(snapshot)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


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
    with only_one(config.data, "merge"), open_store(config) as store:
        return _merge(store)


def _merge(store: Store) -> MergeReport:
    from db.merge import merge as merge_claims

    with _recorded(store, "merge") as run:
        report = merge_claims(store, run)
    logger.info("merged", extra={"run": run, **asdict(report)})
    return report


def publish(config: Config, *, force: bool = False) -> PublishReport:
    """Write public.db anew, if anything in it is to change."""
    with only_one(config.data, "publish"), open_store(config) as store:
        return _publish(store, config, force=force)


def _publish(store: Store, config: Config, *, force: bool = False) -> PublishReport:
    from db.publish import publish as publish_register

    with _recorded(store, "publish") as run:
        report = publish_register(config.work_db, config.public_db, force=force)
        store.finish_run(run, "ok", {"written": report.written, **report.counts})
    logger.info("published", extra={"run": run, "written": report.written, **report.counts})
    return report


@contextmanager
def _recorded(store: Store, stage: Stage) -> Iterator[int]:
    """Give the id of a new run; where the block breaks off, the run is kept as failed or stopped."""
    run = store.start_run(stage)
    try:
        yield run
    except BaseException as error:
        with suppress(StoreError):  # on a full disk it cannot be kept; what matters is the error itself
            store.finish_run(run, "failed" if isinstance(error, Exception) else "stopped", {"error": str(error)})
        raise


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
    StoreError and CrawlError for what makes going on senseless, KeyboardInterrupt when a signal has ended the crawl.
    """
    began = monotonic()
    with only_one(config.data, "run"), open_store(config) as store:
        wanted = None if sources is None else list(sources)
        crawled = None
        if wanted is None or wanted:
            crawled = _crawl(config, wanted, progress, dict(crawl_options or {}))
        pipeline = pipeline or open_pipeline(config)
        extracted = _extract(store, pipeline, limit, progress)
        progress("merge", 0, None)
        merged = _merge(store)
        progress("publish", 0, None)
        published = _publish(store, config)
    report = CycleReport(crawled, extracted, merged, published)
    logger.info("cycle done", extra={"failed": report.failed, "seconds": round(monotonic() - began, 1)})
    return report


def _crawl(config: Config, wanted: Sequence[str] | None, progress: Progress, options: Mapping[str, Any]) -> CrawlReport:
    from crawler.run import crawl

    report = crawl(config, wanted, progress=_crawl_progress(progress), **options)
    for each in report.sources:
        figures = {name: each.stats.get(name, 0) for name in ("fetched", "new", "changed", "unchanged")}
        fields = {"run": report.run_id, "source": each.id, "status": each.status, **figures}
        if each.status == "ok":
            logger.info("source crawled", extra=fields)
        else:
            logger.warning("source crawled", extra={**fields, "cause": each.cause, "look_at": each.look_at})
    if (
        report.stopped
    ):  # the signal was handed on to the crawl, which ended gently; the rest can wait for the next cycle
        raise KeyboardInterrupt
    return report


def _crawl_progress(progress: Progress) -> Callable[[Mapping[str, Any]], None]:
    count = 0

    def told(event: Mapping[str, Any]) -> None:
        nonlocal count
        count += 1
        progress("crawl", count, None)

    return told
