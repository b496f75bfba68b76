"""Reading pages beside the crawl: in worker processes with a time limit, so that no page stops the others."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from records import Article, Candidate

if TYPE_CHECKING:  # the workers need no Scrapy
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)


class ReadingError(Exception):
    """A page that took the reader too long, or killed it."""


class Reader:
    """Reads responses with `crawler.article.read`.

    ``processes`` workers share the work (0: read in this process, without a time limit); they start with the first
    page. A page that needs more than ``seconds`` costs its worker and raises ReadingError.
    """

    def __init__(self, processes: int, seconds: float = 30.0) -> None:
        self._processes = processes
        self._seconds = seconds
        self._pool: ProcessPoolExecutor | None = None
        self._free = asyncio.Semaphore(max(processes, 1))

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Reader:
        """As the settings ``READER_PROCESSES`` and ``READER_SECONDS`` say."""
        return cls(settings.getint("READER_PROCESSES"), settings.getfloat("READER_SECONDS"))

    async def read(
        self, body: bytes, url: str, content_type: str | None, hint: Candidate | None, fetched: dt.date
    ) -> Article:
        """Read one response. Raises ReadingError, or what the reader raised."""
        if self._processes == 0:
            return _read(body, url, content_type, hint, fetched)
        async with self._free:
            for attempt in (1, 2):
                pool = self._started()
                work = asyncio.get_running_loop().run_in_executor(pool, _read, body, url, content_type, hint, fetched)
                try:
                    return await asyncio.wait_for(work, self._seconds)
                except TimeoutError:
                    self._drop(pool)
                    raise ReadingError(f"reading took longer than {self._seconds:g} s") from None
                except (BrokenProcessPool, asyncio.CancelledError) as error:
                    # Another page may have brought the pool down: this one gets a second, fresh pool.
                    if isinstance(error, asyncio.CancelledError) and pool is self._pool:
                        raise
                    self._drop(pool)
                    if attempt == 2:
                        raise ReadingError("the reader broke off") from None
        raise AssertionError

    def close(self) -> None:
        """End the workers."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(["crawler.article"])  # imported once, for all workers
            self._pool = ProcessPoolExecutor(self._processes, mp_context=context, initializer=_prepare)
        return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        """End a pool at once, with whatever its workers are at."""
        if pool is self._pool:
            self._pool = None
        for worker in list((pool._processes or {}).values()):
            worker.kill()
        pool.shutdown(wait=False, cancel_futures=True)


def _read(body: bytes, url: str, content_type: str | None, hint: Candidate | None, fetched: dt.date) -> Article:
    from crawler.article import read

    return read(body, url, content_type, hint=hint, fetched=fetched)


def _prepare() -> None:
    """In a worker: leave Ctrl-C to the crawl, and end when the crawl is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
