"""Partnerships: which two institutions a claim states to have, or to conclude, a standing cooperation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args

from nlp.claims.joining import Happening
from nlp.claims.view import View
from records import Institution, Pair, PartnershipKind


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
    institutions = happening.institutions
    bodies = [i for i in institutions if i.kind == "network"]
    if happening.drafts[0].type == "network" and bodies:
        yield from ((member, body) for body in bodies for member in institutions if member.kind != "network")
        return
    lead = _lead_side(institutions, view)
    lead_ids = {i.id for i in lead}
    for a in lead:
        yield from ((a, b) for b in institutions if b.id not in lead_ids)


def _lead_side(institutions: list[Institution], view: View) -> list[Institution]:
    """The institutions of the text's country, else those of the country that is named first."""
    home = view.home
    if not any(i.country == home for i in institutions):
        home = next((i.country for i in institutions if i.country), None)
    return [i for i in institutions if i.country == home and i.kind != "network"]


def _may_pair(a: Institution, b: Institution) -> bool:
    body = "network" in (a.kind, b.kind)
    countries_differ = a.country != b.country if (a.country and b.country) else body
    return countries_differ and "academic" in (a.kind, b.kind) and "other" not in (a.kind, b.kind)


def _ordered(a: Institution, b: Institution, view: View) -> tuple[Institution, Institution]:
    if view.publisher is not None and view.publisher.id in (a.id, b.id):
        return (a, b) if a.id == view.publisher.id else (b, a)
    return (b, a) if b.country == "FR" and a.country != "FR" else (a, b)
