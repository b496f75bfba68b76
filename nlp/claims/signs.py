"""The trigger words and cues of a stretch of text that are words of their own, and no parts of names."""

from __future__ import annotations

from nlp.claims.triggers import Cue, Hit, lexicon
from nlp.claims.view import View
from nlp.claims.words import split

NAMING = frozenset({"lab", "campus", "network", "belonging"})
"""Concepts of which the founded institution's own name tells."""

LONGEST_NAME = 120
LONGEST_DATE = 40


def signs_in(view: View, start: int, end: int) -> tuple[list[Hit], list[Cue]]:
    """Give the triggers and cues of a stretch of the text that are words of their own."""
    known, words = lexicon(view.lang), split(view.folded, start, end)
    hits = [hit for hit in known.hits(words) if hit.trigger.concept in NAMING or not _in_name(hit, view)]
    return hits, [cue for cue in known.read_cues(words) if _counts(cue, view)]


def _counts(cue: Cue, view: View) -> bool:
    """Say whether a cue is a word of its own: "3 May" is no hope, "l'Université X" not the text's own side."""
    if cue.name == "self":
        return not _in_name(cue, view)
    dates = view.dates_in(cue.start - LONGEST_DATE, cue.end) if cue.name == "tentative" else ()
    return not any(m.span.start <= cue.start and cue.end <= m.span.end for m in dates)


def _in_name(found: Hit | Cue, view: View) -> bool:
    """Say whether a trigger or cue is part of an institution's name."""
    mentions = view.institutions_in(found.start - LONGEST_NAME, found.end)
    return any(
        m.span.start <= found.start and found.end <= m.span.end and m.span.end - m.span.start > found.end - found.start
        for m in mentions
    )
