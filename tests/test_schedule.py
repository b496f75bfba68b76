"""The daemon: each source at its own pace, nothing forgotten, a clean end."""

import datetime as dt
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

import scheduler
from config import Config
from db.store import Store
from records import SourceRecord
from tests.sites.schools import news_site
from tests.sites.server import Page, Site

ROOT = Path(__file__).resolve().parent.parent
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("a_day", "failures", "cadence", "expected"),
    [
        (0, 0, "daily", DAY),
        (0, 0, "weekly", 7 * DAY),
        (1, 0, "daily", 12 * HOUR),
        (0.1, 0, "daily", 5 * DAY),
        (50, 0, "daily", 6 * HOUR),
        (0.001, 0, "daily", 14 * DAY),
        (1, 2, "daily", 2 * DAY),
        (1, 20, "daily", 14 * DAY),
        (0, 0, "monthly", 30 * DAY),
    ],
)
def test_the_pace_follows_the_source_within_bounds(
    a_day: float, failures: int, cadence: str, expected: dt.timedelta
) -> None:
    assert scheduler.pace(a_day, failures, cadence) == expected


def source_file(config: Config, name: str) -> None:
    config.sources.mkdir(parents=True, exist_ok=True)
    (config.sources / f"{name}.toml").write_text(f'name = "{name}"\nhome = "http://127.0.0.1:9/"\n')


def test_jobs_persist_follow_the_files_and_are_spread(tmp_path: Path) -> None:
    config = Config(tmp_path)
    for number in range(20):
        source_file(config, f"school-{number}")
    first = scheduler.build(config)
    first.start(paused=True)
    added, gone = scheduler.sync(first, config)
    first.shutdown()
    assert (len(added), gone) == (20, [])
    due = scheduler.next_runs(config)
    assert len(set(due.values())) > 15, "not spread over time"

    (config.sources / "school-3.toml").unlink()
    second = scheduler.build(config)
    second.start(paused=True)
    assert scheduler.sync(second, config) == ([], ["school-3"])
    second.shutdown()
    assert set(scheduler.next_runs(config)) == set(due) - {"school-3"}
    assert all(scheduler.next_runs(config)[name] == due[name] for name in scheduler.next_runs(config))


def test_a_crawl_that_was_cut_short_is_made_up(tmp_path: Path) -> None:
    config = Config(tmp_path)
    for name in ("cut", "fresh"):
        source_file(config, name)
    with Store.open(config.work_db) as store:
        run = store.start_run("crawl")
        for name, status in (("cut", "stopped"), ("fresh", "ok")):
            store.upsert_source(SourceRecord(name, name, "http://127.0.0.1:9/"))
            store.save_source_run(run, name, status)  # type: ignore[arg-type]
    jobs = scheduler.build(config)
    jobs.start(paused=True)
    scheduler.sync(jobs, config)
    assert scheduler.make_up(jobs, config) == ["cut"]
    jobs.shutdown()


def test_the_daemon_reads_its_sources_again_and_ends_cleanly(tmp_path: Path) -> None:
    environment = {**os.environ, "PASSERELLE_DATA": str(tmp_path), "PASSERELLE_CONTACT": "test@example.org"}
    source_file(Config(tmp_path), "one")
    daemon = subprocess.Popen(
        [sys.executable, "-u", "-m", "cli", "schedule"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert daemon.stdout
    try:
        assert daemon.stdout.readline().startswith("1 sources scheduled")
        source_file(Config(tmp_path), "two")
        daemon.send_signal(signal.SIGHUP)
        assert daemon.stdout.readline() == "sources read again: 1 new, 0 gone\n"
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(timeout=20) == 0
    finally:
        daemon.kill()
    assert set(scheduler.next_runs(Config(tmp_path))) == {"one", "two"}


def test_a_job_that_a_wrong_clock_put_far_away_is_brought_forward(tmp_path: Path) -> None:
    config = Config(tmp_path)
    for name in ("far", "near"):
        source_file(config, name)
    jobs = scheduler.build(config)
    jobs.start(paused=True)
    scheduler.sync(jobs, config)
    jobs.modify_job("far", next_run_time=dt.datetime.now(dt.UTC) + 400 * DAY)
    assert scheduler.mind_the_clock(jobs) == ["far"]
    assert scheduler.mind_the_clock(jobs) == []
    jobs.shutdown()


def due(config: Config, source_id: str, at: dt.datetime) -> None:
    """Set in the stored jobs when a source is due, as if time had passed."""
    with sqlite3.connect(config.data / "schedule.db") as connection:
        (state,) = connection.execute("select job_state from apscheduler_jobs where id = ?", (source_id,)).fetchone()
        changed = pickle.dumps({**pickle.loads(state), "next_run_time": at})
        connection.execute(
            "update apscheduler_jobs set next_run_time = ?, job_state = ? where id = ?",
            (at.timestamp(), changed, source_id),
        )


def test_a_source_never_crawled_is_not_forgotten(tmp_path: Path) -> None:
    config = Config(tmp_path)
    source_file(config, "new")
    with Store.open(config.work_db):
        pass
    jobs = scheduler.build(config)
    jobs.start(paused=True)
    scheduler.sync(jobs, config)
    assert scheduler.make_up(jobs, config) == []
    jobs.modify_job("new", next_run_time=dt.datetime.now(dt.UTC) + DAY)
    assert scheduler.make_up(jobs, config) == ["new"]
    jobs.shutdown()


def test_what_was_missed_for_days_is_made_up_once(tmp_path: Path) -> None:
    config = scheduled(tmp_path, "one")
    due(config, "one", dt.datetime.now(dt.UTC) - 5 * DAY)
    again = scheduler.build(config)
    again.start()
    try:
        assert scheduler.DUE.get(timeout=10) == "one"
        time.sleep(0.5)
        assert scheduler.DUE.empty()
    finally:
        again.shutdown()


@pytest.mark.slow
@pytest.mark.timeout(90)
def test_sigterm_ends_a_crawl_under_way_gently_and_it_is_made_up(tmp_path: Path) -> None:
    config = Config(tmp_path)
    pages = news_site(40)
    with Site({path: slow(page) if path.startswith("/actualites/") else page for path, page in pages.items()}) as site:
        config.sources.mkdir()
        (config.sources / "slow.toml").write_text(f'name = "slow"\nhome = "{site.root}/"\n')
        jobs = scheduler.build(config)
        jobs.start(paused=True)
        scheduler.sync(jobs, config)
        jobs.shutdown()
        due(config, "slow", dt.datetime.now(dt.UTC))
        environment = {**os.environ, "PASSERELLE_DATA": str(tmp_path), "PASSERELLE_CONTACT": "test@example.org"}
        daemon = subprocess.Popen(
            [sys.executable, "-u", "-m", "cli", "schedule", "--allow-private"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            until = time.monotonic() + 40
            while not any("/actualites/" in path for path, _ in site.seen) and time.monotonic() < until:
                time.sleep(0.1)
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(timeout=40) == 0
        finally:
            daemon.kill()
    assert daemon.stdout
    assert daemon.stdout.read().endswith("stopped\n")
    with Store.open(config.work_db) as store:
        assert store.latest_source_runs()["slow"].status == "stopped"
        assert store.runs("crawl")[0].status == "stopped"
    jobs = scheduler.build(config)
    jobs.start(paused=True)
    try:
        assert scheduler.make_up(jobs, config) == ["slow"]
    finally:
        jobs.shutdown()


def slow(page: object) -> Callable[[BaseHTTPRequestHandler], None]:
    """An answer that takes its time."""
    assert isinstance(page, Page)
    body = page.data

    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.5)
        handler.send_response(200)
        handler.send_header("Content-Type", page.type)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def scheduled(tmp_path: Path, name: str = "school") -> Config:
    """A data folder whose only source is scheduled, by a daemon that has ended."""
    config = Config(tmp_path)
    source_file(config, name)
    jobs = scheduler.build(config)
    jobs.start(paused=True)
    scheduler.sync(jobs, config)
    jobs.shutdown()
    return config


def ago(**time: float) -> str:
    return (dt.datetime.now(dt.UTC) - dt.timedelta(**time)).strftime("%Y-%m-%dT%H:%M:%SZ")


def one_cycle(config: Config, **time: float) -> None:
    with Store.open(config.work_db) as store:
        store.upsert_source(SourceRecord("school", "School", "http://127.0.0.1:9/"))
        for stage in scheduler.STAGES:
            run = store.start_run(stage, at=ago(**time))
            if stage == "crawl":
                store.save_source_run(run, "school", "failing", cause="HTTP 500", started=ago(**time))
            failed = stage in ("crawl", "extract")
            store.finish_run(run, "failed" if failed else "ok", {"failed": 3} if failed else None, at=ago(**time))


def test_the_daemon_is_well_although_sources_and_pages_fail(tmp_path: Path) -> None:
    assert scheduler.trouble(Config(tmp_path)) is None
    config = scheduled(tmp_path)
    assert scheduler.trouble(config) is None
    one_cycle(config, hours=1)
    assert scheduler.trouble(config) is None
    done = subprocess.run(
        [sys.executable, "-m", "cli", "schedule", "--check"],
        cwd=ROOT, env={**os.environ, "PASSERELLE_DATA": str(tmp_path)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "ok\n")


def test_the_daemon_is_not_well_when_its_cycles_do_not_end(tmp_path: Path) -> None:
    config = scheduled(tmp_path)
    one_cycle(config, days=5)
    assert "no cycle has ended since" in (scheduler.trouble(config) or "")
    done = subprocess.run(
        [sys.executable, "-m", "cli", "schedule", "--check"],
        cwd=ROOT, env={**os.environ, "PASSERELLE_DATA": str(tmp_path)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith("no cycle has ended since")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("update runs set status = 'failed', stats = '{\"error\": \"disk full\"}' where stage = 'crawl'", "disk full"),
        ("update runs set status = 'failed', stats = '{\"error\": \"no table\"}' where stage = 'merge'", "no table"),
        ("update runs set status = 'running', finished = null where stage = 'publish'", "broke off: running"),
    ],
)
def test_the_daemon_is_not_well_when_the_last_cycle_broke_off(tmp_path: Path, change: str, said: str) -> None:
    config = scheduled(tmp_path)
    one_cycle(config, hours=1)
    with sqlite3.connect(config.work_db) as connection:
        connection.execute(change)
    assert said in (scheduler.trouble(config) or "")


def test_nothing_scheduled_and_a_first_cycle_that_never_comes_are_told(tmp_path: Path) -> None:
    config = Config(tmp_path)
    source_file(config, "school")
    assert "nothing is scheduled" in (scheduler.trouble(config) or "")
    config = scheduled(tmp_path)
    with sqlite3.connect(tmp_path / "schedule.db") as connection:
        connection.execute("update apscheduler_jobs set next_run_time = next_run_time - 86400")
    assert "the first was due" in (scheduler.trouble(config) or "")
