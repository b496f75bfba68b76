from __future__ import annotations

import pytest

from nlp.countries import find_countries
from nlp.institutions.finder import Finder
from nlp.institutions.same import abbreviates
from nlp.sentences import split
from records import Document


def ids(finder: Finder, text: str, lang: str) -> dict[str, str]:
    document = Document("d", text, lang)
    findings = finder.find(
        text, lang, document=document, countries=find_countries(text, lang), sentences=split(text, lang)
    )
    return {m.span.text: m.institution.id for m in findings.mentions}


@pytest.mark.parametrize(
    ("short", "whole", "wanted"),
    [
        ("IUT de Evry", "Instituto Universitario de Tecnología de Evry Val d’Essonne", True),
        ("Université de Valmont", "Université Claude Rivet de Valmont", True),
        ("SINTRA", "Smart International NTU Thales Research Alliance", True),
        ("Université de Valmont", "Université de Rochebrune", False),
        ("École supérieure", "École supérieure d'art", False),
        ("IUT de Lens", "Instituto Universitario de Tecnología de Evry", False),
        ("ABC", "Université de Valmont", False),
    ],
)
def test_what_abbreviates_a_name(short: str, whole: str, wanted: bool) -> None:
    assert abbreviates(short, whole) is wanted


def test_a_short_form_joins_the_only_long_one(finder: Finder) -> None:
    text = "IUT de Evry firma. El Instituto Universitario de Tecnología de Evry Val d’Essonne recibe alumnos."
    assert len(set(ids(finder, text, "es").values())) == 1


def test_a_short_form_of_two_stays_alone(finder: Finder) -> None:
    text = (
        "L'Université Claude Rivet de Valmont et l'Université Jean Colin de Valmont se réunissent. "
        "L'Université de Valmont n'existe plus."
    )
    assert len(set(ids(finder, text, "fr").values())) == 3


def test_undefined_initials_of_a_name(finder: Finder) -> None:
    text = "L'Université polytechnique de Valmont grandit. Cette année, les étudiants partent avec l'UPV à Rome."
    found = ids(finder, text, "fr")
    assert found["UPV"] == found["Université polytechnique de Valmont"]
