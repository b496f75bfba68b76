"""Status: what a person, a program and a monitoring system are told, and when somebody should look."""

import datetime as dt
import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import cycle
import lock
from config import Config
from db.merge import merge
from db.publish import publish
from db.status import gather
from db.store import Failure, Store
from tests.db.world import WORLD, read
from tests.sites.schools import news_site
from tests.sites.server import Site

ROOT = Path(__file__).resolve().parent.parent


def installation(data: Path) -> Config:
    config = Config(data)
    data.mkdir(exist_ok=True)
    with Store.open(config.work_db) as store:
        store.load_reference([("FR", "France", "France"), ("JP", "Japan", "Japon")])
        run = store.start_run("crawl")
        for told in WORLD:
            read(store, told)
        store.save_source_run(run, "ales", "ok", {"new": 4})
        store.finish_run(run)
        merge(store)
    publish(config.work_db, config.public_db)
    return config


def status(data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", "status", *options],
        cwd=ROOT, env={**os.environ, "PASSERELLE_DATA": str(data)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_all_is_well(tmp_path: Path) -> None:
    installation(tmp_path)
    told = status(tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.startswith("All is well.")
    for part in ("6 pages", "3 events", "2 partnerships", "to extract", "registry supplement", "extraction"):
        assert part in told.stdout
    assert re.search(r"^ales +ok +4 +4 ", told.stdout, re.M)


def test_json_says_the_same(tmp_path: Path) -> None:
    installation(tmp_path)
    told = status(tmp_path, "--json")
    assert told.returncode == 0
    found = json.loads(told.stdout)
    assert found["ok"] is True
    assert found["counts"]["events"] == 3
    assert found["sources"][0]["id"] == "ales"
    assert found["newest_event"] == "2022-06-05"
    assert found["newest_event_days"] == (dt.datetime.now(dt.UTC).date() - dt.date(2022, 6, 5)).days
    assert found["sizes"]["work.db"] > 0
    assert found["at_work"] is None


def test_prometheus_format(tmp_path: Path) -> None:
    installation(tmp_path)
    lines = status(tmp_path, "--prometheus").stdout.splitlines()
    sample = re.compile(r'^passerelle_[a-z_]+(\{[a-z_]+="[^"\\\n]*"\})? -?[0-9.e+]+$')
    assert [line for line in lines if not line.startswith("# ") and not sample.match(line)] == []
    families = re.findall(r"^# TYPE (\w+) gauge$", "\n".join(lines), re.M)
    assert len(families) == len(set(families))
    assert {line.split("{")[0].split()[0] for line in lines if not line.startswith("#")} == set(families)
    assert "passerelle_ok 1" in lines
    assert 'passerelle_source_ok{source="ales"} 1' in lines


def test_both_formats_at_once_are_refused_and_nothing_installed_is_one_line(tmp_path: Path) -> None:
    assert status(tmp_path, "--json", "--prometheus").returncode == 2
    told = status(tmp_path)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert str(tmp_path / "work.db") in told.stderr


def problems(config: Config) -> list[str]:
    with Store.open(config.work_db, readonly=True) as store:
        return gather(store, config.public_db, config.warc, at_work=lock.holder(config.data)).problems


def test_a_run_that_was_killed_is_told_from_one_under_way(tmp_path: Path) -> None:
    config = installation(tmp_path)
    with Store.open(config.work_db) as store:
        store.start_run("extract")
    assert [re.sub(r" \(.*\)", "", line) for line in problems(config)] == [
        "the last extract was cut short: run it again"
    ]
    assert status(tmp_path).returncode == 1
    with lock.only_one(tmp_path, "run"):
        assert problems(config) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("update runs set status = 'failed', stats = '{\"failed\": 3}', stage = 'extract'", "3 pages"),
        ("update runs set status = 'failed', stats = '{\"error\": \"disk full\"}', stage = 'merge'", "disk full"),
        ("update runs set started = '2020-01-01T00:00:00Z'", "is the schedule running"),
        ("update runs set started = '2999-01-01T00:00:00Z'", "is the clock right"),
    ],
)
def test_what_somebody_should_look_at(tmp_path: Path, change: str, said: str) -> None:
    config = installation(tmp_path)
    with sqlite3.connect(config.work_db) as connection:
        connection.execute(change)
    (problem,) = problems(config)
    assert said in problem


def test_nothing_published_is_a_problem(tmp_path: Path) -> None:
    config = Config(tmp_path)
    with cycle.open_store(config):
        pass
    assert problems(config) == ["nothing is published yet: `passerelle run`"]


@pytest.mark.timeout(120)
def test_a_site_that_breaks_between_two_crawls_is_named_with_cause_and_page(tmp_path: Path) -> None:
    from crawler.run import crawl

    config = Config(tmp_path, contact="test@example.org")
    config.sources.mkdir()
    with Site(news_site(3)) as site:
        (config.sources / "school.toml").write_text(f'name = "School"\nhome = "{site.root}/"\n')
        crawl(config, ["school"], allow_private=True, delay=0)
        publish(config.work_db, config.public_db)
        assert problems(config) == []

        site.pages.pop("/feed.xml")
        site.pages.pop("/sitemap.xml")
        crawl(config, ["school"], allow_private=True, delay=0)
        root = site.root
    (problem,) = problems(config)
    assert problem.startswith("source school: ")
    assert re.search(rf"feed|sitemap .* – look at {re.escape(root)}/(feed|sitemap)\.xml", problem), problem
    told = status(tmp_path)
    assert told.returncode == 1
    assert told.stdout.startswith(f"To look at:\n  {problem}\n")
    assert 'passerelle_source_ok{source="school"} 0' in status(tmp_path, "--prometheus").stdout


def test_addresses_put_off_are_counted_with_their_cause(tmp_path: Path) -> None:
    config = installation(tmp_path)
    with Store.open(config.work_db) as store:
        for number, cause in enumerate(["HTTP 404", "HTTP 404", "timeout"]):
            address = f"https://ales.example/{number}"
            told = Failure(
                "ales", address, "feed", None, None, None, cause, 1, "2026-01-01T00:00:00Z", "2999-01-01T00:00:00Z"
            )
            store.save_failure(told)
    told_by = status(tmp_path)
    assert told_by.returncode == 0
    assert re.search(r"^ales +ok .* 3 addresses put off, most by: HTTP 404$", told_by.stdout, re.M)
    assert 'passerelle_source_put_off{source="ales"} 3' in status(tmp_path, "--prometheus").stdout
