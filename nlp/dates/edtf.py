"""Intervals with their EDTF form (Extended Date/Time Format, ISO 8601-2: levels 0 to 2)."""

from __future__ import annotations

import calendar
import datetime as dt

from records import DateBasis, DateInterval, Precision

# Meteorological seasons of the northern hemisphere: first and last month.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}


def last_day(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def day(date: dt.date, basis: DateBasis) -> DateInterval:
    """One day."""
    return DateInterval(date, date, "day", basis, date.isoformat())


def days(first: dt.date, last: dt.date, basis: DateBasis) -> DateInterval:
    """A row of days."""
    if first == last:
        return day(first, basis)
    return DateInterval(first, last, "day", basis, f"{first.isoformat()}/{last.isoformat()}")


def month(year: int, number: int, basis: DateBasis) -> DateInterval:
    """One month."""
    return DateInterval(dt.date(year, number, 1), last_day(year, number), "month", basis, f"{year:04}-{number:02}")


def months(
    first: tuple[int, int], last: tuple[int, int], basis: DateBasis, precision: Precision = "month"
) -> DateInterval:
    """From one (year, month) to another, both included."""
    edtf = f"{first[0]:04}-{first[1]:02}/{last[0]:04}-{last[1]:02}"
    return DateInterval(dt.date(*first, 1), last_day(*last), precision, basis, edtf)


def season(year: int, code: int, basis: DateBasis) -> DateInterval:
    """A season by its EDTF code, 21 spring to 24 winter; a winter belongs to the year in which it begins."""
    first, last = _SEASONS[code]
    end = last_day(year + (last < first), last)
    return DateInterval(dt.date(year, first, 1), end, "season", basis, f"{year:04}-{code}")


def third(year: int, first: int, last: int, code: int, basis: DateBasis) -> DateInterval:
    """A half (codes 40, 41) or a quarter (33 to 36) of a year."""
    return DateInterval(dt.date(year, first, 1), last_day(year, last), "season", basis, f"{year:04}-{code}")


def year(number: int, basis: DateBasis) -> DateInterval:
    """One calendar year."""
    return DateInterval(dt.date(number, 1, 1), dt.date(number, 12, 31), "year", basis, f"{number:04}")


def years(first: int, last: int, basis: DateBasis) -> DateInterval:
    """A row of calendar years."""
    if first == last:
        return year(first, basis)
    return DateInterval(dt.date(first, 1, 1), dt.date(last, 12, 31), "range", basis, f"{first:04}/{last:04}")


def academic_year(first: int, basis: DateBasis) -> DateInterval:
    """September to August."""
    return months((first, 9), (first + 1, 8), basis, "range")
