"""Dates are said as precisely as they are known, and no more."""

from __future__ import annotations

import pytest

from db.site import dates


def row(start: str | None, end: str | None, precision: str | None, basis: str = "stated") -> dict[str, str | None]:
    return {"date_from": start, "date_to": end, "date_precision": precision, "date_basis": basis}


@pytest.mark.parametrize(
    ("start", "end", "precision", "english", "french"),
    [
        ("2021-05-13", "2021-05-13", "day", "on 13 May 2021", "le 13 mai 2021"),
        ("2021-05-01", "2021-05-01", "day", "on 1 May 2021", "le 1er mai 2021"),
        ("2026-02-23", "2026-02-27", "day", "from 23 to 27 February 2026", "du 23 au 27 février 2026"),
        ("2026-08-30", "2026-09-02", "day", "from 30 August to 2 September 2026", "du 30 août au 2 septembre 2026"),
        ("2025-12-30", "2026-01-02", "day", "from 30 December 2025 to 2 January 2026",
         "du 30 décembre 2025 au 2 janvier 2026"),
        ("2021-05-01", "2021-05-31", "month", "in May 2021", "en mai 2021"),
        ("2021-05-01", "2021-06-30", "month", "from May to June 2021", "de mai à juin 2021"),
        ("2020-01-01", "2020-12-31", "year", "in 2020", "en 2020"),
        ("2020-01-01", "2020-03-31", "season", "in early 2020", "début 2020"),
        ("2024-03-01", "2024-05-31", "season", "in spring 2024", "au printemps 2024"),
        ("2024-12-01", "2025-02-28", "season", "in winter 2024–2025", "pendant l’hiver 2024-2025"),
        ("2014-01-01", "2020-12-31", "range", "between 2014 and 2020", "entre 2014 et 2020"),
        ("2023-09-01", "2024-08-31", "range", "in the academic year 2023–2024",
         "pendant l’année universitaire 2023-2024"),
    ],
)  # fmt: skip
def test_a_date_keeps_its_precision(start: str, end: str, precision: str, english: str, french: str) -> None:
    assert dates.phrase(row(start, end, precision), "en") == english
    assert dates.phrase(row(start, end, precision), "fr") == french


def test_a_publication_date_is_called_a_report() -> None:
    given = row("2024-03-13", "2024-03-13", "day", "publication")
    assert dates.phrase(given, "en") == "reported on 13 March 2024"
    assert dates.phrase(given, "fr") == "signalé le 13 mars 2024"


def test_no_date_gives_no_words() -> None:
    assert dates.short(row(None, None, None), "en") == ""


def test_a_single_day_without_precision_is_a_day() -> None:
    assert dates.short(row("2021-05-13", "2021-05-13", None), "en") == "13 May 2021"


@pytest.mark.parametrize(
    ("value", "words"),
    [("2021-05-13", "13 May 2021"), ("2021-05", "May 2021"), ("2021", "2021"), ("2014/2020", "2014–2020"),
     ("2026-02-23/2026-02-27", "23–27 February 2026"), ("2020-01/2020-03", "early 2020"),
     ("2021-05/2021-06", "May – June 2021"),
     ("", ""), ("soon", "soon")],
)  # fmt: skip
def test_edtf_in_words(value: str, words: str) -> None:
    assert dates.edtf(value, "en") == words


@pytest.mark.parametrize(
    ("start", "end", "precision", "value"),
    [("2021-05-13", "2021-05-13", "day", "2021-05-13"), ("2021-05-01", "2021-05-31", "month", "2021-05"),
     ("2020-01-01", "2020-03-31", "season", "2020")],
)  # fmt: skip
def test_the_machine_readable_date_is_as_precise(start: str, end: str, precision: str, value: str) -> None:
    assert dates.machine(row(start, end, precision)) == value
