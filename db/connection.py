"""The connection to one SQLite file: its settings, its transactions, its errors."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.errors import explained

BUSY_SECONDS = 30.0
"""How long a writer waits for another one."""

Parameters = Sequence[Any]


def now() -> str:
    """Return this instant as the store keeps instants: ISO 8601, UTC, to the second."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def connect(path: Path, *, readonly: bool = False, timeout: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open a file in WAL mode with foreign keys on; transactions are begun by hand.

    Raises sqlite3.Error; use it inside `db.errors.explained`.
    """
    if readonly:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=timeout)
    else:
        connection = sqlite3.connect(path, timeout=timeout)
    connection.isolation_level = None
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("pragma foreign_keys = on")
        if not readonly and connection.execute("pragma journal_mode").fetchone()[0] != "wal":
            connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")  # in WAL a power cut cannot damage the file
        connection.execute("pragma cache_size = -32000")
        connection.execute("pragma temp_store = memory")
    except BaseException:
        connection.close()
        raise
    return connection


class Database:
    """One open file. The parts of the store are built on it; only they write SQL."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    def close(self) -> None:
        """Close the file; a transaction still open is rolled back."""
        self.connection.close()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one transaction, or as part of the one that is already open.

        Raises StoreError when the disk is full, the file read-only, locked or damaged; nothing is then changed.
        """
        if self.connection.in_transaction:
            yield self.connection
            return
        with explained(self.path):
            self.connection.execute("begin immediate")
            try:
                yield self.connection
                self.connection.execute("commit")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("rollback")
                raise

    def all(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        with explained(self.path):
            return self.connection.execute(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        with explained(self.path):
            row: sqlite3.Row | None = self.connection.execute(sql, parameters).fetchone()
            return row

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Return the first column of the first row, or None."""
        row = self.one(sql, parameters)
        return None if row is None else row[0]

    def column(self, sql: str, parameters: Parameters = ()) -> list[Any]:
        """Return the first column of all rows."""
        return [row[0] for row in self.all(sql, parameters)]

    def run(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Execute a statement that writes, inside `write`."""
        return self.connection.execute(sql, parameters)

    def run_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Execute a statement once for each row, inside `write`."""
        self.connection.executemany(sql, rows)
