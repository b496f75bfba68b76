"""How sure a claim is: the share of such claims that were right on annotated news."""

from __future__ import annotations

from nlp.claims.drafts import Draft
from nlp.claims.joining import Happening
from nlp.claims.view import View

READ_BASE, READ_SHARE = 0.3, 0.3
"""Of what the classifier alone has read, three in five were right."""


def confidence_of(happening: Happening, view: View) -> float:
    """Give the confidence of a claim, between 0 and 1."""
    best = 0.0
    for draft in happening.drafts:
        score = _found(draft)
        score += 0.1 if draft.date is not None else 0.0
        score -= 0.2 if any(side.carried for side in draft.sides) else 0.0
        score -= 0.15 if not draft.foreign(view.home) else 0.0
        score -= 0.1 if draft.tentative else 0.0
        best = max(best, score)
    return round(min(0.95, best + 0.05 * (len(happening.drafts) - 1)), 2)


def _found(draft: Draft) -> float:
    """What the words say: a trigger and its act, or the classifier alone."""
    if draft.is_read:
        return READ_BASE + READ_SHARE * draft.chance
    strong = 0.15 if draft.hit.trigger.strength == "strong" else 0.0
    return 0.45 + strong + (0.1 if draft.act else 0.0)
