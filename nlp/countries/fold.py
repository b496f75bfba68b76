"""Folding a text for look-up: one lower-case ASCII-like letter stream with the way back to the text's offsets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

# Characters that stand inside a word without belonging to it: soft hyphen, zero-width characters, joiners.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_EXPANDED = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d"}
_ASCII = re.compile(r"[\x00-\x7f]*\Z")
# A soft hyphen between a small letter and a capital stands for a real one: "Etats\u00adUnis".
_SOFT_FOR_HARD = re.compile("(?<=[^\\W\\d_A-ZÀ-ÖØ-Þ])\u00ad(?=[A-ZÀ-ÖØ-Þ])")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``offsets[i]`` is where its i-th character came from, None where nothing moved."""

    text: str
    offsets: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text that the folded stretch ``start:end`` (not empty) came from."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


@cache
def fold_char(char: str) -> str:
    """One character without case and accents: none, one or several characters."""
    if char in _INVISIBLE or unicodedata.combining(char):
        return ""
    low = char.lower()
    if low in _EXPANDED:
        return _EXPANDED[low]
    plain = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return "".join(_EXPANDED.get(c, c) for c in plain)


def fold(text: str) -> Folded:
    """Fold a whole text, in linear time; the offsets stay exact for ligatures, soft hyphens and combining marks."""
    if _ASCII.match(text):
        return Folded(text.lower(), None)
    if "\u00ad" in text:
        text = _SOFT_FOR_HARD.sub("-", text)
    known = {ord(char): fold_char(char) for char in set(text)}
    if all(len(piece) == 1 for piece in known.values()):
        return Folded(text.translate(known), None)
    pieces = [known[ord(char)] for char in text]
    offsets = tuple(i for i, piece in enumerate(pieces) for _ in piece)
    return Folded("".join(pieces), offsets)


def key(name: str) -> str:
    """The look-up key of a name: its folded words, one blank between them."""
    return " ".join(WORD.findall(fold(name).text))


WORD = re.compile(r"[^\W\d_]+")
