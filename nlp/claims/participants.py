"""Who takes part in what a segment states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nlp.claims.drafts import Draft, Side
from nlp.claims.segments import Segment
from nlp.claims.view import View
from records import EventType, Institution, InstitutionMention

LOOK_BACK = 3
"""Sentences that a reference ("les deux écoles") reaches back."""

COMMITMENTS: frozenset[EventType] = frozenset(
    {"agreement", "double_degree", "mobility", "research", "network", "campus"}
)


def fill_sides(draft: Draft, view: View) -> None:
    """Enter the institutions that take part: named in the segment, in its sentence, before it, or implied."""
    segment = draft.segment
    named = _distinct(view.institutions_in(segment.start, segment.end))
    if not _has_partner(named, view):
        named += _new(_distinct(view.institutions_in(segment.sentence.start, segment.sentence.end)), named)
    draft.sides = [Side(institution) for institution in named]
    if not _has_partner(named, view) and _may_carry(draft):
        draft.sides += [Side(i, carried=True) for i in _new(_earlier_partners(segment, view), named)]
    _add_anchor(draft, view)


def _distinct(mentions: Iterable[InstitutionMention]) -> list[Institution]:
    seen: dict[str, Institution] = {}
    for mention in mentions:
        seen.setdefault(mention.institution.id, mention.institution)
    return list(seen.values())


def _new(institutions: Iterable[Institution], known: Iterable[Institution]) -> list[Institution]:
    ids = {institution.id for institution in known}
    return [institution for institution in institutions if institution.id not in ids]


def is_partner(institution: Institution, view: View) -> bool:
    """Say whether an institution is on the other side, seen from the text's home."""
    if view.anchor is not None and institution.id == view.anchor.id:
        return False
    return institution.country != view.home or (institution.country is None and institution.kind == "network")


def _has_partner(institutions: Sequence[Institution], view: View) -> bool:
    return any(is_partner(institution, view) for institution in institutions)


def _may_carry(draft: Draft) -> bool:
    segment = draft.segment
    if draft.hit.trigger.strength == "weak":
        return draft.act and segment.has("references", "partner")
    return segment.sentence_has("references", "partner") or (draft.act and draft.type in COMMITMENTS)


def _earlier_partners(segment: Segment, view: View) -> list[Institution]:
    """The partners that the nearest sentence before, within the paragraph if it has one, names."""
    floor, _ = view.paragraph(segment.start)
    for number in range(segment.number - 1, max(-1, segment.number - 1 - LOOK_BACK), -1):
        sentence = view.sentences[number]
        if sentence.start < floor and segment.number - number > 1:
            break
        partners = [i for i in _distinct(view.institutions_in(sentence.start, sentence.end)) if is_partner(i, view)]
        if partners:
            return partners
    return []


def _add_anchor(draft: Draft, view: View) -> None:
    anchor = view.anchor
    if anchor is None or anchor.id in draft.ids:
        return
    sides = [side.institution for side in draft.sides]
    segment = draft.segment
    says_self = segment.sentence_has("references", "self")
    home_side = any(i.country == view.home and i.kind in ("academic", "network") for i in sides)
    abroad = {i.country for i in sides if i.country and i.country != view.home}
    third_party = len(abroad) > 1 and segment.has("references", "between")
    if says_self or not (home_side or third_party):
        draft.sides.insert(0, Side(anchor, implied=True))
