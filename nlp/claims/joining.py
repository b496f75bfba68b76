"""Statements of one happening joined: a page tells one event in its title, its lead and its body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.claims.drafts import Draft
from nlp.claims.view import View
from records import DateInterval, Institution


@dataclass(slots=True)
class Happening:
    """One event or standing cooperation, with the drafts that state it, in the order of the text."""

    drafts: list[Draft] = field(default_factory=list)

    @property
    def date(self) -> DateInterval | None:
        """The most precise date that one of the drafts gives."""
        dates = [draft.date for draft in self.drafts if draft.date is not None]
        return min(dates, key=lambda d: (d.end - d.start, d.start)) if dates else None

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
    for draft in drafts:
        home = next((h for h in happenings if _same(h, draft, view)), None)
        if home is None:
            home = Happening()
            happenings.append(home)
        home.drafts.append(draft)
    return happenings


def _same(happening: Happening, draft: Draft, view: View) -> bool:
    first = happening.drafts[0]
    if first.type != draft.type or first.hit.trigger.concept != draft.hit.trigger.concept:
        return False
    if not _dates_agree(happening.date, draft.date):
        return False
    partners = {i.id for d in happening.drafts for i in d.foreign(view.home)}
    others = {i.id for i in draft.foreign(view.home)}
    if partners and others:
        return bool(partners & others)
    if not partners and not others:
        return bool(set(happening.countries) & set(draft.countries)) or first.segment.number == draft.segment.number
    return draft.segment.number - happening.drafts[-1].segment.number <= 1


def _dates_agree(a: DateInterval | None, b: DateInterval | None) -> bool:
    return a is None or b is None or (a.start <= b.end and b.start <= a.end)
