"""Pages are read beside the crawl: one that takes too long, or kills its reader, costs itself alone."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.reading import Reader, ReadingError
from records import Article
from tests.sites.schools import article

ROOT = Path(__file__).resolve().parents[2]
SLOW = "<html><body><h1>Liste</h1><ul>" + "<li><a href=/a>Accord de coopération</a>" * 15_000
"""A page that takes its reader several seconds."""


@contextmanager
def readers(processes: int, seconds: float = 60) -> Iterator[Reader]:
    reader = Reader(processes, seconds)
    try:
        yield reader
    finally:
        reader.close()


async def read(reader: Reader, number: int) -> Article:
    url = f"https://school.example/{number}"
    return await reader.read(article(number).encode(), url, "text/html", None, dt.date(2026, 3, 1))


async def read_slow(reader: Reader) -> Article:
    return await reader.read(SLOW.encode(), "https://school.example/", "text/html", None, dt.date(2026, 3, 1))


def pids(reader: Reader) -> list[int]:
    return [worker._process.pid for worker in reader._workers]


async def titles(reader: Reader, numbers: range) -> list[str]:
    return [each.title for each in await asyncio.gather(*(read(reader, number) for number in numbers))]


def test_each_page_gets_its_own_answer_however_many_are_asked_for_at_once() -> None:
    with readers(2) as reader:
        assert asyncio.run(titles(reader, range(40))) == [f"Accord numéro {number}" for number in range(40)]
        assert len(pids(reader)) == 2


def test_workers_start_when_they_are_needed() -> None:
    with readers(3) as reader:
        assert pids(reader) == []
        reader.start()
        reader.start()
        assert len(pids(reader)) == 1
        asyncio.run(read(reader, 1))
        assert len(pids(reader)) == 1


def test_a_page_that_takes_too_long_fails_alone() -> None:
    async def story(reader: Reader) -> None:
        assert (await read(reader, 1)).title == "Accord numéro 1"
        reader.seconds = 0.2
        slow = asyncio.ensure_future(read_slow(reader))
        await asyncio.sleep(0)
        reader.seconds = 60
        assert await titles(reader, range(2, 8)) == [f"Accord numéro {number}" for number in range(2, 8)]
        with pytest.raises(ReadingError, match=r"took longer than 0\.2 s"):
            await slow

    with readers(1) as reader:
        asyncio.run(story(reader))


def test_a_reader_that_was_killed_is_replaced() -> None:
    async def story(reader: Reader) -> None:
        first = await read(reader, 1)
        for pid in pids(reader):
            os.kill(pid, signal.SIGKILL)
        assert first.title == "Accord numéro 1"
        assert (await read(reader, 2)).title == "Accord numéro 2"

    with readers(1) as reader:
        asyncio.run(story(reader))


def test_a_page_that_kills_its_readers_fails_with_the_cause() -> None:
    async def story(reader: Reader) -> None:
        slow = asyncio.ensure_future(read_slow(reader))
        killed: set[int] = set()
        while not slow.done():
            for pid in set(pids(reader)) - killed:
                killed.add(pid)
                os.kill(pid, signal.SIGSEGV)
            await asyncio.sleep(0.01)
        assert len(killed) == 2
        with pytest.raises(ReadingError, match=r"the reader broke off \(SIGSEGV\)"):
            await slow
        assert (await read(reader, 1)).title == "Accord numéro 1"

    with readers(1) as reader:
        asyncio.run(story(reader))


@pytest.mark.parametrize("processes", [0, 1])
def test_what_holds_no_text_fails_with_the_cause(processes: int) -> None:
    async def story(reader: Reader) -> None:
        with pytest.raises(ReadingError, match="UnreadableError: neither HTML, PDF nor text"):
            await reader.read(b"\x89PNG\x00", "https://s.example/a", "image/png", None, dt.date(2026, 3, 1))

    with readers(processes) as reader:
        asyncio.run(story(reader))


def test_workers_end_with_their_parent_even_in_the_middle_of_a_page() -> None:
    parent = subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert parent.stdout
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    until = time.monotonic() + 10
    while _is_alive(worker):
        assert time.monotonic() < until, "a worker outlived its parent"
        time.sleep(0.02)


_PARENT = """
import asyncio
from crawler.reading import Reader
from tests.crawler.test_reading import read_slow

async def story():
    reader = Reader(1)
    reader.start()
    slow = asyncio.ensure_future(read_slow(reader))
    await asyncio.sleep(1.5)
    print(reader._workers[0]._process.pid, flush=True)
    await slow

asyncio.run(story())
"""


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"
