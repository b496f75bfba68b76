"""What surrounds a mention: the countries and places named near by, the sentence, the publisher."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from nlp.institutions.acronyms import Definition, definitions
from nlp.institutions.words import Word, fold, words_of
from records import CountryMention, Institution, Span

APPOSITION = re.compile(
    r"[\s»”\"]*(?:\(|,|–|-|:)?\s*"
    r"(?:(?:à|au|aux|en|de|du|d['’]|des|in|im|at|of|a|ad|al|en el|no|na|em|em o|da|do|di|del|aus|zu)\s*)?"
    r"(?:l['’]|la|le|the|las|los|o)?\s*",
    re.IGNORECASE,
)
"""What may stand between a name and the place that says where it is: "UTEC (Pérou)", "l'AGH de Cracovie"."""

NEAR = 90
"""Characters; a country this far from a name may still be said of it."""


@dataclass(frozen=True)
class Context:
    """A text with everything that helps to tell what its names mean.

    ``sentences`` and ``countries`` are in the order of the text; ``home`` is the country of the page's publisher,
    where known.
    """

    text: str
    lang: str
    countries: Sequence[CountryMention]
    sentences: Sequence[Span]
    publisher: Institution | None = None
    home: str | None = None
    address: str | None = None

    @cached_property
    def words(self) -> list[Word]:
        """The words of the text."""
        return words_of(self.text)

    @cached_property
    def definitions(self) -> list[Definition]:
        """Where the text defines an acronym."""
        return list(definitions(self.text))

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.start for word in self.words]

    def word_index(self, position: int) -> int:
        """The index of the first word that begins at or after ``position``."""
        return bisect_left(self._word_starts, position)

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words that begin inside a stretch."""
        return self.words[self.word_index(start) : bisect_left(self._word_starts, end)]

    @cached_property
    def named(self) -> Mapping[str, int]:
        """How often each country is named, itself or by a place."""
        return Counter(mention.code for mention in self.countries if mention.basis != "institution")

    @cached_property
    def _country_starts(self) -> list[int]:
        return [mention.span.start for mention in self.countries]

    def countries_between(self, start: int, end: int) -> list[CountryMention]:
        """The mentions of countries that begin in a stretch."""
        low, high = bisect_left(self._country_starts, start), bisect_left(self._country_starts, end)
        return list(self.countries[low:high])

    def beside(self, start: int, end: int) -> CountryMention | None:
        """The country or place said of a name at ``start:end``: right after it, or as an adjective before it."""
        match = APPOSITION.match(self.text, end)
        stop = match.end() if match else end
        for mention in self.countries_between(end, stop + 1):
            if mention.span.start <= stop:
                return mention
        for mention in self.countries_between(max(0, start - 25), start):
            gap = self.text[mention.span.end : start]
            if mention.basis == "explicit" and gap.strip().casefold() in {"", "de", "d'", "'s", "’s"}:
                return mention
        return None

    def near(self, start: int, end: int) -> set[str]:
        """The countries named in the same sentence, within reach."""
        sentence = self.sentence_at(start)
        low, high = max(sentence.start, start - NEAR), min(sentence.end, end + NEAR)
        return {m.code for m in self.countries_between(low, high) if not start <= m.span.start < end}

    def sentence_at(self, position: int) -> Span:
        """The sentence around ``position``; the text's stretch itself where none is known."""
        place = bisect_right(self._sentence_starts, position) - 1
        if place >= 0:
            return self.sentences[place]
        return Span(0, len(self.text), self.text)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def begins_sentence(self, position: int) -> bool:
        """Whether a word there is capitalised only because a sentence begins."""
        before = self.text[max(0, position - 6) : position].rstrip(" «\"“„'’(*_\u00a0\u202f")
        return not before or before[-1] in ".!?:\n•–—>#|[" or before.endswith("- ")

    def shouted(self, start: int, end: int) -> bool:
        """Whether the line around a stretch is written in capitals, so that capitals say nothing."""
        low = self.text.rfind("\n", 0, start) + 1
        high = self.text.find("\n", end)
        letters, capitals = self._letters(low, high if high >= 0 else len(self.text))
        return capitals > 0.75 * letters and letters > end - start

    def _letters(self, low: int, high: int) -> tuple[int, int]:
        """How many letters and capitals a line has; none where it is too long for a headline."""
        if high - low > LONGEST_LINE:
            return 0, 0
        if (low, high) not in self._lines:
            letters = [c for c in self.text[low:high] if c.isalpha()]
            self._lines[low, high] = len(letters), sum(c.isupper() for c in letters)
        return self._lines[low, high]

    @cached_property
    def _lines(self) -> dict[tuple[int, int], tuple[int, int]]:
        return {}


LONGEST_LINE = 400
"""Characters; a line longer than this is no headline."""


def place_country(name: str) -> str | None:
    """The country of a city, region or country by its name in any of the languages; None where unknown."""
    from nlp.countries import place_country as look_up

    return look_up(name)


def is_place(name: str) -> bool:
    """Whether ``name`` is that of a city, region or country."""
    return place_country(name) is not None


def country_in(text: str, mentions: Iterable[CountryMention], start: int, end: int) -> str | None:
    """The country that the words of a name imply: the last one named in it, by itself or by a place."""
    inside = [m for m in mentions if start <= m.span.start and m.span.end <= end]
    if inside:
        return inside[-1].code
    name = text[start:end]
    for size in (3, 2, 1):
        parts = [w for w in words_of(name) if w.capital]
        for k in range(len(parts) - size, -1, -1):
            piece = name[parts[k].start : parts[k + size - 1].end]
            if len(fold(piece)) > 3 and (code := place_country(piece)):
                return code
    return None
