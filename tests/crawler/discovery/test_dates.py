"""Dates as sites write them."""

from __future__ import annotations

import datetime as dt

import pytest

from crawler.discovery import dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Publié le 1er avril 2024", dt.date(2024, 4, 1)),
        ("Mardi 12 mars 2024 à 14h", dt.date(2024, 3, 12)),
        ("12 sept. 2024", dt.date(2024, 9, 12)),
        ("15 déc 2023", dt.date(2023, 12, 15)),
        ("3 AOÛT 2023", dt.date(2023, 8, 3)),
        ("March 3rd, 2024", dt.date(2024, 3, 3)),
        ("12. März 2024", dt.date(2024, 3, 12)),
        ("15 de marzo de 2023", dt.date(2023, 3, 15)),
        ("5/6/24", dt.date(2024, 6, 5)),
        ("05.06.2024", dt.date(2024, 6, 5)),
        ("2024-06-05 10:00", dt.date(2024, 6, 5)),
        ("12/25/2024", dt.date(2024, 12, 25)),
        ("31/12/9999", None),
        ("31 février 2024", None),
        ("2023-2024", None),
        ("Tél. 01 02 03 04 05", None),
        ("mars 2024", None),
    ],
)
def test_day_in(text: str, day: dt.date | None) -> None:
    assert dates.day_in(text) == day


def test_the_first_date_of_a_text_wins() -> None:
    assert dates.day_in("12/03/2024. Rendez-vous le 2 mai 2024") == dt.date(2024, 3, 12)


@pytest.mark.parametrize("text", ["01 Jan 0000 09:00:00 +0100", "0000-00-00", "01 Mar 9999 09:00:00 GMT", "x"])
def test_what_is_left_out_is_remembered_as_written(text: str) -> None:
    told = dates.Told()
    assert (told.day(text), told.lastmod(text)) == (None, None)
    assert told.odd == [text, text]
    assert (told.day(None), told.day(" "), len(told.odd)) == (None, None, 2)


@pytest.mark.parametrize(
    ("text", "odd"),
    [("Fin du monde le 31/12/9999 à midi", "31/12/9999"), ("32 mars 2025", "32 mars 2025"), ("Tél. 05.59.40.12", None)],
)
def test_a_written_date_that_is_none_is_found(text: str, odd: str | None) -> None:
    assert dates.odd_in(text) == odd
