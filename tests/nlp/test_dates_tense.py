"""Which year a month, and which week a weekday belongs to, as the words beside it tell; in six languages."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.dates import find_dates

PUBLISHED = dt.date(2022, 10, 11)  # a Tuesday

CASES = [
    # What stands between commas beside the date comes before the rest of the clause.
    ("en", "The branch is to admit a hundred students in June, on land provided by the province.", "2023-06"),
    ("en", "And in July, before the walls are even painted, a course begins.", "2023-07"),
    ("en", "A group from Astana is coming to see us in March.", "2023-03"),
    ("en", "Union to cut power on Saturday", "2022-10-15"),
    ("en", "Photo opportunity: Saturday, 10am, on the lawns", "2022-10-15"),
    ("en", "The rector wrote to us on Friday: it will take the whole year.", "2022-10-07"),
    ("en", "On Saturday morning Ms N. will walk across the stage.", "2022-10-15"),
    ("fr", "Nous ouvrirons en mai.", "2023-05"),
    ("fr", "L'École envoie en février douze étudiants.", "2023-02"),
    ("fr", "Elle est, depuis la rentrée, doctorante.", "2022-09"),
    ("fr", "Comme nous l'écrivions dans notre numéro de mars, tout va bien.", "2022-03"),
    ("fr", "L'agenda\nSamedi, 14 h : portes ouvertes", "2022-10-15"),
    ("de", "Einreichen will man es im Januar bei der Kommission.", "2023-01"),
    ("de", "Im Mai gingen drei Lehrende nach Riga.", "2022-05"),
    ("es", "La próxima edición será en Mérida, en octubre.", "2022-10"),
    ("es", "Y en enero reuniremos aquí a veinte colegas.", "2023-01"),
    ("it", "Mensa chiusa lunedì", "2022-10-17"),
    ("it", "La prossima edizione si tiene in marzo.", "2023-03"),
    ("pt", "O restaurante fecha na sexta", "2022-10-14"),
    ("pt", "Recebemos, desde março, dez colegas.", "2022-03"),
]


@pytest.mark.parametrize(("lang", "text", "edtf"), CASES, ids=[text for _, text, _ in CASES])
def test_the_words_beside_a_date_tell_past_or_future(lang: str, text: str, edtf: str) -> None:
    assert [m.interval.edtf for m in find_dates(text, lang, PUBLISHED) if m.interval] == [edtf]


def test_a_grave_accent_is_no_verb() -> None:
    text = "Rendez-vous à Bruxelles du 2 au 4 novembre"
    assert [m.interval.edtf for m in find_dates(text, "fr", PUBLISHED) if m.interval] == ["2022-11-02/2022-11-04"]


def test_a_year_told_for_something_else_is_not_that_of_the_next_day() -> None:
    found = [m.interval.edtf for m in find_dates("Registration for 2024 closes on 29 October.", "en", PUBLISHED)
             if m.interval]  # fmt: skip
    assert found == ["2024", "2022-10-29"]
