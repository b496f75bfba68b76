"""Finding the forms of the table in a folded text: longest match at word starts, across hyphens and line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.countries.fold import WORD, Folded, fold
from nlp.countries.tables import Entry, table

# What may stand between the words of one name: blanks with at most one line break, hyphens, apostrophes, a full stop.
GAP = re.compile(r"[^\S\n]*(?:\n[^\S\n]*|[-‐‑–]\s?|\s?['’ʼ`´]\s?|\.\s?|&\s?)?[^\S\n]*\Z")
# Every part is bounded, so that no text takes more than linear time.
WEB = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]{1,64}@[\w.-]{1,64}"
    r"|\]\([^)\s]{1,300}\)"
    r"|\b[\w-]{1,40}(?:\.[\w-]{1,40}){0,3}\.(?:fr|com|org|net|eu|edu|de|it|es|pt|ch|be)\b"
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text, folded and cut into words; word ``i`` is ``folded.text[starts[i]:ends[i]]``."""

    text: str
    folded: Folded
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    keys: tuple[str, ...]

    def surface(self, first: int, last: int) -> str:
        """The original text from word ``first`` to word ``last``, both included."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the original text."""
        return self.folded.span(self.starts[first], self.ends[last])

    def gap(self, i: int) -> str:
        """What stands between word ``i`` and the next one (up to the end of the text for the last)."""
        end = self.starts[i + 1] if i + 1 < len(self.starts) else len(self.folded.text)
        return self.folded.text[self.ends[i] : end] if i >= 0 else self.folded.text[: self.starts[0]]

    def key(self, i: int) -> str:
        """The folded word, or nothing beyond the ends."""
        return self.keys[i] if 0 <= i < len(self.keys) else ""

    def capital(self, i: int) -> bool:
        """Whether word ``i`` begins with a capital."""
        return 0 <= i < len(self.keys) and self.surface(i, i)[:1].isupper()


@dataclass(frozen=True, slots=True)
class Match:
    """A form found at the words ``first`` to ``last``."""

    first: int
    last: int
    entry: Entry


def cut(text: str) -> Words:
    """Fold a text and cut it into words."""
    folded = fold(text)
    found = [(m.start(), m.end(), m.group()) for m in WORD.finditer(folded.text)]
    starts, ends, keys = zip(*found, strict=True) if found else ((), (), ())
    return Words(text, folded, starts, ends, keys)


def matches(words: Words, lang: str) -> Iterator[Match]:
    """Every longest form, left to right, not overlapping; organisations do not hide what is inside them."""
    forms, position, keys = table(lang), 0, words.keys
    for i, word in enumerate(keys):
        several = forms.get(word)
        if several is None or i < position:
            continue
        for entry_words, entry in several:
            if keys[i : i + len(entry_words)] == entry_words and _joined(words, i, len(entry_words)):
                last = i + len(entry_words) - 1
                if entry.kind == "organisation":
                    yield Match(i, last, entry)
                elif _cased(words, i, last, entry, lang):
                    yield Match(i, last, entry)
                    position = last + 1
                    break


def _joined(words: Words, first: int, count: int) -> bool:
    return all(GAP.match(words.gap(i)) for i in range(first, first + count - 1))


def _cased(words: Words, first: int, last: int, entry: Entry, lang: str) -> bool:
    if entry.upper:
        return not any(c.islower() for c in words.surface(first, last))
    if entry.kind in ("adjective", "demonym"):
        return lang in ("fr", "es", "it", "pt") or words.capital(first) or (lang == "de" and entry.kind == "adjective")
    return any(words.capital(i) for i in range(first, last + 1))


def web_spans(text: str) -> list[tuple[int, int]]:
    """Addresses, in which no country is looked for."""
    return [m.span() for m in WEB.finditer(text)]
