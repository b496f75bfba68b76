"""Days written out in a page's furniture: "Publié le 1er mars 2026", "04/10/2024", "March 1, 2026".

This reads a line that is known to be a date line. Dates in running text are the business of `nlp.dates`.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from babel import Locale

LANGUAGES = ("fr", "en", "de", "es", "it", "pt")

_PUBLISHED = (
    r"publi(?:é|ée|e|cado|cada|cato|cata|shed|cation)|paru|mis(?:e)? en ligne|posté|posted|"
    r"veröffentlicht|erstellt|online seit|date de publication|fecha de publicación|data di pubblicazione"
)
PUBLISHED = re.compile(rf"(?<![^\W\d_])(?:{_PUBLISHED})(?![^\W\d_])", re.IGNORECASE)
"""Words that say "published" in front of a date."""
MODIFIED = re.compile(
    r"modifi|mis(?:e)? à jour|mise à jour|updated|modified|aktualisiert|geändert|actualizado|aggiornat|atualizad|maj\b",
    re.IGNORECASE,
)
"""Words that say the date behind them is not the one of publication."""


@cache
def _months() -> dict[str, int]:
    """Names and abbreviations of the months in every language, without dots, in small letters."""
    table: dict[str, int] = {}
    for code in LANGUAGES:
        names = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    table.setdefault(name.lower().strip("."), number)
    table |= {"janv": 1, "fevrier": 2, "fév": 2, "fev": 2, "avr": 4, "juil": 7, "juill": 7, "aout": 8, "sept": 9}
    table |= {"decembre": 12, "déc": 12, "dec": 12, "jänner": 1, "feber": 2, "märz": 3, "maerz": 3, "sep": 9}
    return table


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = "(?P<month>" + "|".join(sorted(map(re.escape, _months()), key=len, reverse=True)) + r")\.?"
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    day = r"(?<![\d/])(?P<day>\d{1,2})(?:er|st|nd|rd|th|º|ª|\.|o)?"
    gap = r"(?:\s|,|\bde\b|\bof\b|\bdel\b|-)*"
    forms = (
        rf"{day}{gap}{month}{gap}{year}",
        rf"(?<![^\W\d_]){month}{gap}{day},?{gap}{year}",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?<![\d/.])(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<year>(?:19|20)\d\d)(?!\d)",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def find_days(text: str, *, month_first: bool = False) -> list[tuple[int, dt.date]]:
    """Return the days named in ``text`` with the offset of each, in the order of the text.

    A numeric date is read day first, unless ``month_first`` or the numbers leave no choice.
    """
    found: dict[int, dt.date] = {}
    for pattern in _patterns():
        for match in pattern.finditer(text):
            day = _day_of(match, month_first)
            if day is not None:
                found.setdefault(match.start(), day)
    return sorted(found.items())


def _day_of(match: re.Match[str], month_first: bool) -> dt.date | None:
    year, day, month = int(match["year"]), int(match["day"]), match["month"].lower()
    number = int(month) if month.isdigit() else _months()[month.strip(".")]
    numeric_day_first = month.isdigit() and match.start("day") < match.start("month")
    if numeric_day_first and (number > 12 or (month_first and day <= 12)):
        day, number = number, day
    try:
        return dt.date(year, number, day)
    except ValueError:
        return None
