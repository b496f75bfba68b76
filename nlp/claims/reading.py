"""What the classifier reads in a segment: which types of event are likely, and the word that says so most."""

from __future__ import annotations

from nlp.claims.classifier import classifier
from nlp.claims.drafts import READ
from nlp.claims.features import features, pieces, stem
from nlp.claims.segments import Segment
from nlp.claims.triggers import Hit, Trigger
from nlp.claims.view import View
from nlp.claims.words import Word, split
from records import EventType

LIKELY = 0.6
"""The probability of some event from which on a segment without a trigger states the likeliest one."""

DOUBTFUL = {"strong": 0.05, "weak": 0.1}
"""The probability of its type below which a trigger is not believed by itself."""

TELLING = 4
"""Letters from which on a word tells something by itself: articles and prepositions do not."""

BELIEVED: frozenset[EventType] = frozenset({"network", "agreement", "double_degree", "campus", "research", "award"})
"""Types whose strong triggers are believed in any case: they name a commitment outright."""


Chances = dict[EventType, float]
"""How likely each type is; what they lack to 1 is that of no event."""


def chances(segment: Segment, view: View) -> Chances:
    """Give how likely a segment states an event of each type."""
    return classifier().probabilities(features(view, segment.start, segment.end, segment.hits, segment.cues))


def is_doubtful(hit: Hit, chance: Chances) -> bool:
    """Say whether the classifier sees no event of a trigger's type around it."""
    kind, strength = hit.trigger.type, hit.trigger.strength
    if strength == "strong" and kind in BELIEVED:
        return False
    return chance[kind] < DOUBTFUL[strength]


def read(segment: Segment, view: View, chance: Chances) -> Hit | None:
    """Give the likeliest event of a segment, in the place of the word that says so most; None where none is likely."""
    if sum(chance.values()) < LIKELY:
        return None
    kind = max(chance, key=lambda each: chance[each])
    named = view.institutions_in(segment.start, segment.end)
    words = split(view.folded, segment.start, segment.end)
    own = [w for w in words if not any(m.span.start <= w.start < m.span.end for m in named)] or words
    telling = [word for word in own if len(word.text) >= TELLING] or own
    best = max(telling, key=lambda word: _says(word, kind))
    return Hit(Trigger(kind, READ, "weak"), best.start, best.end)


def _says(word: Word, kind: EventType) -> float:
    """How much a word speaks for a type: by itself and by its pieces."""
    own = stem(word.text)
    return sum(classifier().weight(feature, kind) for feature in (own, *pieces([own])))
