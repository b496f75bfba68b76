"""All steps in their order: from a text to the institutions it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.institutions import (
    aliases,
    appositions,
    company_names,
    entities,
    fallback,
    former,
    known_companies,
    laboratories,
    lists,
    missions,
    model,
    neighbours,
    not_names,
    overlap,
    same,
    short_nouns,
    sitename,
)
from nlp.institutions.candidates import Candidate
from nlp.institutions.choose import Chooser, Known
from nlp.institutions.context import Context, place_country
from nlp.institutions.found import Cover, Found, Rejected
from nlp.institutions.glue import unglued
from nlp.institutions.hits import Hits
from nlp.institutions.likeness import Likeness
from nlp.institutions.linking import Linker
from nlp.institutions.patterns import NameReader
from nlp.institutions.publisher import is_name_of, publisher_of, site_country
from nlp.institutions.seat import seat_of
from nlp.registry import Registry
from records import CountryMention, Document, Institution, InstitutionMention, Span


@dataclass(frozen=True)
class Findings:
    """The institutions of a text, what was refused, and whose page it is."""

    mentions: list[InstitutionMention]
    rejected: list[Rejected]
    publisher: Institution | None


class Finder:
    """Finds institutions with one registry; keeps no state between texts."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self._likeness = Likeness(registry)

    def find(
        self,
        text: str,
        lang: str,
        *,
        document: Document | None = None,
        countries: Sequence[CountryMention] = (),
        sentences: Sequence[Span] = (),
        entities_of_model: Iterable[tuple[int, int, str]] = (),
    ) -> Findings:
        """Find every institution named in ``text``.

        ``entities_of_model`` are the stretches and labels (ORG, PER, LOC …) of a trained model, where there is one.
        """
        publisher = publisher_of(document, self.registry)
        home = (publisher.country if publisher else None) or site_country(document.url if document else None)
        address = document.url if document else None
        context = Context(text, lang, countries, sentences, publisher, home, address)
        reading = _Reading(self.registry, context, model.Labels(entities_of_model), self._likeness)
        mentions = reading.read()
        return Findings(entities.mentions_of(mentions), reading.rejected, publisher)


class _Reading:
    """One text being read."""

    def __init__(self, registry: Registry, context: Context, labels: model.Labels, likeness: Likeness) -> None:
        self.registry = registry
        self.context = context
        self.labels = labels
        self.known = Known(publisher=context.publisher.id if context.publisher else None, kin=self._kin())
        self.chooser = Chooser(registry, context, self.known)
        self.linker = Linker(registry, self.chooser, context, likeness)
        self.hits = Hits(registry, self.chooser, context, labels)
        self.rejected: list[Rejected] = []
        self.cover = Cover()
        self.found: list[Found] = []

    def _kin(self) -> frozenset[str]:
        publisher = self.context.publisher
        if publisher is None:
            return frozenset()
        related = self.registry.related(publisher.id)
        return frozenset({*related.parents, *related.children, *related.related, *related.successors})

    def read(self) -> list[Found]:
        """Run the steps; each one only fills what the ones before it left."""
        self._full_names()
        self._short_nouns()
        self._take(company_names.formal_names(self.context), self._unlinked)
        self._definitions()
        self._take(laboratories.laboratories(self.context), self._laboratory)
        self._lists()
        self._take(known_companies.known_companies(self.context), self._company)
        for item in self.hits.supported(self.cover, self.rejected, list(self.found)):
            self._add(item)
        for item in neighbours.neighbours(self.found, self.context, self.registry, self.chooser):
            self._add(item)
        for item in list(neighbours.members(self.found, self.context, self.registry, self.chooser)):
            self._add(item)
        for item in list(neighbours.called(self.context, self.registry, self.chooser)):
            self._add(item)
        self._take(company_names.cued_names(self.context, self.labels), self._unlinked)
        self._take(company_names.rows(list(self.found), self.context, self.labels), self._unlinked)
        self._take(fallback.metropolises(self.context), self._unlinked)
        self._take(fallback.placed_acronyms(self.context), self._unlinked)
        self._take(appositions.declared(self.context, self.labels), self._unlinked)
        self._take(model.candidates(self.context, self.labels), self._unlinked)
        if self.context.publisher is None:
            self._take(sitename.site_names(self.context), self._unlinked)
        for item in list(aliases.joined(self.found, self.context, self.cover, self.registry)):
            self._add(item)
        for item in same.initials(self.found, self.context, self.cover):
            self._add(item)
        self._repeat()
        return former.keep_apart(same.unite(self.found), self.registry)

    def _add(self, item: Found) -> None:
        publisher = self.context.publisher
        if publisher is not None and publisher.id.startswith("x:") and is_name_of(item.text, publisher):
            reason = "the page's publisher, in no registry"
            item = replace(item, reason=reason, name=publisher.name, kind=publisher.kind,
                           country=publisher.country, institution=publisher)  # fmt: skip
        if self.cover.free(item.start, item.end):
            self.cover.take(item.start, item.end)
            self.found.append(item)
            if item.institution is not None and not item.short:
                self.known.full_names.add(item.institution.id)

    def _full_names(self) -> None:
        """Registered names that stand on their own, names read by grammar, embassies."""
        certain = self.hits.certain(self.rejected)
        self.known.full_names |= {item.institution.id for item in certain if item.institution}
        adjectives = frozenset(
            m.span.start for m in self.context.countries if m.basis == "explicit" and m.span.text.islower()
        )
        reader = NameReader(self.context.text, self.context.words, self.context.lang, adjectives)
        acting = list(missions.missions(self.context))
        read = [c for c in reader.names() if not any(a.start < c.end and c.start < a.end for a in acting)]
        read = list(unglued(aliases.stretch(read, self.context), self.context.text))
        for item in overlap.settle(certain, [*read, *acting], self.context, self._resolve, self.rejected):
            self._add(item)

    def _resolve(self, candidate: Candidate) -> Found | None:
        """A name read by its grammar: linked where the registry has it, else as it stands where it is sure."""
        if fallback.too_general(candidate, self.context):
            return None
        link = None if candidate.source == "mission" else self.linker.link(candidate)
        if link is None:
            stands = candidate.sure and not fallback.says_nothing(candidate, self.context)
            return self._unregistered(candidate) if stands and self._may_be(candidate) else None
        institution = link.choice.institution
        reason = "; ".join([f"{candidate.source}, {link.reason}", *link.choice.grounds])
        return Found(
            candidate.start, candidate.end, candidate.text, reason, institution.name, institution.kind,
            institution.country, institution,
        )  # fmt: skip

    def _unregistered(self, candidate: Candidate) -> Found | None:
        """A name that no registry has; a unit on its own page goes under the publisher."""
        publisher = self.context.publisher
        if publisher is not None and fallback.is_own_unit(candidate, self.context):
            reason = "an unregistered part of the page's publisher"
            return Found(
                candidate.start, candidate.end, candidate.text, reason, publisher.name, publisher.kind,
                publisher.country, publisher, short=True,
            )  # fmt: skip
        return self._unlinked(candidate)

    def _unlinked(self, candidate: Candidate) -> Found:
        return Found(
            candidate.start, candidate.end, candidate.text, f"{candidate.source}, in no registry",
            candidate.aliases[0] if candidate.aliases else candidate.text, candidate.kind,
            seat_of(candidate, self.context),
        )  # fmt: skip

    def _company(self, candidate: Candidate) -> Found:
        link = self.linker.company(candidate)
        if link is None:
            return self._unlinked(candidate)
        return Found(
            candidate.start, candidate.end, candidate.text, "known by this name, in the registry", link.name, link.kind,
            candidate.country, link,
        )  # fmt: skip

    def _short_nouns(self) -> None:
        """Schools by the short noun of their type and their place."""
        for school, forms in short_nouns.schools(self.context):
            if not self.cover.free(school.start, school.end):
                continue
            candidate, choice = short_nouns.linked(school, forms, self.registry, self.chooser)
            if choice is None and candidate.sure:
                self._add(self._unlinked(candidate))
            elif choice is not None:
                i = choice.institution
                reason = f"a short form of “{i.name}”"
                self._add(Found(
                    candidate.start, candidate.end, candidate.text, reason, i.name, i.kind, i.country, i, short=True,
                ))  # fmt: skip

    def _laboratory(self, candidate: Candidate) -> Found:
        """A laboratory by its coined name; of several countries, its seat is only what the text says."""
        link = laboratories.registered(candidate, self.registry, self.context)
        name = candidate.aliases[0] if candidate.aliases else candidate.text
        if link is not None:
            reason = "called a laboratory, in the registry"
            return Found(
                candidate.start, candidate.end, candidate.text, reason, link.name, link.kind, link.country, link
            )
        reason = "called a laboratory in the text"
        return Found(candidate.start, candidate.end, candidate.text, reason, name, "academic", candidate.country)

    def _take(self, candidates: Iterable[Candidate], make: model.Make) -> None:
        for candidate in candidates:
            if self.cover.free(candidate.start, candidate.end) and self._may_be(candidate):
                self._add(make(candidate))

    def _may_be(self, candidate: Candidate) -> bool:
        """Whether a name that no registry knows is none of what only looks like one; else it is refused."""
        why = None if candidate.source == "mission" else not_names.why_none(candidate, self.context)
        if why is not None:
            self.rejected.append(Rejected(candidate.text, candidate.start, candidate.end, why))
        return why is None

    def _definitions(self) -> None:
        """Short forms defined in the text stand for what defines them, wherever they are."""
        for before, after in list(aliases.linked_by_short(self.found, self.context, self.registry, self.chooser)):
            self.found[self.found.index(before)] = after
        for item in aliases.defined(self.found, self.context, self._resolve, self.cover, self.rejected):
            self._add(item)

    def _lists(self) -> None:
        for candidate, whole in lists.lists(self.context):
            item = self.hits.member(candidate, whole)
            if item is None and candidate.sure:
                item = self._unlinked(replace(candidate, country=place_country(candidate.text), aliases=(whole,)))
            if item is not None and self.cover.free(item.start, item.end):
                self._add(item)

    def _repeat(self) -> None:
        """The same surfaces and their distinctive words elsewhere in the text."""
        for item in aliases.repeated(self.found, self.context, self.cover, self.registry):
            self._add(item)
