""" "Today" is a date where the clause tells of an act, and "nowadays" elsewhere; a bare weekday follows the tense."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.dates import find_dates

_PUBLISHED = dt.date(2018, 10, 25)  # a Thursday

_ACTS = [
    ("fr", "Les deux écoles ont signé aujourd'hui à Paris une convention."),
    ("fr", "L'école a aujourd'hui inauguré son campus."),
    ("en", "X and Y have today signed an agreement."),
    ("en", "NUS and CNRS today inaugurated a joint laboratory."),
    ("de", "Die beiden Hochschulen haben heute in Berlin ein Abkommen unterzeichnet."),
    ("es", "Ambas universidades han firmado hoy en Valencia el convenio."),
    ("it", "I due atenei hanno firmato oggi a Roma l'accordo."),
    ("pt", "O reitor assinou hoje em Lisboa um protocolo."),
]
_STATES = [
    ("fr", "L'école compte aujourd'hui 64 diplômés."),
    ("fr", "Elle est aujourd'hui reconnue."),
    ("en", "Today the school has 400 students."),
    ("de", "Der Verbund hat heute 40 Mitglieder."),
    ("es", "El convenio cuenta hoy con 40 socios."),
    ("it", "Oggi la scuola conta 300 studenti."),
    ("fr", "La coopération n'est pas née d'hier."),
    ("fr", "L'amitié ne date pas d'hier."),
]


@pytest.mark.parametrize(("lang", "text"), _ACTS)
def test_today_with_an_act_is_the_day_of_publication(lang: str, text: str) -> None:
    assert [d.interval.start for d in find_dates(text, lang, _PUBLISHED) if d.interval] == [_PUBLISHED]


@pytest.mark.parametrize(("lang", "text"), _STATES)
def test_nowadays_and_sayings_are_no_dates(lang: str, text: str) -> None:
    assert [d for d in find_dates(text, lang, _PUBLISHED) if d.interval] == []


def test_a_weekday_in_the_future_tense_is_the_one_to_come() -> None:
    found = find_dates("Le maire inaugurera samedi la nouvelle cale.", "fr", _PUBLISHED)
    assert [d.interval.edtf for d in found if d.interval] == ["2018-10-27"]


@pytest.mark.parametrize(
    ("lang", "text", "edtf"),
    [
        ("fr", "Une première rencontre des doyens est programmée à Montréal à l'automne.", "2018-23"),
        ("pt", "O reitor assinou ontem um protocolo. A comitiva está aqui desde segunda-feira.", "2018-10-22"),
    ],
)
def test_what_is_planned_lies_ahead_and_since_lies_behind(lang: str, text: str, edtf: str) -> None:
    assert find_dates(text, lang, _PUBLISHED)[-1].interval.edtf == edtf  # type: ignore[union-attr]
