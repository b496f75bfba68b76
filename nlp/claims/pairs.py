"""Partnerships: which two institutions a claim states to have, or to conclude, a standing cooperation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args

from nlp.claims.drafts import Draft, Side
from nlp.claims.joining import Happening
from nlp.claims.view import View
from records import Institution, Pair, PartnershipKind

LIKELY, SURE = 0.3, 0.9
"""The probability from which on what the classifier alone has read makes a partnership: with a partner that the
sentence names, and with one taken over from elsewhere."""


def pairs_of(happening: Happening, view: View) -> tuple[Pair, ...]:
    """Give the pairs of a happening: two countries, an academic side at least, the text's own side first."""
    kind = happening.drafts[0].type
    if kind not in get_args(PartnershipKind) or all(draft.tentative for draft in happening.drafts):
        return ()
    named = cast(PartnershipKind, kind)
    couples = _memberships(happening, view) if kind == "network" else _cooperations(happening, view)
    found: dict[frozenset[str], Pair] = {}
    for a, b in couples:
        if _may_pair(a, b):
            first, second = _ordered(a, b, view)
            found.setdefault(frozenset((a.id, b.id)), Pair(first.id, second.id, named))
    return tuple(found.values())


def _sides(happening: Happening) -> list[Side]:
    """The sides of all drafts, each institution once; what founds or supports in one draft does so in all.

    What the classifier alone has read counts only where it is likely enough of its kind.
    """
    sides: dict[str, Side] = {}
    for draft in filter(_is_plain, happening.drafts):
        for side in draft.sides:
            known = sides.setdefault(side.institution.id, side)
            if side.founded or side.supporter or not side.implied:
                sides[side.institution.id] = known if known.founded or known.supporter else side
    return list(sides.values())


def _is_plain(draft: Draft) -> bool:
    carried = any(side.carried for side in draft.sides)
    return not draft.is_read or draft.likelihood >= (SURE if carried else LIKELY)


def _memberships(happening: Happening, view: View) -> Iterator[tuple[Institution, Institution]]:
    """Each member with the network body; of several bodies with the one closest to the trigger."""
    sides = _sides(happening)
    bodies = [side.institution for side in sides if side.institution.kind == "network"]
    members = [side for side in sides if side.institution.kind != "network" and not side.supporter]
    if any(not side.implied for side in members):
        members = [side for side in members if not side.implied]
    if bodies:
        body = _nearest_body(bodies, happening, view)
        yield from ((side.institution, body) for side in members)


def _nearest_body(bodies: list[Institution], happening: Happening, view: View) -> Institution:
    others = [body for body in bodies if view.publisher is None or body.id != view.publisher.id]
    if len(others) <= 1:
        return (others or bodies)[0]
    draft = happening.drafts[0]
    ids = {body.id for body in others}
    mentions = [m for m in view.institutions_in(draft.segment.start, draft.segment.end) if m.institution.id in ids]
    if not mentions:
        return others[0]
    return min(mentions, key=lambda m: abs(m.span.start - draft.hit.start)).institution


def _cooperations(happening: Happening, view: View) -> Iterator[tuple[Institution, Institution]]:
    """Each institution of the text's own side with each of the other side."""
    kind = happening.drafts[0].type
    sides = [side for side in _sides(happening) if not side.supporter]
    founders = [side for side in sides if not side.founded]
    if len({side.institution.country for side in founders}) > 1:
        sides = founders
    institutions = [side.institution for side in sides if kind == "agreement" or side.institution.kind != "network"]
    if kind in ("double_degree", "mobility"):
        institutions = [i for i in institutions if i.kind == "academic"]
    lead = _lead_side(institutions, view)
    others = [i for i in institutions if i not in lead]
    if kind == "research":
        lead, others = _researchers(lead), _researchers(others)
    else:
        lead, others = _academic_first(lead), _academic_first(others)
    for a in _without_parts(lead):
        yield from ((a, b) for b in others)


def _lead_side(institutions: list[Institution], view: View) -> list[Institution]:
    """The institutions of the text's country, else those of the country that is named first."""
    home = view.home
    if not any(i.country == home for i in institutions):
        home = next((i.country for i in institutions if i.country), None)
    return [i for i in institutions if i.country == home]


def _academic_first(institutions: list[Institution]) -> list[Institution]:
    academic = [i for i in institutions if i.kind == "academic"]
    return academic or institutions


def _researchers(institutions: list[Institution]) -> list[Institution]:
    """Who does research together: ministries, agencies and embassies pay for it, or attend its opening."""
    return [i for i in institutions if i.kind in ("academic", "company")]


def _without_parts(institutions: list[Institution]) -> list[Institution]:
    """Leave out schools of a university that is there itself."""
    return [i for i in institutions if not any(_is_part(i, whole) for whole in institutions)]


def _is_part(institution: Institution, whole: Institution) -> bool:
    if institution.id == whole.id:
        return False
    return institution.parent_id == whole.id or institution.name.startswith(whole.name)


def _may_pair(a: Institution, b: Institution) -> bool:
    if _is_part(a, b) or _is_part(b, a):
        return False
    body = "network" in (a.kind, b.kind)
    countries_differ = a.country != b.country if (a.country and b.country) else body
    return countries_differ and "academic" in (a.kind, b.kind)


def _ordered(a: Institution, b: Institution, view: View) -> tuple[Institution, Institution]:
    if view.publisher is not None and view.publisher.id in (a.id, b.id):
        return (a, b) if a.id == view.publisher.id else (b, a)
    return (b, a) if b.country == "FR" and a.country != "FR" else (a, b)
