"""Titles say each thing once, in the visitor's language."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from db.event_types import event_types
from db.public_schema import TABLES
from db.site.app import build
from db.site.settings import Site
from db.site.titles import kind_name, kinds, parties, title


def row(text: str, kind: str = "agreement", edtf: str | None = "2021-05") -> dict[str, Any]:
    return {"title": text, "type": kind, "date_edtf": edtf}


@pytest.mark.parametrize(
    ("given", "who", "english", "french"),
    [
        (row("Agreement: A – B (2021-05)"), "A – B", "Agreement: A – B", "Accord : A – B"),
        (row("Agreement: A – B", edtf=None), "A – B", "Agreement: A – B", "Accord : A – B"),
        (row("Agreement (2021-05)"), "", "Agreement", "Accord"),
        (row("Accord avec Kagawa"), None, "Accord avec Kagawa", "Accord avec Kagawa"),
        (row("Visit: A – B (2021-05)"), None, "Visit: A – B (2021-05)", "Visit: A – B (2021-05)"),
        (row(""), None, "Agreement", "Accord"),
    ],
)
def test_titles(given: dict[str, Any], who: str | None, english: str, french: str) -> None:
    assert parties(given) == who
    assert title(given, "en") == english
    assert title(given, "fr") == french


def test_every_type_has_names() -> None:
    assert {"agreement", "double_degree", "visit", "campus"} <= kinds().keys()
    assert kind_name("double_degree", "fr") == "Double diplôme"
    assert kind_name("unheard", "fr") == "unheard"


def test_pages_feeds_and_calendars_name_types_in_french(tmp_path: Path) -> None:
    public = tmp_path / "public.db"
    with sqlite3.connect(public) as connection:
        connection.executescript(TABLES)
        connection.execute("insert into countries values ('JP', 'Japan', 'Japon')")
        connection.executemany("insert into event_types values (?, ?, ?, ?, ?)", event_types())
        connection.execute(
            "insert into events values ('e1', 'agreement', 'Agreement: A – B (2099-05-03)', 'planned', '2099-05-03',"
            " '2099-05-03', '2099-05-03', 'day', 'stated', 0.9, 1, '2026-01-01', '2026-01-01', 0)"
        )
        connection.execute("insert into event_countries values ('e1', 'JP', 'partner')")
    connection.close()

    async def texts(lang: str) -> list[str]:
        served = build(Site(public_db=public))
        await served.invoke_startup()
        paths = ("/country/JP", "/country/JP.atom", "/country/JP.ics", "/event/e1")
        answers = [await served.client.get(f"{path}?lang={lang}") for path in paths]
        assert [answer.status_code for answer in answers] == [200] * len(paths)
        return [answer.text for answer in answers]

    french, english = asyncio.run(texts("fr")), asyncio.run(texts("en"))
    assert all("A – B" in text for text in (*french, *english))
    assert not [line for text in french for line in text.splitlines() if "Agreement" in line]
    assert "Accord" in french[1]
    assert "SUMMARY:Accord" in french[2]
    assert "SUMMARY:Agreement: A – B" in english[2].replace("\\", "")
