"""The store: one work.db, opened, migrated and checked. Every stage reads its input here and leaves its output here."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from db.connection import BUSY_SECONDS, connect
from db.errors import StoreError, explained
from db.extractions import Extractions, PendingSnapshot
from db.failures import Failure, Failures
from db.migrations import VERSION, check, migrate
from db.pages import Pages, PageState, Saved
from db.sources import Run, SourceRun, Sources, WayState

__all__ = ["Failure", "PageState", "PendingSnapshot", "Run", "Saved", "SourceRun", "Store", "StoreError", "WayState"]


class Store(Pages, Sources, Extractions, Failures):
    """work.db. Each method that writes is one transaction, or joins the one opened with ``with store.write():``.

    A store belongs to the thread that opened it; several processes may have the same file open.
    """

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False, timeout: float = BUSY_SECONDS) -> Store:
        """Open the file, make it if it is missing, bring it to this version (after a backup beside it).

        Raises StoreError for a file that is newer than this version, read-only, locked, damaged or not ours; when
        ``readonly``, also for one that is missing or older.
        """
        path = Path(path)
        if readonly and not path.exists():
            raise StoreError(f"{path}: does not exist yet: run `passerelle crawl` or `passerelle ingest` first")
        with explained(path):
            new = not path.exists()
            if new:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)  # it holds who reviewed what
            connection = connect(path, readonly=readonly, timeout=timeout)
            try:
                if readonly:
                    if check(connection, path) < VERSION:
                        raise StoreError(
                            f"{path}: written by an older Passerelle: run `passerelle merge` to bring it up"
                        )
                else:
                    migrate(connection, path)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
