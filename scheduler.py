"""The daemon: every source crawled at its own pace, the register brought up to date after each.

APScheduler keeps the time: its jobs persist in `schedule.db` and only say that a source is due. The cycles run one at
a time in the main thread, so that a signal reaches the crawl under way. What was missed is made up once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import queue
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

import cycle
import lock
from config import Config
from crawler import source_files
from crawler.run import CrawlError
from crawler.source_files import CADENCES, SourceError
from db.sources import Stage
from db.store import Run, SourceRun, Store, StoreError
from lock import LockedError

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

SHORTEST = dt.timedelta(hours=6)
LONGEST = dt.timedelta(days=14)
PER_NEWS = 0.5
"""Look twice in the time that a source usually takes to publish."""
JITTER = 0.1
STAGES: tuple[Stage, ...] = ("crawl", "extract", "merge", "publish")

logger = logging.getLogger("passerelle.schedule")


def pace(published_a_day: float, failures: int, cadence: str = "daily") -> dt.timedelta:
    """Return the time between two crawls of a source.

    A source that publishes ``published_a_day`` items is looked at twice in the time one takes, within `SHORTEST` and
    `LONGEST`; one of which nothing is known yet at its file's ``cadence``; each failure in a row doubles the time.
    """
    usual = dt.timedelta(days=CADENCES[cadence])
    if published_a_day > 0:
        usual = dt.timedelta(days=PER_NEWS / published_a_day)
    usual = min(max(usual, SHORTEST), max(LONGEST, dt.timedelta(days=CADENCES[cadence])))
    doubled: dt.timedelta = usual * (1 << min(failures, 6))
    return min(doubled, max(LONGEST, usual))


def measured_pace(store: Store, source: source_files.Source) -> dt.timedelta:
    """Return the pace of a source from what the store knows of its last 90 days and its last crawls."""
    since = (dt.datetime.now(dt.UTC) - dt.timedelta(days=90)).date().isoformat()
    dated = sum(1 for page in store.pages_of(source.id) if page.published and str(page.published) >= since)
    failures = 0
    for run in store.source_runs(source.id, limit=8):
        if run.status != "failing":
            break
        failures += 1
    return pace(dated / 90, failures, source.cadence)


def first_run(source_id: str, now: dt.datetime) -> dt.datetime:
    """Spread the first runs over the hours to come, each source at a place of its own."""
    share = int.from_bytes(hashlib.sha256(source_id.encode()).digest()[:4], "big") / 2**32
    return now + share * SHORTEST


DUE: queue.Queue[str] = queue.Queue()
"""Sources whose time has come. It is the module's because APScheduler loads a job from its store by name alone."""


def enqueue(source_id: str) -> None:
    """Note that a source is due: the function that the stored jobs name."""
    DUE.put(source_id)


def build(config: Config) -> BackgroundScheduler:
    """Return a scheduler whose jobs persist in the data folder; it is started by its user."""
    config.data.mkdir(parents=True, exist_ok=True)
    return BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{config.data / 'schedule.db'}")},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=dt.UTC,
    )


def sync(scheduler: BackgroundScheduler, config: Config) -> tuple[list[str], list[str]]:
    """Give every source of the user a job, and take away those of sources that are gone; return both lists of ids."""
    wanted = source_files.own(config)
    known = {job.id for job in scheduler.get_jobs()}
    now = dt.datetime.now(dt.UTC)
    added = [each for each in wanted if each not in known]
    for source_id in added:
        trigger = IntervalTrigger(days=1, timezone=dt.UTC)
        scheduler.add_job(enqueue, trigger, [source_id], id=source_id, next_run_time=first_run(source_id, now))
    gone = sorted(known - set(wanted))
    for source_id in gone:
        scheduler.remove_job(source_id)
    return added, gone


def make_up(scheduler: BackgroundScheduler, config: Config) -> list[str]:
    """Bring forward the sources whose last crawl was cut short or is older than their interval; return their ids.

    So also those that never were crawled, should their first turn have been lost with the process that had noted it.
    """
    if not config.work_db.exists():
        return []
    with Store.open(config.work_db) as store:
        latest = store.latest_source_runs()
    now = dt.datetime.now(dt.UTC)
    late = []
    for job in scheduler.get_jobs():
        run = latest.get(job.id)
        if _is_late(run, job, now):
            scheduler.modify_job(job.id, next_run_time=now)
            late.append(job.id)
    return late


def _is_late(run: SourceRun | None, job: Job, now: dt.datetime) -> bool:
    if run is None:
        return bool(job.next_run_time - now > SHORTEST)
    return run.status in ("running", "stopped") or bool(now - _instant(run.started) > job.trigger.interval)


def mind_the_clock(scheduler: BackgroundScheduler) -> list[str]:
    """Keep a clock that was put forward or back from silencing the schedule; return the ids of what is brought forward.

    APScheduler sleeps until the next job by a clock of its own, so it is woken to look; and a job that lies further
    away than its interval was set when the clock was ahead.
    """
    now = dt.datetime.now(dt.UTC)
    far = [
        job.id
        for job in scheduler.get_jobs()
        if job.next_run_time and job.next_run_time - now > job.trigger.interval * (1 + 2 * JITTER)
    ]
    for source_id in far:
        scheduler.modify_job(source_id, next_run_time=now)
    scheduler.wakeup()
    return far


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def serve(config: Config, *, allow_private: bool = False, told: Callable[[str], None] = print) -> None:
    """Run until SIGTERM or Ctrl-C, which end a crawl under way gently; SIGHUP reads the sources again."""
    scheduler = build(config)
    scheduler.start()
    again = threading.Event()
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, lambda *_: again.set())
    try:
        added, gone = sync(scheduler, config)
        late = make_up(scheduler, config)
        mind_the_clock(scheduler)
        count = len(scheduler.get_jobs())
        told(f"{count} sources scheduled: {len(added)} new, {len(gone)} gone, {len(late)} to make up")
        logger.info("schedule started", extra={"sources": count, "added": added, "gone": gone, "late": late})
        looked = monotonic()
        while True:
            if monotonic() - looked > 60:
                looked = monotonic()
                mind_the_clock(scheduler)
            if again.is_set():
                again.clear()
                added, gone = sync(scheduler, config)
                told(f"sources read again: {len(added)} new, {len(gone)} gone")
                logger.info("sources read again", extra={"added": added, "gone": gone})
            _work(scheduler, config, allow_private, told)
    except KeyboardInterrupt:
        told("stopped")
        logger.info("schedule stopped")
    finally:
        scheduler.shutdown()


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _work(scheduler: BackgroundScheduler, config: Config, allow_private: bool, told: Callable[[str], None]) -> None:
    """Do the cycle of one due source, or wait a second for one."""
    try:
        source_id = DUE.get(timeout=1)
    except queue.Empty:
        return
    if scheduler.get_job(source_id) is None:
        return
    try:
        report = cycle.run(
            config, [source_id], crawl_options={"allow_private": allow_private}, pipeline=_pipeline(config)
        )
        told(f"{source_id}: {'failed' if report.failed else 'ok'}")
    except (StoreError, CrawlError, LockedError, SourceError) as error:
        # The daemon outlives a full disk, a lock, or a bad source file: the source is tried again at its next turn.
        logger.error("cycle failed", extra={"source": source_id, "error": str(error)})
        told(f"{source_id}: {error}")
    _settle(scheduler, config, source_id)


@cache
def _pipeline(config: Config) -> Pipeline:
    return cycle.open_pipeline(config)


def _settle(scheduler: BackgroundScheduler, config: Config, source_id: str) -> None:
    """Set the job's interval anew, with a little jitter, from how often the source publishes."""
    try:
        source = source_files.load(source_files.files(config)[source_id])
        with Store.open(config.work_db) as store:
            every = int(measured_pace(store, source).total_seconds())
    except (KeyError, SourceError, StoreError):
        return
    trigger = IntervalTrigger(seconds=every, jitter=int(every * JITTER), timezone=dt.UTC)
    job = scheduler.reschedule_job(source_id, trigger=trigger)
    logger.info(
        "source scheduled", extra={"source": source_id, "hours": round(every / 3600, 1), "next": job.next_run_time}
    )


def trouble(config: Config) -> str | None:
    """Say why the daemon does not do its work, or return None: its cycles end well, whatever single sources do.

    A cycle must have ended within two of the shortest interval of any source, and the last one must not have crashed.
    """
    wanted, due = source_files.own(config), next_runs(config)
    if not wanted:
        return None
    if not due:
        return "nothing is scheduled: is `passerelle schedule` running?"
    if not config.work_db.exists():
        return _overdue(min(due.values()))
    with Store.open(config.work_db, readonly=True) as store:
        runs = {stage: next(iter(store.runs(stage, limit=1)), None) for stage in STAGES}
        ended = next((run.finished for run in store.runs("publish", limit=5) if run.finished), None)
        interval = min((measured_pace(store, each) for each in _readable(config, wanted)), default=SHORTEST)
    crashed = [each for each in runs.values() if each and _crashed(each, lock.holder(config.data) is not None)]
    if crashed:
        last = max(crashed, key=lambda run: run.id)
        return f"the last {last.stage} ({last.started}) broke off: {last.stats.get('error') or last.status}"
    if ended is None:
        return _overdue(min(due.values()))
    if dt.datetime.now(dt.UTC) - _instant(ended) > 2 * interval:
        return f"no cycle has ended since {ended}, although one is due every {interval}"
    return None


def _crashed(run: Run, at_work: bool) -> bool:
    """Tell a run that broke off from one in which a source or a page failed."""
    if run.status == "failed":
        return run.stage in ("merge", "publish") or bool(run.stats.get("error"))
    return run.status == "running" and not at_work


def _overdue(first: str) -> str | None:
    late = dt.datetime.now(dt.UTC) - _instant(first) > 2 * SHORTEST
    return f"no cycle has ended yet, although the first was due at {first}" if late else None


def _readable(config: Config, wanted: Iterable[str]) -> Iterator[source_files.Source]:
    files = source_files.files(config)
    for each in wanted:
        with suppress(SourceError):
            yield source_files.load(files[each])


def next_runs(config: Config) -> dict[str, str]:
    """Return when each source is due next, from the store of jobs, without starting anything."""
    path = config.data / "schedule.db"
    if not path.exists():
        return {}
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute("select id, next_run_time from apscheduler_jobs where next_run_time is not null")
        return {name: dt.datetime.fromtimestamp(at, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for name, at in rows}
    except sqlite3.OperationalError:
        return {}
    finally:
        connection.close()
