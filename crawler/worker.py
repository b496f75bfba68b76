"""The program that reads pages for a crawl: ``python -m crawler.worker``, started by `crawler.reading`.

Its standard input is a socket: jobs come in on it, and each is answered on it, in order. The program ends with its
parent, whatever ends that, even in the middle of a page.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import socket
import threading
from typing import IO

from crawler.article import read
from crawler.article.language import language
from crawler.article.visible_dates import find_days
from crawler.reading import LENGTH, Answer, Job, packed


def answer(job: Job) -> Answer:
    """Read a response; a fault of the reader, whatever it is, comes back as its reason."""
    try:
        return read(job.body, job.url, job.content_type, hint=job.hint, fetched=job.fetched)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]


def main() -> None:
    """Answer jobs until the parent is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # they are for the crawl, which then ends us
    connection = socket.socket(fileno=0)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _warm_up()
    with connection.makefile("rb") as jobs:
        while (job := _next_job(jobs)) is not None:
            # A page past its time is ended by the signal itself: no code of ours need get its turn.
            signal.setitimer(signal.ITIMER_REAL, job.seconds)
            result = answer(job)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.sendall(packed(result))


def _end_with_parent() -> None:
    """Wait for the other end of the socket to close, without reading from it."""
    watch = select.poll()
    watch.register(0, 0)  # a hang-up is told unasked
    watch.poll()
    os._exit(1)


def _warm_up() -> None:
    """Load the tables that every page needs; they stay, so the garbage collector need not look through them again."""
    language("Bonjour")
    find_days("1er mars 2026")
    gc.collect()
    gc.freeze()


def _next_job(jobs: IO[bytes]) -> Job | None:
    head = jobs.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    job: Job = pickle.loads(jobs.read(length))  # noqa: S301 (our parent packed it)
    return job


if __name__ == "__main__":
    main()
