"""A small register with all that the pages must cope with, served in-process and by a real process."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib.util
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from db.site.app import build
from db.site.settings import Site

ROOT = Path(__file__).resolve().parents[3]
TODAY = dt.date(2026, 11, 25)
HOSTILE = '<script>alert(1)</script> & =HYPERLINK("http://x.example")'

COUNTRIES = [("FR", "France", "France"), ("JP", "Japan", "Japon"), ("DE", "Germany", "Allemagne"),
             ("US", "United States", "États-Unis"), ("TV", "Tuvalu", "Tuvalu"),
             ("CH", "Switzerland", "Suisse")]  # fmt: skip
TYPES = ["agreement", "double_degree", "mobility", "visit", "conference", "research", "network", "other"]
INSTITUTIONS = [
    ("ror:03e8s1d88", "IMT Mines Alès", "academic", "FR", "Alès", "03e8s1d88", "https://www.imt-mines-ales.fr/"),
    ("ror:04j7mzp05", "Kagawa University", "academic", "JP", "Takamatsu", "04j7mzp05", "javascript:alert(1)"),
    ("ror:02kn6nx58", "Keio University", "academic", "JP", "Tokyo", "02kn6nx58", "https://www.keio.ac.jp/"),
    ("x:eurotech", "EuroTech", "network", "CH", None, None, None),
    ("x:quiet", "Quiet College", "academic", "DE", "Ulm", None, None),
]
# id, type, title, modality, from, to, edtf, precision, basis, reported, participants, countries
EVENTS: list[tuple[Any, ...]] = [
    ("e1", "agreement", "Accord avec l’université de Kagawa", "happened", "2021-05-01", "2021-05-31", "2021-05",
     "month", "stated", "2021-06-02", {"ror:03e8s1d88": "publisher", "ror:04j7mzp05": "partner"}, {"JP": "partner"}),
    ("e2", "double_degree", "Double diplôme avec Keio", "happened", "2020-01-01", "2020-12-31", "2020", "year",
     "stated", "2020-03-02", {"ror:03e8s1d88": "publisher", "ror:02kn6nx58": "partner"}, {"JP": "partner"}),
    ("e3", "visit", "Delegation to Tokyo", "planned", "2099-02-23", "2099-02-27", "2099-02-23/2099-02-27", "day",
     "stated", "2026-11-20", {"ror:03e8s1d88": "publisher", "ror:02kn6nx58": "host"}, {"JP": "place"}),
    ("e4", "other", HOSTILE, "happened", None, None, None, None, None, "2026-11-01",
     {"ror:03e8s1d88": "publisher"}, {"US": "partner"}),
    ("e5", "visit", "Visite à l’université de Kagawa", "happened", "2024-03-13", "2024-03-13", "2024-03-13", "day",
     "publication", "2024-03-13", {"ror:03e8s1d88": "publisher", "ror:04j7mzp05": "host"}, {"JP": "place"}),
]  # fmt: skip
PARTNERSHIPS = [
    ("p1", "ror:03e8s1d88", "ror:04j7mzp05", "JP", "IMT Mines Alès", "Kagawa University", "agreement",
     "2021-05-01", "2021-05", "2024-03-13", "2024-03-13", 2, 2, 0.9, "e5", 1),
    ("p2", "ror:03e8s1d88", "ror:02kn6nx58", "JP", "IMT Mines Alès", "Keio University", "double_degree,mobility",
     "2020-01-01", "2020", "2020-03-02", "2020-03-02", 2, 1, 0.8, "e2", 0),
    ("p3", "ror:03e8s1d88", "x:eurotech", "CH", "IMT Mines Alès", "EuroTech", "network",
     None, None, "2023-01-01", "2023", 0, 1, 0.7, None, 0),
]  # fmt: skip
# page, url, title, published, sentence, trigger, subjects
EVIDENCE: list[tuple[Any, ...]] = [
    (1, "https://www.imt-mines-ales.fr/actu/kagawa", "Kagawa", "2021-06-02",
     "L’école a signé en mai 2021 un accord avec l’université de Kagawa.", "signé", ["event:e1", "partnership:p1"]),
    (2, "https://www.imt-mines-ales.fr/actu/keio", "Keio", "2020-03-02",
     "Un double diplôme lie l’école à l’université Keio.", "double diplôme", ["event:e2", "partnership:p2"]),
    (3, "javascript:alert(document.domain)", HOSTILE, "2026-11-01",
     "=cmd|' /C calc'!A0 <img src=x onerror=alert(1)> rencontre", "rencontre", ["event:e4"]),
    (4, "https://www.imt-mines-ales.fr/actu/tokyo", "Tokyo", "2026-11-20",
     "A delegation will travel to Tokyo from 23 to 27 February 2099.", "delegation", ["event:e3"]),
    (5, "https://www.imt-mines-ales.fr/actu/visite", "Visite", "2024-03-13",
     "Une visite a eu lieu à l’université de Kagawa.", "visite", ["event:e5", "partnership:p1"]),
    (6, "https://www.imt-mines-ales.fr/reseaux", "Réseaux", None,
     "L’école est membre d’EuroTech.", "membre", ["partnership:p3"]),
]  # fmt: skip


def tables() -> ModuleType:
    """The module that makes the tables of a generated register."""
    spec = importlib.util.spec_from_file_location("register_tables", ROOT / "benchmarks" / "register_tables.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(path: Path, checksum: str = "abc") -> Path:
    """Write the small register to a new file."""
    db = sqlite3.connect(path)
    db.execute("pragma journal_mode = wal")
    tables().create(db)
    put = db.executemany
    put("insert into countries values (?, ?, ?)", COUNTRIES)
    put("insert into event_types values (?, ?, ?, '', ?)", [(t, t, t, t not in ("visit", "conference")) for t in TYPES])
    put(
        "insert into institutions (id, name, kind, country, city, ror, website) values (?, ?, ?, ?, ?, ?, ?)",
        INSTITUTIONS,
    )
    put("insert into institution_names values (?, ?, null)", [(row[0], row[1]) for row in INSTITUTIONS])
    put("insert into institution_names values (?, ?, 'fr')", [("ror:04j7mzp05", "Université de Kagawa")])
    source = ("ales", "IMT Mines Alès", "https://www.imt-mines-ales.fr/", "ror:03e8s1d88", "FR", "fr")
    put("insert into sources (id, name, home, institution, country, lang) values (?, ?, ?, ?, ?, ?)", [source])
    for event in EVENTS:
        write_event(db, event)
    put("insert into partnerships values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", PARTNERSHIPS)
    for evidence in EVIDENCE:
        write_evidence(db, evidence)
    db.execute("insert into event_redirects values ('e0', 'e1', '2026-01-01T00:00:00Z')")
    db.commit()
    tables().finish(db, checksum)
    db.close()
    return path


def write_event(db: sqlite3.Connection, event: tuple[Any, ...]) -> None:
    """One event with its participants and countries."""
    *values, reported, institutions, countries = event
    db.execute(
        "insert into events (id, type, title, modality, date_from, date_to, date_edtf, date_precision, date_basis,"
        " confidence, source_count, first_reported, last_reported) values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0.9, 1, ?, ?)",
        (*values, reported, reported),
    )
    rows = [(event[0], key, role) for key, role in institutions.items()]
    db.executemany("insert into event_institutions values (?, ?, ?)", rows)
    rows = [(event[0], key, role) for key, role in countries.items()]
    db.executemany("insert into event_countries values (?, ?, ?)", rows)


def write_evidence(db: sqlite3.Connection, evidence: tuple[Any, ...]) -> None:
    """One page with one sentence and what it supports."""
    page, url, title, published, sentence, trigger, subjects = evidence
    precision = "day" if published else None
    seen = "2026-11-20T06:00:00Z"
    db.execute(
        "insert into pages (id, url, source, kind, title, lang, published, published_precision, published_basis,"
        " first_seen, last_seen) values (?, ?, 'ales', 'article', ?, 'fr', ?, ?, 'meta', ?, ?)",
        (page, url, title, published, precision, seen, seen),
    )
    db.execute(
        "insert into snapshots (id, page, fetched_at, sha256, title) values (?, ?, ?, 'ff', ?)",
        (page, page, seen, title),
    )
    db.execute(
        "insert into sentences values (?, ?, ?, 100, ?, ?, 'What comes before.', 'What comes after.')",
        (f"s{page}", page, page, 100 + len(sentence), sentence),
    )
    start = 100 + sentence.index(trigger)
    for subject in subjects:
        kind, key = subject.split(":")
        db.execute(
            "insert into evidence values (?, ?, ?, 'agreement', 'happened', 0.9, ?, 0, ?, ?, ?, ?, 1)",
            (kind, key, f"c{page}", f"s{page}", start, start + len(trigger), page, page),
        )


@pytest.fixture(scope="session")
def public_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small register's file; tests only read it."""
    return write(tmp_path_factory.mktemp("register") / "public.db")


@pytest.fixture(scope="session")
def datasette(public_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A real Datasette over the small register, on a fixed day."""
    dumps = tmp_path_factory.mktemp("dumps")
    return build(Site(public_db=public_db, dumps=dumps, report="errors@example.org", today=lambda: TODAY))


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A real Datasette where nothing is published yet."""
    folder = tmp_path_factory.mktemp("empty")
    return build(Site(public_db=folder / "public.db", dumps=folder / "dumps", today=lambda: TODAY))


Get = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def get(datasette: Any) -> Get:
    """Ask the Datasette over the small register."""
    return lambda path, **given: asyncio.run(datasette.client.get(path, **given))


@pytest.fixture(scope="session")
def get_empty(empty: Any) -> Get:
    """Ask the Datasette over the empty register."""
    return lambda path, **given: asyncio.run(empty.client.get(path, **given))


@pytest.fixture(scope="session")
def server(public_db: Path) -> Iterator[str]:
    """The address of a real server process, started as a user starts it."""
    process, address = start(public_db.parent)
    yield address
    process.terminate()
    process.wait(10)


def start(data: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    """Run ``passerelle serve`` on a free port; the process and its address."""
    command = [sys.executable, "-c", "from commands.serve import serve; serve()", "--port", "0", *options]
    environment = {**os.environ, "PASSERELLE_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout
    line = process.stdout.readline()
    assert "http://" in line, line + process.stdout.read()
    return process, line.split("Passerelle is at ")[1].split()[0].rstrip("/")


@pytest.fixture(scope="session")
def run_server() -> Callable[..., tuple[subprocess.Popen[str], str]]:
    """Start further servers."""
    return start
