"""How sure a claim is: the share of such claims that were right on annotated news."""

from __future__ import annotations

from nlp.claims.joining import Happening
from nlp.claims.view import View


def confidence_of(happening: Happening, view: View) -> float:
    """Give the confidence of a claim, between 0 and 1."""
    best = 0.0
    for draft in happening.drafts:
        score = 0.45
        score += 0.15 if draft.hit.trigger.strength == "strong" else 0.0
        score += 0.1 if draft.act else 0.0
        score += 0.1 if draft.date is not None else 0.0
        score -= 0.2 if any(side.carried for side in draft.sides) else 0.0
        score -= 0.15 if not draft.foreign(view.home) else 0.0
        score -= 0.1 if draft.tentative else 0.0
        best = max(best, score)
    return round(min(0.95, best + 0.05 * (len(happening.drafts) - 1)), 2)
