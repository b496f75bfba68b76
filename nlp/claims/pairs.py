"""Partnerships: which two institutions a claim states to have, or to conclude, a standing cooperation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast, get_args

from nlp.claims.drafts import Draft
from nlp.claims.joining import Happening
from nlp.claims.view import View
from records import Institution, Pair, PartnershipKind, Span

APPOSED = 30
_NAMING = r"parmi lesquel\w+|dont|appele\w*|baptise\w*|nomme\w*|named|called|including|"
_NAMING += r"namens|genannt|llamad\w|denominat\w|chamad\w"
_DETERMINERS = r"un|une|le|la|les|l|the|a|an|ein|eine|das|der|die|el|il|lo|uno|una|o|um|uma|son|its|their|ihr"
APPOSITION = re.compile(rf"[\s,:()«»\"'’–-]*(?:(?:{_NAMING})\b[\s'’]*)?(?:(?:{_DETERMINERS})\b[\s'’]*)?")


def pairs_of(happening: Happening, view: View) -> tuple[Pair, ...]:
    """Give the pairs of a happening: two countries, an academic side at least, the text's own side first."""
    kind = happening.drafts[0].type
    if kind not in get_args(PartnershipKind) or all(draft.tentative for draft in happening.drafts):
        return ()
    named = cast(PartnershipKind, kind)
    found: dict[frozenset[str], Pair] = {}
    for a, b in _couples(happening, view):
        if _may_pair(a, b):
            first, second = _ordered(a, b, view)
            found.setdefault(frozenset((a.id, b.id)), Pair(first.id, second.id, named))
    return tuple(found.values())


def _couples(happening: Happening, view: View) -> Iterator[tuple[Institution, Institution]]:
    kind = happening.drafts[0].type
    supporters = {s.institution.id for d in happening.drafts for s in d.sides if s.supporter}
    institutions = [i for i in happening.institutions if i.id not in supporters]
    networks = [i for i in institutions if i.kind == "network"]
    if kind == "network" and networks:
        body = _nearest_body(networks, happening, view)
        yield from ((member, body) for member in institutions if member.kind != "network")
        return
    if kind in ("research", "campus"):
        founders = [i for i in institutions if not _is_founded(i, happening, view)]
        if len({i.country for i in founders}) > 1:
            institutions = founders
    lead = _lead_side(institutions, view)
    lead_ids = {i.id for i in lead}
    others = [i for i in institutions if i.id not in lead_ids]
    if any(i.kind == "academic" for i in others):
        others = [i for i in others if i.kind in ("academic", "network")]
    for a in lead:
        yield from ((a, b) for b in others)


def _nearest_body(networks: list[Institution], happening: Happening, view: View) -> Institution:
    """Of several networks in one statement, the one named closest to the trigger."""
    draft = happening.drafts[0]
    mentions = [
        m for m in view.institutions_in(draft.segment.start, draft.segment.end) if m.institution.kind == "network"
    ]
    if not mentions:
        return networks[0]
    return min(mentions, key=lambda m: abs(m.span.start - draft.hit.start)).institution


def _is_founded(institution: Institution, happening: Happening, view: View) -> bool:
    """Say whether an institution is the laboratory or campus that the others have founded: the trigger names it."""
    for draft in happening.drafts:
        for stretch in (draft.segment.sentence, draft.antecedent):
            if stretch is None:
                continue
            for mention in view.institutions_in(stretch.start, stretch.end):
                if mention.institution.id == institution.id and _apposed(mention.span, draft, view):
                    return True
    return False


def _apposed(span: Span, draft: Draft, view: View) -> bool:
    for hit in draft.segment.hits:
        if hit.trigger.type != draft.type:
            continue
        if span.start < hit.end and hit.start < span.end:
            return True
        between = view.folded[hit.end : span.start] if hit.end <= span.start else view.folded[span.end : hit.start]
        if len(between) < APPOSED and APPOSITION.fullmatch(between):
            return True
    return False


def _lead_side(institutions: list[Institution], view: View) -> list[Institution]:
    """The institutions of the text's country, else those of the country that is named first."""
    home = view.home
    if not any(i.country == home for i in institutions):
        home = next((i.country for i in institutions if i.country), None)
    return [i for i in institutions if i.country == home and i.kind != "network"]


def _may_pair(a: Institution, b: Institution) -> bool:
    body = "network" in (a.kind, b.kind)
    countries_differ = a.country != b.country if (a.country and b.country) else body
    if a.name in b.name or b.name in a.name or b.parent_id == a.id or a.parent_id == b.id:
        return False
    return countries_differ and "academic" in (a.kind, b.kind) and "other" not in (a.kind, b.kind)


def _ordered(a: Institution, b: Institution, view: View) -> tuple[Institution, Institution]:
    if view.publisher is not None and view.publisher.id in (a.id, b.id):
        return (a, b) if a.id == view.publisher.id else (b, a)
    return (b, a) if b.country == "FR" and a.country != "FR" else (a, b)
