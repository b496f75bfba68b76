"""Patterns over rows of token kinds: how they are written and what a match gives.

A pattern is written with the names of `nlp.dates.kinds` and of the macros below; ``d1=DAY`` names a group.
"""

from __future__ import annotations

import re

from nlp.dates.kinds import Kind
from nlp.dates.lexer import Tokens

MACROS = {
    # A weekday before a date, which the date makes needless: "Thursday, the", "lundi", "Freitag, den".
    "WDAY": "(?:(?P<wd>WEEKDAY|WEEKDAY_SHORT) DOT? COMMA? (?:THE|OF|OPEN|IN|TO|UNIT){0,3} )?",
    "WD": "(?:(?:WEEKDAY|WEEKDAY_SHORT) DOT? COMMA? (?:THE|OF|IN){0,3} )?",
    # "le prochain", "el pasado", "no próximo dia"
    "PRE": "(?:(?P<pre>LAST|NEXT|THIS) (?:UNIT|THE)? )?",
    "TAIL": (
        "(?: OF? THE? (?P<ys>LAST|NEXT|THIS) UNIT | OF THE? UNIT (?P<ys2>LAST|NEXT|THIS)"
        " | COMMA? OF? (?P<shift>LAST|NEXT) )?"
    ),
    "MON": "(?:MONTH|MONTH_SHORT DOT?)",
    "YR": "(?:YEAR|GLUED_YEAR)",
    "OFM": "(?:(?:OF|DASH|DOT|SLASH) THE? (?:UNIT OF)?)?",
    "OFY": "(?:OF (?:UNIT OF?)?|DASH|SLASH|COMMA(?=YEAR(?!WORD)))?",
    "TIL": "(?:TO|DASH) (?:THE|OF)?",
    "D": "DAY DOT?",
}


def compile_pattern(source: str) -> re.Pattern[str]:
    """Replace names by characters: macros first, then named groups, then kinds."""
    for name, macro in MACROS.items():
        source = re.sub(rf"\b{name}\b", lambda _, macro=macro: macro, source)  # type: ignore[misc]
    source = re.sub(r"(\w+)=(\([^()]*\)|\w+)", r"(?P<\1>\2)", source)
    source = re.sub(r"(?<!\?P<)\b[A-Z][A-Z_]+\b", lambda m: re.escape(Kind[m.group()]), source)
    return re.compile(source.replace(" ", ""))


class Match:
    """A match of a pattern, with the values of its named groups."""

    def __init__(self, match: re.Match[str], tokens: Tokens) -> None:
        self._match = match
        self.tokens = tokens

    def has(self, name: str) -> bool:
        """Whether the pattern has the group and it took part."""
        return name in self._match.re.groupindex and self._match.start(name) >= 0

    def index(self, name: str) -> int:
        """The number of the token that the group begins with."""
        return self._match.start(name)

    def value(self, name: str) -> int | None:
        """The value of the group's first token, None if the group took no part."""
        return self.tokens.values[self._match.start(name)] if self.has(name) else None

    def kind(self, name: str) -> str:
        """The kind of the group's first token."""
        return self.tokens.kinds[self._match.start(name)]

    def text(self, name: str) -> str:
        """The folded text of the group's first token."""
        return self.tokens.texts[self._match.start(name)]

    def start(self) -> int:
        """Where the expression begins: behind a weekday, which is no part of it."""
        if self.has("wd") and any(self.has(name) for name in ("d1", "m1", "n1")):
            return min(self.index(name) for name in ("d1", "m1", "n1") if self.has(name))
        return self._match.start()

    def end(self) -> int:
        """The token after the match."""
        return self._match.end()

    def kinds(self) -> str:
        """The kinds of the tokens matched."""
        return self._match.group()

    def next_text(self) -> str:
        """The folded text of the token after the match."""
        return self.tokens.texts[self.end()] if self.end() < len(self.tokens.texts) else ""

    def previous_text(self) -> str:
        """The folded text of the token before the match."""
        return self.tokens.texts[self.start() - 1] if self.start() else ""

    def shift(self) -> int | None:
        """-1 for last, 0 for this, 1 for next, None if not given."""
        return self._shift("shift", "pre")

    def year_shift(self) -> int | None:
        """The same where it belongs to a year: "of last year"."""
        return self._shift("ys", "ys2")

    def _shift(self, *names: str) -> int | None:
        for name in names:
            if self.has(name):
                return {Kind.LAST: -1, Kind.THIS: 0, Kind.NEXT: 1}[Kind(self.kind(name))]
        return None
