"""The page About shows how right the extraction was measured to be, and what it was measured on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx

from db.site import quality

ROW = {"measure": "Dates", "value": "0.9", "bar": "≥ 0.8"}
TABLE = {
    "measured": "2026-01-02",
    "corpus": "Some texts",
    "rows": [{"measure": "Dates", "value": "0.9", "bar": "≥ 0.8"}],
}


def test_the_release_brings_a_table() -> None:
    table = quality.table({})
    assert table is not None
    assert table["measured"] >= "2026-01-01"
    assert table["corpus"]
    assert all(set(row) == {"measure", "value", "bar"} for row in table["rows"])


def test_a_publication_wins_over_the_release(tmp_path: Path) -> None:
    file = tmp_path / "quality.json"
    file.write_text(json.dumps({**TABLE, "corpus": "Of the release"}))
    published = json.dumps(TABLE)
    assert quality.table({"quality": published}, file) == TABLE
    assert (quality.table({}, file) or {})["corpus"] == "Of the release"
    assert quality.table({}, tmp_path / "none.json") is None
    assert quality.table({"quality": "{"}, file) is None


def test_about_shows_the_table_and_its_corpus(get: Callable[..., httpx.Response]) -> None:
    table = quality.table({})
    assert table is not None
    text = get("/about").text
    for row in table["rows"]:
        assert row["measure"] in text
        assert row["value"] in text
    assert table["corpus"] in text
