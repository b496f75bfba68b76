"""Sources, the state of their feeds and sitemaps, and runs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from db.connection import now
from db.reference import Reference
from records import Institution, SourceRecord

Stage = Literal["crawl", "ingest", "extract", "merge", "publish"]
RunStatus = Literal["running", "ok", "failed", "stopped"]
SourceStatus = Literal["running", "ok", "failing", "stopped"]


@dataclass(frozen=True, slots=True)
class WayState:
    """What is known of a feed, sitemap, REST address or listing since it was last read."""

    source: str
    way: str
    url: str
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    last_ok: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one stage."""

    id: int
    stage: str
    started: str
    finished: str | None
    status: str
    version: str | None
    stats: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SourceRun:
    """How one source fared in one crawl."""

    run: int
    source: str
    started: str
    finished: str | None
    status: str
    cause: str | None
    look_at: str | None
    stats: Mapping[str, Any]


class Sources(Reference):
    """The part of the store that knows whom we read, and when we did."""

    def upsert_source(self, source: SourceRecord) -> None:
        """Keep a source. Its institution, if the register does not have it yet, is added under the source's name."""
        with self.write():
            self._ensure_countries([source.country])
            if source.institution_id:
                self._ensure_institution(
                    Institution(source.institution_id, source.name, "academic", source.country, website=source.home)
                )
            self.run(
                "insert into sources (id, name, home, institution, country, lang) values (?, ?, ?, ?, ?, ?)"
                " on conflict (id) do update set name = excluded.name, home = excluded.home,"
                " institution = excluded.institution, country = excluded.country, lang = excluded.lang"
                " where (name, home, institution, country, lang)"
                " is not (excluded.name, excluded.home, excluded.institution, excluded.country, excluded.lang)",
                (source.id, source.name, source.home, source.institution_id, source.country, source.lang),
            )

    def sources(self) -> list[SourceRecord]:
        """Return all sources, by id."""
        rows = self.all("select id, name, home, institution, country, lang from sources order by id")
        return [SourceRecord(*row) for row in rows]

    def save_way(
        self,
        source_id: str,
        way: str,
        url: str,
        etag: str | None = None,
        last_modified: str | None = None,
        sha256: str | None = None,
        last_ok: str | None = None,
    ) -> None:
        """Keep what a conditional request of a feed, sitemap, REST address or listing needs next time."""
        with self.write():
            self.run(
                "insert or replace into source_ways (source, way, url, etag, last_modified, sha256, last_ok)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                (source_id, way, url, etag, last_modified, sha256, last_ok),
            )

    def ways(self, source_id: str) -> list[WayState]:
        """Return the known ways to a source's pages."""
        rows = self.all(
            "select source, way, url, etag, last_modified, sha256, last_ok from source_ways where source = ?"
            " order by way, url",
            (source_id,),
        )
        return [WayState(*row) for row in rows]

    def start_run(self, stage: Stage, version: str | None = None, at: str | None = None) -> int:
        """Note that a stage begins; return the run's id. An earlier run of it that never ended was stopped."""
        with self.write():
            self.run("update runs set status = 'stopped' where stage = ? and status = 'running'", (stage,))
            cursor = self.run(
                "insert into runs (stage, started, version) values (?, ?, ?)", (stage, at or now(), version)
            )
        return int(cursor.lastrowid or 0)

    def finish_run(
        self, run_id: int, status: RunStatus = "ok", stats: Mapping[str, Any] | None = None, at: str | None = None
    ) -> None:
        """Note how a run ended."""
        with self.write():
            self.run(
                "update runs set finished = ?, status = ?, stats = ? where id = ?",
                (at or now(), status, _json(stats), run_id),
            )

    def runs(self, stage: Stage | None = None, limit: int = 20) -> list[Run]:
        """Return the latest runs, newest first."""
        rows = self.all(
            "select id, stage, started, finished, status, version, stats from runs"
            " where ?1 is null or stage = ?1 order by id desc limit ?2",
            (stage, limit),
        )
        return [Run(**{**dict(row), "stats": json.loads(row["stats"])}) for row in rows]

    def save_source_run(
        self,
        run_id: int,
        source_id: str,
        status: SourceStatus,
        stats: Mapping[str, Any] | None = None,
        *,
        cause: str | None = None,
        look_at: str | None = None,
        started: str | None = None,
        finished: str | None = None,
    ) -> None:
        """Keep how a source fares in a run; called at its start, as often as one likes, and at its end.

        ``cause`` says in one line why it fails, ``look_at`` is the address to look at. ``started`` stays as first
        given; ``finished`` defaults to this instant unless the status is running.
        """
        end = finished or (None if status == "running" else now())
        with self.write():
            self.run(
                "insert into source_runs (run, source, started, finished, status, cause, look_at, stats)"
                " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (run, source) do update set finished = excluded.finished,"
                " status = excluded.status, cause = excluded.cause, look_at = excluded.look_at, stats = excluded.stats",
                (run_id, source_id, started or now(), end, status, cause, look_at, _json(stats)),
            )

    def source_runs(self, source_id: str, limit: int = 10) -> list[SourceRun]:
        """Return a source's latest runs, newest first."""
        rows = self.all(
            "select run, source, started, finished, status, cause, look_at, stats from source_runs where source = ?"
            " order by run desc limit ?",
            (source_id, limit),
        )
        return [_source_run(row) for row in rows]

    def latest_source_runs(self) -> dict[str, SourceRun]:
        """Return each source's latest run."""
        rows = self.all(
            "select run, source, started, finished, status, cause, look_at, stats from source_runs r"
            " where run = (select max(run) from source_runs where source = r.source)"
        )
        return {row["source"]: _source_run(row) for row in rows}


def _source_run(row: sqlite3.Row) -> SourceRun:
    return SourceRun(**{**dict(row), "stats": json.loads(row["stats"])})


def _json(stats: Mapping[str, Any] | None) -> str:
    return json.dumps(dict(stats or {}), ensure_ascii=False, sort_keys=True, default=str)
