"""One document as the claims layer sees it: its text, its mentions and its frame."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nlp.claims.words import fold
from records import CountryMention, DateMention, Institution, InstitutionMention, Span

ITEMS = 3
"""Posting dates that make a text a listing."""

LEADING = frozenset({"academic", "network"})
"""Kinds of institutions that a text means by its partners, where it names companies or funds beside them."""

HOME_OF = {"fr": "FR", "de": "DE", "it": "IT"}
"""Languages whose news come mostly from one country."""

PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:[*•▪–-]|\d+[.)])\s)")


@dataclass(frozen=True)
class View:
    """What is known of a document before claims are looked for. All lists are in the order of the text."""

    text: str
    lang: str
    sentences: Sequence[Span]
    institutions: Sequence[InstitutionMention]
    countries: Sequence[CountryMention]
    dates: Sequence[DateMention]
    publisher: Institution | None = None
    published: dt.date | None = None
    title: str | None = None

    @cached_property
    def folded(self) -> str:
        """The text without capitals and accents, letter for letter."""
        return fold(self.text)

    @cached_property
    def anchor(self) -> Institution | None:
        """The institution the text is about: its publisher, else the academic one that is named most, and first.

        Newspapers mostly tell of their own country's schools: those of the country where the text's language is at home
        come before others.
        """
        if self.publisher is not None:
            return self.publisher
        academic = [
            m.institution for m in self.institutions if m.institution.kind == "academic" and m.institution.country
        ]
        own = [institution for institution in academic if institution.country == HOME_OF.get(self.lang)]
        counts = Counter(institution.id for institution in own or academic)
        first: dict[str, Institution] = {}
        for institution in own or academic:
            first.setdefault(institution.id, institution)
        if not counts:
            return None
        top = counts.most_common(1)[0][1]
        return next(found for key, found in first.items() if counts[key] >= max(2, top - 1) or top == 1)

    @property
    def home(self) -> str | None:
        """The country from which the text looks abroad."""
        return self.anchor.country if self.anchor else None

    @cached_property
    def paragraphs(self) -> list[int]:
        """Where paragraphs and list items begin."""
        return [0, *(match.end() for match in PARAGRAPH.finditer(self.text))]

    def paragraph(self, place: int) -> tuple[int, int]:
        """The stretch of the paragraph, or list item, that ``place`` lies in."""
        number = bisect_left(self.paragraphs, place + 1)
        end = self.paragraphs[number] if number < len(self.paragraphs) else len(self.text)
        return self.paragraphs[number - 1], end

    @cached_property
    def _institution_starts(self) -> list[int]:
        return [mention.span.start for mention in self.institutions]

    @cached_property
    def _country_starts(self) -> list[int]:
        return [mention.span.start for mention in self.countries]

    @cached_property
    def _date_starts(self) -> list[int]:
        return [mention.span.start for mention in self.dates]

    def institutions_in(self, start: int, end: int) -> Sequence[InstitutionMention]:
        """The institutions named in a stretch of the text."""
        starts = self._institution_starts
        return self.institutions[bisect_left(starts, start) : bisect_left(starts, end)]

    def countries_in(self, start: int, end: int) -> Sequence[CountryMention]:
        """The countries named in a stretch of the text."""
        starts = self._country_starts
        return self.countries[bisect_left(starts, start) : bisect_left(starts, end)]

    def dates_in(self, start: int, end: int) -> Sequence[DateMention]:
        """The date expressions in a stretch of the text."""
        starts = self._date_starts
        return self.dates[bisect_left(starts, start) : bisect_left(starts, end)]

    def is_posting_date(self, mention: DateMention) -> bool:
        """Say whether a date stands at the head of an item or line: the day of its posting, not the event's."""
        span = mention.span
        if mention.interval is not None and mention.interval.precision == "year":
            return False
        line_start = self.text.rfind("\n", 0, span.start) + 1
        line_end = self.text.find("\n", span.end)
        line_end = len(self.text) if line_end < 0 else line_end
        before = self.text[line_start : span.start].strip(" *#_>-–—•▪|[(")
        after = self.text[span.end : line_end].lstrip(" *_")
        numeric = re.fullmatch(r"[\d./-]+", span.text) is not None
        label = len(before) < 25 and not after
        return (not before and (not after or numeric or after[0] in "|–—-")) or label

    @cached_property
    def listing(self) -> bool:
        """Whether the text is a list of dated teasers, each of which stands for itself."""
        return sum(map(self.is_posting_date, self.dates)) >= ITEMS

    def is_partner(self, institution: Institution) -> bool:
        """Say whether an institution is on the other side, seen from the text's home."""
        if self.anchor is not None and institution.id == self.anchor.id:
            return False
        return institution.country != self.home or (institution.country is None and institution.kind == "network")

    @cached_property
    def partners_of(self) -> dict[str, list[InstitutionMention]]:
        """The mentions of partners by their country."""
        found: dict[str, list[InstitutionMention]] = {}
        for mention in self.institutions:
            if mention.institution.country and self.is_partner(mention.institution):
                found.setdefault(mention.institution.country, []).append(mention)
        return found

    def partners_in(self, sentence: Span) -> list[Institution]:
        """The partners that a sentence names, each once."""
        named = {m.institution.id: m.institution for m in self.institutions_in(sentence.start, sentence.end)}
        return [institution for institution in named.values() if self.is_partner(institution)]

    @cached_property
    def first_partners(self) -> list[tuple[int, list[Institution]]]:
        """The first sentence, by number, that names schools or networks as partners, with them; then that of any."""
        told = [(number, self.partners_in(sentence)) for number, sentence in enumerate(self.sentences)]
        leading = [(number, [i for i in partners if i.kind in LEADING]) for number, partners in told]
        firsts = (next((each for each in told_so if each[1]), None) for told_so in (leading, told))
        return [first for first in firsts if first]

    @cached_property
    def main_partner(self) -> Institution | None:
        """The one foreign institution that the text is about; None where there are several, or items of a list."""
        if self.listing or self.anchor is None:
            return None
        counts: Counter[str] = Counter()
        known: dict[str, Institution] = {}
        for mention in self.institutions:
            institution = mention.institution
            if institution.kind == "academic" and institution.country not in (self.home, None):
                counts[institution.id] += 1
                known[institution.id] = institution
        ranked = counts.most_common(2)
        if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return known[ranked[0][0]]
