"""The grammar: one list of rules for all languages, as the lexer has already read their words as kinds.

Rules are tried in their order at every token that can begin a date; the first that matches and whose reader
accepts wins. The readers stand in `nlp.dates.readers`, the notation in `nlp.dates.matching`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from nlp.dates import readers as read
from nlp.dates import relative_readers as rel
from nlp.dates.expression import Expression
from nlp.dates.kinds import Kind
from nlp.dates.lexer import Tokens
from nlp.dates.matching import Match, compile_pattern

Reader = Callable[[Match], Expression | None]

_BETWEEN_WEEKDAYS = "BETWEEN THE? w1=WEEKDAY AND THE? w2=WEEKDAY (?!D|DATE)"
_NUMBERED = "w1=(WEEKDAY|WEEKDAY_SHORT) DOT? COMMA? THE? UNIT? d1=DAY DOT?"
_NO_MONTH = "(?!OFM MON|OF|UNIT|UNITS|NUMBER|DAY|SLASH|OPEN MON)"
_SOURCES: tuple[tuple[str, Reader], ...] = (
    # "Donnerstag und Freitag (4. und 5. Dezember)": the date behind says it; "du lundi au vendredi": habit.
    ("WEEKDAY (?:AND|TO|DASH|COMMA) THE? WEEKDAY COMMA? OPEN? (?=(?:THE|OF)? D (?:AND|TO|DASH|OF|MONTH))", read.skip),
    # "le premier samedi du mois", "the last Friday of every month"
    ("(?:FIRST|LAST|DAY) WEEKDAY OF (?:THE? (?:EVERY )?UNIT|EVERY UNIT|(?=MON))", read.skip),
    # "mardi de la semaine dernière", "last week, between Sunday and Tuesday", "lundi et mardi derniers"
    ("w1=WEEKDAY (?:OF THE?)? unit=UNIT shift=(LAST|NEXT)", rel.week_day),
    ("w1=WEEKDAY (?:OF THE?)? shift=(LAST|NEXT|THIS) unit=UNIT", rel.week_day),
    ("shift=(LAST|NEXT|THIS) unit=UNIT COMMA? (?:IN|THE){0,2} w1=WEEKDAY (?!D|AND|TO|DASH|OF)", rel.week_day),
    ("unit=UNIT shift=(LAST|NEXT) COMMA? (?:IN|THE){0,2} w1=WEEKDAY (?!D|AND|TO|DASH)", rel.week_day),
    (f"unit=UNIT shift=(LAST|NEXT) COMMA? {_BETWEEN_WEEKDAYS}", rel.weekdays),
    (f"shift=(LAST|NEXT|THIS) unit=UNIT COMMA? {_BETWEEN_WEEKDAYS}", rel.weekdays),
    (f"{_BETWEEN_WEEKDAYS} COMMA? (?:OF THE?)? unit=UNIT shift=(LAST|NEXT)", rel.weekdays),
    (f"{_BETWEEN_WEEKDAYS} COMMA? (?:OF THE?)? shift=(LAST|NEXT|THIS) unit=UNIT", rel.weekdays),
    (f"{_BETWEEN_WEEKDAYS} (?: shift=(LAST|NEXT))?", rel.weekdays),
    ("w1=WEEKDAY AND (?:THE|IN)? w2=WEEKDAY shift=(LAST|NEXT)", rel.weekday_pair),
    ("shift=(LAST|NEXT|THIS) w1=WEEKDAY AND (?:THE|IN)? w2=WEEKDAY (?!D|DATE|COMMA D)", rel.weekday_pair),
    ("w1=WEEKDAY AND (?:THE|IN)? w2=WEEKDAY (?!D|DATE|COMMA D|OPEN)", rel.weekday_pair),
    (
        "(?:shift=(LAST|NEXT|THIS))? w1=(WEEKDAY_SHORT|FIRST) AND (?:THE|IN)? w2=WEEKDAY_SHORT (?!WORD|OPEN|DAY)",
        rel.weekday_pair,
    ),
    (f"{_NUMBERED} TIL w2=(WEEKDAY|WEEKDAY_SHORT) DOT? COMMA? THE? d2=DAY DOT? {_NO_MONTH}", rel.numbered_weekday),
    ("w1=(WEEKDAY|WEEKDAY_SHORT|FIRST) DOT? (?:TO|DASH) THE? w2=(WEEKDAY|WEEKDAY_SHORT) (?!D|DATE)", rel.habit),
    # "oggi, 20 dicembre"
    ("RELDAY (?:COMMA|OPEN) WDAY (?:THE|OF|IN)? (?=DAY DOT? OFM MON|DATE|MON DAY)", read.skip),
    # Days, day before month.
    ("PRE WDAY d1=DAY DOT? OFM m1=MON OFY y1=YR TIL WD d2=DAY DOT? OFM m2=MON OFY y2=YR", read.span),
    ("PRE WDAY d1=DAY DOT? OFM m1=MON TIL WD d2=DAY DOT? OFM m2=MON (?:OFY y2=YR)? TAIL", read.span),
    (
        "BETWEEN THE? WDAY d1=DAY DOT? (?:OFM m1=MON (?:OFY y1=YR)?)?"
        " AND THE? WD d2=DAY DOT? OFM m2=MON (?:OFY y2=YR)? TAIL",
        read.span,
    ),
    ("PRE WDAY d1=DAY DOT? COMMA? TIL WD d2=DAY DOT? OFM m2=MON (?:OFY y2=YR)? TAIL", read.span),
    (
        "PRE WDAY d1=DAY DOT? (?:(?:COMMA|SLASH) THE? WD D ){0,9} (?:COMMA? AND|SLASH|COMMA) (?:THE|OF|IN)? WD"
        " d2=DAY DOT? OFM m2=MON (?:OFY y2=YR)? TAIL",
        read.days,
    ),
    (
        "WDAY d1=DAY TIL WD d2=DAY (?= COMMA? AND (?:OF|THE)? DAY TIL DAY OFM m2=MON (?:OFY y2=YR)? )",
        read.span,
    ),
    ("PRE WDAY d1=(DAY|FIRST) DOT? OFM m1=MON OFY y1=YR", read.single),
    ("PRE WDAY d1=(DAY|FIRST) DOT? OFM m1=MON TAIL", read.single),
    ("WDAY n1=DAY_MONTH OFM m2=MON (?:OFY y2=YR)? TAIL", read.slashed_days),
    ("d1=GLUED_DAY OFM m1=MON OFY y1=YR", read.single),
    # Days, month first.
    ("WDAY m1=MON d1=DAY (?:COMMA? y1=YR)? TIL WD m2=MON d2=DAY (?:COMMA? y2=YR)?", read.month_first_span),
    ("WDAY m1=MON d1=DAY TIL THE? d2=DAY (?:COMMA? y2=YR)?", read.month_first_span),
    ("BETWEEN WDAY m1=MON d1=DAY AND WD (?:m2=MON)? d2=DAY (?:COMMA? y2=YR)?", read.month_first_span),
    ("WDAY m1=MON d1=DAY (?:COMMA D){0,9} (?:COMMA? AND|COMMA) THE? d2=DAY COMMA? y2=YR", read.month_first_span),
    ("WDAY m1=MON d1=DAY (?:COMMA D){0,9} COMMA? AND THE? d2=DAY", read.month_first_span),
    ("WDAY m1=MON THE? d1=DAY COMMA? y1=YR", read.month_first),
    ("PRE WDAY m1=MON THE? d1=DAY TAIL", read.month_first),
    # Figures.
    ("WDAY d1=DAY DOT? (?:TIL|SLASH|AND THE?) WD n1=(DATE|DAY_MONTH|DAY_MONTH_DOTS)", read.numeric),
    ("WDAY n1=(DATE|DAY_MONTH|DAY_MONTH_DOTS) TIL WD n2=(DATE|DAY_MONTH|DAY_MONTH_DOTS)", read.numeric),
    ("WDAY n1=DATE", read.numeric),
    ("WDAY n1=(DAY_MONTH|DAY_MONTH_DOTS)", read.day_month),
    ("n1=MONTH_YEAR", read.month_year),
    # Parts of months and years.
    ("part=PART OFM m1=MON TIL PART OFM m2=MON (?:OFY y2=YR)? TAIL", read.span),
    ("part=PART (?:OF|DASH|IN)? THE? (?:UNIT OF)? m1=MON OFY y1=YR", read.part),
    ("part=PART (?:OF|DASH|IN)? THE? (?:UNIT OF)? m1=MONTH TAIL", read.part),
    ("part=PART (?:OF|DASH|IN)? THE? UNIT? y1=YEAR", read.part_of_year),
    ("part=PART (?:OF|DASH|IN)? THE? s1=SEASON (?:OFY y1=YEAR)? TAIL", read.season),
    ("part=PART (?:OF|IN)? (?:THE|OF)? shift=(LAST|NEXT|THIS) unit=UNIT", read.part),
    ("part=PART (?:OF|IN)? (?:THE|OF)? shift=(LAST|NEXT|THIS) m1=MONTH", read.part),
    ("part=PART (?:OF|IN)? THE? unit=UNIT (?: shift=(LAST|NEXT))? (?!AGO_AFTER)", read.part),
    # Months.
    ("m1=MON OFY y1=YR TIL m2=MON OFY y2=YR", read.span),
    ("BETWEEN m1=MONTH (?: OFY y1=YR)? AND m2=MONTH (?:OFY y2=YR)? TAIL", read.span),
    ("m1=MON TIL m2=MON (?:OFY y2=YR)? TAIL", read.span),
    ("m1=MON (?:AND|SLASH) m2=MON OFY y2=YR", read.months),
    ("m1=MONTH (?:AND|SLASH) m2=MONTH TAIL", read.months),
    ("m1=MON OFY y1=YR", read.single),
    ("shift=(LAST|NEXT|THIS) (?:UNIT OF)? m1=MONTH", read.single),
    ("m1=MONTH TAIL", read.bare_month),
    # Seasons and terms.
    ("SEASON (?:DASH|SLASH) SEASON (?:OFY YR)?", read.skip),
    ("s1=SEMESTER span=DAY_MONTH", read.season),
    ("SEMESTER (?:OF THE?)? s1=(SEASON|SEASON_ADJECTIVE) (?:OFY (?:span=YEARS|y1=YR))? TAIL", read.season),
    ("s1=SEASON SEMESTER (?:OFY (?:span=YEARS|y1=YR))?", read.season),
    ("s1=SEASON y1=YEAR SEMESTER", read.season),
    ("s1=SEMESTER OFY (?:span=YEARS|y1=YR)", read.season),
    ("s1=SEASON OFY (?:span=YEARS|y1=YR)", read.season),
    ("shift=(LAST|NEXT|THIS) s1=(SEASON|SEMESTER)", read.season),
    ("s1=SEASON TAIL", read.bare_season),
    ("s1=SEMESTER (?!OFY YR|DAY|DAY_MONTH)", rel.bare_semester),
    ("n=(FIRST|DAY) DOT? semester=SEMESTER OFY THE? UNIT? y1=YEAR", read.third),
    ("n=(FIRST|DAY) DOT? semester=SEMESTER TAIL", read.third),
    # Academic years and their start.
    ("academic=ACADEMIC OF? (?:span=YEARS|y1=YEAR (?:SLASH|DASH) y2=YEAR)", read.years),
    ("academic=ACADEMIC OF? y1=YEAR", read.academic_year),
    ("(?:span=YEARS|y1=YEAR (?:SLASH|DASH) y2=YEAR) academic=ACADEMIC", read.years),
    ("shift=(LAST|NEXT|THIS) academic=ACADEMIC", rel.academic_year),
    ("academic=ACADEMIC shift=(LAST|NEXT|THIS)", rel.academic_year),
    ("RENTREE OF? (?:span=YEARS|y1=YR)", read.rentree),
    ("shift=(NEXT|LAST|THIS) RENTREE", read.rentree),
    ("RENTREE shift=(LAST|NEXT)", read.rentree),
    ("RENTREE (?!OF? (?:FIRST|UNIT|MONTH|WORD))", read.bare_rentree),
    # Weeks, months and years by their distance.
    ("n=(NUMBER|DAY|DECADE) unit=(UNIT|UNITS) by=(PART|IN|FIRST|WORD)", rel.counted),
    ("unit=UNIT by=(IN|FIRST|WORD)", rel.named_unit),
    ("rel=RELUNIT", rel.named_unit),
    ("THE? d1=DAY DOT? (?:OF THE?)? shift=(LAST|NEXT|THIS) unit=UNIT", rel.this_month),
    ("d1=DAY DOT? (?:OF THE?)? unit=UNIT shift=(LAST|NEXT|THIS)", rel.this_month),
    ("d1=DAY (?:OF THE?)? cur=(THIS|PART)", rel.this_month),
    ("n=(NUMBER|DAY|MONTH_SHORT|DECADE) unit=(UNIT|UNITS) AGO_AFTER", read.ago),
    ("n=(NUMBER|DAY|DECADE) unit=(UNIT|UNITS)", rel.ahead),
    ("AGO_BEFORE n=(NUMBER|DAY|DECADE) unit=(UNIT|UNITS)", read.ago),
    ("shift=(LAST|NEXT|THIS) unit=UNIT (?!SEASON)", read.unit),
    ("unit=UNIT shift=(LAST|NEXT)", read.unit),
    ("unit=UNIT (?!D|OF|YEAR|UNIT|SEASON)", rel.bare_weekend),
    # Days by their distance, weekdays.
    ("day=RELDAY", read.relative_day),
    ("(?:THIS|LAST|NEXT)? wd=(WEEKDAY|WEEKDAY_SHORT|FIRST) OPEN d1=DAY CLOSE", read.weekday),
    ("shift=(LAST|NEXT|THIS) wd=WEEKDAY", read.weekday),
    (f"{_NUMBERED} {_NO_MONTH}", rel.numbered_weekday),
    ("(?:shift=(LAST|NEXT|THIS))? w1=(WEEKDAY_SHORT|FIRST)", rel.short_day),
    ("wd=WEEKDAY shift=(LAST|NEXT)", read.weekday),
    ("wd=(WEEKDAY|WEEKDAY_SHORT)", read.weekday),
    ("d1=DAY DOT? (?=[!,.);aoTix]|$)", rel.day_told),
    ("PRE unit=UNIT d1=DAY (?!UNIT|UNITS|COLON|OF|MONTH|DASH|AND|DOT D)", read.monthday),
    # Years.
    ("BETWEEN y1=YEAR AND THE? y2=YEAR", read.years),
    ("y1=YEAR TIL y2=YEAR", read.years),
    ("span=YEARS", read.years),
    ("(?:UNIT|UNITS) (?:OF THE?)? y1=YEAR", read.decade),
    ("unit=(UNIT|UNITS) (?:OF|IN)? (?:THE|OTHER)? n=(DECADE|NUMBER|DAY)", rel.short_decade),
    ("n=DECADE UNITS?", rel.short_decade),
    ("n=NUMBER (?:DASH? UNITS|WORD)", rel.short_decade),
    ("n=QUARTER OF? y1=YEAR", rel.quarter),
    ("n=(FIRST|DAY|LAST) DOT? unit=(UNIT|WORD)", rel.stay_day),
    ("y1=GLUED_YEAR", read.decade),
    ("y1=YEAR", read.bare_year),
    ("(?:pre=(LAST|NEXT|THIS))? day=HOLIDAY (?:OFY y1=YEAR)? TAIL", read.holiday),
)
_STARTERS = "".join(
    (
        Kind.DAY, Kind.GLUED_DAY, Kind.YEAR, Kind.GLUED_YEAR, Kind.NUMBER, Kind.MONTH, Kind.MONTH_SHORT,
        Kind.WEEKDAY, Kind.WEEKDAY_SHORT, Kind.SEASON, Kind.PART, Kind.LAST, Kind.NEXT, Kind.THIS, Kind.UNIT,
        Kind.UNITS, Kind.RELDAY, Kind.BETWEEN, Kind.FIRST, Kind.ACADEMIC, Kind.RENTREE, Kind.SEMESTER,
        Kind.AGO_BEFORE, Kind.HOLIDAY, Kind.RELUNIT, Kind.DECADE, Kind.QUARTER,
        Kind.DATE, Kind.MONTH_YEAR, Kind.DAY_MONTH, Kind.DAY_MONTH_DOTS, Kind.YEARS,
    )
)  # fmt: skip


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((compile_pattern(source), reader) for source, reader in _SOURCES)


@cache
def _starter() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(_STARTERS)}]")


def parse(tokens: Tokens) -> Iterator[Expression]:
    """All date expressions of a row of tokens, in their order, none overlapping another."""
    position = 0
    while found := _starter().search(tokens.kinds, position):
        expression = _read(tokens, found.start())
        if expression is None:
            position = found.start() + 1
        else:
            position = max(expression.end, found.start() + 1)
            if expression.kind != "skip":
                yield expression


def _read(tokens: Tokens, start: int) -> Expression | None:
    for pattern, reader in _rules():
        match = pattern.match(tokens.kinds, start)
        if match and (expression := reader(Match(match, tokens))):
            return expression
    return None
