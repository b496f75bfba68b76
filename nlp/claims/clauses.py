"""Clauses of one sentence that tell of different things: "a signé avec A, et accueillera en mai les étudiants de B"."""

from __future__ import annotations

import re
from itertools import pairwise

from nlp.claims.classifier import classifier
from nlp.claims.features import features
from nlp.claims.signs import signs_in
from nlp.claims.view import View
from records import EventType

SURE, TYPED = 0.85, 0.6
"""The probability of any event, and of the likeliest, from which on a clause states one of its own."""

SHORTEST = 15
"""Characters of a clause."""

CONJUNCTIONS = (
    "et|puis|tandis que|alors que|ainsi que|mais|and|while|then|but|und|sowie|wahrend|aber|dann|y|e|mientras|mentre|"
    "enquanto|pero|ma|mas|poi|luego|depois"
)

_AND = "et|and|und|y|e"
_WITH = "avec|par|de|a|dans|aux?|with|by|from|in|to|mit|von|an|con|per|com|por"
_WHOM = (
    "laquelle|lequel|lesquel(?:le)?s|qui|which|whom|der|dem|denen|die|la cual|quien(?:es)?|cui|la quale|quem|[ao] qual"
)
_RELATIVES = "qui|dont|ou|laquelle|which|who|whose|where|der|die|das|wo|que|quien|cuyo|donde|dove|che|onde|cujo"
_TIMES = "apres|avant|after|before|nach|bevor|dopo|prima|despues|antes|en|au|im|am|in|on|no|na|em|nel"
_ARTICLES = "les?|la|des|du|el|il|lo"
BORDER = re.compile(
    rf"\s*[;•|:]\s+|\s[–—]\s|\n|\s(?=(?:{_AND}|puis|then|avant de|before)\s)"
    rf"|,\s+(?=(?:{CONJUNCTIONS}|la meme ou|(?:{_WITH})\s(?:{_WHOM})|{_RELATIVES}|{_TIMES}|{_ARTICLES}|\d+)\s)"
)
"""Where a clause may end, in whatever language; looked for in folded text."""


def clauses(view: View, start: int, end: int) -> list[tuple[int, int]]:
    """Part a stretch so that each part states an event of another type than the one before, if it can be parted.

    Only clauses that name someone, a country or a date are asked for; what lies between goes with the clause before.
    """
    told = _told(view, start, end)
    firsts = [place for (_, before), (place, kind) in pairwise(told) if kind != before]
    return list(pairwise([start, *firsts, end]))


def _told(view: View, start: int, end: int) -> list[tuple[int, EventType]]:
    """Where clauses begin that surely state an event, and its type."""
    places = [match.end() for match in BORDER.finditer(view.folded, start, end)]
    pieces = [(a, b) for a, b in pairwise([start, *places, end]) if b - a >= SHORTEST and _names(view, a, b)]
    if len(pieces) < 2:
        return []
    read = [(a, _kind(view, a, b)) for a, b in pieces]
    return [(place, kind) for place, kind in read if kind is not None]


def _kind(view: View, start: int, end: int) -> EventType | None:
    chance = classifier().probabilities(features(view, start, end, *signs_in(view, start, end)))
    best = max(chance, key=lambda kind: chance[kind])
    return best if chance[best] >= TYPED and sum(chance.values()) >= SURE else None


def _names(view: View, start: int, end: int) -> bool:
    return bool(view.institutions_in(start, end) or view.countries_in(start, end) or view.dates_in(start, end))
