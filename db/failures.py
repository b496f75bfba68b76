"""Addresses that a source told of and that could not be read: when to try again."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass

from db.connection import Database, now
from db.keys import day, iso
from db.urls import url_key
from records import Way

KEPT = 50_000
"""So many addresses of a source are remembered, the latest."""

_COLUMNS = "source, url, way, title, published, lastmod, cause, failures, tried, retry_at"


@dataclass(frozen=True, slots=True)
class Failure:
    """One address of one source, put off. ``published`` and ``lastmod`` are what was told of it at the last try."""

    source: str
    url: str
    way: Way
    title: str | None
    published: dt.date | None
    lastmod: str | None
    cause: str
    failures: int
    """Tries that failed, in a row."""
    tried: str
    """Instant of the last one."""
    retry_at: str
    """Instant before which it is not tried again, unless what is told of it changes."""


class Failures(Database):
    """The part of the store that remembers what is not worth asking for just now."""

    def save_failure(self, failure: Failure) -> None:
        """Keep a failed try, in place of what was known of the address."""
        with self.write():
            self.run(
                f"insert or replace into candidate_failures (key, {_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                (
                    *(url_key(failure.url), failure.source, failure.url, failure.way, failure.title),
                    *(iso(failure.published), failure.lastmod, failure.cause, failure.failures),
                    *(failure.tried, failure.retry_at),
                ),
            )

    def forget_failure(self, source_id: str, url: str) -> None:
        """Note that an address could be read after all."""
        with self.write():
            self.run("delete from candidate_failures where source = ? and key = ?", (source_id, url_key(url)))

    def failures(self, source_id: str) -> dict[str, Failure]:
        """Return what is remembered of a source, by the addresses' keys (`db.urls.url_key`)."""
        rows = self.all(f"select key, {_COLUMNS} from candidate_failures where source = ? order by tried", (source_id,))  # noqa: S608
        return {row["key"]: _failure(row) for row in rows}

    def put_off(self) -> dict[str, tuple[int, str]]:
        """Return for each source how many addresses are put off just now, and the most frequent cause."""
        rows = self.all(
            "select source, cause, count(*) as number from candidate_failures where retry_at > ?"
            " group by source, cause order by source, number desc, cause",
            (now(),),
        )
        found: dict[str, tuple[int, str]] = {}
        for row in rows:
            number, cause = found.get(row["source"], (0, row["cause"]))
            found[row["source"]] = (number + row["number"], cause)
        return found

    def prune_failures(self, before: str, source_id: str | None = None, most: int = KEPT) -> int:
        """Forget what was last tried before an instant, and of each source all but the ``most`` latest.

        ``source_id`` restricts it to one source. Returns how many were forgotten.
        """
        with self.write():
            cursor = self.run(
                "delete from candidate_failures where (source, key) in (select source, key from ("
                "  select source, key, tried, row_number() over (partition by source order by tried desc, key) as place"
                "  from candidate_failures where ?1 is null or source = ?1) where tried < ?2 or place > ?3)",
                (source_id, before, most),
            )
        return cursor.rowcount


def _failure(row: sqlite3.Row) -> Failure:
    values = {name: row[name] for name in _COLUMNS.split(", ")}
    return Failure(**{**values, "published": day(row["published"])})
