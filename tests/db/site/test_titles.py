"""Titles say each thing once, in the visitor's language."""

from __future__ import annotations

from typing import Any

import pytest

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
