"""Acronyms and their definitions: "Tokyo Denki University (TDU)", "FICEM, pour French Indonesian Consortium …".

The long form is found by letters, right to left, after Schwartz and Hearst ("A simple algorithm for identifying
abbreviation definitions in biomedical text", 2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.institutions.words import fold

_SHORT = r"[^\W_](?:[\w'’.&+@/-]{0,13}[^\W_]|[\w'’.&/-]{0,13}[+!])"
_IN_BRACKETS = re.compile(rf"\s?\(\s?[«\"“„]?\s?({_SHORT})\s?[»\"”“]?(?:\s?[,;:][^()]{{0,60}})?\)")
_OR = re.compile(
    rf",?\s(?:or|alias|ou|dit|dite|aka|abrégée?|kurz|oder|o|i\.e\.)\s((?=[\w+/-]*[A-Z\d+][\w+/-]*[A-Z\d+]){_SHORT})(?!\w)"
)
_SHORT_FIRST = re.compile(
    rf"(?<![\w.])({_SHORT})(?:\s?\(\s?(?P<inside>[^()\n]{{8,120}}(?:\n[^()\n]{{2,80}})?)\)"
    r"|,?\s(?:pour|for|stands for|soit)\s"
    r"(?P<after>[^,.;()]{8,120}))"
)
_GLOSS = re.compile(r"\s?[–-]\s?([A-Z][A-Z\d+]{1,9})\s?[–-]\s")


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form and the stretch of text that it stands for."""

    short: str
    short_start: int
    start: int
    end: int


def looks_short(word: str) -> bool:
    """Whether a word is written like an acronym: two capitals, or capitals with digits or signs ("EUt+", "h_da")."""
    capitals = sum(c.isupper() for c in word)
    return len(word) <= 12 and (capitals >= 2 or (len(word) < 8 and any(c in "_+&@" or c.isdigit() for c in word)))


def shorts_after(text: str, end: int) -> Iterator[tuple[str, int]]:
    """The short forms that directly follow a name which ends at ``end``, with their place."""
    for pattern in (_IN_BRACKETS, _OR, _GLOSS):
        match = pattern.match(text, end)
        if match is not None:
            for part in _split(match[1]):
                yield part, text.index(part, match.start(1))


def _split(short: str) -> list[str]:
    """ "DFHI/ISFATES" gives both, and the whole."""
    parts = short.split("/")
    return parts if len(parts) > 1 and all(looks_short(part) for part in parts) else [short]


def definitions(text: str) -> Iterator[Definition]:
    """Every place where a short form and its long form stand side by side and their letters agree."""
    for match in _IN_BRACKETS.finditer(text):
        if looks_short(match[1]):
            begin = _window(text, match.start(), len(match[1]))
            start = long_start(text[begin : match.start()], match[1])
            if start is not None:
                yield Definition(match[1], match.start(1), begin + start, match.start())
    for match in _SHORT_FIRST.finditer(text):
        group = "inside" if match["inside"] else "after"
        if looks_short(match[1]) and (found := _long_after(match[group], match[1])):
            start = match.start(group) + found[0]
            yield Definition(match[1], match.start(1), start, match.start(group) + found[1])


def _window(text: str, end: int, letters: int) -> int:
    """Where to begin looking for the long form of a short one with so many letters: the phrase, at most."""
    begin = max(0, end - 18 * (letters + 4))
    for border in (". ", "; ", " : ", "\n\n", "(", ")", "! ", "? ", "• "):
        begin = max(begin, text.rfind(border, begin, end) + len(border) if text.rfind(border, begin, end) >= 0 else 0)
    return begin


def long_start(phrase: str, short: str) -> int | None:
    """Where in ``phrase`` the long form of ``short`` begins that reaches to its end; None where letters disagree."""
    plain, letters = fold_each(phrase), [c for c in fold_each(short) if c.isalnum()]
    place = len(plain)
    for index in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= 0 and not (
            plain[place] == letters[index]
            and (index > 0 or place == 0 or not (plain[place - 1].isalnum() and plain[place - 1].isascii()))
        ):
            place -= 1
        if place < 0:
            return None
    if not phrase[place].isupper():
        place = _capital_before(phrase, place, plain[place])
    too_short = len(phrase) - place < len(short) + 3
    return None if too_short or not phrase[place].isupper() else place


def _capital_before(phrase: str, place: int, letter: str) -> int:
    """The nearest word before ``place`` with a capital, if it is ``letter``; else ``place`` itself."""
    for match in reversed(list(re.finditer(r"\b[^\W\d_]", phrase[:place]))):
        if match[0].isupper():
            return match.start() if fold(match[0])[0] == letter else place
    return place


def _long_after(phrase: str, short: str) -> tuple[int, int] | None:
    """The stretch at the beginning of ``phrase`` whose capitals spell ``short``."""
    lead = re.match(r"(?:the|la|le|l['’]|les|die|der|das|el|il|o|a)\s*", phrase, re.IGNORECASE)
    begin = lead.end() if lead else 0
    letters = [c for c in fold_each(short) if c.isalnum()]
    words = list(re.finditer(r"[^\W_]+", phrase[begin:]))
    for count in range(len(words), 1, -1):
        end = begin + words[count - 1].end()
        initials = [fold(w[0])[0] for w in words[:count] if w[0][0].isupper()]
        all_initials = [fold(w[0])[0] for w in words[:count]]
        if letters in (initials, all_initials) or _spelled(letters, phrase[begin:end], words[:count]):
            return begin, end
    return None


def _spelled(letters: list[str], phrase: str, words: list[re.Match[str]]) -> bool:
    initials = "".join(fold(w[0])[0] for w in words if w[0][0].isupper())
    rest = iter("".join(letters))
    return len(initials) >= 2 and len(letters) >= 3 and all(c in rest for c in initials) and initials[0] == letters[0]


def fold_each(text: str) -> str:
    """Folded character by character, so that places stay: accents gone, lower case."""
    return "".join((fold(c) or c)[0] if c.isalpha() else c for c in text)
