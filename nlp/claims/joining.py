"""Statements of one happening joined: a page tells one event in its title, its lead and its body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.claims.drafts import INHERITED, READ, Draft
from nlp.claims.view import View
from records import DateInterval, EventType, Institution

SIGNED: frozenset[EventType] = frozenset({"double_degree", "campus", "research"})
"""What an agreement that is told of next may be the signature of."""

SIGNATURE_REACH = 2
HEADLINES = 2
"""The last sentence, by number, that can be the page's headline."""


@dataclass(slots=True)
class Happening:
    """One event or standing cooperation, with the drafts that state it, in the order of the text."""

    drafts: list[Draft] = field(default_factory=list)
    lent: DateInterval | None = None
    """The date of the visit on which it happened, where nothing else dates it."""

    @property
    def date(self) -> DateInterval | None:
        """The most precise date that one of the drafts gives."""
        dates = [draft.date for draft in self.drafts if draft.date is not None]
        return min(dates, key=lambda d: (d.end - d.start, d.start)) if dates else self.lent

    @property
    def own_date(self) -> DateInterval | None:
        """The date as the drafts' own sentences give it."""
        return self.date if any(d.date and d.date_rank < INHERITED for d in self.drafts) else None

    @property
    def institutions(self) -> list[Institution]:
        """All that take part, each once."""
        return list({s.institution.id: s.institution for draft in self.drafts for s in draft.sides}.values())

    @property
    def countries(self) -> list[str]:
        """All countries concerned, each once."""
        return list(dict.fromkeys(code for draft in self.drafts for code in draft.countries))


def join(drafts: Sequence[Draft], view: View) -> list[Happening]:
    """Put the drafts together that state one happening; the order of the text is kept."""
    happenings: list[Happening] = []
    for draft in sorted(drafts, key=lambda draft: draft.doubtful):
        home = next((h for h in happenings if _same(h, draft, view)), None) or _signed(draft, happenings, view)
        if home is None and draft.doubtful:
            continue
        if home is None:
            home = Happening()
            happenings.append(home)
        home.drafts.append(draft)
    _lend_dates(happenings, view)
    return happenings


def _signed(draft: Draft, happenings: Sequence[Happening], view: View) -> Happening | None:
    """The commitment told just before whose signature a sentence adds: "La convention a été signée le 30 octobre"."""
    if draft.type != "agreement" or draft.date is None or not draft.act or draft.modality != "happened":
        return None
    foreign = [side for side in draft.sides if side.institution.country != view.home]
    named = any(not side.carried for side in foreign if side.institution.kind == "academic")
    ids = {side.institution.id for side in foreign}
    for happening in reversed(happenings):
        near = 0 < draft.segment.number - happening.drafts[-1].segment.number <= SIGNATURE_REACH
        known = {i.id for d in happening.drafts for i in d.foreign(view.home)}
        told = _heads(happening.drafts[0], draft, view) or (near and not named)
        if told and happening.drafts[0].type in SIGNED and ids & known:
            return happening
    return None


def _heads(heading: Draft, draft: Draft, view: View) -> bool:
    """Whether a draft stands in the item of a listing that another is the heading of."""
    start, end = view.paragraph(heading.segment.start)
    return view.listing and heading.segment.is_heading and start <= draft.segment.start < end


def _lend_dates(happenings: Sequence[Happening], view: View) -> None:
    """An agreement without a date was signed at the visit that the page dates, where the partner is the same."""
    visits = [h for h in happenings if h.drafts[0].type == "visit" and h.date is not None]
    for happening in happenings:
        first = happening.drafts[0]
        if first.type != "agreement" or first.modality != "happened" or not first.act or happening.date is not None:
            continue
        partners = {i.id for i in first.foreign(view.home)}
        fitting = [v for v in visits if partners & {i.id for d in v.drafts for i in d.foreign(view.home)}]
        if len(fitting) == 1:
            happening.lent = fitting[0].date


def _same(happening: Happening, draft: Draft, view: View) -> bool:
    first = happening.drafts[0]
    concepts = {first.hit.trigger.concept, draft.hit.trigger.concept} - {READ}
    if first.type != draft.type or len(concepts) > 1:
        return False
    if not _dates_agree(happening.own_date, draft.date if draft.date_rank < INHERITED else None):
        return False
    partners = {i.id for d in happening.drafts for i in d.foreign(view.home)}
    others = {i.id for i in draft.foreign(view.home)}
    if partners and others:
        return bool(partners & others)
    if not partners and not others:
        return bool(set(happening.countries) & set(draft.countries)) or first.segment.number == draft.segment.number
    if (
        first.segment.is_heading
        and first.segment.number <= HEADLINES
        and set(happening.countries) & set(draft.countries)
    ):
        return True
    if _heads(first, draft, view):
        return True
    return draft.segment.number - happening.drafts[-1].segment.number <= 1


def _dates_agree(a: DateInterval | None, b: DateInterval | None) -> bool:
    return a is None or b is None or (a.start <= b.end and b.start <= a.end)
