"""The whole register as one file for download: a consistent copy, made once a publication."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from db.site.sql import meta


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the register: where it lies, of which publication it is, its size in bytes and checksum."""

    path: Path
    published_at: str
    size: int
    sha256: str

    @property
    def filename(self) -> str:
        """The name a visitor saves it under."""
        return f"passerelle-{self.published_at[:10]}.db"


class Dump:
    """Makes copies of a database in a folder and keeps the last one."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.database, self.folder = database, folder
        self._lock = threading.Lock()
        self._known: tuple[str, Copy] | None = None

    def latest(self) -> Copy | None:
        """The copy of what is published now, made if need be; None where nothing is published."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            facts = meta(connection)
            state = f"{facts.get('checksum')} {facts.get('published_at')}"
            with self._lock:
                if not facts.get("published_at"):
                    return None
                if not self._known or self._known[0] != state:
                    self._known = state, self._make(connection, str(facts["published_at"]))
                return self._known[1]
        finally:
            connection.close()

    def _make(self, connection: sqlite3.Connection, published_at: str) -> Copy:
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / "new.db"
        fresh.unlink(missing_ok=True)
        target = sqlite3.connect(fresh)
        connection.backup(target)
        target.execute("pragma journal_mode = delete")
        target.close()
        digest = hashlib.sha256()
        with fresh.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        # A download in progress keeps the file it opened.
        path = self.folder / f"{digest.hexdigest()[:16]}.db"
        for old in self.folder.glob("*.db"):
            if old != fresh:
                old.unlink()
        fresh.rename(path)
        return Copy(path, published_at, path.stat().st_size, digest.hexdigest())
