"""How sure a claim is: the share of such claims that were right on annotated news that no rule was made from.

The figures come from a logistic regression, made once, over some 1,000 claims in annotated texts of our own, each read
by a classifier that had not been trained on it; the base was then lowered so that what is called sure is rather surer
than said. `passerelle evaluate` shows how well they hold.
"""

from __future__ import annotations

import math

from nlp.claims.joining import Happening

BASE = -2.1
LIKELIHOOD = 0.52
"""What the classifier's log odds of the type count."""

STATEMENT, MOST_STATEMENTS = 0.68, 4
SIDE, MOST_SIDES = 0.25, 5
STRONG, ACT, DATED = 0.63, 0.48, 0.22
CARRIED, HEADING = -0.37, -0.49
LOWEST, HIGHEST = 0.1, 0.95
MARGIN = 0.01
"""What keeps the log odds of a certain type finite."""


def confidence_of(happening: Happening) -> float:
    """Give the confidence of a claim, between 0.1 and 0.95."""
    drafts = happening.drafts
    likelihood = max(draft.likelihood for draft in drafts)
    named = [draft for draft in drafts if not draft.is_read]
    score = BASE + LIKELIHOOD * math.log((likelihood + MARGIN) / (1 + MARGIN - likelihood))
    score += STATEMENT * min(MOST_STATEMENTS, len(drafts)) + SIDE * min(MOST_SIDES, len(happening.institutions))
    score += STRONG * any(draft.hit.trigger.strength == "strong" and not draft.doubtful for draft in named)
    score += ACT * any(draft.act for draft in named) + DATED * (happening.date is not None)
    score += CARRIED * all(any(side.carried for side in draft.sides) for draft in drafts)
    score += HEADING * any(draft.segment.is_heading for draft in drafts)
    return round(min(HIGHEST, max(LOWEST, 1 / (1 + math.exp(-score)))), 2)
