"""The log of Passerelle: one event a line, as JSON, in `passerelle.log` of the data folder (crawls: `crawl.log`).

Code logs as Python always does, ``logging.getLogger("passerelle.…")``, a constant text as the event and everything
that varies in ``extra``: ``logger.info("source crawled", extra={"source": "cesi", "run": 4, "new": 12})``.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

FILE = "passerelle.log"
LONG = 10 * 1024 * 1024
KEPT = 5
"""How many files of `LONG` bytes are kept beside the one being written."""

OURS = "passerelle"
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "spider"}
_PASSWORD = re.compile(r"(?P<before>[a-z][a-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+(?=@)", re.IGNORECASE)


class Lines(logging.Formatter):
    """Formats a record as one JSON object on one line.

    ``time`` (UTC, milliseconds), ``level``, ``logger``, ``event``, ``source`` and ``run`` (null where the event is of
    none; ``run`` may be given for all) come first, what else the record carries follows, and ``exception`` if there was
    one. Passwords in addresses, and the texts in ``secrets``, are replaced by ***.
    """

    def __init__(self, secrets: Sequence[str] = (), run: int | None = None) -> None:
        super().__init__()
        self._secrets = tuple(each for each in secrets if each)
        self._run = run

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        return json.dumps(self.fields(record), ensure_ascii=False, default=str)

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """Return what the line says."""
        more = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        spider = getattr(record, "spider", None)
        found: dict[str, Any] = {
            "time": _instant(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            "source": more.pop("source", getattr(spider, "name", None)),
            "run": more.pop("run", self._run),
            **more,
        }
        if record.exc_info:
            found["exception"] = self.formatException(record.exc_info)
        return {name: self._clean(value) for name, value in found.items()}

    def _clean(self, value: Any) -> Any:
        if isinstance(value, (int, float, type(None))):
            return value
        if isinstance(value, dict):
            return {str(name): self._clean(each) for name, each in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self._clean(each) for each in value]
        text = _PASSWORD.sub(r"\g<before>***", str(value))
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


class Plain(Lines):
    """Formats a record for a person who watches: time, level, event, and what varies."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        found = self.fields(record)
        time, level, event = (found.pop(name) for name in ("time", "level", "event"))
        trace = found.pop("exception", None)
        del found["logger"]
        rest = " ".join(f"{name}={value}" for name, value in found.items() if value is not None)
        return f"{time[11:19]} {level:7} {event} {rest}".rstrip() + (f"\n{trace}" if trace else "")


class File(RotatingFileHandler):
    """The rotating file. Several processes may write it; where it cannot be written, work goes on without it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LONG, backupCount=KEPT, encoding="utf-8", delay=True)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, if there is a data folder: a log is no reason to make one."""
        if Path(self.baseFilename).parent.is_dir():
            self._follow()
            super().emit(record)

    def _follow(self) -> None:
        """Open the file anew if another process has put it aside."""
        if self.stream is None:
            return
        try:
            there = Path(self.baseFilename).stat()
            same = os.path.samestat(there, os.fstat(self.stream.fileno()))
        except OSError:
            same = False
        if not same:
            self.stream.close()
            self.stream = None  # opened by the next emit, as with delay

    def handleError(self, record: logging.LogRecord) -> None:
        """Stay silent about a full disk or a folder that is read-only: the work itself says so where it matters."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


def start(folder: Path, *, verbose: bool = False, quiet: bool = False, secrets: Sequence[str] = ()) -> None:
    """Write the log of this process to ``folder``.

    Normally from INFO on; with ``verbose`` from DEBUG on and to standard error too; with ``quiet`` warnings and errors
    alone. Of other libraries, warnings and errors. Called again, it takes the place of what was set before.
    """
    stop()
    level = logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO
    file = File(folder / FILE)
    file.setFormatter(Lines(secrets))
    handlers: list[logging.Handler] = [file]
    if verbose:
        watched = logging.StreamHandler()
        watched.setFormatter(Plain(secrets))
        handlers.append(watched)
    root = logging.getLogger()
    for handler in handlers:
        handler.set_name(f"{OURS}-{type(handler).__name__}")
        handler.addFilter(_worth)
        root.addHandler(handler)
    logging.getLogger(OURS).setLevel(level)


def start_crawl(path: Path, run: int) -> None:
    """Write all that Scrapy and its spiders log to ``path``, in a process that does nothing else than crawl.

    It is told of by Scrapy's own loggers, so the events are sentences; ``source`` is the spider's name.
    """
    file = File(path)
    file.setLevel(logging.INFO)
    file.setFormatter(Lines(run=run))
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(file)


def stop() -> None:
    """Take away what `start` set up, and close its file."""
    root = logging.getLogger()
    for handler in [each for each in root.handlers if (each.get_name() or "").startswith(f"{OURS}-")]:
        root.removeHandler(handler)
        handler.close()
    logging.getLogger(OURS).setLevel(logging.NOTSET)


def _worth(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name == OURS or record.name.startswith(f"{OURS}.")


def _instant(seconds: float) -> str:
    at = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
