"""Institutions that are what a trigger names: the laboratory, campus or institute that others have founded."""

from __future__ import annotations

import re

from nlp.claims.triggers import Hit
from nlp.claims.view import View
from records import EventType, Institution, Span

FOUNDED_TYPES: frozenset[EventType] = frozenset({"research", "campus"})

LONGEST = 30
_NAMING = r"parmi lesquel\w+|dont|appele\w*|baptise\w*|nomme\w*|named|called|including|namens|genannt|llamad\w|"
_NAMING += r"denominat\w|chamad\w"
_DETERMINERS = "un|une|le|la|les|l|the|a|an|ein|eine|das|der|die|el|il|lo|uno|una|o|um|uma|son|its|their|ihr"
BETWEEN = re.compile(rf"[\s,:()«»\"'’–-]*(?:(?:{_NAMING})\b[\s'’]*)?(?:(?:{_DETERMINERS})\b[\s'’]*)?")
"""What may stand between a trigger and the name in apposition to it; looked for in folded text."""


def founded_in(stretch: Span, hit: Hit, view: View) -> list[Institution]:
    """Give the institutions in a sentence that a trigger of a laboratory or campus names."""
    if hit.trigger.type not in FOUNDED_TYPES:
        return []
    mentions = view.institutions_in(stretch.start, stretch.end)
    return [m.institution for m in mentions if m.institution.kind == "academic" and _apposed(m.span, hit, view)]


def _apposed(span: Span, hit: Hit, view: View) -> bool:
    if span.start < hit.end and hit.start < span.end:
        return True
    between = view.folded[hit.end : span.start] if hit.end <= span.start else view.folded[span.end : hit.start]
    return len(between) < LONGEST and BETWEEN.fullmatch(between) is not None
