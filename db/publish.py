"""From work.db to public.db: a validated copy, switched in one step under the readers' hands.

The copy is built in a file beside public.db, checked, compared by checksum with what is published, and only then
written into the live file with SQLite's backup API: in WAL mode readers keep the old register until the new one is
complete. Killed at any instant, the old register stands.
"""

# ruff: noqa: S608 (what is put into SQL here are names of this module, never values)

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from db import public_schema
from db.connection import BUSY_SECONDS, connect, now
from db.errors import StoreError, explained
from db.migrations import APPLICATION_ID, VERSION, statements
from db.store import Store

COUNTED = ("events", "partnerships", "institutions", "countries", "sources", "pages", "sentences")
NOT_COMPARED = {"pages": ("last_seen",), "source_health": ("last_run", "last_ok", "new_pages")}
"""Columns that change with every crawl though nothing was learned."""


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What was published."""

    written: bool
    """False: nothing had changed, public.db was not touched."""
    published_at: str
    checksum: str
    counts: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the line for the terminal."""
        if not self.written:
            return f"Nothing new to publish since {self.published_at}"
        return "Published " + ", ".join(f"{self.counts[name]} {name}" for name in ("events", "partnerships", "pages"))


def publish(work_path: Path, public_path: Path, *, force: bool = False, quality: str | None = None) -> PublishReport:
    """Write public.db anew if its content changed.

    ``force`` publishes an empty register over a full one, and writes also what did not change. ``quality`` is the
    evaluation table as JSON, published as it is. Raises StoreError when the copy fails a check, or a file cannot be
    read or written; public.db then stays as it was.
    """
    Store.open(work_path).close()  # brings an older file to this version; refuses a newer one
    public_path.parent.mkdir(parents=True, exist_ok=True)
    with explained(public_path), _build_file(public_path) as build:
        with closing(_open_build(build)) as connection:
            with explained(work_path):
                _fill(connection, work_path)
            _validate(connection, public_path)
            report = _describe(connection, work_path, quality)
            before = published(public_path)
            if before.get("checksum") == report.checksum and not force:
                return PublishReport(False, before["published_at"], report.checksum, report.counts)
            _sane(before, report, public_path, force)
            _switch(connection, public_path)
        return report


def published(public_path: Path) -> dict[str, str]:
    """Return the table ``meta`` of public.db; empty where nothing is published yet."""
    if not public_path.exists():
        return {}
    with explained(public_path), closing(connect(public_path, readonly=True)) as connection:
        if not connection.execute("select 1 from sqlite_master where name = 'meta'").fetchone():
            return {}
        return {row[0]: row[1] for row in connection.execute("select key, value from meta")}


@contextmanager
def _build_file(public_path: Path) -> Iterator[Path]:
    """Yield the name of the file to build in; it is gone afterwards, and so is one left by a kill."""
    build = public_path.with_name(f".{public_path.name}.build")

    def remove() -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{build}{suffix}").unlink(missing_ok=True)

    remove()
    try:
        yield build
    finally:
        remove()


def _open_build(build: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{build.absolute().as_uri()}?mode=rwc", uri=True, timeout=BUSY_SECONDS)
    connection.isolation_level = None
    connection.execute("pragma synchronous = off")  # a build cut short is thrown away
    connection.execute("pragma temp_store = memory")
    connection.execute("pragma cache_size = -64000")
    connection.create_function("public_url", 1, _public_url, deterministic=True)
    connection.create_function("file_name", 1, _file_name, deterministic=True)
    return connection


def _public_url(url: str) -> str:
    """Return an address without what concerns this machine: of a file only its name."""
    return f"file:{_file_name(unquote(urlsplit(url).path))}" if url.startswith("file:") else url


def _file_name(path: str | None) -> str | None:
    return PurePosixPath(path.replace("\\", "/")).name if path else None


def _fill(connection: sqlite3.Connection, work_path: Path) -> None:
    """Make the tables and fill them from one state of work.db."""
    connection.execute("attach ? as work", (f"{work_path.absolute().as_uri()}?mode=ro",))
    connection.execute("begin")
    for statement in statements(public_schema.TABLES + public_schema.FILL + public_schema.SEARCH):
        connection.execute(statement)
    for statement in public_schema.indexes():
        connection.execute(statement)
    connection.execute("commit")


def _validate(connection: sqlite3.Connection, public_path: Path) -> None:
    """Check the copy. Raises StoreError naming the first fault."""
    broken = connection.execute("pragma main.foreign_key_check").fetchone()
    if broken:
        raise StoreError(f"{public_path}: not published: {broken[0]} row {broken[1]} points to no {broken[2]}")
    sound = connection.execute("pragma main.integrity_check(1)").fetchone()[0]
    if sound != "ok":
        raise StoreError(f"{public_path}: not published: the copy is damaged ({sound})")
    for table, subject in (("events", "event"), ("partnerships", "partnership")):
        bare = connection.execute(
            f"select id from {table} where not exists (select 1 from evidence where subject = ? and subject_id = id)",
            (subject,),
        ).fetchone()
        if bare:
            raise StoreError(
                f"{public_path}: not published: {subject} {bare[0]} has no evidence: run `passerelle merge`"
            )


def _describe(connection: sqlite3.Connection, work_path: Path, quality: str | None) -> PublishReport:
    """Write the table ``meta``: when, from what, how much, and the checksum of the content."""
    counts = {table: int(connection.execute(f"select count(*) from main.{table}").fetchone()[0]) for table in COUNTED}
    version = connection.execute("select version from work.extractions order by extracted_at desc limit 1").fetchone()
    report = PublishReport(True, now(), _checksum(connection, quality), counts)
    facts = {
        "published_at": report.published_at,
        "checksum": report.checksum,
        "counts": json.dumps(counts),
        "schema_version": str(VERSION),
        "extraction_version": version[0] if version else None,
        "quality": quality,
    }
    connection.executemany("insert into meta values (?, ?)", [pair for pair in facts.items() if pair[1] is not None])
    connection.execute(f"pragma main.application_id = {APPLICATION_ID}")
    connection.execute(f"pragma main.user_version = {VERSION}")
    connection.execute("detach work")
    connection.execute("analyze")
    return report


def _checksum(connection: sqlite3.Connection, quality: str | None) -> str:
    """Return the SHA-256 of all published rows, in the order of their keys."""
    total = hashlib.sha256((quality or "").encode())
    for table in public_schema.PUBLISHED:
        columns = [row[1] for row in connection.execute(f"pragma main.table_info({table})")]
        compared = [name for name in columns if name not in NOT_COMPARED.get(table, ())]
        keys = [row[1] for row in connection.execute(f"pragma main.table_info({table})") if row[5]]
        total.update(table.encode())
        for row in connection.execute(f"select {', '.join(compared)} from main.{table} order by {', '.join(keys)}"):
            total.update(repr(row).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _sane(before: dict[str, str], report: PublishReport, public_path: Path, force: bool) -> None:
    """Refuse to put an empty register in the place of a full one."""
    had = json.loads(before.get("counts") or "{}")
    lost = [table for table in ("events", "partnerships") if had.get(table) and not report.counts[table]]
    if lost and not force:
        raise StoreError(
            f"{public_path}: not published: the new register has no {' and no '.join(lost)}, the published one has "
            f"{had[lost[0]]}: look for the cause, or publish with --force"
        )


def _switch(build: sqlite3.Connection, public_path: Path) -> None:
    """Copy the finished build into the live file; readers see the old register until the copy is committed."""
    build.execute("pragma journal_mode = wal")  # the copy brings the file format with it: the live file stays WAL
    with closing(connect(public_path)) as live:
        live.execute("pragma synchronous = full")
        build.backup(live)
        live.execute("pragma wal_checkpoint(truncate)")
