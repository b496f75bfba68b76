"""The daemon: each source at its own pace, nothing forgotten, a clean end."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import scheduler
from config import Config
from db.store import Store
from records import SourceRecord

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
