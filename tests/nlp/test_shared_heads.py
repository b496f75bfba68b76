"""Schools named without their noun: after a plural, after a pronoun, after their rectors, in a row, and not else."""

from __future__ import annotations

import pytest

from nlp.countries import find_countries
from nlp.institutions.finder import Finder
from nlp.sentences import split


def found(finder: Finder, text: str, lang: str) -> set[str]:
    findings = finder.find(text, lang, countries=find_countries(text, lang), sentences=split(text, lang))
    return {m.span.text for m in findings.mentions}


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("fr", "Nous le menons avec l'Université de Padoue et celle de Bologne depuis un an.", {"Bologne"}),
        ("fr", "Trois universités (Bologne, Poitiers, Tours) se sont réunies.", {"Bologne", "Poitiers", "Tours"}),
        ("fr", "Les Universités de Bergen et de Gdansk se rapprochent.", {"Bergen", "Gdansk"}),
        ("en", "The universities of Ghent, Lund and Oslo signed a charter.", {"Ghent", "Lund", "Oslo"}),
        ("de", "Die Universitäten Wien, Basel und Oslo forschen gemeinsam.", {"Wien", "Basel", "Oslo"}),
        ("es", "Las universidades de Salamanca y Granada firmaron el convenio.", {"Salamanca", "Granada"}),
        ("it", "Le università di Siena e Lubiana hanno firmato.", {"Lubiana"}),
        ("fr", "L'alliance EU GREEN (Padoue, Bologne…) a déposé sa candidature.", {"Padoue", "Bologne"}),
        ("en", "The EUNICE alliance (Ghent, Bologna and Padua) met.", {"Ghent", "Bologna", "Padua"}),
        ("pt", "As universidades de Coimbra e Salamanca assinaram.", {"Coimbra", "Salamanca"}),
    ],
)
def test_towns_that_share_a_noun_stand_for_their_universities(
    finder: Finder, lang: str, text: str, wanted: set[str]
) -> None:
    assert wanted <= found(finder, text, lang)


@pytest.mark.parametrize(
    ("lang", "text", "unwanted"),
    [
        ("en", "Ties with universities in Kenya, Uganda and Ethiopia are growing.", "Kenya"),
        ("en", "The universities of Kenya, Uganda and Ethiopia are growing.", "Uganda"),
        ("fr", "Le pont de Lyon et celui de Rome se ressemblent.", "Rome"),
        ("fr", "Les universités de Bergen et de Gdansk se verront en mai à Gdansk.", "à Gdansk"),
    ],
)
def test_countries_and_towns_without_schools_stay_places(finder: Finder, lang: str, text: str, unwanted: str) -> None:
    findings = finder.find(text, lang, countries=find_countries(text, lang), sentences=split(text, lang))
    places = {text[max(0, m.span.start - 2) : m.span.end] for m in findings.mentions} | {
        m.span.text for m in findings.mentions
    }
    assert unwanted not in places
