"""`make run` as a newcomer meets it: the demonstration is built, served, ended, and run again."""

import os
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def demo(data: Path, *options: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PASSERELLE_DATA": str(data)}
    environment.pop("PASSERELLE_CONTACT", None)
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "cli", "demo", "--sites-port", "8881", *options],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    data = tmp_path_factory.mktemp("data")
    output, errors = demo(data, "--no-serve").communicate(timeout=240)
    assert "Traceback" not in errors
    return data, output


def query(data: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "demo" / "public.db") as connection:
        return connection.execute(sql).fetchall()


def register(data: Path) -> list[list[tuple[object, ...]]]:
    return [query(data, f"select * from {table} order by id") for table in ("events", "partnerships", "pages")]


def test_it_says_that_it_runs_on_the_supplement_and_how_to_get_more(built: tuple[Path, str]) -> None:
    assert "supplement" in built[1]
    assert "passerelle institutions update" in built[1]


def test_partnerships_by_country_in_one_line_of_sql(built: tuple[Path, str]) -> None:
    rows = query(built[0], "select school_name, partner_name, kinds from partnerships where country = 'JP'")
    assert rows
    assert any("double_degree" in str(kinds) for _, _, kinds in rows)


def test_both_sites_a_pdf_and_the_files_are_behind_the_facts(built: tuple[Path, str]) -> None:
    urls = " ".join(str(row[0]) for row in query(built[0], "select distinct url from provenance"))
    for part in ("127.0.0.1:8881/2026", "127.0.0.1:8882/actu.php", "communique-2026-03.pdf", "file:"):
        assert part in urls


def test_school_life_gives_nothing(built: tuple[Path, str]) -> None:
    urls = " ".join(str(row[0]) for row in query(built[0], "select distinct url from provenance"))
    for slug in ("tournoi-sportif", "nouvelle-bibliotheque", "portes-ouvertes", "id=1029", "id=998"):
        assert slug not in urls


def test_the_same_visit_told_twice_and_the_same_double_degree_are_one(built: tuple[Path, str]) -> None:
    rows = query(
        built[0], "select title, source_count from events where type = 'double_degree' and date_from like '2026-03%'"
    )
    assert len(rows) == 1


def test_a_second_run_finds_nothing_new(built: tuple[Path, str]) -> None:
    before = (
        query(built[0], "select * from partnerships order by id"),
        query(built[0], "select * from events order by id"),
    )
    output, errors = demo(built[0], "--no-serve").communicate(timeout=120)
    assert "Traceback" not in errors
    assert "0 new pages, 0 changed" in output
    assert "Read 0 pages" in output
    assert (
        query(built[0], "select * from partnerships order by id"),
        query(built[0], "select * from events order by id"),
    ) == before


def test_it_serves_until_ctrl_c(built: tuple[Path, str]) -> None:
    process = demo(built[0], "--port", "0")
    assert process.stdout
    try:
        address = ""
        for line in process.stdout:
            if "http://" in line and "Ctrl-C" in line:
                address = "http://" + line.split("http://")[1].split()[0]
                break
        with urllib.request.urlopen(address + "country/JP", timeout=20) as page:
            assert "Kyushu" in page.read().decode()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) in (0, 130)
        assert process.stderr
        assert "Traceback" not in process.stderr.read()
    finally:
        process.kill()
