"""Whether a text tells of cooperation at all: an aside in news about something else is no event."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.claims.drafts import Draft
from nlp.claims.participants import COMMITMENTS
from nlp.claims.reading import Chances
from nlp.claims.segments import Segment
from nlp.claims.view import View

TELLING = 1.75
"""What the two likeliest sentences of a text must come to, so that it tells of cooperation."""

PLAIN = 3
"""Strong triggers with a partner that make up for it."""

SHORT = 5
"""Sentences up to which a text may tell of it in one."""

CLEAR, SEVERAL = 0.9, 2
"""The probability and number of readings from which on they are believed where no trigger says so."""

OUTRIGHT = 0.8
"""The probability of its type from which on a commitment is believed of a text that tells of nothing else."""


def tells_of_cooperation(read_so: Sequence[tuple[Segment, Chances]], drafts: Sequence[Draft], view: View) -> bool:
    """Say whether what was read in a text, or stated in it by trigger words, is enough to believe any of it."""
    return _told_twice(read_so, view) or _told_plainly(drafts, view)


def trusted(drafts: list[Draft], view: View) -> list[Draft]:
    """Leave out what the classifier alone has read, unless something else surely tells of cooperation with others."""
    told = [draft for draft in drafts if draft.foreign(view.home)]
    plain = any(d.hit.trigger.strength == "strong" and not d.is_read and not d.doubtful for d in told)
    if plain or sum(draft.is_read and draft.chance >= CLEAR for draft in told) >= SEVERAL:
        return drafts
    return [draft for draft in drafts if not draft.is_read]


def _told_twice(read_so: Sequence[tuple[Segment, Chances]], view: View) -> bool:
    """Say whether two sentences at least tell of cooperation, as news does, or whether the text is short."""
    if len(view.sentences) <= SHORT:
        return True
    best: dict[int, float] = {}
    for segment, chance in read_so:
        best[segment.number] = max(best.get(segment.number, 0.0), sum(chance.values()))
    return sum(sorted(best.values())[-2:]) >= TELLING


def _told_plainly(drafts: Sequence[Draft], view: View) -> bool:
    """Say whether trigger words tell of cooperation: one outright, or several."""
    named = [draft for draft in drafts if draft.foreign(view.home) and not (draft.is_read or draft.doubtful)]
    plain = [draft for draft in named if draft.hit.trigger.strength == "strong" and not draft.tentative]
    return len(plain) >= PLAIN or any(_is_outright(draft, view) for draft in drafts)


def _is_outright(draft: Draft, view: View) -> bool:
    """Say whether a statement needs no second one beside it: a commitment with its act and a partner of that name."""
    named = [side for side in draft.sides if not (side.carried or side.implied or side.supporter)]
    plain = draft.type in COMMITMENTS and draft.hit.trigger.strength == "strong" and draft.act and not draft.tentative
    return plain and draft.likelihood >= OUTRIGHT and any(view.is_partner(side.institution) for side in named)
