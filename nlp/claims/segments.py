"""Sentences parted into segments: stretches that state one thing, with the triggers and cues in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.claims.clauses import CONJUNCTIONS, clauses
from nlp.claims.signs import signs_in
from nlp.claims.triggers import Cue, Hit, Lexicon, lexicon
from nlp.claims.view import View
from nlp.claims.words import split
from records import Span

BOUNDARY = re.compile(
    rf"\s*[;•|]\s+|\s[–—]\s|,\s+(?=(?:{CONJUNCTIONS}|la meme ou|ou|where|wo|donde|dove|onde)\s)|\s(?=puis\s|then\s)"
)
"""Where a sentence may be parted, looked for in folded text."""

SEMICOLON = re.compile(r";\s+")

_WITH = r"(?:avec|de|par|a|with|mit|con|com)"
COORDINATION = re.compile(
    rf"\s(?:ainsi qu['’e]|et|as well as|and|sowie|und|asi como|y|nonche|e|bem como)\s*(?={_WITH}\b)"
)
"""Where a second commitment may be coordinated without a comma."""

DEMONSTRATIVE_GAP = 12
LONGEST_HEADING = 150

EARLIEST_TEASERS = 0.6
"""The share of a text before which no heading is taken for that of teasers."""

HEAD_WORDS = 5


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence, with what was found in it."""

    sentence: Span
    number: int
    """The sentence's number in the document."""
    start: int
    end: int
    hits: tuple[Hit, ...]
    cues: tuple[Cue, ...]
    sentence_cues: tuple[Cue, ...]

    def has(self, group: str, name: str) -> bool:
        """Say whether the segment has a cue of this kind."""
        return any(cue.group == group and cue.name == name for cue in self.cues)

    @property
    def is_heading(self) -> bool:
        """Whether the sentence is a headline: short, and without a full stop."""
        text = self.sentence.text.rstrip(" *_#")
        return len(text) <= LONGEST_HEADING and not text.endswith((".", "!", "?", "…", ";", ",", "»", "”"))

    def points_back(self, hit: Hit) -> bool:
        """Say whether a demonstrative stands right before a trigger."""
        return any(
            cue.group == "references" and cue.name == "demonstrative" and 0 <= hit.start - cue.end <= DEMONSTRATIVE_GAP
            for cue in self.cues
        )

    def act_near(self, name: str, hit: Hit, reach: int) -> bool:
        """Say whether an act of this kind stands within ``reach`` characters of a trigger."""
        return any(
            cue.group == "acts" and cue.name == name and cue.start - hit.end <= reach and hit.start - cue.end <= reach
            for cue in self.cues
        )

    def sentence_has(self, group: str, name: str) -> bool:
        """Say whether the sentence has a cue of this kind, in whatever segment."""
        return any(cue.group == group and cue.name == name for cue in self.sentence_cues)


def segments(view: View) -> Iterator[Segment]:
    """Give the segments of a document that hold a trigger or name an institution or country, in their order."""
    own_end = _teasers_from(view, lexicon(view.lang))
    for number, sentence in enumerate(view.sentences):
        if sentence.start >= own_end:
            break
        hits, cues = signs_in(view, sentence.start, sentence.end)
        parts = _parts(view, sentence, hits) if hits else _untold(view, sentence)
        for start, end, inside in (piece for part in parts for piece in _clauses(view, *part)):
            near = tuple(cue for cue in cues if start <= cue.start < _cell_end(view, inside, end))
            yield Segment(sentence, number, start, end, inside, near, tuple(cues))


def _clauses(view: View, start: int, end: int, hits: tuple[Hit, ...]) -> list[tuple[int, int, tuple[Hit, ...]]]:
    """Part a stretch once more where the classifier reads different events in its clauses."""
    pieces = clauses(view, start, end)
    return [(a, b, tuple(hit for hit in hits if a <= hit.start < b)) for a, b in pieces]


def _untold(view: View, sentence: Span) -> list[tuple[int, int, tuple[Hit, ...]]]:
    """The parts of a sentence without a trigger: those that name someone or some country, else all."""
    places = [match.end() for match in SEMICOLON.finditer(view.folded, sentence.start, sentence.end)]
    parts = list(pairwise([sentence.start, *places, sentence.end]))
    naming = [(a, b) for a, b in parts if view.institutions_in(a, b) or view.countries_in(a, b)]
    return [(a, b, ()) for a, b in naming or parts]


def _parts(view: View, sentence: Span, hits: Sequence[Hit]) -> list[tuple[int, int, tuple[Hit, ...]]]:
    """Part a sentence so that every part has a trigger.

    A stretch without one goes to the part that follows; the last one to the part before it, unless it names another
    institution and another date: "a distingué X de l'université A en 2009, puis Y, de B, en 2014" says two things.
    """
    places = [match.end() for match in BOUNDARY.finditer(view.folded, sentence.start, sentence.end)]
    parts: list[tuple[int, int, tuple[Hit, ...]]] = []
    begin = sentence.start
    for place in (*places, sentence.end):
        inside = tuple(hit for hit in hits if begin <= hit.start < place)
        if inside:
            parts.append((begin, place, inside))
        elif not (parts and _full(view, begin, place) and _full(view, *parts[-1][:2])):
            continue
        else:
            parts.append((begin, place, parts[-1][2]))
        begin = place
    if parts and begin < sentence.end:
        parts[-1] = (parts[-1][0], sentence.end, parts[-1][2])
    return [piece for part in parts for piece in _coordinated(view, *part)]


def _coordinated(view: View, start: int, end: int, hits: tuple[Hit, ...]) -> list[tuple[int, int, tuple[Hit, ...]]]:
    """Part two coordinated commitments of different types, each with its own partner and "with"."""
    for match in COORDINATION.finditer(view.folded, start, end):
        left = tuple(hit for hit in hits if hit.end <= match.start())
        right = tuple(hit for hit in hits if hit.start >= match.start())
        if not _strong(left) or not _strong(right) or _strong(left) & _strong(right):
            continue
        if view.institutions_in(start, match.start()) and view.institutions_in(match.start(), end):
            return [(start, match.start(), left), (match.start(), end, right)]
    return [(start, end, hits)]


def _strong(hits: Sequence[Hit]) -> set[str]:
    return {hit.trigger.type for hit in hits if hit.trigger.strength == "strong"}


def _cell_end(view: View, inside: Sequence[Hit], end: int) -> int:
    """Where the cell of the last trigger ends: cues behind it are of something else."""
    if not inside:
        return end
    boundary = BOUNDARY.search(view.folded, inside[-1].end, end)
    return boundary.start() if boundary and inside[-1].start < boundary.start() else end


def _full(view: View, start: int, end: int) -> bool:
    return bool(view.institutions_in(start, end)) and bool(view.dates_in(start, end))


def _teasers_from(view: View, lexicon: Lexicon) -> int:
    """Where the page's own text ends and the teasers of other pages begin ("À lire aussi")."""
    for sentence in view.sentences:
        if sentence.start < len(view.text) * EARLIEST_TEASERS:
            continue
        head = split(view.folded, sentence.start, sentence.end)[:HEAD_WORDS]
        if any(cue.group == "sections" and cue.start == head[0].start for cue in lexicon.read_cues(head)):
            return sentence.start
    return len(view.text)
