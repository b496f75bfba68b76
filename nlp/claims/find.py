"""Claims of a document: triggers in sentences, participants, places and dates around them, joined by happening."""

from __future__ import annotations

import re

from nlp.claims.confidence import confidence_of
from nlp.claims.dating import date_of
from nlp.claims.drafts import Draft
from nlp.claims.joining import Happening, join
from nlp.claims.kinds import stated
from nlp.claims.modality import is_tentative, modality_of
from nlp.claims.pairs import pairs_of
from nlp.claims.participants import fill_sides
from nlp.claims.places import country_beside, fill_countries
from nlp.claims.reading import Chances, chances, is_doubtful, read
from nlp.claims.segments import Segment, segments
from nlp.claims.stories import date_stories
from nlp.claims.telling import tells_of_cooperation, trusted
from nlp.claims.triggers import Hit
from nlp.claims.view import View
from records import Claim, ClaimCountry, EventType, Evidence, Modality, Participant, Span

ACTS_OF: dict[str, str] = {"double_degree": "agreement", "research": "agreement"}
"""Whose acts a type shares; the others have their own."""

PERSONAL: frozenset[EventType] = frozenset({"mobility", "double_degree", "research"})
"""What a person's biography tells of that person alone: "diplômée de …, elle a passé un an à …"."""

LEARNED = frozenset({"double_degree", "mobility"})
"""Types in which an academic institution takes part."""

WORLD = re.compile(
    r"\b(?:world|mondia|internationa|globa|weltweit|mundia|qs|shanghai|leiden|times higher|financial times)"
)
"""What makes a ranking international."""

ABROAD: frozenset[EventType] = frozenset({"mobility", "visit", "conference", "school", "campus"})
"""What may do with a country where no partner is named."""

SURE = 0.8
"""The probability from which on the classifier needs no partner in the segment itself."""

BESIDE = 0.8
"""The probability of a type from which on it is read beside the one that a trigger names."""

DESPITE = 0.85
"""The probability from which on a sentence states an event though it denies something: "… sans rien signer"."""

ACT_REACH = 60
"""Characters between a trigger and its act."""


def find_claims(view: View) -> list[Claim]:
    """Give the claims of a document in the order in which it first states them."""
    read_so = [(segment, chances(segment, view)) for segment in segments(view)]
    drafts = trusted([draft for segment, chance in read_so for draft in _drafts(segment, chance, view)], view)
    if not tells_of_cooperation(read_so, drafts, view):
        return []
    date_stories(drafts, view)
    return [_claim(happening, view) for happening in join(drafts, view)]


def _drafts(segment: Segment, chance: Chances, view: View) -> list[Draft]:
    modality = modality_of(segment)
    if modality is None:
        if sum(chance.values()) < DESPITE:
            return []
        alone = _read(segment, view, "happened", chance)
        return [alone] if alone else []
    found: list[Draft] = []
    hits = stated(segment, _has_act)
    for hit in hits:
        if hit.trigger.type in PERSONAL and segment.sentence_has("modality", "biography"):
            continue
        draft = Draft(hit.trigger.type, hit, segment, modality, is_tentative(segment, hit))
        draft.act = _has_act(hit, segment)
        draft.doubtful, draft.likelihood = is_doubtful(hit, chance), chance[draft.type]
        fill_sides(draft, view)
        fill_countries(draft, view)
        draft.date = date_of(draft, view)
        if _stands(draft, view):
            found.append(draft)
        elif hit.trigger.type == "network":
            hits += [other for other in _written(segment) if other not in hits][:1]
    likeliest = max(chance, key=lambda kind: chance[kind])
    told = {draft.type for draft in found if not draft.doubtful}
    if told and (likeliest in told or chance[likeliest] < BESIDE):
        return found
    alone = _read(segment, view, modality, chance)
    return [*found, alone] if alone else found


def _read(segment: Segment, view: View, modality: Modality, chance: Chances) -> Draft | None:
    """What the classifier alone reads in a segment; it must name the partner itself, unless it is sure."""
    hit = read(segment, view, chance)
    if hit is None:
        return None
    draft = Draft(hit.trigger.type, hit, segment, modality, is_tentative(segment, hit), act=True)
    draft.chance, draft.likelihood = sum(chance.values()), chance[draft.type]
    fill_sides(draft, view)
    fill_countries(draft, view)
    draft.date = date_of(draft, view)
    sure = draft.chance >= SURE
    partners = [side for side in draft.sides if not side.implied and view.is_partner(side.institution)]
    if any(not side.carried or sure for side in partners):
        return draft if _stands(draft, view) else None
    abroad = draft.type in ABROAD and bool(set(draft.countries) - {view.home})
    return draft if sure and abroad and draft.sides else None


def _written(segment: Segment) -> list[Hit]:
    """The triggers of an agreement, which stands where those who are bound by it form no network."""
    return [hit for hit in segment.hits if hit.trigger.type == "agreement" and hit.trigger.strength == "strong"]


def _has_act(hit: Hit, segment: Segment) -> bool:
    return segment.act_near(ACTS_OF.get(hit.trigger.type, hit.trigger.type), hit, ACT_REACH)


def _stands(draft: Draft, view: View) -> bool:
    """Say whether a draft is an international event at all."""
    trigger = draft.hit.trigger
    if draft.type == "network" and not _has_network(draft):
        return False
    if draft.type in LEARNED and not any(side.institution.kind == "academic" for side in draft.sides):
        return False
    if draft.type == "mobility" and _is_biography(draft, view):
        return False
    if draft.type == "mobility" and not draft.act and any(side.carried for side in draft.sides):
        return False
    if trigger.concept == "project" and {s.institution.kind for s in draft.sides if not s.implied} <= {
        "network",
        "public",
    }:
        return any(side.institution.kind != "network" for side in draft.sides if view.is_partner(side.institution))
    foreign = draft.foreign(view.home)
    if draft.type == "mobility" and any(hit.trigger.type == "conference" for hit in draft.segment.hits):
        foreign = [institution for institution in foreign if institution.kind != "network"]
    if foreign:
        countries = {side.institution.country for side in draft.sides} | set(draft.countries)
        return len(countries | {view.home}) > 1
    return _is_worldwide(draft, view) or _is_abroad(draft, view)


def _has_network(draft: Draft) -> bool:
    """Whether a network takes part, or, where only the classifier reads of one, several that may form it."""
    if any(side.institution.kind == "network" for side in draft.sides):
        return True
    return draft.is_read and sum(not (side.implied or side.carried) for side in draft.sides) > 1


def _is_worldwide(draft: Draft, view: View) -> bool:
    """Whether a school has won what is international without partner or place: a label, a rank in the world."""
    segment, concept = draft.segment, draft.hit.trigger.concept
    if not draft.act or not any(side.institution.kind == "academic" for side in draft.sides):
        return False
    return concept == "label" or (
        concept == "ranking" and WORLD.search(view.folded, segment.start, segment.end) is not None
    )


def _is_abroad(draft: Draft, view: View) -> bool:
    trigger = draft.hit.trigger
    return trigger.alone and country_beside(draft, view) is not None


def _is_biography(draft: Draft, view: View) -> bool:
    """Say whether a stay abroad is told of one person only, in passing."""
    before = view.folded[max(0, draft.hit.start - 3) : draft.hit.start]
    aside = draft.hit.trigger.strength == "weak" and before.rstrip().endswith(",")
    return draft.modality == "happened" and (aside or draft.segment.sentence_has("references", "person"))


def _claim(happening: Happening, view: View) -> Claim:
    drafts = sorted(happening.drafts, key=lambda d: (d.hit.trigger.strength != "strong", d.segment.number))
    best = next(draft for draft in drafts if draft.type == happening.drafts[0].type)
    drafts.sort(key=lambda d: d is not best)
    return Claim(
        type=best.type,
        modality=best.modality,
        evidence=tuple(Evidence(d.segment.sentence, _span(view, d.hit.start, d.hit.end)) for d in drafts),
        participants=tuple(_participants(happening, view)),
        countries=tuple(ClaimCountry(code) for code in happening.countries),
        date=happening.date,
        pairs=pairs_of(happening, view),
        confidence=confidence_of(happening),
    )


def _span(view: View, start: int, end: int) -> Span:
    return Span(start, end, view.text[start:end])


def _participants(happening: Happening, view: View) -> list[Participant]:
    found = []
    for institution in happening.institutions:
        if view.publisher is not None and institution.id == view.publisher.id:
            found.append(Participant(institution.id, "publisher"))
        elif happening.drafts[0].type == "network":
            found.append(Participant(institution.id, "body" if institution.kind == "network" else "member"))
        else:
            found.append(Participant(institution.id))
    return found
