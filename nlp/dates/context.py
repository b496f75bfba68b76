"""What the dates of a text are counted from: the publication date, a dateline, the head of an item of a listing."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from nlp.dates.expression import Expression, Point
from nlp.dates.kinds import Kind
from nlp.dates.lexer import Tokens
from nlp.dates.tables import GRAVE
from records import DateInterval

_LEAD = 700
_HISTORY = 400
"""Days after which a date in the lead of an undated text is history, when the text names a later month."""
_WINDOW_BEFORE, _WINDOW_AFTER = 160, 90
_CLAUSE_END = re.compile(r"(?:(?<!\b\w)(?<!\bm[rs])(?<!\bdr)(?<!\bprof)\.|[!?;…])\s|\n|[•|·]")
# What may not stand between a year and a day or month of it: "for 2022 closes on 29 October".
_LONG_WORD = re.compile(r"[^\W\d_]{6,}")
_PART = re.compile(r"[,:()»«–]")
# "Paris, le" at the head of a line.
_DATELINE = re.compile(r"^\W{0,4}[^\W\d_][\w'./ -]{1,40}, ?(?:le |den |der |el |il |em |a |on |a los )?$")
# What makes a date one still to come, from the day of writing: "pour la rentrée 2024".
_AHEAD = re.compile(r"\b(?:pour|des|d'ici|for|by|from|fur|ab|bis|para|per|entro|ate)(?: \w{1,3})?\s*'?$")
# Years that name those who study, not when the text was written.
_COHORT = re.compile(r"\b(?:promo\w*|classe?(?: of)?|cohort\w*|jahrgang|turma|generacion|entry|edition|editie) ?$")
_SINCE = re.compile(r"\b(?:depuis|since|seit|desde|dal|dalla)(?: \w{1,3})?\s*$")
_POSTED = re.compile(
    r"(?:publie[es]*|posted|published|publicado|publicada|pubblicato|pubblicata|veroffentlicht|mis en ligne|date|datum"
    r"|data|fecha|stand|parution|paru|actualise|updated|inserito)(?: le| on| am| em| el| il| vom)?\s*:?\s*$"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The latest month that a text without reference date gives, or the year in an event's name."""

    date: dt.date
    side: int
    """1 where the text looks back to it, -1 where it looks ahead to it, 0 for a year in which it was written."""


@dataclass(slots=True)
class Context:
    """The state of a reading: what was named last, and what a bare date is counted from."""

    tokens: Tokens
    told: str
    """The folded text with a mark for each "à"."""
    published: dt.date | None
    month_first: bool
    heads: list[tuple[int, dt.date]]
    """Dates that head the items of a listing, or the dateline: where they stand in the folded text."""
    anchor: Anchor | None
    """Near what a bare month of a text without reference date lies."""
    stated_days: dict[tuple[int, int], int]
    """The year of each (month, day) that the text states in full."""
    report: int | None = None
    """The year that a yearly report or calendar looks back on: "Rapport annuel 2016"."""
    dated: bool = False
    """Whether the reference date stands in the text: "today" is then a date, not "nowadays"."""
    last: DateInterval | None = None
    last_end: int = 0
    last_day: DateInterval | None = None
    last_range: DateInterval | None = None
    last_range_end: int = 0
    last_month: DateInterval | None = None

    def reference(self, position: int) -> dt.date | None:
        """The date that relative expressions at this place are counted from."""
        i = bisect_right(self.heads, position, key=lambda head: head[0])
        return self.heads[i - 1][1] if i else self.published

    def tense(self, start: int, end: int) -> int:
        """-1 where the clause around tells of the past, 1 of the future, 2 surely so, 0 of neither or both.

        What stands beside the date between two commas or brackets comes before the rest of the clause.
        """
        clause, language = self.clause(start, end), self.tokens.language
        if language.coming.search(clause):
            return 2
        for part in (_beside(clause), clause):
            told = language.neutral.sub(" ", part)
            if tense := bool(language.future.search(part)) - bool(language.past.search(told)):
                return tense
        return 0

    def tells_past(self, start: int, end: int) -> bool:
        """Whether the clause has a verb in the past and announces nothing."""
        clause, language = self.clause(start, end), self.tokens.language
        told = language.neutral.sub(" ", clause)
        return language.past.search(told) is not None and not language.coming.search(clause)

    def told_year(self, start: int, end: int) -> int | None:
        """The year told just before or pointed back to: "in 2019, in May", "in March of that year"."""
        if self.last is None or self.last.start.year != self.last.end.year:
            return None
        text = self.tokens.text
        if text[end : end + 30].lstrip(" ,").startswith(self.tokens.language.same_year):
            return self.last.start.year
        near = self.last.precision == "year" and start - self.last_end < 20
        between = text[self.last_end : start]
        return (
            self.last.start.year
            if near and not _LONG_WORD.search(between) and not _CLAUSE_END.search(between)
            else None
        )

    def tells_act(self, start: int, end: int) -> bool:
        """Whether the clause tells of an act done on the date itself: "ont signé aujourd'hui", "have today signed"."""
        return bool(self.tokens.language.act.search(self.clause(start, end)))

    def begins(self, start: int, end: int) -> bool:
        """Whether a date tells since when something is: "desde segunda-feira", "depuis lundi"."""
        return _SINCE.search(self.tokens.text[max(0, start - 20) : start]) is not None

    def clause(self, start: int, end: int) -> str:
        """The clause around a date, with a sign in the date's place."""
        text = self.told
        before = text[max(0, start - _WINDOW_BEFORE) : start]
        after = text[end : end + _WINDOW_AFTER]
        if ends := list(_CLAUSE_END.finditer(before)):
            before = before[ends[-1].end() :]
        if match := _CLAUSE_END.search(after):
            after = after[: match.start()]
        return f"{before}§{after}"

    def name(self, interval: DateInterval, end: int) -> None:
        """Remember a date as the one named last."""
        self.last, self.last_end = interval, end
        if interval.precision == "month":
            self.last_month = interval if interval.start.month == interval.end.month else None
        if interval.precision == "day":
            self.last_day = interval
            if interval.end > interval.start:
                self.last_range, self.last_range_end = interval, end


def _beside(clause: str) -> str:
    """The part of a clause with the date's sign, up to the next comma or bracket on both sides."""
    before, _, after = clause.partition("§")
    start = max((m.end() for m in _PART.finditer(before)), default=0)
    stop = _PART.search(after)
    return f"{before[start:]}§{after[: stop.start()] if stop else after}"


def place(e: Expression, context: Context) -> tuple[int, int]:
    """Where an expression begins and ends in the folded text."""
    return context.tokens.starts[e.start], context.tokens.ends[e.end - 1]


def reference_of(e: Expression, context: Context) -> dt.date | None:
    """The date that an expression is counted from."""
    return context.reference(context.tokens.starts[e.start])


def build(tokens: Tokens, expressions: list[Expression], published: dt.date | None, text: str = "") -> Context:
    """Look through the dates that a text states in full, before any is resolved; ``text`` is it unfolded."""
    month_first = _month_first(tokens, expressions, published)
    full = [(tokens.starts[e.start], date, e) for e in expressions if (date := full_day(e, month_first))]
    heads = _heads(tokens, full, published)
    dates = {date for _, date, _ in full}
    anchor = None if published else _anchor(tokens, expressions, dates)
    if anchor and len(heads) == 1 and (anchor.date - heads[0][1]).days > _HISTORY:
        heads = []
    reference = published or (heads[0][1] if heads else None)
    return Context(
        tokens,
        _marked(tokens.text, text),
        published,
        month_first,
        heads,
        anchor,
        {(date.month, date.day): date.year for date in sorted(dates)},
        report=_reported(tokens.text, published),
        dated=reference is not None and reference in dates,
    )


_REPORT_WORDS = (
    r"rapport annuel|rapport d'activites?|bilan(?: d'activites?| annuel)?|retrospective|annual report|year in review",
    r"report on activities|jahresbericht|jahresruckblick|tatigkeitsbericht|memoria anual|memoria de actividades",
    r"informe anual|balance(?: anual)?|relazione annuale|rapporto annuale|bilancio|relatorio anual|balanco",
    r"relatorio de atividades|relatorio de gestao",
)
_REPORT_LINK = r"(?: (?:(?:de|pour|for|fur|del|do|der) )?(?:l'annee |the year |jahr |ano |anno )?| - | : )"
_REPORT = re.compile(rf"\b(?:{'|'.join(_REPORT_WORDS)}){_REPORT_LINK}((?:19|20)\d\d)(?![-/]\d)")


def _reported(text: str, published: dt.date | None) -> int | None:
    """The year of a report that the head of a text names, if it is the one before that of the publication."""
    match = _REPORT.search(text, 0, _LEAD)
    year = int(match[1]) if match else None
    return year if year and published and 0 < published.year - year <= 1 else None


def _marked(folded: str, text: str) -> str:
    """The folded text with a mark for each "à" of the text, where both have the same length."""
    if len(folded) != len(text):
        return folded
    pieces, last = [], 0
    for match in re.finditer(r"(?<!\w)[àÀ](?!\w)", text):
        pieces += [folded[last : match.start()], GRAVE]
        last = match.end()
    return "".join([*pieces, folded[last:]])


def full_day(expression: Expression, month_first: bool) -> dt.date | None:
    """The day that an expression states by itself, None if it is no single full day."""
    if expression.kind == "date" and expression.last is None:
        point = expression.first
    elif expression.kind == "numeric" and len(expression.numbers) == 1:
        point = figures(expression.numbers[0], month_first)
    else:
        return None
    return to_day(point)


def to_day(point: Point) -> dt.date | None:
    """The day of a complete point, None where the calendar has none."""
    if point.year is None or point.month is None or point.day is None:
        return None
    try:
        return dt.date(point.year, point.month, point.day)
    except ValueError:
        return None


def figures(numbers: tuple[int, int, int], month_first: bool) -> Point:
    """Which figure is the day, the month, the year. A year first is ISO; 2 figures of a year are 1970 to 2069."""
    a, b, c = numbers
    if a > 31:
        return Point(a, b, c)
    year = None if c == 0 else c if c > 99 else c + (2000 if c < 70 else 1900)
    if (month_first and a <= 12) or b > 12:
        return Point(year, a, b)
    return Point(year, b, a)


def _month_first(tokens: Tokens, expressions: list[Expression], published: dt.date | None) -> bool:
    """Whether the numeric dates of the text are month first: an English text shows it by one that can only be so."""
    if tokens.language.code != "en":
        return False
    numbers = [n for e in expressions if e.kind == "numeric" for n in e.numbers if n[0] <= 31]
    american = sum(b > 12 for _, b, _ in numbers)
    if american or any(a > 12 for a, _, _ in numbers):
        return american > 0
    fits = [to_day(figures(n, True)) == published for n in numbers]
    other = [to_day(figures(n, False)) == published for n in numbers]
    return published is not None and any(fits) and not any(other)


def _heads(
    tokens: Tokens, full: list[tuple[int, dt.date, Expression]], published: dt.date | None
) -> list[tuple[int, dt.date]]:
    """The dates that head items, where there are several in falling order; else the dateline of an undated text."""
    heads = [(start, date) for start, date, e in full if _stands_alone(tokens, e)]
    falling = all(a[1] >= b[1] for a, b in pairwise(heads))
    if len(heads) > 1 and heads[0][1] > heads[-1][1] and falling:
        return heads
    if published is not None:
        return []
    lead = [(start, date) for start, date in heads if start < _LEAD]
    if not lead:
        lead = _latest(full)
    # A dateline holds for the whole text, also for what stands above it.
    return [(0, lead[0][1])] if lead else []


def _latest(full: list[tuple[int, dt.date, Expression]]) -> list[tuple[int, dt.date]]:
    """The latest full date, if it stands in the lead and no later year says that it is history."""
    if not full:
        return []
    start, date = max(((start, date) for start, date, _ in full), key=lambda pair: pair[1])
    return [(start, date)] if start < _LEAD else []


def _stands_alone(tokens: Tokens, expression: Expression) -> bool:
    """Whether a date begins its line, ends it behind a mark, or follows a word that says "published"."""
    start, end = tokens.starts[expression.start], tokens.ends[expression.end - 1]
    line_start = tokens.text.rfind("\n", max(0, start - 200), start) + 1
    before = tokens.text[max(line_start, start - 60) : start]
    if not re.search(r"\w", before):
        return True
    after = tokens.text[end : end + 3]
    closes = not after.strip() or after.startswith(("\n", " |", " -", ". ", ".\n"))
    marked = re.search(r"[-|·•:]\s*$", before) or _DATELINE.match(before)
    return bool(_POSTED.search(before)) or (closes and marked is not None)


def _anchor(tokens: Tokens, expressions: list[Expression], dates: set[dt.date]) -> Anchor | None:
    found = {Anchor(date, 1) for date in dates}
    for e in expressions:
        month = e.first.month or (9 if e.kind == "academic" else 3 * (e.season - 20) + 1 if e.kind == "season" else 0)
        if e.first.year is not None and month:
            start = tokens.starts[e.start]
            ahead = _AHEAD.search(tokens.text[max(0, start - 12) : start]) is not None
            found.add(Anchor(dt.date(e.first.year, min(month, 12), 15), -1 if ahead else 1))
    if found:
        return max(found, key=lambda anchor: (anchor.date, anchor.side))
    year = _named_year(tokens, expressions)
    return Anchor(dt.date(year, 7, 1), 0) if year else None


def _named_year(tokens: Tokens, expressions: list[Expression]) -> int | None:
    """The latest year in the name of an event ("Salon 2024"), which is no date and no year of students."""
    taken = {i for e in expressions for i in range(e.start, e.end)}
    places = [m.start() for m in re.finditer(re.escape(Kind.YEAR), tokens.kinds) if m.start() not in taken]
    named = [
        tokens.values[i]
        for i in places
        if i and tokens.kinds[i - 1] == Kind.WORD and not _COHORT.search(tokens.text[: tokens.starts[i]][-20:])
    ]
    return max((year for year in named if 1990 <= year <= 2040), default=None)
