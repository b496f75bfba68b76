"""How an installation fares: what `passerelle status` shows, as one value."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from db.connection import connect, now
from db.errors import explained
from db.store import Store

LATE_DAYS = 3.0
"""A register whose last whole cycle is older than this is called late."""

CLOCK_DAYS = 0.1
"""A run that began this far in the future was begun under another clock."""


@dataclass(frozen=True)
class SourceStatus:
    """One source as its last crawl left it."""

    id: str
    status: str
    last_run: str
    cause: str | None
    look_at: str | None
    new: int
    pages: int
    put_off: int = 0
    """Addresses that could not be read and whose next try is yet to come."""
    put_off_cause: str | None = None
    """What most of them failed by."""


@dataclass(frozen=True)
class Status:
    """The whole picture; ``problems`` are lines that somebody should act on, most pressing first."""

    at: str
    last_runs: dict[str, dict[str, Any]]
    sources: list[SourceStatus]
    counts: dict[str, int]
    queues: dict[str, int]
    sizes: dict[str, int]
    published_at: str | None
    newest_event: str | None
    registry: str | None
    version: str | None
    at_work: str | None = None
    """Who works in the data folder just now, as the lock names it."""
    next_runs: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def newest_event_days(self) -> int | None:
        """The age of the newest published event, in days; negative where it is announced for later."""
        return None if self.newest_event is None else math.floor(_age_days(self.newest_event))

    @property
    def ok(self) -> bool:
        """Whether nobody needs to do anything."""
        return not self.problems

    def as_dict(self) -> dict[str, Any]:
        """Return the status as plain values, for JSON."""
        return asdict(self) | {"ok": self.ok, "newest_event_days": self.newest_event_days}


def gather(
    store: Store, public: Path, warc: Path, *, version: str | None = None, registry: str | None = None,
    next_runs: dict[str, str] | None = None, at_work: str | None = None,
) -> Status:  # fmt: skip
    """Look at both databases and the raw responses.

    ``version`` is the pipeline's, to tell what waits for it; ``at_work`` who holds the lock, to tell a run under way
    from one that was killed. Raises StoreError.
    """
    last_runs = _last_runs(store)
    sources = _sources(store)
    published_at, newest = _published(public)
    return Status(
        at=now(),
        last_runs=last_runs,
        sources=sources,
        counts=_counts(store),
        queues=_queues(store, version),
        sizes=_sizes(store.path, public, warc),
        published_at=published_at,
        newest_event=newest,
        registry=registry,
        version=version,
        at_work=at_work,
        next_runs=next_runs or {},
        problems=_problems(last_runs, sources, published_at, at_work),
    )


def _last_runs(store: Store) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for run in store.runs(limit=200):
        found.setdefault(run.stage, {**asdict(run), "stats": dict(run.stats)})
    return found


def _sources(store: Store) -> list[SourceStatus]:
    counted = store.all("select source, count(*) from pages where source is not null group by source")
    pages: dict[str, int] = {row[0]: row[1] for row in counted}
    put_off = store.put_off()
    return [
        SourceStatus(
            id=name,
            status=run.status,
            last_run=run.finished or run.started,
            cause=run.cause,
            look_at=run.look_at,
            new=int(run.stats.get("new", 0)),
            pages=pages.get(name, 0),
            put_off=put_off.get(name, (0, ""))[0],
            put_off_cause=put_off[name][1] if name in put_off else None,
        )
        for name, run in sorted(store.latest_source_runs().items())
    ]


def _counts(store: Store) -> dict[str, int]:
    tables = ("pages", "snapshots", "claims", "events", "partnerships", "institutions", "reviews")
    return {table: int(store.value(f"select count(*) from {table}")) for table in tables}  # noqa: S608


def _queues(store: Store, version: str | None) -> dict[str, int]:
    waiting = store.count_pending(version) if version else 0
    return {
        "to extract": waiting,
        "to merge": int(store.value("select count(*) from merge_dirty")),
        "to review": int(store.value("select count(*) from merge_candidates")),
    }


def _sizes(work: Path, public: Path, warc: Path) -> dict[str, int]:
    files = {"work.db": [work, work.with_name(work.name + "-wal")], "public.db": [public]}
    sizes = {name: sum(path.stat().st_size for path in paths if path.exists()) for name, paths in files.items()}
    return sizes | {"warc": sum(path.stat().st_size for path in warc.glob("*.warc.gz"))}


def _published(public: Path) -> tuple[str | None, str | None]:
    """Return when the register was last published and the newest date that an event of it begins on."""
    if not public.exists():
        return None, None
    with explained(public):
        connection = connect(public, readonly=True)
        try:
            tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
            if not {"meta", "events"} <= tables:
                return None, None
            stamp = connection.execute("select value from meta where key = 'published_at'").fetchone()
            newest = connection.execute("select max(coalesce(last_reported, date_from)) from events").fetchone()
            return (stamp[0] if stamp else None), newest[0]
        finally:
            connection.close()


def _problems(
    last_runs: dict[str, dict[str, Any]], sources: list[SourceStatus], published_at: str | None, at_work: str | None
) -> list[str]:
    problems = [
        f"source {source.id}: {source.cause or 'failing'}{f' – look at {source.look_at}' if source.look_at else ''}"
        for source in sources
        if source.status == "failing"
    ]
    problems += [problem for stage, run in last_runs.items() if (problem := _of_run(stage, run, at_work))]
    if published_at is None:
        problems.append("nothing is published yet: `passerelle run`")
    crawl = last_runs.get("crawl")
    if crawl and _age_days(crawl["started"]) > LATE_DAYS:
        problems.append(f"the last crawl was {_age_days(crawl['started']):.0f} days ago: is the schedule running?")
    return problems


def _of_run(stage: str, run: dict[str, Any], at_work: str | None) -> str | None:
    """Say what is wrong with the last run of a stage; a failed crawl is told by its sources."""
    began = run["started"]
    if _age_days(began) < -CLOCK_DAYS:
        return f"the last {stage} began at {began}, which is yet to come: is the clock right?"
    if run["status"] == "failed" and (stage != "crawl" or run["stats"].get("error")):
        reason = run["stats"].get("error") or f"{run['stats'].get('failed', 'some')} pages: `passerelle extract`"
        return f"the last {stage} failed ({began}): {reason}"
    if run["status"] == "stopped" or (run["status"] == "running" and at_work is None):
        return f"the last {stage} was cut short ({began}): run it again"
    return None


def _age_days(instant: str) -> float:
    then = dt.datetime.fromisoformat(instant)
    then = then if then.tzinfo else then.replace(tzinfo=dt.UTC)
    return (dt.datetime.now(dt.UTC) - then).total_seconds() / 86_400
