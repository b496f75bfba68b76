"""What the grammar reads out of a text before anything is resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ExpressionKind = Literal[
    "date",  # a day, month or year, or a range of them: first, last
    "numeric",  # written in figures; which figure is the month is settled for the whole text: numbers
    "season",  # season, first.year
    "semester",  # German winter (24) and summer (22) terms: season, first.year
    "third",  # amount-th half or quarter of first.year: unit 1 half, 2 quarter
    "years",  # first.year to last.year, academic or not
    "academic",  # the start of the academic year: first.year
    "part",  # part of first (a month, a year, or a unit with shift)
    "unit",  # this/last/next week, month, year
    "offset",  # amount days from the reference date, or from the last date named
    "ago",  # amount units before the reference date
    "weekend",  # without "last" or "next": as the tense tells
    "week_day",  # weekday of the week that lies shift away
    "weekdays",  # from weekday to last_weekday
    "easter",  # amount days behind Easter of first.year, or of the year that fits
    "ahead",  # amount units behind the reference date, where the clause tells of the future
    "counted",  # amount units behind the date named last, or before it
    "numbered",  # the first.day that is a weekday, or from it to last.day, last_weekday
    "stay_day",  # the amount-th day of the range named last, -1 its last
    "day_told",  # first.day of the month told last
    "academic_year",  # the one that lies shift away
    "this_month",  # first.day of the month that lies shift away
    "weekday",  # weekday
    "monthday",  # first.day of the month that lies nearest
    "skip",  # read so that its words are not read again, but no date
]


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month or year as far as it is given."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Expression:
    """A date expression: the tokens ``start`` to ``end`` (exclusive), and what they say."""

    start: int
    end: int
    kind: ExpressionKind
    first: Point = Point()
    last: Point | None = None
    shift: int | None = None
    """-1 last, 0 this, 1 next."""
    year_shift: int | None = None
    """The same, said of the year: "in March of last year"."""
    part: int = 0
    unit: int = 0
    amount: int = 0
    season: int = 0
    weekday: int | None = None
    last_weekday: int | None = None
    academic: bool = False
    named: bool = False
    """Counted from the last date named, not from the publication."""
    habitual: bool = False
    """A weekday that may be said of every week: taken only where a range named before holds it."""
    numbers: tuple[tuple[int, int, int], ...] = ()
    """Of a numeric date: year, second and third figure as they stand; a year first is marked by order of size."""
