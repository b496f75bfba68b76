"""The log: one JSON object a line, in UTC, with source and run, without passwords, rotated, and never in the way."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import logs
from config import Config
from crawler.run import crawl, log_file
from tests.sites.schools import news_site
from tests.sites.server import Page, Site

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    logs.stop()


def lines(folder: Path) -> list[dict[str, Any]]:
    path = folder / logs.FILE
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_an_event_is_one_line_with_its_fields(tmp_path: Path) -> None:
    logs.start(tmp_path)
    logging.getLogger("passerelle.cycle").info(
        "source crawled", extra={"source": "cesi", "run": 4, "new": 12, "look_at": "https://cesi.example/a\nb"}
    )
    (told,) = lines(tmp_path)
    assert told.pop("time").endswith("Z")
    assert told == {
        "level": "info", "logger": "passerelle.cycle", "event": "source crawled", "source": "cesi", "run": 4,
        "new": 12, "look_at": "https://cesi.example/a\nb",
    }  # fmt: skip


def test_an_exception_stays_on_the_line(tmp_path: Path) -> None:
    logs.start(tmp_path)
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("passerelle.x").exception("broken")
    (told,) = lines(tmp_path)
    assert "ValueError: two\nlines" in told["exception"]
    assert (told["source"], told["run"]) == (None, None)


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ({}, ["info", "warning", "library warning"]),
        ({"verbose": True}, ["debug", "info", "warning", "library warning"]),
        ({"quiet": True}, ["warning", "library warning"]),
    ],
)
def test_levels(tmp_path: Path, options: dict[str, bool], kept: list[str]) -> None:
    logs.start(tmp_path, **options)  # type: ignore[arg-type]
    ours, theirs = logging.getLogger("passerelle.x"), logging.getLogger("some.library")
    ours.debug("debug")
    ours.info("info")
    ours.warning("warning")
    theirs.info("library talk")
    theirs.warning("library warning")
    assert [told["event"] for told in lines(tmp_path)] == kept


def test_no_password_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs.start(tmp_path, verbose=True, secrets=["hunter2"])
    log = logging.getLogger("passerelle.digest")
    log.warning("not sent through smtp://me:geheim@mail.example:25", extra={"details": {"password": "hunter2"}})
    try:
        raise OSError("smtps://a%40b:geheim@mail.example refused hunter2")
    except OSError:
        log.exception("not sent")
    written = (tmp_path / logs.FILE).read_text() + capsys.readouterr().err
    assert "geheim" not in written
    assert "hunter2" not in written
    assert written.count("smtp://me:***@mail.example:25") == 2


def test_a_long_log_is_put_aside_and_old_ones_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LONG", 2000)
    logs.start(tmp_path)
    for number in range(200):
        logging.getLogger("passerelle.x").info("event", extra={"number": number})
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == [logs.FILE, *(f"{logs.FILE}.{n}" for n in range(1, logs.KEPT + 1))]
    assert all(path.stat().st_size <= 2000 for path in tmp_path.iterdir())
    assert lines(tmp_path)[-1]["number"] == 199


def test_a_file_that_another_process_put_aside_is_left_for_the_new_one(tmp_path: Path) -> None:
    logs.start(tmp_path)
    log = logging.getLogger("passerelle.x")
    log.info("before")
    (tmp_path / logs.FILE).rename(tmp_path / "passerelle.log.1")
    log.info("after")
    assert [told["event"] for told in lines(tmp_path)] == ["after"]


def test_a_log_that_cannot_be_written_hinders_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / logs.FILE).mkdir()
    for folder in (tmp_path, tmp_path / "none"):
        logs.start(folder)
        logging.getLogger("passerelle.x").warning("event")
    assert not (tmp_path / "none").exists()
    assert capsys.readouterr().err == ""


def passerelle(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PASSERELLE_DATA": str(data), "PASSERELLE_SMTP": "smtp://me:geheim@127.0.0.1:9"}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


def test_the_command_logs_a_cycle_and_its_options_choose_how_much(tmp_path: Path) -> None:
    assert passerelle(tmp_path, "run", "--no-crawl").returncode == 0
    first = lines(tmp_path)
    assert [told["event"] for told in first] == ["merged", "published", "cycle done"]
    assert all(isinstance(told["run"], int) for told in first[:2])

    quiet = passerelle(tmp_path, "-q", "run", "--no-crawl")
    assert (quiet.returncode, quiet.stderr) == (0, "")
    assert lines(tmp_path) == first

    assert "info    cycle done" in passerelle(tmp_path, "-v", "run", "--no-crawl").stderr
    assert passerelle(tmp_path, "-v", "-q", "merge").returncode == 2


def test_a_command_that_fails_leaves_a_line(tmp_path: Path) -> None:
    (tmp_path / "work.db").write_text("not a database, but long enough to be taken for one " * 50)
    assert passerelle(tmp_path, "merge").returncode == 2
    (told,) = lines(tmp_path)
    assert (told["level"], told["event"]) == ("error", "command failed")
    assert "work.db" in told["error"]
    assert "exception" not in told


@pytest.mark.timeout(60)
def test_a_crawl_logs_one_event_a_line_with_its_source_and_run(tmp_path: Path) -> None:
    config = Config(tmp_path, contact="test@example.org")
    config.sources.mkdir()
    with Site({**news_site(2), "/actualites/1.html": Page("gone", status=500)}) as site:
        (config.sources / "school.toml").write_text(f'name = "School"\nhome = "{site.root}/"\n')
        report = crawl(config, ["school"], allow_private=True, delay=0)
    told = [json.loads(line) for line in log_file(config).read_text().splitlines()]
    assert {"time", "level", "logger", "event", "source", "run"} <= set.intersection(*(set(line) for line in told))
    assert {line["run"] for line in told} == {report.run_id}
    (missed,) = [line for line in told if "/actualites/1.html" in line["event"] and line["logger"] == "school"]
    assert (missed["level"], missed["source"]) == ("warning", "school")
    assert {line["level"] for line in told} <= {"info", "warning", "error"}
