"""Which countries a claim concerns."""

from __future__ import annotations

import re

from nlp.claims.drafts import Draft
from nlp.claims.view import View
from records import CountryMention

NEAR = 60
"""Characters between a trigger and the country that makes up for a partner that is not named."""

ADJACENT = 20
PREPOSITION = re.compile(
    r"\b(?:a|au|aux|en|de|du|des|d'|d’|vers|pour|in|im|ins|nach|aus|to|from|at|of|na|no|da|do|para|al|alla|dal|dall'|el|l'|l’|la|le|les)\s*$"
)

PLACE_TYPES = frozenset({"visit", "conference", "school", "mobility", "campus"})


def fill_countries(draft: Draft, view: View) -> None:
    """Enter the countries named in the segment and those of the partners."""
    segment = draft.segment
    codes = [m.code for m in view.countries_in(segment.start, segment.end) if m.basis != "institution"]
    codes += [side.institution.country for side in draft.sides if side.institution.country]
    draft.countries = [code for code in dict.fromkeys(codes) if code != view.home or _concerns_home(draft, view)]


def _concerns_home(draft: Draft, view: View) -> bool:
    """The text's own country counts where the event takes place there, or where no publisher looks abroad from it."""
    if view.publisher is None:
        return True
    segment = draft.segment
    named = view.countries_in(segment.start, segment.end)
    return draft.type in PLACE_TYPES and any(m.code == view.home and m.basis == "place" for m in named)


def country_beside(draft: Draft, view: View) -> CountryMention | None:
    """Give a foreign country that the trigger goes with, which may stand for a partner without a name."""
    segment, hit = draft.segment, draft.hit
    for mention in view.countries_in(segment.start, segment.end):
        if mention.code == view.home or mention.basis == "institution":
            continue
        gap = max(mention.span.start - hit.end, hit.start - mention.span.end)
        if gap <= ADJACENT or (gap <= NEAR and mention.span.start > hit.end and _placed(mention, view)):
            return mention
    return None


def _placed(mention: CountryMention, view: View) -> bool:
    return PREPOSITION.search(view.folded[max(0, mention.span.start - 8) : mention.span.start]) is not None
