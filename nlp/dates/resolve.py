"""From an expression to an interval, by what the text and its publication date say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dateutil.easter import easter

from nlp.dates import edtf, relative, weekday
from nlp.dates.context import Anchor, Context, figures, place, reference_of, to_day
from nlp.dates.expression import Expression, Point
from records import DateBasis, DateInterval

_OTHER_YEAR, _UNTOLD, _AGAINST_TENSE = 100, 20, 350
"""Days that a year other than the reference's, the same for a month or season to come where no tense is told, and one
against the tense of the clause count as further away."""


_WRONG_SIDE = 60
"""Days that a date counts as further away that lies not on the side of the anchor on which the text was written."""


def resolve(expression: Expression, context: Context) -> DateInterval | None:
    """The interval of an expression, None where nothing settles it or the calendar has no such day."""
    try:
        return _RESOLVERS[expression.kind](expression, context)
    except (ValueError, OverflowError):
        return None


def _numeric(e: Expression, context: Context) -> DateInterval | None:
    points = [figures(numbers, context.month_first) for numbers in e.numbers]
    first, last = points[0], (points[1] if len(points) > 1 else None)
    if last and first.year is None:
        first = Point(last.year, first.month, first.day)
    return _date(Expression(e.start, e.end, "date", first, last, weekday=e.weekday), context)


def _date(e: Expression, context: Context) -> DateInterval | None:
    """A day, a month, a year, or a range of them."""
    first, last = e.first, e.last or e.first
    basis: DateBasis = "stated"
    if first.year is None:
        year = _year_of(e, context)
        if year is None:
            return None
        basis = "relative"
        turn = last.month is not None and first.month is not None and last.month < first.month
        first, last = Point(year, first.month, first.day), Point(year + turn, last.month, last.day)
    return _interval(first, last, basis)


def _interval(first: Point, last: Point, basis: DateBasis) -> DateInterval | None:
    if first.year is None or last.year is None:
        return None
    if first.month is None or last.month is None:
        return edtf.years(first.year, last.year, basis) if first.year <= last.year else None
    if first.day is None or last.day is None:
        ends = (first.year, first.month), (last.year, last.month)
        if ends[0] == ends[1]:
            return edtf.month(*ends[0], basis)
        return edtf.months(*ends, basis) if ends[0] < ends[1] else None
    start, end = to_day(first), to_day(last)
    return edtf.days(start, end, basis) if start and end and start <= end else None


def _year_of(e: Expression, context: Context) -> int | None:
    """The year of a date that gives none."""
    reference = reference_of(e, context)
    if e.named:
        reference = context.last.end if context.last else None
    first, last = e.first, e.last or e.first
    if e.year_shift is not None:
        return reference.year + e.year_shift if reference else None
    if e.shift is None and e.weekday is None and (told := context.told_year(*place(e, context))):
        return told
    if first.day and first.month and (stated := context.stated_days.get((first.month, first.day))):
        return stated
    if context.report and e.shift is None and e.weekday is None and context.tense(*place(e, context)) <= 0:
        return context.report
    anchor = context.anchor
    near = reference or (anchor.date if anchor else None)
    if near is None:
        return None
    candidates = [
        interval for year in (near.year - 1, near.year, near.year + 1) if (interval := _try(first, last, year))
    ]
    if reference is None and anchor is not None:
        return min(candidates, key=lambda c: _distance(c, anchor)).start.year if candidates else None
    return _choose(e, candidates, near, context)


def _try(first: Point, last: Point, year: int) -> DateInterval | None:
    turn = last.month is not None and first.month is not None and last.month < first.month
    return _interval(Point(year, first.month, first.day), Point(year + turn, last.month, last.day), "relative")


def _choose(e: Expression, candidates: list[DateInterval], reference: dt.date, context: Context) -> int | None:
    """The year that fits the shift, the season named last, the weekday, and else nearness and tense."""
    if e.shift is not None:
        candidates = _shifted(candidates, e.shift, reference)
    elif context.last and context.last.precision == "season" and context.last.basis == "relative":
        inside = [c for c in candidates if context.last.start <= c.start and c.end <= context.last.end]
        if inside and context.tokens.starts[e.start] - context.last_end < 300:
            candidates = inside
    if e.weekday is not None:
        candidates = [c for c in candidates if c.start.weekday() == e.weekday] or candidates
    if not candidates:
        return None
    if len(candidates) == 1:
        return candidates[0].start.year
    tense = context.tense(*place(e, context))
    return min(candidates, key=lambda c: _cost(c, reference, tense)).start.year


def _shifted(candidates: list[DateInterval], shift: int, reference: dt.date) -> list[DateInterval]:
    if shift < 0:
        return [c for c in candidates if c.start <= reference and not c.start <= reference <= c.end][-1:]
    if shift > 0:
        return [c for c in candidates if c.start > reference][:1]
    return candidates if candidates and candidates[0].precision == "day" else candidates[1:2]


def _cost(candidate: DateInterval, reference: dt.date, tense: int) -> int:
    ahead, behind = (candidate.start - reference).days, (reference - candidate.end).days
    cost = max(ahead, behind, 0)
    if candidate.start.year != reference.year:
        cost += _UNTOLD if not tense and ahead > 0 and candidate.precision != "day" else _OTHER_YEAR
    if (tense < 0 and ahead > 0) or (tense > 0 and behind > 0):
        cost += _AGAINST_TENSE * abs(tense)
    return cost


def _distance(candidate: DateInterval, anchor: Anchor) -> int:
    """The distance from what an undated text looks back or ahead to: it was written after, or before that."""
    if anchor.side == 0:
        return abs(candidate.start.year - anchor.date.year)
    ahead, behind = (candidate.start - anchor.date).days, (anchor.date - candidate.end).days
    against = behind if anchor.side > 0 else ahead
    return max(ahead, behind) + (_WRONG_SIDE if against > 0 else 0)


def _season(e: Expression, context: Context) -> DateInterval | None:
    if e.first.year is not None:
        return _season_of(e, e.first.year, "stated")
    reference = reference_of(e, context)
    if e.named:
        reference = context.last.end if context.last else None
    elif reference is None and e.shift is None:
        reference = context.anchor.date if context.anchor else None
    if reference is None:
        return None
    if e.year_shift is not None:
        return _season_of(e, reference.year + e.year_shift, "relative")
    candidates = [_season_of(e, reference.year + n, "relative") for n in (-1, 0, 1)]
    if e.shift == 0:
        # "cet été" said in October is the one just past, in April the one to come.
        near = [c for c in candidates if (c.start - reference).days < 200]
        return min(near or candidates, key=lambda c: _cost(c, reference, 0))
    if e.shift is not None:
        candidates = _shifted(candidates, e.shift, reference)
    tense = context.tense(*place(e, context)) if reference_of(e, context) else 0
    if e.kind == "semester" and tense > 0:
        candidates = [c for c in candidates if c.start > reference]  # what starts with a term has not begun
    return min(candidates, key=lambda c: _cost(c, reference, tense), default=None)


def _season_of(e: Expression, year: int, basis: DateBasis) -> DateInterval:
    """German terms run from October to March and from April to September."""
    if e.kind == "semester":
        ends = ((year, 10), (year + 1, 3)) if e.season == 24 else ((year, 4), (year, 9))
        return edtf.months(*ends, basis, "season")
    return edtf.season(year, e.season, basis)


def _third(e: Expression, context: Context) -> DateInterval | None:
    if e.first.year is None:
        reference = reference_of(e, context)
        if reference is None or e.year_shift is None:
            return None
        year = reference.year + e.year_shift
        return _third(Expression(e.start, e.end, "third", Point(year), unit=e.unit, amount=e.amount), context)
    size = 6 if e.unit == 1 else 3
    code = (39 if e.unit == 1 else 32) + e.amount
    return edtf.third(e.first.year, size * (e.amount - 1) + 1, size * e.amount, code, "stated")


def _years(e: Expression, context: Context) -> DateInterval | None:
    if e.first.year is None or e.last is None or e.last.year is None:
        return None
    if e.academic:
        return edtf.academic_year(e.first.year, "stated")
    return edtf.years(e.first.year, e.last.year, "stated")


def _academic(e: Expression, context: Context) -> DateInterval | None:
    """The start of the academic year is September."""
    if e.first.year is not None:
        return edtf.month(e.first.year, 9, "stated")
    month = Expression(e.start, e.end, "date", Point(month=9), shift=e.shift)
    return _date(month, context) if reference_of(e, context) else None


def _part(e: Expression, context: Context) -> DateInterval | None:
    """A part of a month stays the month; of a year it is the first or last quarter, or the middle half."""
    reference = reference_of(e, context)
    if e.first.month is not None:
        return _date(Expression(e.start, e.end, "date", e.first, shift=e.shift, year_shift=e.year_shift), context)
    if e.first.year is not None:
        return _part_of(e.first.year, e.part, "stated")
    if reference is None:
        return None
    if e.unit == 4:
        return _unit(Expression(e.start, e.end, "unit", unit=4, shift=e.shift or 0), context)
    year = reference.year + (e.shift or 0)
    if e.part == 5 and year == reference.year:
        return edtf_to(dt.date(year, 1, 1), reference)
    if e.part == 6 and year == reference.year:
        return edtf_to(reference, dt.date(year, 12, 31))
    return _part_of(year, e.part, "relative")


def edtf_to(first: dt.date, last: dt.date) -> DateInterval:
    """The part of a year that lies before or behind the reference date."""
    return DateInterval(first, last, "year", "relative", f"{first.isoformat()}/{last.isoformat()}")


def _part_of(year: int, part: int, basis: DateBasis) -> DateInterval:
    ends = {1: (1, 3), 2: (4, 9), 3: (10, 12)}.get(part)
    if ends is None:
        return edtf.year(year, basis)
    return edtf.months((year, ends[0]), (year, ends[1]), basis, "season")


def _unit(e: Expression, context: Context) -> DateInterval | None:
    reference = reference_of(e, context)
    if e.named:
        reference = (context.last.end if (e.shift or 0) > 0 else context.last.start) if context.last else None
    if reference is None and e.unit >= 4 and context.anchor and context.anchor.side >= 0:
        reference = context.anchor.date  # a text dated to the month tells its year, and which was the year before
    if reference is None or e.shift is None:
        return None
    return _unit_around(reference, e.unit, e.shift)


def _unit_around(reference: dt.date, unit: int, shift: int) -> DateInterval:
    """The day, week (Monday first), weekend, month or year that lies ``shift`` away."""
    if unit == 1:
        return edtf.day(reference + dt.timedelta(days=shift), "relative")
    if unit in (2, 3):
        monday = reference + dt.timedelta(days=7 * shift - reference.weekday())
        if unit == 3 and shift > 0 and reference.weekday() < 4:
            monday -= dt.timedelta(days=7)  # "next weekend" said on a Tuesday is the coming one
        first = monday + dt.timedelta(days=5 if unit == 3 else 0)
        return edtf.days(first, monday + dt.timedelta(days=6), "relative")
    if unit == 4:
        index = reference.year * 12 + reference.month - 1 + shift
        return edtf.month(index // 12, index % 12 + 1, "relative")
    return edtf.year(reference.year + shift, "relative")


def _weekend(e: Expression, context: Context) -> DateInterval | None:
    """A weekend without "last" or "next": the one around or before, or the one to come, where the tense tells."""
    reference, tense = reference_of(e, context), context.tense(*place(e, context))
    if reference is None or not tense:
        return None
    saturday = reference + dt.timedelta(days=5 - reference.weekday())
    if tense < 0 and saturday > reference:
        saturday -= dt.timedelta(days=7)
    return edtf.days(saturday, saturday + dt.timedelta(days=1), "relative")


def _ago(e: Expression, context: Context) -> DateInterval | None:
    reference = reference_of(e, context)
    return _unit_around(reference, e.unit, -e.amount) if reference else None


def _offset(e: Expression, context: Context) -> DateInterval | None:
    """Days from the reference date; behind 90 from the last date named, or its beginning."""
    if e.amount > 90:
        if context.last_day is None:
            return None
        start = context.last_day.end if e.amount > 100 else context.last_day.start
        return edtf.day(start + dt.timedelta(days=e.amount - 100), "relative")
    reference = reference_of(e, context)
    if reference is None:
        return None
    if e.amount == 0 and not context.dated and not context.tells_act(*place(e, context)):
        return None  # "today" may be "nowadays"
    return edtf.day(reference + dt.timedelta(days=e.amount), "relative")


def _easter(e: Expression, context: Context) -> DateInterval | None:
    """Easter, or a feast counted from it, of the year stated or the nearest that the tense allows."""
    if e.first.year is not None:
        return edtf.day(easter(e.first.year) + dt.timedelta(days=e.amount), "stated")
    reference = reference_of(e, context)
    if reference is None:
        return None
    if e.year_shift is not None:
        return edtf.day(easter(reference.year + e.year_shift) + dt.timedelta(days=e.amount), "relative")
    days = [easter(reference.year + n) + dt.timedelta(days=e.amount) for n in (-1, 0, 1)]
    if e.shift:
        days = [day for day in days if (day - reference).days * e.shift > 0][:: -e.shift][-1:]
    tense = context.tense(*place(e, context))
    return min((edtf.day(day, "relative") for day in days), key=lambda c: _cost(c, reference, tense))


_RESOLVERS: dict[str, Callable[[Expression, Context], DateInterval | None]] = {
    "ahead": relative.ahead,
    "counted": relative.counted,
    "week_day": relative.week_day,
    "weekdays": relative.weekdays,
    "numbered": relative.numbered,
    "stay_day": relative.stay_day,
    "this_month": relative.this_month,
    "day_told": relative.day_told,
    "academic_year": relative.academic_year,
    "easter": _easter,
    "date": _date,
    "numeric": _numeric,
    "season": _season,
    "semester": _season,
    "third": _third,
    "years": _years,
    "academic": _academic,
    "part": _part,
    "unit": _unit,
    "offset": _offset,
    "ago": _ago,
    "weekend": _weekend,
    "weekday": weekday.weekday,
    "monthday": weekday.monthday,
}
