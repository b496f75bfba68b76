"""Time every page and named query on a large register, then read it with 20 readers while others write and publish.

``python benchmarks/site.py`` makes the register (100,000 pages, 60,000 events) in a temporary folder, or takes one
with ``--register public.db``. It prints two tables; a time over its bar is marked.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
BARS = {"/": 0.3, "/search": 0.1}
"""Seconds; 0.2 for all others."""
RUNS = 7


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """A real server process over a data folder; its address."""
    environment = {**os.environ, "PASSERELLE_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", "from commands.serve import serve; serve()", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE)
    try:
        assert process.stdout
        yield process.stdout.readline().split("Passerelle is at ")[1].split()[0].rstrip("/")
    finally:
        process.terminate()
        process.wait(10)


def paths(register: Path) -> list[str]:
    """All pages, with the largest country, the busiest institutions and partnership, and all named queries."""
    from db.site.queries import load

    db = sqlite3.connect(register)
    one = lambda sql: str(db.execute(sql).fetchone()[0])  # noqa: E731
    country = one("select country from partnerships group by 1 order by count(*) desc limit 1")
    school = one("select school from partnerships group by 1 order by count(*) desc limit 1")
    partner = one("select partner from partnerships group by 1 order by count(*) desc limit 1")
    pair = one("select id from partnerships order by event_count desc limit 1")
    event = one("select id from events order by source_count desc limit 1")
    given = {"country": country, "institution": school, "years": "5", "since": "2020-01-01", "network": "", "id": event}
    queries = []
    for query in load():
        filled = "&".join(f"{name}={given[name]}" for name in query.parameters)
        empty = "&".join(f"{name}=" for name in query.parameters)
        queries += [f"/public/{query.name}?{filled}"] + ([f"/public/{query.name}?{empty}"] if empty else [])
    return [
        "/", "/countries", f"/country/{country}", f"/institution/{school}", f"/institution/{partner}",
        f"/partnership/{pair}", f"/event/{event}", "/sources", "/about", "/dump", "/search?q=photonics",
        "/search?q=university", "/search?q=agreement+kagawa", "/feed.atom", "/calendar.ics", f"/country/{country}.atom",
        f"/country/{country}.ics", f"/institution/{school}.atom", "/public", "/public/events", "/public/partnerships",
        "/public/institutions", "/public/pages", "/public/sentences", f"/public/partnerships?country={country}",
        f"/public/events/{event}", *queries,
    ]  # fmt: skip


def time_pages(address: str, asked: list[str]) -> bool:
    """Print the median and worst time of each page; whether all medians are within their bars."""
    fine = True
    print(f"{'page':<64} {'median':>8} {'worst':>8} {'bar':>6}")
    with httpx.Client(base_url=address, timeout=30) as client:
        for path in asked:
            client.get(path)
            times = []
            for run in range(RUNS):
                # An address of its own each time, so that no kept answer is measured.
                fresh = f"{path}{'&' if '?' in path else '?'}_run={run}"
                start = time.perf_counter()
                answer = client.get(fresh)
                times.append(time.perf_counter() - start)
            middle, bar = statistics.median(times), BARS.get(path.split("?")[0], 0.2)
            good = answer.status_code == 200 and middle <= bar
            fine &= good
            print(f"{path[:64]:<64} {middle:8.3f} {max(times):8.3f} {bar:6.1f}{'' if good else '  <-- over its bar'}")
    return fine


@dataclass
class Load:
    """What the readers met."""

    times: list[tuple[float, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    publications: set[str] = field(default_factory=set)
    publishing: list[float] = field(default_factory=list)
    written: int = 0
    stop: threading.Event = field(default_factory=threading.Event)


def read(load: Load, address: str, asked: list[str], number: int) -> None:
    """One reader, going round the pages."""
    with httpx.Client(base_url=address, timeout=30) as client:
        turn = number
        while not load.stop.is_set():
            path = asked[turn % len(asked)]
            turn += 7
            start = time.perf_counter()
            try:
                answer = client.get(path)
            except httpx.HTTPError as error:
                load.errors.append(f"{path}: {error!r}")
                continue
            load.times.append((time.perf_counter() - start, path))
            if answer.status_code != 200:
                load.errors.append(f"{path}: {answer.status_code}")


def crawl(load: Load, work: Path) -> None:
    """Write pages to a store beside it, as a crawl does: a transaction each."""
    db = sqlite3.connect(work)
    db.execute("pragma journal_mode = wal")
    db.execute("create table if not exists pages (id integer primary key, url text, text text)")
    while not load.stop.is_set():
        with db:
            db.execute(
                "insert into pages (url, text) values (?, ?)", (f"https://x.example/{load.written}", "text " * 800)
            )
        load.written += 1
        time.sleep(0.01)
    db.close()


def publish(load: Load, editions: list[Path], public: Path) -> None:
    """Switch between two editions of the register, by SQLite's backup API, as publishing does."""
    turn = 0
    while not load.stop.wait(2):
        source, target = sqlite3.connect(editions[turn % 2]), sqlite3.connect(public, timeout=30)
        start = time.perf_counter()
        source.backup(target)
        load.publishing.append(time.perf_counter() - start)
        source.close()
        target.close()
        turn += 1


def press(address: str, data: Path, asked: list[str], editions: list[Path], readers: int, seconds: float) -> bool:
    """Read, write and publish at once; print what the readers met; whether there was no error."""
    load = Load()
    threads = [threading.Thread(target=read, args=(load, address, asked, number)) for number in range(readers)]
    threads.append(threading.Thread(target=crawl, args=(load, data / "work.db")))
    threads.append(threading.Thread(target=publish, args=(load, editions, data / "public.db")))
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    load.stop.set()
    for thread in threads:
        thread.join()
    times = sorted(load.times)
    print(f"\n{readers} readers for {seconds:.0f} s, {load.written} pages written, {len(load.publishing)} publications")
    print(f"  answers {len(times)} ({len(times) / seconds:.0f} a second), errors {len(load.errors)}")
    if load.publishing:
        print(
            f"  a publication takes {statistics.median(load.publishing):.2f} s, at worst {max(load.publishing):.2f} s"
        )
    if times:
        middle, high = times[len(times) // 2][0], times[int(len(times) * 0.95)][0]
        print(f"  an answer: median {middle:.3f} s, 95 % {high:.3f} s, worst {times[-1][0]:.3f} s ({times[-1][1]})")
    for error in load.errors[:10]:
        print(f"  {error}")
    return not load.errors


def main(argv: list[str]) -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--register", type=Path, help="a public.db made by benchmarks/register.py")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        data, edition = Path(folder), Path(folder) / "edition.db"
        if given.register:
            shutil.copy(given.register, edition)
        else:
            from benchmarks.register import build

            build(edition)
        other = Path(folder) / "other.db"
        shutil.copy(edition, other)
        with sqlite3.connect(other) as db:
            db.execute("update meta set value = 'another' where key = 'checksum'")
        shutil.copy(edition, data / "public.db")
        with serving(data) as address:
            asked = paths(data / "public.db")
            fine = time_pages(address, asked)
            calm = [path for path in asked if path != "/dump"]
            fine &= press(address, data, calm, [other, edition], given.readers, given.seconds)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
