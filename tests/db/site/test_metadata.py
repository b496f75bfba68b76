"""Datasette's own pages: described, sorted, faceted, in the look of the site."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from db.site.descriptions import column_text, descriptions, table_text

Get = Callable[..., httpx.Response]


def published(path: Path) -> dict[str, list[str]]:
    """Table or view → columns, without the search tables."""
    db = sqlite3.connect(path)
    found = db.execute("select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite%'")
    names = [name for (name,) in found if "_fts" not in name]
    return {name: [row[1] for row in db.execute(f"pragma table_info({name})")] for name in names}


def test_every_published_table_and_column_is_described(public_db: Path) -> None:
    for table, columns in published(public_db).items():
        assert table_text(table, "en")["text"], table
        for column in columns:
            assert column_text(table, column, "fr"), f"{table}.{column}"


def test_every_description_is_in_both_languages() -> None:
    for table, texts in descriptions().items():
        for name, both in texts.items():
            assert len(both) == 2, (table, name)
            assert all(both), (table, name)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_table_pages_show_descriptions(get: Get, lang: str) -> None:
    text = get(f"/public/partnerships?_lang={lang}").text
    assert str(table_text("partnerships", "fr" if lang == "fr" else "en")["title"]) in text
    assert column_text("partnerships", "kinds", "fr" if lang == "fr" else "en") in text


def test_tables_are_sorted_and_faceted(get: Get) -> None:
    found = get("/public/events.json?_shape=objects").json()
    dates = [row["date_from"] for row in found["rows"] if row["date_from"]]
    assert dates == sorted(dates, reverse=True)
    assert {"type", "modality", "date_precision"} <= set(found["facet_results"])


def test_foreign_keys_have_labels(get: Get) -> None:
    row = get("/public/partnerships.json?_labels=on&_shape=objects").json()["rows"][0]
    assert row["school"]["label"] == "IMT Mines Alès"
    assert row["country"]["label"] == "Japan"


def test_tables_can_be_searched(get: Get) -> None:
    assert [row["id"] for row in get("/public/events.json?_search=keio&_shape=array").json()] == ["e2"]


def test_search_tables_do_not_clutter_the_list(get: Get) -> None:
    assert "events_fts" not in get("/public").text


def test_licence_is_stated(get: Get) -> None:
    assert "creativecommons.org/licenses/by/4.0" in get("/public").text
