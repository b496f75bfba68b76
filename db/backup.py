"""Backups: a consistent copy of both databases while others read and write, checked, and put back."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.connection import connect, now
from db.errors import StoreError, explained

MANIFEST = "manifest.json"
DATABASES = ("work.db", "public.db")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Backup:
    """One backup: its folder and what its manifest says (file name → size in bytes and SHA-256)."""

    folder: Path
    created: str
    files: dict[str, dict[str, Any]]
    warc: dict[str, int]


def backup(data: Path, into: Path) -> Backup:
    """Copy the databases and the user's sources of the data folder ``data`` into a new folder below ``into``.

    The databases are copied with SQLite's online backup, page by page, and checked. Raw responses are listed with
    their sizes, not copied: they never change and are best kept by a file copy. The folder appears under its name only
    when it is whole. Raises StoreError.
    """
    created = now()
    target = into / f"passerelle-{created.replace(':', '').replace('-', '')}"
    unfinished = target.with_name(target.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True)
        for name in DATABASES:
            if (data / name).exists():
                _copy_database(data / name, unfinished / name)
        if (data / "sources").is_dir():
            shutil.copytree(data / "sources", unfinished / "sources")
        made = Backup(target, created, _checksums(unfinished), _warc_list(data / "warc"))
        _write_manifest(unfinished / MANIFEST, made)
        unfinished.rename(target)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise StoreError(f"{target}: cannot be written ({error.strerror}); no backup was made") from None
    return made


def _copy_database(source: Path, target: Path) -> None:
    with explained(source):
        reader = connect(source, readonly=True)
        try:
            writer = sqlite3.connect(target)
            try:
                reader.backup(writer)
                writer.execute("pragma journal_mode = delete")
            finally:
                writer.close()
        finally:
            reader.close()
    check_database(target)


def check_database(path: Path) -> None:
    """Raise StoreError unless the file is a whole SQLite database."""
    with explained(path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            found = connection.execute("pragma integrity_check").fetchone()[0]
        finally:
            connection.close()
    if found != "ok":
        raise StoreError(f"{path}: damaged ({found})")


def _checksums(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _warc_list(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in sorted(folder.glob("*.warc.gz"))}


def _write_manifest(path: Path, made: Backup) -> None:
    content = {"created": made.created, "files": made.files, "warc": made.warc}
    with path.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def verify(folder: Path) -> Backup:
    """Read a backup's manifest and check every file against it; raise StoreError naming the first that does not fit."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        made = Backup(folder, content["created"], content["files"], content["warc"])
    except OSError as error:
        raise StoreError(f"{folder}: no backup ({MANIFEST}: {error.strerror})") from None
    except (ValueError, KeyError) as error:
        raise StoreError(f"{folder / MANIFEST}: not a backup's manifest ({error})") from None
    for name, told in made.files.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != told["bytes"] or sha256(path) != told["sha256"]:
            raise StoreError(f"{path}: missing or changed since the backup was made; nothing was restored")
    for name in DATABASES:
        if name in made.files:
            check_database(folder / name)
    return made


def restore(folder: Path, data: Path) -> tuple[Backup, Path | None, list[str]]:
    """Put a verified backup in place of the data folder's databases and sources.

    What stood there is moved aside into a folder whose path is returned (None: there was nothing). The third value
    names raw responses that the backup knew and the data folder lacks. Raises StoreError, and then changed nothing.
    """
    made = verify(folder)
    data.mkdir(parents=True, exist_ok=True)
    incoming = data / ".restoring"
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir()
    try:
        for name in made.files:
            (incoming / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, incoming / name)
    except OSError as error:
        shutil.rmtree(incoming, ignore_errors=True)
        raise StoreError(f"{data}: cannot be written ({error.strerror}); nothing was restored") from None
    aside = _move_aside(data)
    for path in sorted(incoming.iterdir()):
        path.rename(data / path.name)
    incoming.rmdir()
    missing = [name for name in made.warc if not (data / "warc" / name).exists()]
    return made, aside, missing


def _move_aside(data: Path) -> Path | None:
    names = [*DATABASES, *(f"{name}{suffix}" for name in DATABASES for suffix in ("-wal", "-shm")), "sources"]
    present = [data / name for name in names if (data / name).exists()]
    if not present:
        return None
    aside = data / f"before-restore-{now().replace(':', '').replace('-', '')}"
    aside.mkdir()
    for path in present:
        path.rename(aside / path.name)
    return aside
