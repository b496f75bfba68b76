"""Both languages say the same things, and the visitor gets his."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.site.language import Words, asked_for, catalogue, choose

SITE = Path(__file__).resolve().parents[3] / "db" / "site"


def test_both_catalogues_have_the_same_keys_and_values() -> None:
    english, french = catalogue("en"), catalogue("fr")
    assert english.keys() == french.keys()
    for key in english:
        assert set(re.findall(r"\{\w+\}", english[key])) == set(re.findall(r"\{\w+\}", french[key])), key


def test_every_message_a_template_names_exists() -> None:
    named = set()
    for template in (SITE / "templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        named |= set(re.findall(r"""\bt\(["']([a-z_.]+)["'][,)]""", text))
        named |= {f"{key}.one" for key in re.findall(r"""t\.count\(["']([a-z_.]+)["']""", text)}
    assert named - catalogue("en").keys() == set()


@pytest.mark.parametrize(
    ("asked", "accept", "lang"),
    [
        ("fr", "en", "fr"),
        (None, "fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        (None, "de,fr;q=0.2,en;q=0.7", "en"),
        (None, "fr;q=0", "en"),
        (None, "fr;q=x", "en"),
        (None, None, "en"),
        ("de", "fr", "fr"),
    ],
)
def test_choice(asked: str | None, accept: str | None, lang: str) -> None:
    assert choose(asked, accept) == lang


def test_only_known_languages_are_asked_for() -> None:
    assert asked_for({"lang": "fr"}) == "fr"
    assert asked_for({"_lang": "en", "lang": "fr"}) == "en"
    assert asked_for({"lang": "javascript"}) is None


def test_numbers_and_counts() -> None:
    assert Words("en").count("unit.events", 1234) == "1,234 events"
    assert Words("fr").count("unit.events", 1234) == "1\u202f234 événements"
    assert Words("fr").count("unit.events", 0) == "0 événement"
    assert Words("en").count("unit.events", 1) == "1 event"
