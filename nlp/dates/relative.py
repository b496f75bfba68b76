"""Intervals that are counted from the date told last, from the days of a stay, or by the days of a week."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from nlp.dates import edtf
from nlp.dates.context import Context, place, reference_of
from nlp.dates.expression import Expression
from records import DateInterval

_STAY = 2500
"""Characters behind a range of days within which "the second day" is one of its days."""
_HOURS = re.compile(
    r"\b(?:open\w*|hours?|heures?|ouver\w*|geoffnet|uhr|horari\w*|orari[oa]?"
    r"|abiert\w*|apert\w*|abert\w*|\d+ ?h\d*|[ap]m)\b"
)


def _base(e: Expression, context: Context) -> DateInterval | None:
    """The date told last, None if it is the day of writing: from that one nobody counts "later"."""
    reference = reference_of(e, context)
    last = context.last
    return None if last is None or (last.start == last.end == reference and e.amount > 0) else last


def counted(e: Expression, context: Context) -> DateInterval | None:
    """Years, months, weeks or days from the date told last, as precise as their unit."""
    last = _base(e, context)
    if last is None:
        return None
    end = last.end if e.amount > 0 else last.start
    if e.unit == 5:
        return edtf.year(end.year + e.amount, "relative")
    if e.unit == 4:
        if last.precision not in ("day", "month"):
            return None
        index = end.year * 12 + end.month - 1 + e.amount
        return edtf.month(index // 12, index % 12 + 1, "relative")
    day = context.last_day
    if day is None or (e.unit == 2 and context.tense(*place(e, context)) >= 0):
        return None
    step = dt.timedelta(days=e.amount * (7 if e.unit == 2 else 1))
    return edtf.day((day.end if e.amount > 0 else day.start) + step, "relative")


def ahead(e: Expression, context: Context) -> DateInterval | None:
    """``dans deux ans``, ``in six months``: a time to come where the clause is in the future, else a length of time."""
    reference = reference_of(e, context)
    if reference is None or context.tense(*place(e, context)) <= 0:
        return None
    if e.unit == 5:
        return edtf.year(reference.year + e.amount, "relative")
    index = reference.year * 12 + reference.month - 1 + e.amount
    return edtf.month(index // 12, index % 12 + 1, "relative")


def week_day(e: Expression, context: Context) -> DateInterval | None:
    """A weekday of the week that lies ``shift`` away, Monday first."""
    reference = reference_of(e, context)
    if reference is None or e.weekday is None:
        return None
    return edtf.day(_monday(reference, e.shift) + dt.timedelta(days=e.weekday), "relative")


def _monday(reference: dt.date, shift: int | None) -> dt.date:
    return reference + dt.timedelta(days=7 * (shift or 0) - reference.weekday())


def weekdays(e: Expression, context: Context) -> DateInterval | None:
    """From a weekday to the next of the other name: in the range told last, gone by, or to come."""
    reference = reference_of(e, context)
    if reference is None or e.weekday is None or e.last_weekday is None:
        return None
    tense = e.shift if e.shift is not None else context.tense(*place(e, context))
    if e.habitual and (not context.tells_past(*place(e, context)) or _HOURS.search(context.clause(*place(e, context)))):
        return None
    tense = -1 if e.habitual else tense
    length = dt.timedelta(days=(e.last_weekday - e.weekday) % 7)
    if e.unit == 2:
        end = _monday(reference, e.shift) + dt.timedelta(days=e.last_weekday)
        return edtf.days(end - length, end, "relative")
    if tense > 0:
        start = reference + dt.timedelta(days=(e.weekday - reference.weekday()) % 7)
        return edtf.days(start, start + length, "relative")
    end = reference - dt.timedelta(days=(reference.weekday() - e.last_weekday) % 7)
    return edtf.days(end - length, end, "relative")


def numbered(e: Expression, context: Context) -> DateInterval | None:
    """The day of a month that falls on the weekday: in the month that heads the list, else the nearest."""
    reference = reference_of(e, context)
    month = context.last_month
    if month and (inside := _fits(e, (month.start + dt.timedelta(days=n) for n in range(31)))):
        return inside
    if reference is None:
        return None
    tense = context.tense(*place(e, context))
    days = [reference + dt.timedelta(days=sign * n) for n in range(100) for sign in (1, -1)]
    ahead = [day for day in days if (day - reference).days * tense >= 0]
    return _fits(e, ahead[:120]) or _fits(e, days)


def _fits(e: Expression, days: Iterable[dt.date]) -> DateInterval | None:
    """The first of the days that is the day of the month and the weekday, with the end of the range that it begins."""
    for day in days:
        if day.day != e.first.day or day.weekday() != e.weekday:
            continue
        if e.last is None or e.last_weekday is None:
            return edtf.day(day, "relative")
        for n in range(1, 32):
            end = day + dt.timedelta(days=n)
            if end.day == e.last.day and end.weekday() == e.last_weekday:
                return edtf.days(day, end, "relative")
    return None


def stay_day(e: Expression, context: Context) -> DateInterval | None:
    """The n-th day, or the last (-1), of the range of days told last; behind a single day the n-th from it."""
    start = context.tokens.starts[e.start]
    stay = context.last_range
    if stay and start - context.last_range_end < _STAY and (stay.end - stay.start).days < 21:
        day = stay.end if e.amount < 0 else stay.start + dt.timedelta(days=e.amount - 1)
        return edtf.day(day, "relative") if day <= stay.end else None
    if (
        context.last_day is None
        or context.last is not context.last_day
        or e.amount < 2
        or start - context.last_end > 300
    ):
        return None
    return edtf.day(context.last_day.start + dt.timedelta(days=e.amount - 1), "relative")


def this_month(e: Expression, context: Context) -> DateInterval | None:
    """``le 3 courant``: a day of the month of writing, or of one beside it."""
    reference = reference_of(e, context)
    if reference is None or e.first.day is None:
        return None
    index = reference.year * 12 + reference.month - 1 + (e.shift or 0)
    return edtf.day(dt.date(index // 12, index % 12 + 1, e.first.day), "relative")


def day_told(e: Expression, context: Context) -> DateInterval | None:
    """``arrivés le 12 mars 2024, repartis le 16``: a later day of the month told just before."""
    told = context.last
    if told is None or told.precision not in ("day", "month") or e.first.day is None:
        return None
    if told.start.month != told.end.month or context.tokens.starts[e.start] - context.last_end > 250:
        return None
    day = told.end.replace(day=1) + dt.timedelta(days=e.first.day - 1)
    later = told.precision == "month" or day > told.end
    return edtf.day(day, "relative") if later and day.month == told.end.month else None


def academic_year(e: Expression, context: Context) -> DateInterval | None:
    """``l'année universitaire prochaine``: September to August, counted from the one of the day of writing."""
    reference = reference_of(e, context)
    if reference is None:
        return None
    return edtf.academic_year(reference.year - (reference.month < 9) + (e.shift or 0), "relative")
