from __future__ import annotations

from pathlib import Path

import pytest

from nlp.countries import find_countries
from nlp.institutions.finder import Finder
from nlp.registry import Registry
from nlp.registry.supplement import COLUMNS, load_supplement
from nlp.sentences import split
from records import Document, Institution

ROWS = (
    "turku,Turku University of Applied Sciences,,academic,FI,Turku,,,,,,,",
    "wroclaw,Wrocław University of Science and Technology,,academic,PL,Wrocław,,,,,,,",
    "raja,Universitas Raja Haji,,academic,ID,,,,,,,,",
    "bina,Universitas Bina Nusa,,academic,ID,,,,,,,,",
)


@pytest.fixture
def finder(tmp_path: Path) -> Finder:
    (tmp_path / "foreign.csv").write_text("\n".join([",".join(COLUMNS), *ROWS]) + "\n", encoding="utf-8")
    return Finder(Registry(load_supplement(tmp_path)))


def institutions(finder: Finder, text: str, lang: str = "fr") -> dict[str, Institution]:
    findings = finder.find(
        text, lang, document=Document("d", text, lang), countries=find_countries(text, lang),
        sentences=split(text, lang),
    )  # fmt: skip
    return {m.span.text: m.institution for m in findings.mentions}


def test_a_short_noun_and_a_place_are_linked_by_their_long_form(finder: Finder) -> None:
    found = institutions(finder, "J'ai fait la connaissance de Turku AMK, puis Wrocław Tech est venue.")
    assert {name: i.id for name, i in found.items()} == {"Turku AMK": "x:turku", "Wrocław Tech": "x:wroclaw"}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Le colloque de l'ENCG Settat et de l'université.", "ENCG Settat", "MA"),
        ("Des collègues de l'IHEC de Carthage sont venus.", "IHEC de Carthage", "TN"),
        ("Elle a enseigné à la FH Aachen pendant un an.", "FH Aachen", "DE"),
    ],
)
def test_a_type_of_school_and_a_place_make_a_name(finder: Finder, text: str, name: str, country: str) -> None:
    found = institutions(finder, text)
    assert found[name].country == country
    assert found[name].kind == "academic"


@pytest.mark.parametrize("text", ["Le salon Lyon Tech ouvre.", "Une Uni Verte naît.", "EST Europe gagne."])
def test_what_is_no_school(finder: Finder, text: str) -> None:
    assert institutions(finder, text) == {}


def test_names_of_several_words_in_a_row_with_a_university(finder: Finder) -> None:
    found = institutions(finder, "Avec l'Universitas Raja Haji, Bina Nusa et d'autres, l'accord grandit.")
    assert found["Bina Nusa"].id == "x:bina"
