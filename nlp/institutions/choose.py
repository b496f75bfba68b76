"""Which of several namesakes a mention means, and whether it means any of them at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from nlp.institutions.context import Context
from nlp.institutions.words import fold
from nlp.registry import NameKind, Registry
from records import Institution

FULL_NAME = 6.0
PUBLISHER = 6.0
KIN = 4.0
PARENT = 2.0
CITY = 4.0
BESIDE = 4.0
SENTENCE = 2.0
DOCUMENT = 1.5
HOME = 1.2
SCHOOL = 1.5
RESEARCH = 0.6
SUPPLEMENT = 2.0
WHOLE_NAME = 0.6
HEADS_LABEL = 1.2
PART = -0.6
OTHERWISE = -2.5
"""Weights of the grounds, in points. Their order matters and their exact size little: what the text says of the very
mention beats what it says elsewhere, and that beats what is likely in general."""

MARGIN = 1.0
"""Points by which the best must lead the second best."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The institution chosen, the points for it, by how much it leads, and the grounds in words."""

    institution: Institution
    points: float
    lead: float
    grounds: tuple[str, ...] = ()


@dataclass
class Known:
    """What is known of the document so far: ids that its full names settled, and the publisher with its kin."""

    full_names: set[str] = field(default_factory=set)
    publisher: str | None = None
    kin: frozenset[str] = frozenset()


class Chooser:
    """Weighs namesakes with the registry's facts and the context's clues."""

    def __init__(self, registry: Registry, context: Context, known: Known) -> None:
        self.registry = registry
        self.context = context
        self.known = known
        self.parents = lru_cache(maxsize=1024)(lambda institution_id: registry.related(institution_id).parents)
        self.types = lru_cache(maxsize=4096)(registry.types)

    def choose(self, bearers: Iterable[tuple[str, NameKind]], start: int, end: int) -> Choice | None:
        """The likeliest bearer of the name at ``start:end``; None where there is none at all.

        A closed or renamed institution stands for what it has become.
        """
        scored: dict[str, Choice] = {}
        beside = self.context.beside(start, end)
        for institution_id, kind in bearers:
            institution = self.registry.get(institution_id)
            if institution is None:
                continue
            points, grounds = self._weigh(institution, kind, start, end, beside.code if beside else None)
            if kind == "acronym" and self._heads_label(institution, start, end):
                points += HEADS_LABEL
                grounds.append("its name begins so")
            held = scored.get(institution.id)
            if held is None or held.points < points:
                scored[institution.id] = Choice(institution, points, 99.0, tuple(grounds))
        ranked = sorted(scored.values(), key=lambda c: (-c.points, c.institution.id))
        if not ranked:
            return None
        lead = ranked[0].points - ranked[1].points if len(ranked) > 1 else 99.0
        best = ranked[0]
        if len(ranked) > 1 and self._same(best.institution, ranked[1].institution):
            lead = ranked[0].points - ranked[2].points if len(ranked) > 2 else 99.0
        return Choice(best.institution, best.points, lead, best.grounds)

    def _heads_label(self, institution: Institution, start: int, end: int) -> bool:
        """Whether the name begins with the acronym itself: "WHU – Otto Beisheim School of Management"."""
        return re.match(rf"{re.escape(self.context.text[start:end])}\s?[–—:-]\s", institution.name) is not None

    def _same(self, a: Institution, b: Institution) -> bool:
        return a.id in self.registry.present(b.id) or b.id in self.registry.present(a.id)

    def _weigh(
        self, institution: Institution, kind: NameKind, start: int, end: int, beside: str | None
    ) -> tuple[float, list[str]]:
        points, grounds = self._standing(institution, kind)
        context, country = self.context, institution.country
        if institution.city and self._city_beside(institution.city, start, end):
            points += CITY
            grounds.append(f"{institution.city} stands beside it")
        if beside is not None and country is not None:
            vouched = institution.id in self.registry.supplement.records
            points += BESIDE if country == beside else -BESIDE / 2 if vouched else -BESIDE
            grounds.append(f"{beside} stands beside it")
        elif country in context.near(start, end):
            points += SENTENCE
            grounds.append(f"the sentence names {country}")
        elif country in context.named:
            points += DOCUMENT
            grounds.append(f"the text names {country}")
        if country is not None and country == context.home:
            points += HOME
            grounds.append("it is in the page's country")
        return points, grounds

    def _standing(self, institution: Institution, kind: NameKind) -> tuple[float, list[str]]:
        """Points that do not depend on the place in the text."""
        points, grounds = 0.0, []
        if institution.id in self.known.full_names:
            points += FULL_NAME
            grounds.append("its full name is in the text")
        if institution.id == self.known.publisher:
            points += PUBLISHER
            grounds.append("it publishes the page")
        elif institution.id in self.known.kin:
            points += KIN
            grounds.append("it is related to the publisher")
        elif not self.known.full_names.isdisjoint(self.parents(institution.id)):
            points += PARENT
            grounds.append("the text names what it belongs to")
        if institution.id in self.registry.supplement.records:
            points += SUPPLEMENT
        types: Collection[str] = self.types(institution.id)
        if "education" in types or (not types and institution.kind == "academic"):
            points += SCHOOL
        elif "facility" in types or "government" in types or "funder" in types:
            points += RESEARCH
        elif types and "company" in types:
            points += OTHERWISE if kind == "acronym" else 0.0
        elif types and kind == "acronym":
            points += OTHERWISE / 2
        points += WHOLE_NAME if kind in {"label", "alias"} else PART if kind == "former" else 0.0
        return points, grounds

    def _city_beside(self, city: str, start: int, end: int) -> bool:
        words = self.context.words_in(end, end + 40)[:4]
        wanted = fold(city).split()[0]
        return any(w.key == wanted or w.key.startswith(wanted + "-") for w in words)
