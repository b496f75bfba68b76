"""The words of a text with their places, and the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHE = "['’ʼ]"
_ARTICULATED = r"(?:[dDnN]e|[aA]|[sS]u|[cC]o|[dD]a|[qQ]ue)ll|[uU]n"
_ELISION = rf"(?:[lLdDnNsScCjJmMtT]|[qQ]u|{_ARTICULATED}){_APOSTROPHE}(?=\w)"
_DOTTED = r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"
_PLAIN = rf"[^\W_]+[!+](?![^\W_])|[^\W_]+(?:(?:{_APOSTROPHE}|[-‐‑@&+./_]|-\n)?[^\W_]+)*\+?"
_WORD = re.compile(rf"\b{_ELISION}|{_DOTTED}|{_PLAIN}")
_SPELLED = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'", "ʼ": "'"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: ``text[start:end]`` is ``form``; ``key`` is what is compared."""

    start: int
    end: int
    form: str
    key: str

    @property
    def capital(self) -> bool:
        """Whether it begins like a name ("Kagawa", "EPFL", "n+i" not)."""
        return self.form[0].isupper() or self.form[0].isdigit()

    @property
    def shouted(self) -> bool:
        """Whether it is written in capitals alone, two letters or more."""
        return len(self.form) > 1 and self.form.isupper()


@lru_cache(maxsize=65536)
def fold(form: str) -> str:
    """Without case and accents, typographic apostrophes made plain."""
    plain = form.casefold().translate(_SPELLED)
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def words_of(text: str) -> list[Word]:
    """The words of ``text`` in order; an elided article ("l'", "dell'") is a word of its own."""
    return list(_words_of_name(text) if len(text) < NAME else _read(text))


NAME = 200
"""Characters up to which a text is a name, met many times over."""


@lru_cache(maxsize=8192)
def _words_of_name(text: str) -> tuple[Word, ...]:
    return _read(text)


def _read(text: str) -> tuple[Word, ...]:
    return tuple(Word(m.start(), m.end(), m[0], fold(m[0])) for m in _WORD.finditer(text))
