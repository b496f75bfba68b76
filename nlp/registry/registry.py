"""The institution registry: every known name found in a text, every known fact about an institution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz, process

from nlp.registry.compiled import CompiledRegistry, Name, current_release
from nlp.registry.dump import NameKind, host_of
from nlp.registry.folding import Folded, fold_text, normalise
from nlp.registry.names import TokenKey, token_key
from nlp.registry.supplement import Supplement, load_supplement
from records import Institution

_WORD_START = re.compile(r"(?<![^\W_+])[^\W_+]|(?<=\d\d\d\d)[^\W\d_]|(?<![\w+])\+")
_LONGEST_NAME = 240
"""Folded characters; the longest name in the registry has 237."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a text that is a known name. ``text`` is the original's ``[start:end]``.

    ``records`` are the ids of all institutions that bear the name (those of the supplement first) and ``kinds``
    says, one for one, as what. ``needs_support`` is true where the name alone should not be believed: acronyms
    of the registry, short or common words.
    """

    start: int
    end: int
    text: str
    norm: str
    records: tuple[str, ...]
    kinds: tuple[NameKind, ...]
    needs_support: bool

    @property
    def name_kind(self) -> NameKind:
        """The strongest kind under which any bearer has the name."""
        order: tuple[NameKind, ...] = ("label", "alias", "former", "acronym")
        return min(self.kinds, key=order.index)


@dataclass(frozen=True, slots=True)
class Relations:
    """The ids of the institutions that one is related to."""

    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()


class Registry:
    """The compiled Research Organization Registry, where there is one, with the supplement on top of it."""

    def __init__(self, supplement: Supplement, compiled: CompiledRegistry | None = None) -> None:
        self.supplement = supplement
        self.compiled = compiled

    @classmethod
    def open(cls, folder: Path | None = None) -> Registry:
        """The registry compiled in ``folder``, or the supplement alone where there is none.

        Raises RegistryError where there is one that cannot be read.
        """
        compiled = CompiledRegistry(folder) if folder is not None and current_release(folder) else None
        return cls(load_supplement(), compiled)

    @property
    def release(self) -> str:
        """``ROR v2.9 (2026-06-23)``, or ``supplement`` where no release is installed."""
        return self.compiled.release.name if self.compiled else "supplement"

    # ------------------------------------------------------------------------------------------------ names in text

    def find(self, text: str | Folded, *, nested: bool = False, shorter: bool = False) -> list[Hit]:
        """Every known name in ``text``, in order of its start.

        At each word the longest name is given; with ``shorter`` also the shorter ones that begin there. Names
        inside a longer name are left out unless ``nested``. Names begin and end at word borders; an acronym or
        single word written all in lower case is not taken for a name.
        """
        folded = text if isinstance(text, Folded) else fold_text(text)
        hits: list[Hit] = []
        reached = 0
        for match in _WORD_START.finditer(folded.text):
            for end, hit in self._at(folded, match.start(), shorter):
                if end > reached or nested or (shorter and hits and hits[-1].start == hit.start):
                    hits.append(hit)
                    reached = max(reached, end)
        return hits

    def _at(self, folded: Folded, start: int, shorter: bool) -> Iterator[tuple[int, Hit]]:
        """The names that begin at ``start``, longest first, each with its end in the folded text."""
        window = folded.text[start : start + _LONGEST_NAME]
        known = dict(self.compiled.prefixes(window)) if self.compiled else {}
        for key in sorted({*known, *self.supplement.prefixes(window)}, key=len, reverse=True):
            end = start + len(key)
            if _inside_word(folded.text, end):
                continue
            hit = self._hit(folded, start, end, key, known.get(key))
            if hit is not None:
                yield end, hit
                if not shorter:
                    return

    def _hit(self, folded: Folded, start: int, end: int, key: str, number: int | None) -> Hit | None:
        first, last = folded.span(start, end)
        surface = folded.original[first:last]
        if surface.count("(") != surface.count(")"):
            return None
        bearers: dict[str, tuple[NameKind, bool]] = {b.id: (b.kind, b.support) for b in self.supplement.bearers(key)}
        if self.compiled and number is not None:
            heirs = {later for institution_id in bearers for later in self._heirs(institution_id)}
            for institution_id, kind in self.compiled.postings(number):
                if kind != "former" or institution_id not in heirs:
                    bearers.setdefault(institution_id, (kind, _is_weak(key, kind)))
        kinds = tuple(kind for kind, _ in bearers.values())
        if _written_as_word(surface, acronym=set(kinds) == {"acronym"}):
            return None
        return Hit(first, last, surface, key, tuple(bearers), kinds, all(weak for _, weak in bearers.values()))

    def bearers(self, name: str) -> list[tuple[str, NameKind]]:
        """The ids of all institutions that bear exactly ``name`` (compared in folded form), and as what."""
        key = normalise(name)
        found = {bearer.id: bearer.kind for bearer in self.supplement.bearers(key)}
        for institution_id, kind in self.compiled.bearers(key) if self.compiled else ():
            found.setdefault(institution_id, kind)
        return list(found.items())

    # ------------------------------------------------------------------------------------------------------- records

    def get(self, institution_id: str) -> Institution | None:
        """The institution with this id (``ror:…`` or ``x:…``); what the supplement says wins."""
        known = self.compiled.institution(institution_id) if self.compiled else None
        record = self.supplement.records.get(institution_id)
        if record is None:
            return known
        own = record.institution
        if known is None:
            return own
        return replace(
            own,
            country=own.country if record.table == "networks" else own.country or known.country,
            city=own.city or known.city,
            website=own.website or known.website,
            parent_id=own.parent_id or known.parent_id,
        )

    def names(self, institution_id: str) -> list[Name]:
        """All names of an institution with language (where known) and kind."""
        record = self.supplement.records.get(institution_id)
        own: list[Name] = [(name.value, None, name.kind) for name in record.names] if record else []
        seen = {value for value, _, _ in own}
        known = self.compiled.names(institution_id) if self.compiled else []
        return own + [name for name in known if name[0] not in seen]

    def acronyms(self, institution_id: str) -> list[str]:
        """The acronyms of an institution."""
        return [value for value, _, kind in self.names(institution_id) if kind == "acronym"]

    def types(self, institution_id: str) -> tuple[str, ...]:
        """The Research Organization Registry's types of an institution; empty where it does not know it."""
        return self.compiled.types(institution_id) if self.compiled else ()

    def related(self, institution_id: str) -> Relations:
        """Parents, children, related bodies, predecessors and successors of an institution."""
        pairs = self.compiled.relations(institution_id) if self.compiled else []
        record = self.supplement.records.get(institution_id)
        if record and record.institution.parent_id:
            pairs = [("parent", record.institution.parent_id), *pairs]
        if record and record.successor_id:
            pairs = [("successor", record.successor_id), *pairs]
        pairs += [("child", child) for child in self._supplement_children.get(institution_id, ())]

        def of(relation: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(other for kind, other in pairs if kind == relation))

        return Relations(of("parent"), of("child"), of("related"), of("predecessor"), of("successor"))

    @cached_property
    def _supplement_children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for record in self.supplement.records.values():
            if record.institution.parent_id:
                children.setdefault(record.institution.parent_id, []).append(record.institution.id)
        return children

    def _heirs(self, institution_id: str) -> list[str]:
        """What an institution of the supplement has become; its old names are then its own, not its heirs'."""
        record = self.supplement.records[institution_id]
        return self.present(institution_id) if record.successor_id else []

    def present(self, institution_id: str) -> list[str]:
        """What an institution is today: itself, or what a closed or merged one has become."""
        following = self.related(institution_id).successors
        if not following:
            return [institution_id]
        found = [later for other in following if other != institution_id for later in self.present(other)]
        return list(dict.fromkeys(found))

    def by_domain(self, host: str) -> Institution | None:
        """The institution whose website is at ``host`` (or an address): a school first, a parent before its parts.

        Where nothing is known of a host, the one above it is tried: ``news.mit.edu`` → ``mit.edu``.
        """
        name = host_of(host)
        while name and name.count(".") >= 1:
            if (own := self.supplement.at_domain(name)) is not None:
                return self.get(own)
            found = [i for i in map(self.get, self.compiled.at_domain(name) if self.compiled else ()) if i]
            if found:
                return min(found, key=self._domain_rank)
            name = name.partition(".")[2]
        return None

    def _domain_rank(self, institution: Institution) -> tuple[bool, bool, bool, int]:
        related = self.related(institution.id)
        return (
            self.compiled is not None and self.compiled.status(institution.id) != "active",
            "education" not in self.types(institution.id),
            bool(related.parents),
            -len(related.children),
        )

    # -------------------------------------------------------------------------------------------------------- search

    def candidates(self, name: str | TokenKey, country: str | None = None) -> list[str]:
        """The ids of the institutions whose name has the same token key, schools first.

        The key ignores language and word order ("Université de Keiô" = "Keio University"). Empty where the name has no
        telling word. ``country`` (ISO 3166-1 alpha-2) restricts.
        """
        key = name if isinstance(name, TokenKey) else token_key(name)
        if not key.telling:
            return []
        found = [i for i in self._keys_of_supplement.get(str(key), ()) if country in (None, self._country(i))]
        found += self.compiled.with_key(str(key), country) if self.compiled else []
        return sorted(dict.fromkeys(found), key=self._academic_first)

    def similar(self, name: str, country: str, *, cutoff: float = 90.0, limit: int = 5) -> list[tuple[str, float]]:
        """The institutions of one country with a token key like the name's, and the likeness (0–100), best first."""
        if self.compiled is None:
            return []
        wanted = token_key(name)
        if not wanted.telling:
            return []
        keys = dict(self.compiled.keys_of_country(country))
        found = process.extract(str(wanted), list(keys), scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit)
        return [(keys[key], score) for key, score, _ in found]

    def search(self, query: str, limit: int = 10) -> list[Institution]:
        """The institutions that a person who types ``query`` may mean, the likeliest first."""
        ids = [institution_id for institution_id, _ in self.bearers(query)]
        ids.sort(key=self._academic_first)
        words = normalise(query).split()
        if not words:
            return []
        ids += [
            record.institution.id
            for record in self.supplement.records.values()
            if all(any(word in normalise(name.value) for name in record.names) for word in words)
        ]
        ids += self.compiled.search(words, limit) if self.compiled else []
        found = (self.get(institution_id) for institution_id in dict.fromkeys(ids))
        return [institution for institution in found if institution][:limit]

    def _country(self, institution_id: str) -> str | None:
        institution = self.get(institution_id)
        return institution.country if institution else None

    def _academic_first(self, institution_id: str) -> tuple[bool, bool]:
        institution = self.get(institution_id)
        return ("education" not in self.types(institution_id), institution is None or institution.kind != "academic")

    @cached_property
    def _keys_of_supplement(self) -> dict[str, list[str]]:
        keys: dict[str, list[str]] = {}
        for institution_id, record in self.supplement.records.items():
            for name in record.names:
                key = token_key(name.value)
                if key.telling and name.kind != "acronym" and not name.support:
                    keys.setdefault(str(key), []).append(institution_id)
        return keys


def _inside_word(text: str, end: int) -> bool:
    """Whether ``end`` lies inside a word; a plus sign may follow a name ("IMT+ENSTA")."""
    return end < len(text) and (text[end].isalnum() or (text[end] == "+" and text[end + 1 : end + 2] in ("", " ")))


def _written_as_word(surface: str, *, acronym: bool) -> bool:
    """Whether one word is written so that it is no name: all lower case, or as "Cet", which is not the acronym CET."""
    if not surface.isalpha():
        return False
    return surface.islower() or (acronym and len(surface) < 5 and surface.istitle())


def _is_weak(key: str, kind: NameKind) -> bool:
    return kind == "acronym" or (" " not in key and len(key) <= 4)
