"""Words and the phrases that are looked for among them.

A phrase is written as in a dictionary, without accents or capitals: ``accord* de double* diplome*``. A word may
end in ``*`` (any ending), be one of several (``accord|convention``), be left out (``?nouvel``), be any single word
(``_``) or up to three of any kind (``~``). Apostrophes and hyphens part words, in texts and in phrases alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, TypeVar

WORD = re.compile(r"\w+")
PREFIX = 3
"""Letters of an open-ended word's beginning that the index knows; shorter beginnings are refused."""
GAP = 3
ANY, SOME = "_", "~"

Label = TypeVar("Label")


@cache
def _folding() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1 and base != chr(code):
            table[code] = base
    return table


def fold(text: str) -> str:
    """Give ``text`` without capitals and accents, letter for letter: offsets stay the same."""
    return text.translate(_folding())


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, folded, with its place there."""

    text: str
    start: int
    end: int


def split(folded: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Give the words of ``folded[start:end]``; offsets refer to the whole."""
    found = WORD.finditer(folded, start, len(folded) if end is None else end)
    return [Word(match[0], match.start(), match.end()) for match in found]


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: the words that may stand there."""

    exact: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    special: str = ""

    def accepts(self, word: str) -> bool:
        """Say whether ``word`` may stand here."""
        return word in self.exact or (bool(self.beginnings) and word.startswith(self.beginnings))


@dataclass(frozen=True, slots=True)
class Found(Generic[Label]):
    """A phrase found: its label and the words, by number, from ``first`` up to but without ``last``."""

    label: Label
    first: int
    last: int


@dataclass(slots=True)
class PhraseBook(Generic[Label]):
    """Phrases with their labels, looked up by their first word."""

    exact: dict[str, list[tuple[tuple[Element, ...], Label]]] = field(default_factory=dict)
    prefixes: dict[str, list[tuple[tuple[Element, ...], Label]]] = field(default_factory=dict)

    def add(self, phrase: str, label: Label) -> None:
        """Enter a phrase. Raises ValueError where it could begin with nearly any word."""
        for elements in _variants(phrase):
            first = elements[0]
            if first.special or any(len(b) < PREFIX for b in first.beginnings):
                raise ValueError(f"a phrase must begin with a word or at least {PREFIX} letters of one: {phrase!r}")
            for word in first.exact:
                self.exact.setdefault(word, []).append((elements, label))
            for beginning in {b[:PREFIX] for b in first.beginnings}:
                self.prefixes.setdefault(beginning, []).append((elements, label))

    def find(self, words: list[Word]) -> Iterator[Found[Label]]:
        """Give every place where a phrase stands, the longest match of each phrase, in the order of the text."""
        for place, word in enumerate(words):
            text = word.text
            for table, key in ((self.exact, text), (self.prefixes, text[:PREFIX])):
                for elements, label in table.get(key, ()):
                    if elements[0].accepts(text):
                        last = _match(elements, 1, words, place + 1)
                        if last is not None:
                            yield Found(label, place, last)


def _match(elements: tuple[Element, ...], at: int, words: list[Word], place: int) -> int | None:
    while at < len(elements):
        element = elements[at]
        if element.special == SOME:
            for skip in range(GAP + 1):
                last = _match(elements, at + 1, words, place + skip)
                if last is not None:
                    return last
            return None
        if place >= len(words) or not (element.special == ANY or element.accepts(words[place].text)):
            return None
        at += 1
        place += 1
    return place if place <= len(words) else None


def _variants(phrase: str) -> Iterator[tuple[Element, ...]]:
    """Give a phrase's forms with and without its optional words."""
    parts = [part for part in re.split(r"[\s'’-]+", phrase.strip()) if part]
    forms: list[tuple[Element, ...]] = [()]
    for part in parts:
        element = _element(part.removeprefix("?"))
        longer = [(*form, element) for form in forms]
        forms = longer + forms if part.startswith("?") else longer
    yield from (form for form in forms if form)


def _element(part: str) -> Element:
    if part in (ANY, SOME):
        return Element(special=part)
    options = [fold(option) for option in part.split("|") if option]
    return Element(
        exact=frozenset(option for option in options if not option.endswith("*")),
        beginnings=tuple(option[:-1] for option in options if option.endswith("*")),
    )


def phrases(block: str | Iterable[str]) -> list[str]:
    """Read a block of phrases, one a line (or parted by commas); empty lines are skipped."""
    lines = block.splitlines() if isinstance(block, str) else block
    return [phrase.strip() for line in lines for phrase in line.split(",") if phrase.strip()]
