"""`find_dates`: all date expressions of a text with their intervals."""

from __future__ import annotations

import datetime as dt

from nlp.dates.context import Context, build
from nlp.dates.expression import Expression
from nlp.dates.fold import Folded, fold
from nlp.dates.grammar import parse
from nlp.dates.kinds import Kind
from nlp.dates.lexer import lex
from nlp.dates.resolve import resolve
from nlp.dates.tables import language
from records import DateMention, Span


def find_dates(text: str, lang: str, published: dt.date | None = None) -> list[DateMention]:
    """The dates that a text names, in their order, none overlapping another.

    ``lang`` is an ISO 639-1 code (one without a table is read as French); ``published`` is what relative and
    year-less dates are counted from, where the text has no dateline of its own. Offsets count characters of
    ``text``; ``interval`` is None where nothing resolves an expression. Never raises, whatever the text.
    """
    folded = fold(text)
    tokens = lex(folded, text, language(lang))
    expressions = list(parse(tokens))
    context = build(tokens, expressions, published, text)
    mentions: list[DateMention] = []
    for expression in expressions:
        interval = None if _recurs(expression, context) else resolve(expression, context)
        if _is_name(expression, context) or (interval is None and not _worth_keeping(expression, context)):
            continue
        end = tokens.ends[expression.end - 1]
        if interval is not None and not (expression.kind == "offset" and expression.amount == 0):
            context.name(interval, end)
        mentions.append(DateMention(_span(text, folded, tokens.starts[expression.start], end), interval))
    return mentions


def _span(text: str, folded: Folded, start: int, end: int) -> Span:
    start, end = folded.span(start, end)
    return Span(start, end, text[start:end])


def _is_name(expression: Expression, context: Context) -> bool:
    """``rue du 4 septembre``, ``Université du 7 Novembre``."""
    start = context.tokens.starts[expression.start]
    before = context.tokens.text[max(0, start - 30) : start].rstrip()
    return before.endswith(context.tokens.language.not_date) and expression.last is None and "sur place" not in before


def _recurs(expression: Expression, context: Context) -> bool:
    """``chaque année en juin``: said of every year."""
    kinds = context.tokens.kinds[max(0, expression.start - 4) : expression.start]
    return expression.first.year is None and Kind.EVERY in kinds


def _worth_keeping(expression: Expression, context: Context) -> bool:
    """An unresolved expression is a mention unless its words may as well be none."""
    if expression.kind == "numeric":
        return False
    if expression.kind == "date" and expression.first.year is not None:
        return False  # the calendar has no such day
    if expression.kind == "offset" and expression.amount == 0:
        return False
    return not expression.habitual
