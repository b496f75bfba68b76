"""One writer at a time: a lock on a file that the system gives back when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

FILE = "passerelle.lock"


class LockedError(RuntimeError):
    """Another process is at work in this data folder."""


def holder(folder: Path) -> str | None:
    """Return who is at work in a data folder ("passerelle run (process 4711)"), or None."""
    try:
        with (folder / FILE).open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return file.read().strip() or "another process"
    except FileNotFoundError:
        pass
    return None


@contextmanager
def only_one(folder: Path, what: str) -> Iterator[None]:
    """Hold the lock of a data folder while the block runs; raise LockedError at once if somebody else does.

    The file names the holder (what it does and its process id), for the error that the second one shows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a+", encoding="utf-8") as file:
        if not _taken(file):
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise LockedError(f"{holder} is at work in {folder}; wait for it, or end it")
        file.seek(0)
        file.truncate()
        file.write(f"passerelle {what} (process {os.getpid()})")
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()


def _taken(file: IO[str]) -> bool:
    """Take the lock; try for a fifth of a second, as `holder` may be looking at it just now."""
    for _ in range(5):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.04)
        else:
            return True
    return False
