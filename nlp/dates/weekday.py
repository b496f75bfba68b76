"""Weekdays and days of a month without more: the day they mean, by the date told last, the tense and the reference."""

from __future__ import annotations

import datetime as dt
from typing import TypeGuard

from nlp.dates import edtf, relative
from nlp.dates.context import Context, place, reference_of
from nlp.dates.expression import Expression
from records import DateInterval


def weekday(e: Expression, context: Context) -> DateInterval | None:
    """A weekday: of the range told last, behind the day told last, or beside the reference date as the tense says."""
    if e.weekday is None:
        return None
    near = context.last if context.last and context.tokens.starts[e.start] - context.last_end < 600 else None
    if e.shift is None and e.first.day is None and (inside := _inside_range(e, context)):
        return edtf.day(inside, "relative")
    if e.habitual:
        return None
    reference = reference_of(e, context)
    if reference is None:
        return None
    if e.first.day is not None:
        return _day_of_month(e, reference)
    if e.shift is None and _is_followed(near, reference, context.tokens.starts[e.start] - context.last_end):
        following = near.end + dt.timedelta(days=(e.weekday - near.end.weekday()) % 7 or 7)
        tense = context.tense(*place(e, context))
        told = (following > reference and tense < 0) or (following < reference and tense > 0)
        if not told and (following <= reference or near.basis != "relative" or not context.begins(*place(e, context))):
            return edtf.day(following, "relative")
    return edtf.day(reference + dt.timedelta(days=_weekday_shift(e, reference, context)), "relative")


def _is_followed(named: DateInterval | None, reference: dt.date, distance: int) -> TypeGuard[DateInterval]:
    """Whether a bare weekday goes on from the day named just before: "mardi 13 octobre … jeudi"."""
    return named is not None and named.precision == "day" and named.start == named.end != reference and distance < 300


def _inside_range(e: Expression, context: Context) -> dt.date | None:
    """The day of the range named last that is the weekday: the programme of an event."""
    named = context.last_range
    if named is None or context.tokens.starts[e.start] - context.last_range_end > 1500:
        return None
    for n in range(min((named.end - named.start).days + 1, 10)):
        if (named.start + dt.timedelta(days=n)).weekday() == e.weekday:
            return named.start + dt.timedelta(days=n)
    return None


def _weekday_shift(e: Expression, reference: dt.date, context: Context) -> int:
    """How many days from the reference date to the weekday meant."""
    ahead = ((e.weekday or 0) - reference.weekday()) % 7
    if e.shift is not None and e.shift > 0:
        return ahead or 7
    if e.shift is not None and e.shift < 0:
        return ahead - 7
    tense = context.tense(*place(e, context))
    if e.shift == 0:
        if tense:
            return ahead if tense > 0 or ahead == 0 else ahead - 7
        return ahead if ahead <= 3 else ahead - 7
    return ahead if tense > 0 or ahead == 0 else ahead - 7


def _day_of_month(e: Expression, reference: dt.date, tense: int = 0) -> DateInterval | None:
    """``segunda-feira (12)``, ``no dia 15``: the nearest such day, by the weekday or the tense where they tell."""
    for n in range(32):
        for sign in (-1, 1):
            date = reference + dt.timedelta(days=sign * n)
            if date.day == e.first.day and e.weekday in (None, date.weekday()) and (not n or tense * sign >= 0):
                return edtf.day(date, "relative")
    return None


def monthday(e: Expression, context: Context) -> DateInterval | None:
    """``no dia 8``: of the month told just before where that is long gone, else the nearest."""
    reference = reference_of(e, context)
    if reference is None:
        return None
    told = context.last
    if told and e.shift is None and abs((told.end - reference).days) > 31 and (day := relative.day_told(e, context)):
        return day
    return _day_of_month(e, reference, e.shift or context.tense(*place(e, context)))
