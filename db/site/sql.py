"""The statements behind the pages: files under ``blocks/``, run on one connection, each open to the visitor.

A block is one statement with named parameters; a page shows its rows and links to the statement itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from db.site import links

BLOCKS = Path(__file__).parent / "blocks"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of a statement, and how to see the statement itself."""

    rows: tuple[Row, ...]
    sql: str
    parameters: Mapping[str, object]

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def first(self) -> Row | None:
        """The first row, or None."""
        return self.rows[0] if self.rows else None

    def path(self, form: str = "") -> str:
        """Datasette's page for the statement, or with ``form`` its CSV, JSON …"""
        return links.query(self.sql, dict(self.parameters), form)


@cache
def statement(name: str) -> str:
    """The text of ``blocks/<name>.sql``."""
    return (BLOCKS / f"{name}.sql").read_text(encoding="utf-8").strip()


def run(connection: sqlite3.Connection, name: str, **parameters: object) -> Block:
    """Run a block. Parameters it does not name are ignored. Raises sqlite3.Error."""
    sql = statement(name)
    return Block(tuple(rows(connection, sql, parameters)), sql, parameters)


def rows(connection: sqlite3.Connection, sql: str, parameters: Mapping[str, object]) -> list[Row]:
    """The rows of a statement as mappings."""
    cursor = connection.execute(sql, dict(parameters))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def has(connection: sqlite3.Connection, table: str) -> bool:
    """Whether the database has a table or view of that name."""
    return bool(connection.execute("select 1 from sqlite_master where name = ?", (table,)).fetchone())


@contextmanager
def moment(connection: sqlite3.Connection) -> Iterator[None]:
    """All reads within see one state of the register, also while a publication switches it."""
    if connection.in_transaction:
        yield
        return
    connection.execute("begin")
    try:
        yield
    finally:
        connection.rollback()


def meta(connection: sqlite3.Connection) -> Row:
    """The facts about the publication itself (``published_at``, ``checksum`` …), empty where nothing is published."""
    try:
        return {str(key): value for key, value in connection.execute("select key, value from meta")}
    except sqlite3.OperationalError:
        return {}
