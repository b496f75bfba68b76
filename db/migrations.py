"""How a work.db grows from one version of Passerelle to the next.

Each migration is a step of sqlite-utils, applied in one transaction together with the record that it was. The
number of steps is the file's ``user_version``, so that opening an up-to-date file costs one PRAGMA.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from db import schema, schema_steps
from db.errors import StoreError
from db.event_types import event_types

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x50535245
"""`PRAGMA application_id` of our files ("PSRE")."""


def statements(script: str) -> Iterator[str]:
    """Split an SQL script into its statements (``executescript`` would end the surrounding transaction)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""


def migrations() -> Migrations:
    """Return all steps in their order. A step once released is never changed: add another one."""
    from sqlite_utils import Migrations as Steps

    steps = Steps("passerelle")

    @steps(name="001_first_tables")
    def first_tables(db: Database) -> None:
        for statement in statements(schema.WORK):
            db.execute(statement)
        db.conn.executemany("insert into event_types values (?, ?, ?, ?, ?)", event_types())

    @steps(name="002_votes_and_statements")
    def votes_and_statements(db: Database) -> None:
        for statement in statements(schema_steps.VOTES):
            db.execute(statement)

    @steps(name="003_failed_candidates")
    def failed_candidates(db: Database) -> None:
        for statement in statements(schema_steps.FAILURES):
            db.execute(statement)

    @steps(name="004_clusters")
    def clusters(db: Database) -> None:
        for statement in statements(schema_steps.CLUSTERS):
            db.execute(statement)

    return steps


def names() -> list[str]:
    """Return the names of all steps this version knows."""
    return [step.name for step in migrations()._migrations]


VERSION = 4
"""The number of steps (a test compares it)."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file to this version. An older file is copied beside itself first.

    Raises StoreError for a file written by a newer version, or by another program.
    """
    version = check(connection, path)
    if version == VERSION:
        return
    if version:
        _copy(connection, path.with_name(f"{path.name}.before-v{VERSION}"))
    from sqlite_utils import Database as Utilities

    connection.execute("begin immediate")
    try:  # one transaction around all steps: another process that opens the file now waits, then finds it done
        if check(connection, path) < VERSION:
            connection.execute(f"pragma application_id = {APPLICATION_ID}")
            migrations().apply(Utilities(connection, execute_plugins=False, recursive_triggers=False))
            connection.execute(f"pragma user_version = {VERSION}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def check(connection: sqlite3.Connection, path: Path) -> int:
    """Return the file's version, 0 for an empty file.

    Raises StoreError for a file of a newer version and for a database of another program.
    """
    version = int(connection.execute("pragma user_version").fetchone()[0])
    if version > VERSION:
        raise StoreError(
            f"{path}: written by a newer Passerelle (store version {version}, this one knows {VERSION}): "
            "upgrade Passerelle, or restore a backup made by this version"
        )
    if version == 0 and _foreign(connection):
        raise StoreError(f"{path}: is a database of another program: name another folder (PASSERELLE_DATA)")
    return version


def _foreign(connection: sqlite3.Connection) -> bool:
    """Tell whether there are tables that are not ours (a first migration cut short leaves only its own)."""
    identity = int(connection.execute("pragma application_id").fetchone()[0])
    tables = connection.execute("select count(*) from sqlite_master where type = 'table'").fetchone()[0]
    return bool(tables) and identity != APPLICATION_ID


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the file beside itself, unless an earlier attempt already did."""
    if target.exists():
        return
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    with sqlite3.connect(partial) as copy:
        connection.backup(copy)
    copy.close()
    partial.replace(target)
