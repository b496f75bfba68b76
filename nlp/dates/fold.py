"""A copy of a text in which case, accents, dashes, blanks and compatibility forms do not matter.

Offsets survive: one character stands for one character, except where the text holds ligatures, combining accents
or invisible characters; then the copy carries a map back to the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

# Combining accents, soft hyphen, zero-width characters, byte order mark, variation selectors: nothing in the copy.
_INVISIBLE = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SPECIAL = re.compile(f"[{_INVISIBLE}{''.join(_LIGATURES)}]")
_DASHES = "‐‑‒–—―−﹘﹣－"
_APOSTROPHES = "’‘ʼ´`′＇"
_KEPT = "ºª²³¹œæßøłđð°"


class _Table(dict[int, str]):
    """A translation table that works out a character when it first meets it."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(char: str) -> str:
    if char in _LIGATURES:
        return _LIGATURES[char]
    if char == "°":
        return "º"
    if char in _KEPT:
        return char
    if char in _DASHES:
        return "-"
    if char in _APOSTROPHES:
        return "'"
    if char in "\n\u2028\u2029\x0b\x0c\x85":
        return "\n"
    if char.isspace():
        return " "
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if len(base) == 1 and base.isalnum() else char


@cache
def _table() -> _Table:
    return _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """The comparable copy; ``starts`` maps each of its characters to the text, None where they are the same."""

    text: str
    starts: list[int] | None
    ends: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text that the stretch of the copy stands for; trailing accents belong to it."""
        if self.starts is None or self.ends is None or start >= end:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold a text (any string, any length) in linear time."""
    table = _table()
    if not _SPECIAL.search(text):
        return Folded(text.translate(table), None, None)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for i, char in enumerate(text):
        if _SPECIAL.match(char) and char not in _LIGATURES:
            if ends and unicodedata.combining(char):
                ends[-1] = i + 1
            continue
        piece = table[ord(char)]
        pieces.append(piece)
        starts.extend([i] * len(piece))
        ends.extend([i + 1] * len(piece))
    return Folded("".join(pieces), starts, ends)
