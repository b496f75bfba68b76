"""Names and running text in one comparable form, with the way back to the original offsets.

Folded text has lower-case letters without accents, digits, "+" and single spaces; what ends a phrase
(a semicolon, a blank line) is a line feed, which no name contains. Everything else is a space or nothing:
``L’École\u00a0polytechnique`` → ``l ecole polytechnique``, ``Saint-Étienne`` → ``saint etienne``.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass, field

BREAK = "\n"
"""What stands in folded text where no name may run on."""

_SPELLED = {
    "ß": "ss", "ẞ": "ss", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
    "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "İ": "i", "ħ": "h", "Ħ": "h",
    "ſ": "s", "&": " and ", "+": "+", "n°": "n",
}  # fmt: skip
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_BREAKING = frozenset(";!?•·|▪■●◦…\x0c\u2028\u2029")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


class _FoldTable(dict[str, str]):
    """Character → its folded form, worked out once per character met."""

    def __missing__(self, char: str) -> str:
        folded = self[char] = _fold_char(char)
        return folded


def _fold_char(char: str) -> str:
    if char in _SPELLED:
        return _SPELLED[char]
    if char in _DROPPED or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return ""
    if char in _BREAKING:
        return BREAK
    plain = "".join(c for c in unicodedata.normalize("NFKD", char.casefold()) if not unicodedata.combining(c))
    kept = "".join(c if c.isalnum() else " " for c in plain)
    return kept if kept.strip() else " "


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in folded form. ``offsets[i]`` is where ``text[i]`` stands in ``original``."""

    text: str
    original: str
    offsets: array[int] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original, combining marks included, that ``text[start:end]`` came from."""
        first, last = self.offsets[start], self.offsets[end - 1] + 1
        while last < len(self.original) and unicodedata.category(self.original[last]) in ("Mn", "Me"):
            last += 1
        return first, last


_TABLE = _FoldTable()


def fold_text(text: str) -> Folded:
    """Fold running text, keeping for every character where it came from. Linear in the text's length."""
    table = _TABLE
    out: list[str] = []
    offsets = array("l")
    blank = True  # no space at the very beginning
    breaks = {match.start() for match in _BLANK_LINE.finditer(text)}
    for position, char in enumerate(text):
        folded = table[char] if position not in breaks else BREAK
        for piece in folded:
            if piece == " ":
                if blank:
                    continue
                blank = True
            elif piece == BREAK:
                if out and out[-1] == " ":
                    out[-1] = BREAK
                    continue
                blank = True
            else:
                blank = False
            out.append(piece)
            offsets.append(position)
    return Folded("".join(out), text, offsets)


def normalise(name: str) -> str:
    """A name in folded form: what is compared, and what the compiled registry is keyed by."""
    table = _TABLE
    return " ".join("".join([table[char] for char in name]).split())
