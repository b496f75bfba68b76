"""Crawls, as a function: each in a process of its own, as Scrapy's reactor can run only once in one.

`crawl` starts ``python -m crawler.run`` and waits for its report. The child ends with its parent, whatever ends it.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Any

from config import Config
from crawler import contact, source_files
from crawler.source_files import SourceError

ROOT = Path(__file__).resolve().parent.parent

PATIENCE = 3
"""The Ctrl-C that kills a crawl: one ends it gently, a second one at once."""


class CrawlError(RuntimeError):
    """A crawl that could not be made; the message is fit for the terminal."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How one source fared; ``stats`` is what the store keeps of it."""

    id: str
    status: str
    cause: str | None
    look_at: str | None
    stats: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """How a crawl went."""

    run_id: int
    sources: tuple[SourceReport, ...] = ()
    stopped: bool = False

    @property
    def failing(self) -> tuple[SourceReport, ...]:
        """The sources that failed."""
        return tuple(each for each in self.sources if each.status == "failing")

    def total(self, name: str) -> int:
        """The sum of a figure over all sources."""
        return sum(int(each.stats.get(name, 0)) for each in self.sources)


@dataclass(frozen=True, slots=True)
class Order:
    """What a crawl process is asked to do: sources, and settings that differ from `crawler.settings`."""

    sources: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    log: str | None = None
    """The file that the log is added to; None: standard error."""


Progress = Callable[[Mapping[str, Any]], None]
"""Takes one event: ``source``, ``url``, and the source's figures so far (``new``, ``changed``, ``unchanged``)."""


def crawl(
    config: Config,
    sources: Iterable[str] | None = None,
    *,
    allow_private: bool = False,
    offline: bool = False,
    limit: int | None = None,
    delay: float | None = None,
    settings: Mapping[str, Any] | None = None,
    verbose: bool = False,
    progress: Progress | None = None,
) -> CrawlReport:
    """Crawl sources (None: all) into the store of ``config``.

    ``limit`` is how many pages a source may give, ``delay`` the seconds between two requests to a host (0 turns
    adaptation off too), ``settings`` are further Scrapy settings. The log is added to `log_file`, or goes to standard
    error if ``verbose``. Raises CrawlError for what keeps the crawl from starting: an unknown source, a bad source
    file, no contact address, another crawl at work. A source that fails does not raise: the report says so.
    """
    known = source_files.files(config)
    chosen = tuple(known) if sources is None else tuple(dict.fromkeys(sources))
    _check(config, chosen, known, offline)
    differing = _settings(allow_private, offline, limit, delay) | dict(settings or {})
    order = Order(chosen, differing, None if verbose else str(log_file(config)))
    return _report(_run(config, order, progress))


def log_file(config: Config) -> Path:
    """Where crawls write their log."""
    return config.data / "crawl.log"


def _check(config: Config, chosen: tuple[str, ...], known: Mapping[str, Path], offline: bool) -> None:
    unknown = [each for each in chosen if each not in known]
    if unknown:
        raise CrawlError(f"no source {', '.join(unknown)}: `passerelle sources list` names all")
    try:
        for each in chosen:
            source_files.load(known[each])
        if not offline:
            contact.checked(config.contact)
    except (SourceError, contact.ContactError) as error:
        raise CrawlError(str(error)) from None


def _settings(allow_private: bool, offline: bool, limit: int | None, delay: float | None) -> dict[str, Any]:
    chosen: dict[str, Any] = {"ALLOW_PRIVATE": allow_private, "OFFLINE": offline}
    if limit is not None:
        chosen["ARTICLE_LIMIT"] = limit
    if offline:
        chosen |= {"BUDGET_PAGES": 0, "BUDGET_BYTES": 0, "BUDGET_MINUTES": 0}
        delay = 0
    if delay is not None:
        chosen |= {"DOWNLOAD_DELAY": delay, "AUTOTHROTTLE_START_DELAY": delay, "ADAPT_DELAY": delay > 0}
    return chosen


def _run(config: Config, order: Order, progress: Progress | None) -> dict[str, Any]:
    """Run the child, hand on its events, and return its report."""
    environment = os.environ | {"PASSERELLE_DATA": str(config.data), "PASSERELLE_CONTACT": config.contact or ""}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryDirectory(prefix="passerelle-") as folder:
        order_file, report_file = Path(folder, "order.json"), Path(folder, "report.json")
        order_file.write_text(
            json.dumps(
                {"sources": order.sources, "settings": order.settings, "log": order.log, "report": str(report_file)}
            )
        )
        child = subprocess.Popen(
            [sys.executable, "-m", "crawler.child", str(order_file)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,
            text=True,
        )
        assert child.stdout is not None
        _listen(child, child.stdout, progress)
        if not report_file.exists():
            raise CrawlError(f"the crawl broke off (exit code {child.returncode}); its log says more")
        report: dict[str, Any] = json.loads(report_file.read_text())
        if report.get("error"):
            raise CrawlError(report["error"])
        return report


def _listen(child: subprocess.Popen[str], events: IO[str], progress: Progress | None) -> None:
    """Read the child's events to the end, and hand Ctrl-C on to it, or what the caller makes one of (SIGTERM)."""
    signals = itertools.count(1)

    def hand_on(number: int = 0, frame: FrameType | None = None) -> None:
        child.send_signal(signal.SIGINT if next(signals) < PATIENCE else signal.SIGKILL)

    with _on_ctrl_c(hand_on):
        while True:
            try:
                for line in events:
                    if progress and line.endswith("}\n"):  # a signal may have cut a line
                        progress(json.loads(line))
                child.wait()
                return
            except KeyboardInterrupt:
                hand_on()
            except BaseException:
                child.kill()
                child.wait()
                raise


@contextmanager
def _on_ctrl_c(then: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Call ``then`` on Ctrl-C, as KeyboardInterrupt is lost where it meets a finalizer; other threads get none."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, then)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _report(values: Mapping[str, Any]) -> CrawlReport:
    sources = tuple(SourceReport(**each) for each in values["sources"])
    return CrawlReport(values["run_id"], sources, stopped=values["stopped"])
