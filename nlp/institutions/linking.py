"""From a name read by its grammar to the registry: as written, under its token key, and by constrained likeness."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.countries import country_name
from nlp.institutions.candidates import Candidate
from nlp.institutions.choose import MARGIN, Choice, Chooser
from nlp.institutions.context import Context, country_in
from nlp.institutions.likeness import Likeness
from nlp.registry import Registry, token_key
from records import Institution

LIKENESS = 90.0
"""Out of 100: how like a name of the same country must be, token key against token key."""

LIKENESS_LEAD = 3.0
COUNTRIES_TRIED = 3
MANY_WORDS = 2
"""Words beside its nouns that a name needs to be looked for in translation with its country's name."""
UNIVERSITIES = frozenset(
    """universite university universitat universidad universidade universita universitas universiti universiteit
    hochschule ecole institut institute instituto istituto politecnico polytechnique college
    uniwersytet politechnika""".split()
)
"""The nouns whose names are looked for by likeness; others are too short for it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A registry id for a name, with the way it was found."""

    choice: Choice
    reason: str


class Linker:
    """Finds the registry's institution for a candidate name."""

    def __init__(self, registry: Registry, chooser: Chooser, context: Context, likeness: Likeness) -> None:
        self.registry = registry
        self.likeness = likeness
        self.chooser = chooser
        self.context = context

    def link(self, candidate: Candidate) -> Link | None:
        """The institution that a candidate names; None where the registry has none or nothing decides."""
        return (
            self._exact(candidate)
            or self._by_key(candidate)
            or self._with_country(candidate)
            or self._by_likeness(candidate)
        )

    def company(self, candidate: Candidate) -> Institution | None:
        """The registry's record of a known company in its seat's country, where there is just one."""
        if candidate.kind != "company":
            name = candidate.aliases[0] if candidate.aliases else candidate.text
            bodies = [self.registry.get(i) for i, _ in self.registry.bearers(name)]
            own = [i for i in bodies if i is not None and i.country == candidate.country and i.kind == candidate.kind]
            return own[0] if len(own) == 1 else None
        names = dict.fromkeys((candidate.text, *candidate.aliases))
        ids = dict.fromkeys(i for name in names for i, kind in self.registry.bearers(name) if kind != "former")
        found = [i for i in map(self.registry.get, ids) if i and i.country == candidate.country and i.kind == "company"]
        return found[0] if len(found) == 1 else None

    def _exact(self, candidate: Candidate) -> Link | None:
        bearers = next(filter(None, map(self.registry.bearers, _forms(candidate.text))), [])
        choice = self.chooser.choose(bearers, candidate.start, candidate.end) if bearers else None
        if choice is None or choice.lead < MARGIN or self._elsewhere(choice, candidate):
            return None
        return Link(choice, "its name is in the registry")

    def _by_key(self, candidate: Candidate) -> Link | None:
        ids = self.registry.candidates(uninflected(candidate.text))
        choice = self.chooser.choose([(i, "alias") for i in ids], candidate.start, candidate.end) if ids else None
        if choice is not None and choice.lead < MARGIN:
            choice = self._so_called(candidate, ids) or choice
        if choice is None or choice.lead < MARGIN or self._elsewhere(choice, candidate):
            return None
        return Link(choice, f"translates “{choice.institution.name}”")

    def _so_called(self, candidate: Candidate, ids: Iterable[str]) -> Choice | None:
        """Of several that bear a name, the only one whose first name it is: "Hue University" before its parts."""
        wanted = str(token_key(uninflected(candidate.text)))
        bodies = [body for body in map(self.registry.get, ids) if body is not None]
        own = [body.id for body in bodies if str(token_key(body.name)) == wanted]
        return self.chooser.choose([(own[0], "label")], candidate.start, candidate.end) if len(own) == 1 else None

    def _with_country(self, candidate: Candidate) -> Link | None:
        """ "Universidad ORT" in a text on Uruguay: the registry may call it "Universidad ORT Uruguay"."""
        for country in self._likely_countries(candidate):
            for lang in dict.fromkeys(("en", "es", self.context.lang)):
                bearers = self.registry.bearers(f"{candidate.text} {country_name(country, lang)}")
                choice = self.chooser.choose(bearers, candidate.start, candidate.end) if bearers else None
                if choice is not None and choice.lead >= MARGIN and choice.institution.country == country:
                    return Link(choice, f"is “{choice.institution.name}” with its country")
            if (choice := self._translated_with(country, candidate)) is not None:
                return Link(choice, f"translates “{choice.institution.name}”, with its country")
        return None

    def _translated_with(self, country: str, candidate: Candidate) -> Choice | None:
        """ "Université royale d'agriculture" in a text on Cambodia: "Royal University of Agriculture, Cambodia"."""
        if len(token_key(candidate.text).words) < MANY_WORDS:
            return None
        ids = self.registry.candidates(f"{candidate.text} {country_name(country, 'en')}", country)
        return (
            self.chooser.choose([(i, "alias") for i in ids], candidate.start, candidate.end) if len(ids) == 1 else None
        )

    def _by_likeness(self, candidate: Candidate) -> Link | None:
        if (
            candidate.kind != "academic"
            or candidate.head not in UNIVERSITIES
            or len(candidate.text) < 10
            or not token_key(candidate.text).telling
        ):
            return None
        for country in self._likely_countries(candidate):
            found = self.likeness.similar(candidate.text, country, LIKENESS - LIKENESS_LEAD)
            if not found or found[0][1] < LIKENESS or (len(found) > 1 and found[0][1] - found[1][1] < LIKENESS_LEAD):
                continue
            choice = self.chooser.choose([(found[0][0], "alias")], candidate.start, candidate.end)
            if choice is not None and _same_figures(candidate.text, self.registry, choice.institution.id):
                return Link(
                    choice, f"nearly “{choice.institution.name}” ({found[0][1]:.0f} of 100), the only such in {country}"
                )
        return None

    def _likely_countries(self, candidate: Candidate) -> Iterator[str]:
        context = self.context
        implied = country_in(context.text, context.countries, candidate.start, candidate.end)
        beside = context.beside(candidate.start, candidate.end)
        if implied or beside:
            yield from dict.fromkeys(c for c in (implied, beside.code if beside else None) if c)
            return
        near = context.near(candidate.start, candidate.end)
        rest = sorted(context.named, key=lambda code: -context.named[code])
        yield from list(dict.fromkeys([*sorted(near), *rest, *([context.home] if context.home else [])]))[
            :COUNTRIES_TRIED
        ]

    def _elsewhere(self, choice: Choice, candidate: Candidate) -> bool:
        """Whether the text says that the mention stands in another country than the institution."""
        beside = self.context.beside(candidate.start, candidate.end)
        country = choice.institution.country
        return beside is not None and country is not None and beside.code != country and beside.basis == "explicit"


def _forms(name: str) -> Iterator[str]:
    """A name as it stands and in the forms that a German adjective before it may have in the registry."""
    yield name
    plain = uninflected(name)
    if plain != name:
        yield plain
    if _WEAK.match(name):
        yield from (_WEAK.sub(rf"\1{ending[1:]} ", name, count=1) for ending in ("es", "er"))


_WEAK = re.compile(r"^([A-ZÀ-Þ][\w-]*(?:sche|liche|ale|äre)) (?=[A-ZÀ-Þ])")
_INFLECTED = re.compile(r"\b([A-ZÀ-Þ][\w-]*(?:isch|lich|al|är))(?:en|er|em|es)\b")


def uninflected(name: str) -> str:
    """German adjectives as in the nominative: "Technischen Universität" → "Technische Universität"."""
    return _INFLECTED.sub(r"\1e", name)


_FIGURES = re.compile(r"\b(?:\d+|[IVX]+)\b")


def _same_figures(name: str, registry: Registry, institution_id: str) -> bool:
    """Paris 8 is not Paris 7, nor Mohammed V Mohammed VI."""
    figures = set(_FIGURES.findall(name))
    return any(set(_FIGURES.findall(other)) == figures for other, _, _ in registry.names(institution_id))
