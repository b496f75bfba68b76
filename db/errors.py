"""What can go wrong with a database, said so that an operator knows what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ADVICE = {
    "SQLITE_FULL": "the disk (or its quota) is full: free some space and run again; nothing was changed",
    "SQLITE_READONLY": "cannot be written: check the permissions of the file and of its folder",
    "SQLITE_BUSY": "is locked by another process: wait for it to end, or stop it, and run again",
    "SQLITE_LOCKED": "is locked by another process: wait for it to end, or stop it, and run again",
    "SQLITE_CANTOPEN": "cannot be opened: check that the folder exists and may be written",
    "SQLITE_PERM": "cannot be opened: check the permissions of the file and of its folder",
    "SQLITE_NOTADB": "is not an SQLite database: restore a backup, or move the file away to start anew",
    "SQLITE_CORRUPT": "is damaged: restore a backup (`passerelle restore`)",
    "SQLITE_IOERR": "cannot be read or written (input/output error): check the disk",
}
"""What each primary result code of SQLite means to the operator (https://sqlite.org/rescode.html)."""


class StoreError(Exception):
    """A database cannot be used; the message names the file and what to do, and is fit for the terminal."""


def explain(path: Path, error: sqlite3.Error) -> str:
    """Return one line for the operator: the file, what is wrong, what to do."""
    name = getattr(error, "sqlite_errorname", "") or ""
    for code, advice in ADVICE.items():
        if name == code or name.startswith(code + "_"):
            return f"{path}: {advice}"
    return f"{path}: {error}"


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn errors of the file and the disk into StoreError; errors of the program stay what they are."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.Error as error:
        raise StoreError(explain(path, error)) from error
    except OSError as error:
        raise StoreError(f"{error.filename or path}: {error.strerror or error}") from error
