"""What each rule of the grammar reads out of its match. A reader that returns None leaves the words to later rules."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from nlp.dates.expression import Expression, Point
from nlp.dates.kinds import Kind
from nlp.dates.matching import Match
from nlp.dates.yearwords import is_bare_month, is_bare_season, is_bare_year, is_day_month, is_feast_time

_TERMS = {4: 24, 5: 22, 6: 21, 7: 23}


def skip(m: Match) -> Expression:
    """Words that are no date, or that the date behind them repeats."""
    return Expression(m.start(), m.end(), "skip")


def _point(m: Match, day: str, month: str, year: str) -> Point:
    return Point(m.value(year), m.value(month), m.value(day))


def span(m: Match) -> Expression | None:
    """Two ends; what the first does not say it shares with the second."""
    first, last = _share(_point(m, "d1", "m1", "y1"), _point(m, "d2", "m2", "y2"))
    if first.month == last.month and first.year == last.year and (first.day or 0) > (last.day or 31):
        return None
    return _dated(m, first, last)


def _share(first: Point, last: Point) -> tuple[Point, Point]:
    if first.month is None:
        first = replace(first, month=last.month)
    elif last.month is None:
        last = replace(last, month=first.month)
    turn = (last.month or 0) < (first.month or 0)
    if last.year is None and first.year is not None:
        last = replace(last, year=first.year + turn)
    elif first.year is None and last.year is not None:
        first = replace(first, year=last.year - turn)
    return first, last


def _dated(m: Match, first: Point, last: Point | None = None, end: int | None = None) -> Expression:
    return Expression(
        m.start(),
        end or m.end(),
        "date",
        first,
        last,
        shift=m.shift(),
        year_shift=m.year_shift(),
        weekday=m.value("wd"),
        named=m.has("shift") and m.value("shift") == 2,
    )


def days(m: Match) -> Expression:
    """``20 et 21 septembre``: neighbours are one range; others are read one by one."""
    inner = range(m.index("d1"), m.index("d2") + 1)
    row = [m.tokens.values[i] for i in inner if m.tokens.kinds[i] == Kind.DAY]
    if all(b - a == 1 for a, b in pairwise(row)):
        return _dated(m, *_share(_point(m, "d1", "m1", "y1"), _point(m, "d2", "m2", "y2")))
    return _dated(m, _point(m, "d1", "m2", "y2"), end=m.index("d1") + 1)


def slashed_days(m: Match) -> Expression | None:
    """``12/13 mars 2024``."""
    first, last, _ = _figures(m.text("n1"))
    month, year = m.value("m2"), m.value("y2")
    if not 1 <= first < last <= 31:
        return None
    return _dated(m, Point(year, month, first), Point(year, month, last))


def single(m: Match) -> Expression | None:
    """A day or a month."""
    if m.has("d1") and m.kind("d1") == Kind.FIRST and m.value("d1") != 1:
        return None
    return _dated(m, _point(m, "d1", "m1", "y1"))


def month_first(m: Match) -> Expression | None:
    """``March 31, 2017``; without a comma and a year only in English."""
    if m.tokens.language.code != "en" and not (m.has("y1") and Kind.COMMA in m.kinds()):
        return None
    if not m.has("y1") and m.next_text() in m.tokens.language.year_after:
        return None
    return _dated(m, _point(m, "d1", "m1", "y1"))


def month_first_span(m: Match) -> Expression | None:
    """``June 3-5, 2025``, ``February 23 to March 2``."""
    if m.tokens.language.code != "en" and not (m.has("y2") and Kind.COMMA in m.kinds()):
        return None
    if not m.has("m2") and (m.value("d1") or 0) >= (m.value("d2") or 0):
        return None
    return _dated(m, *_share(_point(m, "d1", "m1", "y1"), _point(m, "d2", "m2", "y2")))


def months(m: Match) -> Expression:
    """``mars et avril 2024``: neighbours are one range, others are read one by one."""
    first, last = _share(_point(m, "d1", "m1", "y1"), _point(m, "d2", "m2", "y2"))
    if ((last.month or 0) - (first.month or 0)) % 12 == 1:
        return _dated(m, first, last)
    return _dated(m, first, end=m.index("m1") + 1)


def bare_month(m: Match) -> Expression | None:
    """A month without day and year."""
    if m.shift() is None and m.year_shift() is None and not is_bare_month(m.tokens, m.start(), m.end()):
        return None
    return _dated(m, _point(m, "d1", "m1", "y1"))


def season(m: Match) -> Expression | None:
    """A season, or a term that is named after one."""
    value, year = m.value("s1") or 0, m.value("y1")
    if m.has("span"):
        year = int(re.split(r"\D", m.text("span"))[0])
        year += 2000 if year < 100 else 0
    term = m.kind("s1") == Kind.SEMESTER
    if term:
        value = _TERMS.get(value, 0)
        if not value:
            return None
    return Expression(
        m.start(),
        m.end(),
        "semester" if term and value in (22, 24) else "season",
        Point(year),
        season=value,
        shift=m.shift(),
        year_shift=m.year_shift(),
        named=m.has("shift") and m.value("shift") == 2,
    )


def bare_season(m: Match) -> Expression | None:
    """A season without year: only where it is said as a time."""
    if not is_bare_season(m.tokens, m.start(), m.end(), m.shift() is not None):
        return None
    return season(m)


def part(m: Match) -> Expression | None:
    """``fin juin``, ``mi-mars 2024``, ``earlier this year``."""
    if m.has("unit") and m.value("unit") not in (4, 5):
        return None
    if m.previous_text() in m.tokens.language.end_verbs:
        return None  # "prendra fin l'an prochain"
    if m.text("part") in ("start", "end", "beginning") and m.tokens.kinds[m.index("part") + 1] != Kind.OF:
        return None  # "will start next year" is said of that whole year
    return Expression(
        m.start(),
        m.end(),
        "part",
        _point(m, "d1", "m1", "y1"),
        part=m.value("part") or 0,
        unit=m.value("unit") or 0,
        shift=m.shift(),
        year_shift=m.year_shift(),
    )


def part_of_year(m: Match) -> Expression | None:
    """``début 2020``; but not "plus tard 2000 étudiants"."""
    if m.next_text() in m.tokens.language.year_after:
        return None
    return part(m)


def unit(m: Match) -> Expression | None:
    """``la semaine dernière``, ``last year``, ``this month``."""
    index = m.index("shift")
    if m.tokens.values[index] == 1 or m.value("unit") in (1, 6) or m.text("shift") == "past":
        return None
    first = index < m.index("unit")
    if first and m.tokens.language.code == "fr" and m.kind("shift") == Kind.LAST:
        return None  # "la dernière année" is the final one
    return Expression(
        m.start(), m.end(), "unit", unit=m.value("unit") or 0, shift=m.shift(), named=m.tokens.values[index] == 2
    )


def third(m: Match) -> Expression | None:
    """``premier semestre 2024``, ``third quarter of 2025``."""
    count, kind = m.value("n") or 0, m.value("semester") or 0
    if kind > 2 or not 0 < count <= 2 * (kind or 1) or (m.year_shift() is None and not m.has("y1")):
        return None
    return Expression(
        m.start(), m.end(), "third", Point(m.value("y1")), unit=kind, amount=count, year_shift=m.year_shift()
    )


def years(m: Match) -> Expression | None:
    """``2013 à 2017``, ``2014-2020``, ``année universitaire 2023/24``."""
    spanned = m.has("span")
    first, last = _span_years(m.text("span")) if spanned else (m.value("y1") or 0, m.value("y2") or 0)
    short = spanned and len(re.findall(r"\d+", m.text("span"))[1]) == 2
    if spanned and short and not m.has("academic") and last - first != 1:
        month = last % 100
        if 1 <= month <= 12 and last < first and "-" in m.text("span"):
            return _dated(m, Point(first, month))  # 2023-09
        if last - first > 10:
            return None  # 2013-660 has three figures, 2013-66 is a law all the same
    if not 1800 <= first < last <= first + 150 or is_bare_year(m.tokens, m.start(), m.end(), spanned=True) is False:
        return None
    academic = (m.has("academic") or (short and "/" in m.text("span"))) and last - first == 1
    return Expression(m.start(), m.end(), "years", Point(first), Point(last), academic=academic)


def _span_years(text: str) -> tuple[int, int]:
    first, second = re.findall(r"\d+", text)
    last = int(second) if len(second) == 4 else int(first[:2] + second)
    return int(first), last


def academic_year(m: Match) -> Expression:
    """``année universitaire 2024``: the one that begins then."""
    year = m.value("y1") or 0
    return Expression(m.start(), m.end(), "years", Point(year), Point(year + 1), academic=True)


def decade(m: Match) -> Expression | None:
    """``années 1990``, ``1990s``."""
    year = m.value("y1") or 0
    decades = m.tokens.values[m.start()] == 6
    if not decades and (Kind.OF in m.kinds() or m.kinds()[0] == Kind.UNIT):  # "década de 1980", but not "año 1980"
        return None
    glued = m.kind("y1") == Kind.GLUED_YEAR
    if year % 10 or (glued and m.next_text() not in ("s", "er")):
        return None
    return Expression(m.start(), m.end() + glued, "years", Point(year), Point(year + 9))


def bare_year(m: Match) -> Expression | None:
    """A year alone, where its neighbours let it be one."""
    if not is_bare_year(m.tokens, m.start(), m.end()):
        return None
    return _dated(m, Point(m.value("y1")))


def rentree(m: Match) -> Expression:
    """``rentrée 2025``."""
    year = int(m.text("span")[:4]) if m.has("span") else m.value("y1")
    return Expression(m.start(), m.end(), "academic", Point(year), shift=m.shift())


def bare_rentree(m: Match) -> Expression | None:
    """``à la rentrée``."""
    kinds, start = m.tokens.kinds, m.start()
    if kinds[max(0, start - 1) : start] == Kind.IN and m.tokens.language.code != "fr":
        return rentree(m)
    if start < 2 or kinds[start - 1] != Kind.THE:
        return None
    # "dès", without its accent, looks like an article.
    if kinds[start - 2] not in (Kind.TO, Kind.IN) and m.tokens.texts[start - 2] != "des":
        return None
    return rentree(m)


def numeric(m: Match) -> Expression | None:
    """A date in figures; which figure is the month is settled for the whole text."""
    numbers = tuple(_figures(m.text(name)) for name in ("n1", "n2") if m.has(name))
    if m.has("d1"):
        a, b, c = numbers[0]
        if a > 31:
            return None
        numbers = ((m.value("d1") or 0, b, c), (a, b, c))
    if not numbers[-1][2] and not is_day_month(m.tokens, m.start(), m.end(), m.has("wd")):
        return None
    return Expression(m.start(), m.end(), "numeric", numbers=numbers, weekday=m.value("wd"))


def day_month(m: Match) -> Expression | None:
    """``15/12``, ``4.12.``: only where it is said as a date."""
    a, b, _ = _figures(m.text("n1"))
    if not (1 <= a <= 31 and 1 <= b <= 31 and min(a, b) <= 12):
        return None
    return numeric(m)


def _figures(text: str) -> tuple[int, int, int]:
    """The figures as they stand; a missing year is 0."""
    figures = [int(f) for f in re.findall(r"\d+", text)[:3]]
    figures += [0] * (3 - len(figures))
    return figures[0], figures[1], figures[2]


def month_year(m: Match) -> Expression | None:
    """``03/2019``."""
    month, year, _ = _figures(m.text("n1"))
    numbered = m.previous_text() in m.tokens.language.year_before or m.previous_text() in ("º", "n")
    if not 1 <= month <= 12 or not 1900 <= year <= 2100 or numbered:
        return None
    return _dated(m, Point(year, month))


def relative_day(m: Match) -> Expression:
    """``hier``, ``today``, ``le lendemain``."""
    return Expression(m.start(), m.end(), "offset", amount=m.value("day") or 0)


def ago(m: Match) -> Expression | None:
    """``il y a dix ans``."""
    before = m.previous_text()
    if m.value("unit") in (3, 6) or before in ("depuis", "desde", "plus", "de", "mas", "dopo"):
        return None
    amount = m.value("n") or 0
    if m.kind("n") == Kind.MONTH_SHORT:
        if m.text("n") != "dez":  # Portuguese for ten, and short for December
            return None
        amount = 10
    return Expression(m.start(), m.end(), "ago", unit=m.value("unit") or 0, amount=amount)


def monthday(m: Match) -> Expression | None:
    """``no dia 15``, ``el próximo día 15``."""
    before = m.tokens.kinds[m.start() - 1] if m.start() else Kind.BREAK
    if m.text("unit") not in ("dia", "giorno") or m.next_text() in m.tokens.language.year_after:
        return None
    if m.shift() is None and before not in (Kind.IN, Kind.THE, Kind.TO, Kind.OF, Kind.WORD, Kind.COMMA):
        return None
    return Expression(m.index("d1"), m.end(), "monthday", Point(day=m.value("d1")), shift=m.shift())


def weekday(m: Match) -> Expression | None:
    """``jeudi``, ``last Monday``, ``segunda-feira (12)``."""
    value = m.value("wd")
    if m.kind("wd") == Kind.FIRST:  # "segunda (12)": Portuguese counts its weekdays
        if m.tokens.language.code != "pt" or value != 2:
            return None
        value = 0
    short = m.kind("wd") == Kind.WEEKDAY_SHORT
    if short and not m.has("d1") and m.tokens.language.code == "fr" and not _abbreviated(m):
        return None
    near = m.tokens.kinds[max(0, m.start() - 2) : m.start()]
    some = any(m.tokens.values[m.start() - len(near) + i] == 1 for i, kind in enumerate(near) if kind == Kind.NUMBER)
    article = m.start() > 0 and m.tokens.kinds[m.start() - 1] == Kind.THE and m.shift() is None
    return Expression(
        m.start(),
        m.end() - (m.kinds()[-1] == Kind.CLOSE),
        "weekday",
        Point(day=m.value("d1")),
        shift=m.shift(),
        weekday=value,
        habitual=(not m.has("d1") and (short or some or _is_named(m))) or (article and _is_habit(m)),
    )


def _abbreviated(m: Match) -> bool:
    """Whether letters that are a word too stand as a weekday's: "mer.", "Mer 9 h", but "la mer", "Mer Noire"."""
    before = m.tokens.kinds[m.start() - 1] if m.start() else Kind.BREAK
    after = m.tokens.kinds[m.end()] if m.end() < len(m.tokens.kinds) else Kind.BREAK
    return before not in (Kind.THE, Kind.OF, Kind.DASH) and after in (
        Kind.DOT,
        Kind.NUMBER,
        Kind.DAY,
        Kind.COMMA,
        Kind.DASH,
    )


def _is_habit(m: Match) -> bool:
    """Whether an article makes a weekday that of every week: ``le mardi``, but not ``el martes``, ``am Dienstag``."""
    code = m.tokens.language.code
    return code in ("fr", "it", "en") or (code in ("es", "pt") and m.previous_text().endswith("s"))


def _is_named(m: Match) -> bool:
    """``Black Friday``: an English weekday behind a name."""
    i = m.start() - 1
    return m.tokens.language.code == "en" and i >= 0 and m.tokens.kinds[i] == Kind.WORD and m.tokens.capitals[i]


def holiday(m: Match) -> Expression | None:
    """A feast with a fixed day; only where it is said as a time."""
    month, day = divmod(m.value("day") or 0, 100)
    if not m.has("y1") and not is_feast_time(m.tokens, m.index("day"), m.end(), m.shift() is not None):
        return None
    if not month:
        amount = day if day < 60 or day == 60 else 60 - day
        return Expression(
            m.start(),
            m.end(),
            "easter",
            Point(m.value("y1")),
            amount=amount,
            shift=m.shift(),
            year_shift=m.year_shift(),
        )
    return _dated(m, Point(m.value("y1"), month, day))
