"""Datasette's database, with the counts of all tables taken at once and kept until the next publication."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.database import Database

from db.site.sql import meta


class Register(Database):  # type: ignore[misc]
    """``public.db``. Datasette would count every table anew for every look at the list, one wait each."""

    def __init__(self, datasette: Any, path: str) -> None:
        super().__init__(datasette, path, is_mutable=True)
        self._known: tuple[object, dict[str, int | None]] = (None, {})

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """Rows of each table. ``limit`` is Datasette's, in milliseconds a table, and not needed here."""
        counts: dict[str, int | None] = await self.execute_fn(self._counts)
        return counts

    def _counts(self, connection: sqlite3.Connection) -> dict[str, int | None]:
        facts = meta(connection)
        state = (facts.get("checksum"), facts.get("published_at"))
        if state != self._known[0] or state == (None, None):
            self._known = (state, count(connection))
        return self._known[1]


def count(connection: sqlite3.Connection) -> dict[str, int | None]:
    """Rows of each table; of search tables, which nobody counts, None."""
    names = [str(row[0]) for row in connection.execute("select name from sqlite_master where type = 'table'")]
    counts: dict[str, int | None] = {}
    for name in names:
        quoted = name.replace('"', '""')
        search = "_fts" in name
        counts[name] = None if search else connection.execute(f'select count(*) from "{quoted}"').fetchone()[0]  # noqa: S608
    return counts
