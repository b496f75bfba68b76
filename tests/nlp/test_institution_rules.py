"""What stands around a name decides: rows, staff, stations, speeches, definite articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.countries import find_countries
from nlp.institutions.finder import Finder, Findings
from nlp.registry import Registry
from nlp.registry.supplement import COLUMNS, load_supplement
from nlp.sentences import split
from records import Document

ROWS = (
    "agence-solaire,Agence solaire du Maroc,,public,MA,Rabat,,,Solma,,Solma,,",
    "wuhan,Wuhan University,,academic,CN,Wuhan,,,WHU,,WHU,,",
    "whu,WHU – Otto Beisheim School of Management,,academic,DE,Vallendar,,,WHU,,WHU,,",
    "office-phosphates,Office des phosphates,,public,MA,Casablanca,,,,,,,",
    "rua,\"Royal University of Agriculture, Cambodia\",,academic,KH,Phnom Penh,,,,,,,",
    "centre-gestion,Centre de gestion d'Aix,,academic,FR,Aix,,,CERGEX,,CERGEX,,",
)  # fmt: skip


@pytest.fixture(scope="module")
def own() -> Finder:
    return Finder(Registry.open(None))


@pytest.fixture
def small(tmp_path: Path) -> Finder:
    (tmp_path / "bodies.csv").write_text("\n".join([",".join(COLUMNS), *ROWS]) + "\n", encoding="utf-8")
    return Finder(Registry(load_supplement(tmp_path)))


def find(finder: Finder, text: str, lang: str = "fr", labels: tuple[tuple[str, str], ...] = ()) -> Findings:
    marks = [(text.index(name), text.index(name) + len(name), label) for name, label in labels]
    return finder.find(
        text, lang, document=Document("d", text, lang), countries=find_countries(text, lang),
        sentences=split(text, lang), entities_of_model=marks,
    )  # fmt: skip


def names(findings: Findings) -> dict[str, str]:
    return {m.span.text: m.institution.id for m in findings.mentions}


def test_a_weak_name_is_believed_in_a_row_with_a_body_of_its_country(small: Finder) -> None:
    assert "Solma" in names(find(small, "Des anciens passés par l'Office des phosphates ou Solma."))
    assert "Solma" not in names(find(small, "Des anciens passés par Lyon ou Solma."))


def test_staff_vouches_for_an_acronym(small: Finder) -> None:
    assert "CERGEX" in names(find(small, "Cinq enseignants-chercheurs du CERGEX sont venus à Aix, en France."))


def test_the_body_whose_name_begins_with_the_acronym_is_meant(small: Finder) -> None:
    found = names(find(small, "Parmi les universités partenaires figure la grande école WHU, l'université WHU."))
    assert found.get("WHU") == "x:whu"


def test_a_translated_name_is_found_with_its_country(small: Finder) -> None:
    text = "Au Cambodge, ils ont été reçus par l'Université royale d'agriculture."
    assert names(find(small, text)).get("Université royale d'agriculture") == "x:rua"


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("fr", "Maison de la Chimie, Paris VIIe (M° Assemblée nationale ou Invalides)", "Assemblée nationale"),
        ("en", "Macron proposed networks in his Sorbonne speech of 2017.", "Sorbonne"),
        ("es", "La delegación visitó la Ciudad Politécnica de la Innovación.", "Politécnica de la Innovación"),
        ("fr", "Il a ouvert un institut franco-chinois à Lyon.", "institut franco-chinois"),
    ],
)
def test_what_is_no_institution_here(own: Finder, lang: str, text: str, name: str) -> None:
    assert name not in names(find(own, text, lang))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dans le cadre de l'Institut franco-chinois, dix étudiants partent.", "Institut franco-chinois"),
        ("Les étudiants de l'Université nationale eurasienne L.N. Goumiliov arrivent.",
         "Université nationale eurasienne L.N. Goumiliov"),
        ("Après une prépa au lycée Gay-Lussac, elle part.", "lycée Gay-Lussac"),
    ],
)  # fmt: skip
def test_what_is_one(own: Finder, text: str, name: str) -> None:
    assert name in names(find(own, text))


def test_a_noun_before_a_preposition_declares_no_organisation(own: Finder) -> None:
    text = "Le protocole prévoyait une école à Zenata, entre deux villes."
    assert "Zenata" not in names(find(own, text, labels=(("Zenata", "ORG"),)))
