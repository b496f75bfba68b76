"""Dates in words that are as precise as the date, and no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from babel.dates import format_date

from db.site.language import Lang, Words

_SEASONS = {(3, 1, 5, 31): "spring", (6, 1, 8, 31): "summer", (9, 1, 11, 30): "autumn"}
_PARTS = {
    (1, 1, 3, 31): "early",
    (1, 1, 4, 30): "early",
    (1, 1, 6, 30): "first_half",
    (7, 1, 12, 31): "second_half",
    (10, 1, 12, 31): "late",
    (9, 1, 12, 31): "late",
    (5, 1, 8, 31): "middle",
    (4, 1, 9, 30): "middle",
}


def short(row: Mapping[str, Any], lang: Lang) -> str:
    """The date of a row (``date_from``, ``date_to``, ``date_precision``) without preposition, or an empty string."""
    return _words(row, lang, "short")


def phrase(row: Mapping[str, Any], lang: Lang) -> str:
    """The same within a sentence: "in May 2021", "du 23 au 27 février 2026", "reported on 3 May 2021"."""
    text = _words(row, lang, "in")
    if text and row["date_basis"] == "publication":
        return Words(lang)("date.reported", date=text)
    return text


def day(value: str | None, lang: Lang) -> str:
    """A day or instant (ISO 8601) as a day in words; what is no date stays as it is."""
    try:
        return _day(dt.date.fromisoformat((value or "")[:10]), lang)
    except ValueError:
        return value or ""


def edtf(value: str | None, lang: Lang) -> str:
    """An EDTF date in words: a day, a month, a year, or an interval of two of these; others stay as they are."""
    first, _, last = (value or "").partition("/")
    start, end = _bounds(first), _bounds(last or first)
    if not start or not end:
        return value or ""
    # Three months are how EDTF writes "early 2020" or "spring 2024".
    precision = {10: "day", 7: "season" if last else "month"}.get(len(first), "range" if last else "year")
    row = {"date_from": start[0], "date_to": end[1], "date_precision": precision, "date_basis": "stated"}
    return short(row, lang)


def machine(row: Mapping[str, Any]) -> str:
    """The value of a ``<time datetime>``: ``2021-05-13``, ``2021-05`` or ``2021``."""
    start = row["date_from"] or ""
    if row["date_precision"] == "day":
        return start[:10]
    return start[:7] if row["date_precision"] == "month" and start[:7] == (row["date_to"] or "")[:7] else start[:4]


def _bounds(part: str) -> tuple[str, str] | None:
    """The first and last day of a day, month or year."""
    try:
        if len(part) == 4:
            return f"{int(part):04}-01-01", f"{int(part):04}-12-31"
        first = dt.date.fromisoformat(part if len(part) == 10 else f"{part}-01")
    except ValueError:
        return None
    if len(part) == 10:
        return part, part
    return first.isoformat(), ((first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)).isoformat()


def _words(row: Mapping[str, Any], lang: Lang, style: str) -> str:
    try:
        start = dt.date.fromisoformat(row["date_from"] or "")
        end = dt.date.fromisoformat(row["date_to"] or row["date_from"])
    except ValueError:
        return ""
    say = Words(lang)
    precision = row["date_precision"] or ("day" if start == end else "range")
    if precision == "day":
        return _days(start, end, lang, style)
    if precision == "month":
        return _months(start, end, lang, style)
    if precision == "season":
        return _season(start, end, lang, style)
    if start.year == end.year:
        return say(f"date.{style}.year", year=start.year)
    if precision == "range" and (start.month, start.day, end.month, end.day) == (9, 1, 8, 31):
        return say(f"date.{style}.academic", start=start.year, end=end.year)
    return say(f"date.{style}.years", start=start.year, end=end.year)


def _days(start: dt.date, end: dt.date, lang: Lang, style: str) -> str:
    say = Words(lang)
    if start == end:
        return say(f"date.{style}.day", day=_day(start, lang))
    if (start.year, start.month) == (end.year, end.month):
        first = _ordinal(start, lang)
    else:
        first = _day(start, lang) if start.year != end.year else f"{_ordinal(start, lang)} {_month(start, lang)}"
        return say(f"date.{style}.days_apart", start=first, end=_day(end, lang))
    return say(f"date.{style}.days", start=first, end=_day(end, lang))


def _months(start: dt.date, end: dt.date, lang: Lang, style: str) -> str:
    say = Words(lang)
    last = f"{_month(end, lang)} {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return say(f"date.{style}.month", month=last)
    first = _month(start, lang) if start.year == end.year else f"{_month(start, lang)} {start.year}"
    return say(f"date.{style}.months", start=first, end=last)


def _season(start: dt.date, end: dt.date, lang: Lang, style: str) -> str:
    say = Words(lang)
    key = (start.month, start.day, end.month, end.day)
    if start.year == end.year and key in _SEASONS:
        return say(f"date.{style}.{_SEASONS[key]}", year=start.year)
    if (start.month, start.day, end.month) == (12, 1, 2) and end.year == start.year + 1:
        return say(f"date.{style}.winter", start=start.year, end=end.year)
    if start.year == end.year and key in _PARTS:
        return say(f"date.{style}.{_PARTS[key]}", year=start.year)
    return _months(start, end, lang, style)


def _day(value: dt.date, lang: Lang) -> str:
    return f"{_ordinal(value, lang)} {_month(value, lang)} {value.year}"


def _ordinal(value: dt.date, lang: Lang) -> str:
    return "1er" if lang == "fr" and value.day == 1 else str(value.day)


def _month(value: dt.date, lang: Lang) -> str:
    return str(format_date(value, "MMMM", locale=lang))
