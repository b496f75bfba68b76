"""One writer at a time: a lock on a file that the system gives back when its holder ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockedError(RuntimeError):
    """Another process is at work in this data folder."""


@contextmanager
def only_one(folder: Path, what: str) -> Iterator[None]:
    """Hold the lock of a data folder while the block runs; raise LockedError at once if somebody else does.

    The file names the holder (what it does and its process id), for the error that the second one shows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "passerelle.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise LockedError(f"{holder} is at work in {folder}; wait for it, or end it") from None
        file.seek(0)
        file.truncate()
        file.write(f"passerelle {what} (process {os.getpid()})")
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()
