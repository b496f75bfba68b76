"""Sentences parted into segments: stretches that state one thing, with the triggers and cues in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.claims.triggers import Cue, Hit, Lexicon
from nlp.claims.view import View
from nlp.claims.words import split
from records import Span

CONJUNCTIONS = (
    "et|puis|tandis que|alors que|ainsi que|mais|and|while|then|but|und|sowie|wahrend|aber|dann|y|e|mientras|mentre|"
    "enquanto|pero|ma|mas|poi|luego|depois"
)
BOUNDARY = re.compile(rf"\s*[;•|]\s+|\s[–—]\s|,\s+(?=(?:{CONJUNCTIONS})\s)|\s(?=puis\s|then\s)")
"""Where a sentence may be parted, looked for in folded text."""


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

    def sentence_has(self, group: str, name: str) -> bool:
        """Say whether the sentence has a cue of this kind, in whatever segment."""
        return any(cue.group == group and cue.name == name for cue in self.sentence_cues)


def segments(view: View, lexicon: Lexicon) -> Iterator[Segment]:
    """Give the segments of a document that hold a trigger, in their order."""
    for number, sentence in enumerate(view.sentences):
        words = split(view.folded, sentence.start, sentence.end)
        hits = lexicon.hits(words)
        if not hits:
            continue
        cues = lexicon.read_cues(words)
        for start, end in _parts(view, sentence, hits):
            inside = tuple(hit for hit in hits if start <= hit.start < end)
            near = tuple(cue for cue in cues if start <= cue.start < end)
            yield Segment(sentence, number, start, end, inside, near, tuple(cues))


def _parts(view: View, sentence: Span, hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Part a sentence so that every part has a trigger; a stretch without one goes to the part that follows."""
    places = [match.end() for match in BOUNDARY.finditer(view.folded, sentence.start, sentence.end)]
    parts: list[tuple[int, int]] = []
    begin = sentence.start
    for place in (*places, sentence.end):
        if any(begin <= hit.start < place for hit in hits):
            parts.append((begin, place))
            begin = place
    if parts and begin < sentence.end:
        parts[-1] = (parts[-1][0], sentence.end)
    return parts
