"""Sentences of news texts by rule: prose, headlines, bullets, hard-wrapped lines.

A paragraph model made for edited prose cuts names at "M.", glues headlines to the first sentence and breaks where a
mail program wrapped a line. Here the layout decides first (blank lines, bullets, headlines), then the punctuation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from records import Span

WRAPPED = 55
"""From this many characters on, a line that does not end a sentence was wrapped and not ended by its author."""

_MARK = r"[-–—*+•·▪◦●►▶→>#|◆✓]"
_NUMBER = r"(?:\d{1,2}|[a-hA-H])[.)](?=\s)"
_ITEM = re.compile(rf"[ \t]*(?:{_MARK}+(?=[\s*_\[\"“«A-ZÀ-Þ])|{_NUMBER})")
_LEAD = re.compile(rf"(?:[\s*_]|{_MARK}|{_NUMBER}\s)*")
_LABEL = re.compile(r"[A-ZÀ-Þ][\w\-]+\s?:\s")
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c]")
_HANGING = re.compile(
    r"(?:[,;(\[\-–/&]|\b(?:de|du|des|d['’]|la|le|les|l['’]|à|au|aux|et|en|par|pour|avec|sur|dans|of|the|and|for|in|at|to"
    r"|with|by|der|die|das|des|und|für|von|in|im|mit|y|del|el|los|las|con|para|di|della|dell['’]|e|il|do|da|dos|das|na|no"
    r"|com|a|o))$",
    re.IGNORECASE,
)
_FINAL = re.compile(r"[.!?…:][\"”»’'*_)\]\s]*$")
_CLOSERS = r"[\"”»’')\]*_]*(?:\s?»)?"
_OPENERS = r"[\"“«‘'(\[*_¿¡#–—]*\s?"
_STOP = re.compile(
    rf"(?P<mark>[.!?…]+){_CLOSERS}(?P<gap>[ \t\u00a0\u202f\u2009]+)(?={_OPENERS}[^\W_])"
    r"|(?P<bar>[ \t\u00a0]+[|•·][ \t\u00a0]+)"
    r"|(?<=[a-zà-ÿ\d]{2})(?P<glued>[.!?])(?=[A-ZÀ-Þ][a-zà-ÿ]{2})"
)
_NEXT = re.compile(rf"{_OPENERS}(?P<first>[^\W_])")
_WORD = re.compile(r"[^\W_][\w.'’\-ª]*$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]$|(?:[^\W\d_]\.-)+[^\W\d_]$")


@cache
def _abbreviations(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    """The abbreviations of one language, and those among all that also end sentences."""
    table = tomllib.loads((Path(__file__).parent / "data" / "abbreviations.toml").read_text("utf-8"))
    known = f"{table['any']} {table.get(lang, '')}".split()
    return frozenset(known), frozenset(table["final"].split())


def split(text: str, lang: str = "fr") -> list[Span]:
    """Cut ``text`` into sentences, headlines and list items, in order and without their bullets.

    Offsets count characters of ``text``; stretches without a letter or digit are left out. Linear in the length.
    """
    spans = []
    for start, end in _blocks(text):
        for a, b in _stretches(text, start, end, lang):
            span = _trim(text, a, b)
            if span is not None:
                spans.append(span)
    return spans


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that the layout keeps together: a paragraph, a headline, one list item."""
    start = position = 0
    previous: str | None = None
    for line_start, line_end in _lines(text):
        line = text[line_start:line_end]
        if previous is not None and not _goes_on(previous, line):
            yield start, position
            start = line_start
        position = line_end
        previous = line
    if position > start:
        yield start, position


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _LINE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _goes_on(line: str, following: str) -> bool:
    """Whether the line break between the two was only a wrap."""
    line, following = line.strip(), following.strip()
    if not line or not following or _ITEM.match(following):
        return False
    if line.endswith("**") or _LABEL.match(following) or (line.startswith("#") and len(line) < WRAPPED):
        return False
    if following[0].islower() or _HANGING.search(line):
        return True
    return len(line) >= WRAPPED and not _FINAL.search(line) and not line.isupper()


def _stretches(text: str, start: int, end: int, lang: str) -> Iterator[tuple[int, int]]:
    """Cut one block at final punctuation."""
    begun = start
    for match in _STOP.finditer(text, start, end):
        if match["mark"] is not None:
            following = _NEXT.match(text, match.end())
            if following is None or not _ends(text, begun, match, following["first"], lang):
                continue
            cut = match.start("gap")
        else:
            cut = match.start("bar") if match["bar"] else match.end()
        yield begun, cut
        begun = match.end()
    yield begun, end


def _ends(text: str, begun: int, match: re.Match[str], first: str, lang: str) -> bool:
    """Whether the punctuation ``match`` closes a sentence, given the first letter or digit after it."""
    if first.islower():
        return False
    if match["mark"] != ".":
        return match["mark"] not in {"!", "?"} or not text.startswith(("–", "—"), match.end())
    known, final = _abbreviations(lang)
    word = _WORD.search(text, max(begun, match.start() - 40), match.start())
    if word is None:
        return True
    token = word[0].casefold()
    for part in (token, re.split(r"['’]", token)[-1]):
        if part in known:
            return part in final and not first.isdigit()
    if _INITIALS.fullmatch(word[0]):
        # "J. London", "J.-P. Dupont", "S.A. de": an initial, unless a digit or a lone small letter stands there.
        return not word[0][0].isupper()
    # "27. November": an ordinal, which German writes with a full stop.
    return not (token.isdigit() and len(token) <= 2 and (lang == "de" or first.isdigit()))


def _trim(text: str, start: int, end: int) -> Span | None:
    """The stretch without bullets, heading marks and blanks at its borders; None when nothing is left."""
    lead = _LEAD.match(text, start, end)
    if lead is not None:
        start = lead.end()
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_#|"):
        end -= 1
    stretch = text[start:end]
    return Span(start, end, stretch) if any(c.isalnum() for c in stretch) else None
