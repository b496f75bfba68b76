"""Reading pages beside the crawl: in processes of their own with a time limit, so that no page stops the others."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from records import Article, Candidate

if TYPE_CHECKING:  # the workers need no Scrapy
    from scrapy.settings import BaseSettings

ROOT = Path(__file__).resolve().parent.parent
QUEUED = 2
"""Jobs that a worker may have: the one it reads, and the next, so that it need not wait for it."""
CHUNK = 1 << 20
"""Bytes taken from the socket at a time."""
LENGTH = struct.Struct("!Q")
"""What stands before each message between crawl and worker: the number of its bytes."""


class ReadingError(Exception):
    """A page that could not be read, that took too long, or that its worker died of; the message says which."""


@dataclass(frozen=True, slots=True)
class Job:
    """One response to read: the arguments of `crawler.article.read`, and the seconds it may take."""

    body: bytes
    url: str
    content_type: str | None
    hint: Candidate | None
    fetched: dt.date
    seconds: float


Answer = Article | str
"""What was read, or why nothing was."""


def packed(message: Job | Answer) -> bytes:
    """A message as it goes over the socket."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


class Reader:
    """Reads responses with `crawler.article.read`.

    At most ``processes`` workers share the work (0: read in this process, without a time limit). The first starts with
    the first page, a further one when all are busy. A page that takes more than ``seconds`` costs its worker.
    """

    def __init__(self, processes: int, seconds: float = 30.0) -> None:
        self.seconds = seconds
        self._processes = processes
        self._workers: list[_Worker] = []
        self._room = asyncio.Semaphore(max(processes, 1) * QUEUED)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Reader:
        """As the settings ``READER_PROCESSES`` and ``READER_SECONDS`` say."""
        return cls(settings.getint("READER_PROCESSES"), settings.getfloat("READER_SECONDS"))

    def start(self) -> None:
        """Start the first worker before there is a page: it needs about a second."""
        if self._processes and not self._workers:
            self._workers.append(_Worker())

    async def read(
        self, body: bytes, url: str, content_type: str | None, hint: Candidate | None, fetched: dt.date
    ) -> Article:
        """Read one response. Raises ReadingError."""
        job = Job(body, url, content_type, hint, fetched, self.seconds)
        answer = await self._answer(job) if self._processes else _read_here(job)
        if isinstance(answer, str):
            raise ReadingError(answer)
        return answer

    async def _answer(self, job: Job) -> Answer:
        """Have a worker read. A page that one died of is given to another: something else may have ended the first."""
        async with self._room:
            deaths = 0
            while True:
                worker = self._least_busy()
                try:
                    return await worker.answer(job)
                except _WaitedError:
                    continue
                except _DeathError as death:
                    deaths += 1
                    if death.late:
                        return f"reading took longer than {job.seconds:g} s"
                    if deaths == 2:
                        return f"the reader broke off ({death})"

    def _least_busy(self) -> _Worker:
        for worker in [each for each in self._workers if each.ended() and not each.jobs]:
            worker.end()
            self._workers.remove(worker)
        alive = [each for each in self._workers if not each.ended()]
        if len(alive) < self._processes and all(each.jobs for each in alive):
            alive.append(_Worker())
            self._workers.append(alive[-1])
        return min(alive, key=lambda each: each.jobs)

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.end()
        self._workers = []


def _read_here(job: Job) -> Answer:
    from crawler.worker import answer  # the libraries it needs are loaded only now

    return answer(job)


class _DeathError(Exception):
    """The worker ended while it read this page. ``late``: because the page's time was over."""

    def __init__(self, code: int) -> None:
        super().__init__(signal.Signals(-code).name if code < 0 else f"exit code {code}")
        self.late = code == -signal.SIGALRM


class _WaitedError(Exception):
    """The worker ended over another page, while this one waited for it."""


class _Worker:
    """One process that reads, and our end of the socket to it. It answers jobs in the order in which they come."""

    def __init__(self) -> None:
        self.jobs = 0
        self._mourned = False
        self._sending, self._turn = asyncio.Lock(), asyncio.Lock()
        self._socket, theirs = socket.socketpair()
        self._socket.setblocking(False)
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "crawler.worker"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": path},
            )

    def ended(self) -> bool:
        """Whether the process is no more."""
        return self._process.poll() is not None

    async def answer(self, job: Job) -> Answer:
        """Have the process read. Raises _DeathError or _WaitedError when it ends instead."""
        self.jobs += 1
        try:
            async with self._sending:
                with suppress(OSError):  # it is gone, or will be: those whose turn it is are told first
                    await asyncio.get_running_loop().sock_sendall(self._socket, packed(job))
            async with self._turn:
                (length,) = LENGTH.unpack(await self._receive(LENGTH.size))
                answer: Answer = pickle.loads(await self._receive(length))  # noqa: S301 (our own process packed it)
                return answer
        except (EOFError, OSError):
            first, self._mourned = not self._mourned, True
            raise (_DeathError(self._process.wait()) if first else _WaitedError()) from None
        except BaseException:  # cancelled: the next in line would get the answer to this
            self._process.kill()
            raise
        finally:
            self.jobs -= 1

    async def _receive(self, count: int) -> bytearray:
        received = bytearray()
        while len(received) < count:
            chunk = await asyncio.get_running_loop().sock_recv(self._socket, min(count - len(received), CHUNK))
            if not chunk:
                raise EOFError
            received += chunk
        return received

    def end(self) -> None:
        """End the process at once; it holds nothing that is worth keeping."""
        self._process.kill()
        self._process.wait()
        self._socket.close()
