"""The tables of a generated `public.db`, as publishing makes them, and the facts of its publication."""

from __future__ import annotations

import sqlite3

from db import public_schema


def create(connection: sqlite3.Connection) -> None:
    """Make the empty tables and the view."""
    connection.executescript(public_schema.TABLES)


def finish(connection: sqlite3.Connection, checksum: str = "0" * 64) -> None:
    """Add search tables, indices and the facts of the publication."""
    connection.executescript(public_schema.SEARCH)
    for statement in public_schema.indexes():
        connection.execute(statement)
    facts = [("published_at", "2026-11-20T07:00:00Z"), ("checksum", checksum), ("schema_version", "1")]
    connection.executemany("insert or replace into meta values (?, ?)", facts)
    connection.commit()
    connection.execute("analyze")
    connection.commit()
