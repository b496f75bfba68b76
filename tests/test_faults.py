"""Power cuts: the whole process group is killed at random instants of a cycle; the next run heals, nothing is lost."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KILLS = int(os.environ.get("PASSERELLE_TEST_KILLS", "6"))
"""A short round by default; PASSERELLE_TEST_KILLS=50 for the long one."""


def start(data: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cli", "demo", "--no-serve", "--sites-port", "8891"],
        cwd=ROOT, env={**os.environ, "PASSERELLE_DATA": str(data)}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def finish(data: Path) -> float:
    began = time.monotonic()
    assert start(data).wait(timeout=240) == 0
    return time.monotonic() - began


def facts(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the register says, without when it was found out."""
    queries = {
        "events": "select id, type, title, date_edtf, modality, source_count, confidence from events order by id",
        "partnerships": "select id, school, partner, kinds, first_date, event_count from partnerships order by id",
        "provenance": "select distinct subject, subject_id, sentence_text, url from provenance order by 1, 2, 3, 4",
    }
    with sqlite3.connect(data / "demo" / "public.db") as connection:
        return {name: connection.execute(query).fetchall() for name, query in queries.items()}


def sound(data: Path) -> None:
    for name in ("work.db", "public.db"):
        path = data / "demo" / name
        if path.exists():
            with sqlite3.connect(path) as connection:
                assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
                assert connection.execute("pragma foreign_key_check").fetchall() == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_at_any_instant_and_run_again_nothing_is_lost_and_nothing_twice(tmp_path: Path) -> None:
    whole = finish(tmp_path / "whole")
    wanted = facts(tmp_path / "whole")
    chance = random.Random(20261125)
    data = tmp_path / "cut"
    published: set[object] = set()
    for _ in range(KILLS):
        process = start(data)
        try:
            process.wait(timeout=chance.uniform(0.05, whole))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        sound(data)
        if (data / "demo" / "public.db").exists():
            now = {row[0] for row in facts(data)["events"]} if _is_published(data) else set()
            assert published <= now, "something published was lost"
            published = now
    finish(data)
    sound(data)
    assert facts(data) == wanted


def _is_published(data: Path) -> bool:
    with sqlite3.connect(data / "demo" / "public.db") as connection:
        return bool(connection.execute("select 1 from sqlite_master where name = 'events'").fetchone())
