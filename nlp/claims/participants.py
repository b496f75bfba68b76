"""Who takes part in what a segment states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nlp.claims.apposition import founded_in
from nlp.claims.drafts import Draft, Side
from nlp.claims.segments import Segment
from nlp.claims.view import LEADING, View
from nlp.claims.words import fold
from records import CountryMention, EventType, Institution, InstitutionMention

LOOK_BACK = 3
"""Sentences that a reference ("les deux écoles") reaches back."""

BODY_BACK = 12
"""Sentences before a statement of membership that may name the network."""

LONGEST_LIST = 30
INTO_ITEM = 12
"""Characters of a list item that may stand before the institution it names (bullet, article)."""

MOST_HOSTS = 6
LOOK_AHEAD = 2
OPENING = 3
"""The last sentence, by number, of a text's opening."""

NOTE_MARK = re.compile(r"\w\*(?=[\s,.;:)])")
NOTE = re.compile(r"\n\s*\\?\*\s*(?=\w)")
CROWD = 4
"""Countries of partners from which on the text tells of others, unless it says "we"."""

SUPPORT_REACH = 6

FEW = 3
"""Partners of one country that its name or demonym may stand for at once; of more it means the last one named."""

DEFINITE = re.compile(r"[\s\W]*(?:la|le|l'|l’|les|the|das|der|die|el|il|lo|o|a|this|dieses|cet|cette|ce)\s?")
"""What stands at the head of a sentence before an agreement that the sentence before has told of."""

BETWEEN = re.compile(r"(?:[^.,;:\n]|(?<=\d)\.){0,40}?\b(?:entre|between|zwischen|tra|fra)\b")
_ARTICLES = (
    r"(?:le|la|les|the|der|die|das|dem|den|el|los|las|il|lo|gli|i|o|a|os|as|da|do|das|dos|della|dello|del|dei)\b|"
    r"\b(?:l|d|dell|all|dall)['’]"
)
ARTICLE = re.compile(rf"\W*(?:(?:{_ARTICLES})\W*)?")
JOINED = re.compile(
    r"\s*(?:\([^()\n]{0,40}\))?\s*(?:,|,?\s*\b(?:et|and|und|sowie|y|e|ed)\b)\s*"
    rf"(?:(?:de |d['’])?(?:{_ARTICLES})\W*)?"
)
"""What stands between two parties of an enumeration."""

COMMITMENTS: frozenset[EventType] = frozenset(
    {"agreement", "double_degree", "mobility", "research", "network", "campus"}
)

SHARED: frozenset[EventType] = frozenset({"school", "conference", "visit"})
"""What partners do together, and what a joint one therefore says of those told of before."""


def fill_sides(draft: Draft, view: View) -> None:
    """Enter the institutions that take part: named in the segment, in its sentence, near it, or implied."""
    segment = draft.segment
    if parties := _named_parties(draft, view):
        draft.sides = [Side(i) for i in parties]
        return
    mentions = list(view.institutions_in(segment.start, segment.end))
    named = _distinct(mentions)
    named += _new(_listed_after(segment, view), named)
    if not _has_partner(named, view):
        mentions = list(view.institutions_in(segment.sentence.start, segment.sentence.end))
        named += _new(_distinct(mentions), named)
    supporters = {m.institution.id for m in mentions if _supports(m, segment)}
    founded = {i.id for i in founded_in(segment.sentence, draft.hit, view)}
    draft.sides = [Side(i, supporter=i.id in supporters, founded=i.id in founded) for i in named]
    if not _has_partner([i for i in named if i.id not in supporters | founded], view):
        draft.sides += [Side(i, carried=True) for i in _new(_carried(draft, view), named)]
    if draft.type == "network":
        _add_body(draft, view)
    _add_anchor(draft, view)


def _named_parties(draft: Draft, view: View) -> list[Institution]:
    """The parties of "l'accord signé entre A, B et C": they alone, whoever else the sentence names."""
    head = BETWEEN.match(view.folded, draft.hit.end)
    if head is None:
        return []
    mentions = view.institutions_in(head.end(), draft.segment.sentence.end)
    parties: list[InstitutionMention] = []
    for mention in mentions:
        gap = view.folded[parties[-1].span.end if parties else head.end() : mention.span.start]
        if not (JOINED if parties else ARTICLE).fullmatch(gap):
            break
        parties.append(mention)
    return _distinct(parties) if len(parties) > 1 else []


def _supports(mention: InstitutionMention, segment: Segment) -> bool:
    """Say whether an institution pays for something, or only attends: "financé par", "en présence de"."""
    return any(
        cue.name == "support" and 0 <= mention.span.start - cue.end <= SUPPORT_REACH for cue in segment.sentence_cues
    )


def _carried(draft: Draft, view: View) -> list[Institution]:
    """The partners that another sentence names: the one pointed back to, the one before, the one below a heading."""
    segment = draft.segment
    if segment.points_back(draft.hit) and segment.number > 0:
        draft.antecedent = view.sentences[segment.number - 1]
        return _distinct(view.institutions_in(draft.antecedent.start, draft.antecedent.end))
    stretch = view.countries_in(segment.start, segment.end)
    codes = {m.code for m in stretch if m.code != view.home and m.basis != "institution"}
    earlier = _earlier_partners(segment, view)
    if codes and (same := [i for i in earlier if i.country in codes]):
        return same
    if codes and (meant := _of_place(draft, view)):
        return meant
    if segment.is_heading and (below := _below(draft, view)):
        return below
    if draft.type == "visit" and (hosts := _hosts(draft, view, codes)):
        return hosts
    if _may_carry(draft, view) and earlier:
        return earlier
    if draft.is_read and not view.listing and (first := _main_partners(segment, view)):
        return first
    if _opens(draft) and (below := _below(draft, view)):
        return below
    partner = view.main_partner
    if partner and draft.hit.trigger.strength == "strong" and (not codes or partner.country in codes):
        return [partner]
    return []


def _of_place(draft: Draft, view: View) -> list[Institution]:
    """The partners that a place or demonym stands for: "les étudiants de Hué", "les Chiliens"."""
    segment = draft.segment
    start, end = view.paragraph(segment.start) if view.listing else (0, len(view.text))
    found: list[Institution] = []
    for mention in view.countries_in(segment.start, segment.end):
        if mention.code == view.home or mention.basis == "institution":
            continue
        of_country = [m for m in view.partners_of.get(mention.code, ()) if start <= m.span.start < end]
        of_country = [m for m in of_country if m.institution.kind in LEADING] or of_country
        found += _new(_distinct(_meant(mention, of_country)), found)
    return found


def _meant(place: CountryMention, known: Sequence[InstitutionMention]) -> Sequence[InstitutionMention]:
    """Of the partners in a country those that a place in it, or its demonym, means: of that name, few, or the last."""
    word = fold(place.span.text)
    if place.basis == "place":
        bearing = [m for m in known if word in fold(m.span.text) or word in fold(m.institution.name)]
        if bearing:
            return bearing
    elif len({m.institution.id for m in known}) <= FEW:
        return known
    before = [m for m in known if m.span.start < place.span.start]
    return before[-1:] or known[:1]


def _main_partners(segment: Segment, view: View) -> list[Institution]:
    """The partners that a text names first, as its subject: schools before others."""
    return next((partners for number, partners in view.first_partners if number < segment.number), [])


def _opens(draft: Draft) -> bool:
    """Whether a statement may begin a story whose partners are named next."""
    return draft.is_read or (draft.hit.trigger.strength == "strong" and draft.act and draft.segment.number <= OPENING)


def _below(draft: Draft, view: View) -> list[Institution]:
    """The partners that the sentences next to a statement name."""
    segment = draft.segment
    end = view.paragraph(segment.start)[1] if view.listing else len(view.text)
    for sentence in view.sentences[segment.number + 1 : segment.number + 1 + LOOK_AHEAD]:
        if sentence.start >= end:
            break
        named = _distinct(view.institutions_in(sentence.start, sentence.end))
        if _has_partner(named, view):
            draft.antecedent = sentence
            return named
    return []


def _add_body(draft: Draft, view: View) -> None:
    """Enter the network that members belong to where only an earlier sentence names it."""
    if any(side.institution.kind == "network" for side in draft.sides) or draft.hit.trigger.concept == "belonging":
        return
    floor = view.paragraph(draft.segment.start)[0] if view.listing else 0
    floor = max(floor, view.sentences[max(0, draft.segment.number - BODY_BACK)].start)
    earlier = [m for m in view.institutions_in(floor, draft.segment.start) if m.institution.kind == "network"]
    if earlier:
        draft.sides.append(Side(earlier[-1].institution, carried=True))
    elif view.publisher is not None and view.publisher.kind == "network":
        draft.sides.append(Side(view.publisher, implied=True))


def _listed_after(segment: Segment, view: View) -> list[Institution]:
    """The institutions of the list that a segment announces with a colon at its end."""
    if segment.end != segment.sentence.end or not segment.sentence.text.rstrip().endswith(":"):
        return _footnote(segment, view)
    found: list[InstitutionMention] = []
    for sentence in view.sentences[segment.number + 1 : segment.number + 1 + LONGEST_LIST]:
        mentions = view.institutions_in(sentence.start, sentence.end)
        if not mentions or mentions[0].span.start - sentence.start > INTO_ITEM:
            break
        found += mentions
    return _distinct(found)


def _footnote(segment: Segment, view: View) -> list[Institution]:
    """The institutions of the footnote that an asterisk in the segment points to."""
    if not NOTE_MARK.search(view.text, segment.start, segment.end):
        return []
    note = NOTE.search(view.text, segment.sentence.end)
    if note is None:
        return []
    return _distinct(view.institutions_in(note.start(), view.paragraph(note.end())[1]))


def _hosts(draft: Draft, view: View, codes: set[str]) -> list[Institution]:
    """The academic institutions of the countries visited that the rest of the text names."""
    segment = draft.segment
    end = view.paragraph(segment.start)[1] if view.listing else len(view.text)
    later = _distinct(view.institutions_in(segment.sentence.end, end))
    return [i for i in later if i.country in codes and i.kind == "academic"][:MOST_HOSTS]


def _distinct(mentions: Iterable[InstitutionMention]) -> list[Institution]:
    seen: dict[str, Institution] = {}
    for mention in mentions:
        seen.setdefault(mention.institution.id, mention.institution)
    return list(seen.values())


def _new(institutions: Iterable[Institution], known: Iterable[Institution]) -> list[Institution]:
    ids = {institution.id for institution in known}
    return [institution for institution in institutions if institution.id not in ids]


def _has_partner(institutions: Sequence[Institution], view: View) -> bool:
    return any(view.is_partner(institution) for institution in institutions)


def _may_carry(draft: Draft, view: View) -> bool:
    segment = draft.segment
    if draft.is_read:
        return True
    if draft.hit.trigger.strength == "weak":
        return draft.act and (segment.has("references", "partner") or _is_definite(draft, view))
    if draft.type in SHARED and segment.has("references", "joint"):
        return True
    return segment.sentence_has("references", "partner") or (draft.act and draft.type in COMMITMENTS)


def _is_definite(draft: Draft, view: View) -> bool:
    """Whether a sentence begins with the agreement told of before: "La convention a été signée le 30 octobre"."""
    before = view.folded[draft.segment.sentence.start : draft.hit.start]
    return draft.type == "agreement" and DEFINITE.fullmatch(before) is not None


def _earlier_partners(segment: Segment, view: View) -> list[Institution]:
    """The partners that the nearest sentence before, of the paragraph if there is one, names: schools before others."""
    floor, _ = view.paragraph(segment.start)
    others: list[Institution] = []
    for number in range(segment.number - 1, max(-1, segment.number - 1 - LOOK_BACK), -1):
        sentence = view.sentences[number]
        if sentence.start < floor and (view.listing or segment.number - number > 1):
            break
        partners = view.partners_in(sentence)
        if schools := [i for i in partners if i.kind in LEADING]:
            return schools
        others = others or partners
    return others


def _add_anchor(draft: Draft, view: View) -> None:
    anchor = view.anchor
    if anchor is None or anchor.id in draft.ids:
        return
    sides = [side.institution for side in draft.sides]
    segment = draft.segment
    says_self = segment.sentence_has("references", "self")
    home_side = any(i.country == view.home and i.kind in ("academic", "network") for i in sides)
    abroad = {i.country for i in sides if i.country and i.country != view.home}
    third_party = len(abroad) > 1 and (segment.has("references", "between") or len(abroad) >= CROWD)
    if view.publisher is None and not any(i.kind == "academic" for i in sides):
        return
    if says_self or not (home_side or third_party):
        draft.sides.insert(0, Side(anchor, implied=True))
