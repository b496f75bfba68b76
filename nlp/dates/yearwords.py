"""Whether a year, month, season or pair of figures without company is a date: its neighbours decide."""

from __future__ import annotations

import re

from nlp.dates.kinds import Kind
from nlp.dates.lexer import Tokens
from nlp.dates.tables import Language

_TIME = frozenset(
    (Kind.OF, Kind.TO, Kind.IN, Kind.PART, Kind.BETWEEN, Kind.AND, Kind.THE, Kind.LAST, Kind.NEXT, Kind.THIS, Kind.UNIT)
)
_EDGE = frozenset((Kind.BREAK, Kind.COLON, Kind.COMMA, Kind.DOT, Kind.OPEN, Kind.CLOSE, Kind.DASH, Kind.OTHER))


_CLAUSE_WORDS = frozenset(
    "mit die der das den dem ein eine einen einem einer zum zur gemeinsam erstmals als durch auch sein seine ihr "
    "ihre".split()
)


def _kind(tokens: Tokens, i: int) -> str:
    return tokens.kinds[i] if 0 <= i < len(tokens.kinds) else Kind.BREAK


def _text(tokens: Tokens, i: int) -> str:
    return tokens.texts[i] if 0 <= i < len(tokens.texts) else ""


def _is_number(tokens: Tokens, i: int) -> bool:
    """Whether the token is a number in figures."""
    return _kind(tokens, i) in (Kind.NUMBER, Kind.DAY) and _text(tokens, i)[:1].isdigit()


def _adjacent(tokens: Tokens, i: int, j: int) -> bool:
    """Whether token j stands right behind token i, without a blank."""
    return i >= 0 and j < len(tokens.starts) and tokens.ends[i] == tokens.starts[j]


def is_bare_month(tokens: Tokens, start: int, end: int) -> bool:
    """A month name that is no name of a person and no other word."""
    before, after = _kind(tokens, start - 1), _kind(tokens, end)
    if tokens.capitals[start] and _is_name(tokens, start, end):
        return False
    if before in _TIME:
        return True
    if not tokens.capitals[start]:
        return tokens.language.code not in ("en", "de")
    named = before == Kind.WORD and tokens.capitals[start - 1]
    followed = after == Kind.WORD and not _adjacent(tokens, end - 1, end)
    if tokens.texts[start] in tokens.language.capital and before not in _EDGE:
        return False
    if tokens.texts[start] in tokens.language.capital and followed:
        return False
    return not named and not (followed and tokens.capitals[end])


def _is_name(tokens: Tokens, start: int, end: int) -> bool:
    """``la Mayo Clinic``, ``August-Wilhelm``, ``sur Mars``."""
    after = _kind(tokens, end) == Kind.WORD and end < len(tokens.capitals) and tokens.capitals[end]
    if _kind(tokens, end) == Kind.DASH and _adjacent(tokens, end - 1, end) and _adjacent(tokens, end, end + 1):
        return _kind(tokens, end + 1) == Kind.WORD and tokens.capitals[end + 1]
    if tokens.texts[start] == "mars" and _text(tokens, start - 1) in ("sur", "vers", "planete"):
        return True
    lower = tokens.language.code in ("fr", "es", "it", "pt")
    return (
        lower and after and not tokens.line_ends(end - 1) and _kind(tokens, start - 1) in (Kind.THE, Kind.OF, Kind.AND)
    )


def is_bare_season(tokens: Tokens, start: int, end: int, shifted: bool) -> bool:
    """A season that is said as a time, not the kind of a school, a term or a holiday."""
    words = tokens.language
    if _text(tokens, end) in words.season_after or _kind(tokens, end) == Kind.SEMESTER:
        return False
    if any(_text(tokens, start - back) in words.season_before for back in (1, 2, 3)):
        return False
    if shifted:
        return True
    if _text(tokens, start - 1) in words.season_participle:
        return False
    before = _kind(tokens, start - 1)
    if before == Kind.OF or (before == Kind.THE and _kind(tokens, start - 2) == Kind.OF):
        return False
    if before == Kind.THE and _kind(tokens, start - 2) in _EDGE and _kind(tokens, end) != Kind.COMMA:
        return False  # a heading: "ECIU : l'hiver à Aveiro"
    return before in (Kind.THE, Kind.TO, Kind.IN, Kind.BETWEEN) or (before == Kind.WORD and words.code == "de")


def is_bare_year(tokens: Tokens, start: int, end: int, spanned: bool = False) -> bool:
    """Whether a number that looks like a year is one; ``spanned`` for two years joined by a dash or a slash."""
    words = tokens.language
    before, after = _kind(tokens, start - 1), _kind(tokens, end)
    text, next_text = _text(tokens, start - 1), _text(tokens, end)
    if _is_part_of_code(tokens, start, end):
        return False
    if _is_number(tokens, start - 1) or (_is_number(tokens, end) and not tokens.line_ends(end - 1)):
        return False
    if text in words.year_before or (before in (Kind.OF, Kind.THE) and _text(tokens, start - 2) in words.year_before):
        return False
    if spanned:
        return True
    if (text in words.year_strong and not (before == Kind.WORD and tokens.capitals[start - 1])) or (
        before in _TIME and " " in text
    ):
        return not _counts(tokens, start, end) or before in (Kind.UNIT, Kind.MONTH)
    if next_text in words.year_after:
        return False
    if text in words.year_articles:
        return after == Kind.WORD and not tokens.capitals[end] and next_text not in words.year_before
    if text in words.year_weak:
        return (before != Kind.AND and not _counts(tokens, start, end)) or _in_list(tokens, start)
    return _alone(tokens, start, end, words)


def _counts(tokens: Tokens, start: int, end: int) -> bool:
    """A round or odd number before a noun counts it: "plus de 2000 étudiants"."""
    value = tokens.values[start]
    noun = _kind(tokens, end) == Kind.WORD and not tokens.capitals[end] and len(_text(tokens, end)) > 3
    return noun and (value % 100 == 0 or value < 1700 or value > 2060) and _text(tokens, end)[-1:] in "sxnei"


def _alone(tokens: Tokens, start: int, end: int, words: Language) -> bool:
    """A year between marks: "(2014)", "2018 : ouverture", "2016, 2017 et 2018"; a German year anywhere in a clause."""
    before, after = _kind(tokens, start - 1), _kind(tokens, end)
    if _in_list(tokens, start):
        return True
    if before == Kind.OPEN:
        return after in (Kind.CLOSE, Kind.COMMA, Kind.DASH, Kind.COLON) or after == Kind.OTHER
    opens = before == Kind.BREAK or _starts_line(tokens, start) or (before == Kind.DASH and after == Kind.COLON)
    if opens and after in (Kind.COLON, Kind.DASH, Kind.BREAK, Kind.OTHER):
        return True
    if not words.year_bare or (after == Kind.DOT and before == Kind.COMMA):
        return False
    if before in (Kind.WORD, Kind.COMMA) and _goes_on(tokens, start, end):
        return True
    if before == Kind.WORD and _text(tokens, start - 1).startswith("ge") and _starts_line(tokens, start - 1):
        return True
    lower = before == Kind.WORD and not tokens.capitals[start - 1]
    clause = after not in _EDGE and not tokens.capitals[end] and not _is_number(tokens, end)
    return (lower or before in (Kind.COLON, Kind.BREAK, Kind.DOT)) and (clause or after in _EDGE)


def _goes_on(tokens: Tokens, start: int, end: int) -> bool:
    """A German clause that goes on behind the year: "den die Fakultät 2010 mit der Schule schloss"."""
    before = _text(tokens, start - 1)
    if before.endswith(tuple(tokens.language.year_before)) or (0 < len(before) < 4 and before != ","):
        return False
    return _text(tokens, end) in _CLAUSE_WORDS and not tokens.capitals[end]


def _in_list(tokens: Tokens, start: int) -> bool:
    """Behind another year: "2016 et 2017", "en 2016, 2017 et 2018"."""
    return _kind(tokens, start - 1) in (Kind.AND, Kind.COMMA) and _kind(tokens, start - 2) == Kind.YEAR


def _is_part_of_code(tokens: Tokens, start: int, end: int) -> bool:
    """Joined to a word, a path or a number: "Paris-2024", "2013-660", "14001:2015", "€2000"."""
    before, after = _kind(tokens, start - 1), _kind(tokens, end)
    if before in (Kind.DASH, Kind.SLASH, Kind.COLON, Kind.DOT) and _adjacent(tokens, start - 1, start):
        outer = _kind(tokens, start - 2)
        if outer not in (Kind.MONTH, Kind.PART, Kind.YEAR, Kind.BREAK) and _adjacent(tokens, start - 2, start - 1):
            return True
    if after in (Kind.DASH, Kind.SLASH) and _adjacent(tokens, end - 1, end) and _adjacent(tokens, end, end + 1):
        return True
    return _text(tokens, start - 1) in ("€", "$", "£", "©", "#", "n", "nº", "º") or _text(tokens, end) in (
        "€",
        "$",
        "£",
        "%",
    )


def _starts_line(tokens: Tokens, start: int) -> bool:
    """Whether only marks stand between the token and the beginning of its line."""
    i = start - 1
    while i >= 0 and start - i < 4 and tokens.kinds[i] in (Kind.OTHER, Kind.DASH):
        i -= 1
    return i < 0 or tokens.kinds[i] == Kind.BREAK or any(tokens.line_ends(k) for k in range(i, start))


def _is_agenda(tokens: Tokens) -> bool:
    """Whether pairs of figures at the heads of lines are days, as one of them can number no chapter."""
    for match in re.finditer(re.escape(Kind.DAY_MONTH_DOTS), tokens.kinds):
        i = match.start()
        if _starts_line(tokens, i):
            first, second = (int(figure) for figure in tokens.texts[i].replace(" ", "").strip(".").split("."))
            if 12 < first <= 31 and second <= 12:
                return True
    return False


def is_day_month(tokens: Tokens, start: int, end: int, weekday: bool) -> bool:
    """Whether two figures are day and month: behind a preposition, a weekday, or at the head of an item."""
    before, after = _kind(tokens, start - 1), _kind(tokens, end)
    if weekday:
        return True
    if tokens.kinds[start] == Kind.DAY_MONTH_DOTS:
        # "2.1. Einleitung" numbers a chapter, "22.11. Vorlesung" is an item of an agenda.
        return not (_starts_line(tokens, start) and after == Kind.WORD) or _is_agenda(tokens)
    if end - start > 1 and before in _TIME:
        return True
    if _text(tokens, start - 1) in ("de", "of", "a"):
        return False
    if before in (Kind.TO, Kind.IN, Kind.THE, Kind.OF, Kind.RELDAY, Kind.BETWEEN):
        return after not in (Kind.UNIT, Kind.UNITS, Kind.OF) and _text(tokens, end) not in tokens.language.year_after
    heads = _starts_line(tokens, start) or before == Kind.OPEN
    if heads and (after in (Kind.COLON, Kind.DASH, Kind.CLOSE, Kind.COMMA) or _text(tokens, end) == "|"):
        return True
    listed = before == Kind.COLON or _text(tokens, start - 1) in ("|", "·", "•")
    days = _days_of_agenda(tokens)
    return (heads or listed) and after == Kind.WORD and len(days) > 1 and (max(days) > 12 or tokens.capitals[end])


def _days_of_agenda(tokens: Tokens) -> list[int]:
    """The first figures of all pairs at the heads of items that may be day and month: several are an agenda."""
    found = []
    for match in re.finditer(re.escape(Kind.DAY_MONTH), tokens.kinds):
        i = match.start()
        figures = [int(f) for f in re.findall(r"\d+", tokens.texts[i])]
        marked = (
            _kind(tokens, i - 1) == Kind.COLON or _text(tokens, i - 1) in ("|", "·", "•") or _starts_line(tokens, i)
        )
        if marked and len(figures) == 2 and 0 < figures[0] <= 31 and 0 < figures[1] <= 12:
            found.append(figures[0])
    return found


def is_feast_time(tokens: Tokens, start: int, end: int, shifted: bool) -> bool:
    """Whether a feast is said as a time: "avant Noël", "this Christmas", but not "marché de Noël"."""
    words, before, text = tokens.language, _kind(tokens, start - 1), _text(tokens, start - 1)
    if _text(tokens, end) in words.feast_after or (_kind(tokens, end) == Kind.DASH and _adjacent(tokens, end - 1, end)):
        return False
    if (
        words.code == "pt"
        and _text(tokens, start) == "natal"
        and text.split()[-1:] not in (["no"], ["ao"], ["o"], ["do"])
    ):
        return shifted  # a city too
    if shifted or before in (Kind.IN, Kind.TO) or text in words.feast_before:
        return True
    outer, further = _kind(tokens, start - 2), _text(tokens, start - 2)
    if before == Kind.OF:
        return further in words.counted or further in words.feast_before
    return before == Kind.THE and (outer in (Kind.IN, Kind.TO) or further in words.feast_before)
