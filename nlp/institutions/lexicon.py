"""The word lists by which organisations' names are known, one table a language (nlp/data/names/*.toml)."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from nlp.institutions.words import fold
from records import InstitutionKind

DATA = Path(__file__).resolve().parent.parent / "data" / "names"
LANGUAGES = ("fr", "en", "de", "es", "it", "pt")
KINDS: tuple[InstitutionKind, ...] = ("academic", "public", "network", "company", "other")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What one language says about names; all words without case and accents."""

    lang: str
    heads: Mapping[str, InstitutionKind]
    tails: Mapping[str, InstitutionKind]
    lower: frozenset[str]
    units: frozenset[str]
    missions: frozenset[str]
    places: frozenset[str]
    modifiers: frozenset[str]
    connectors: frozenset[str]
    topics: frozenset[str]
    generic: frozenset[str]
    endings: tuple[str, ...]
    never: frozenset[str]
    organs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Company:
    """A known company or news medium."""

    name: str
    country: str
    ambiguous: bool
    kind: InstitutionKind = "company"


def _words(value: str) -> Iterable[str]:
    return (fold(word) for word in value.split())


@cache
def lexicon(lang: str) -> Lexicon:
    """The lists of ``lang`` (ISO 639-1); a language without a table gets the English one."""
    name = lang if lang in LANGUAGES else "en"
    table = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
    heads: dict[str, InstitutionKind] = {}
    for kind in reversed(KINDS):
        heads.update(dict.fromkeys(_words(table["heads"].get(kind, "")), kind))
    use, words = table["use"], table["words"]
    return Lexicon(
        lang=name,
        heads=heads,
        tails=_tails(table["heads"].get("tails", "")) if name == "en" else lexicon("en").tails,
        lower=frozenset(_words(use["lower"])),
        units=frozenset(_words(use["units"])),
        missions=frozenset(_words(use["missions"])),
        places=frozenset(_words(use["places"])),
        modifiers=frozenset(_words(words["modifiers"])),
        connectors=frozenset(_words(words["connectors"])),
        topics=frozenset(_words(words["topics"])),
        generic=frozenset(_words(words["generic"])),
        endings=tuple(_words(words.get("endings", ""))),
        never=frozenset(_words(words.get("never", ""))),
        organs=frozenset(_words(use.get("organs", ""))),
    )


def _tails(value: str) -> dict[str, InstitutionKind]:
    heads = tomllib.loads((DATA / "en.toml").read_text("utf-8"))["heads"]
    kinds = {word: kind for kind in reversed(KINDS) for word in _words(heads.get(kind, ""))}
    return {word: kinds.get(word, "academic") for word in _words(value)}


@cache
def every_head() -> Mapping[str, InstitutionKind]:
    """The heads of all languages, as foreign names stand in texts of every language."""
    return {word: kind for lang in reversed(LANGUAGES) for word, kind in lexicon(lang).heads.items()}


@cache
def every_generic() -> frozenset[str]:
    """The generic words of all languages."""
    return frozenset().union(*(lexicon(lang).generic for lang in LANGUAGES))


def _word_file(name: str) -> frozenset[str]:
    """The folded words of a list under its comment."""
    text = (DATA / name).read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in _words(line))


@cache
def common_words() -> frozenset[str]:
    """Words that stand in capitals in headlines and are acronyms of something too."""
    return _word_file("common_words.txt")


@cache
def not_organisations() -> frozenset[str]:
    """Programmes, degrees, tests, roles and the like."""
    return _word_file("not_organisations.txt")


@cache
def companies() -> Mapping[str, Company]:
    """Known companies by each of their names, as written, and what the press calls by its address."""
    found: dict[str, Company] = {}
    with (DATA / "companies.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            company = Company(row["name"], row["country"], row["ambiguous"] == "1")
            for name in (row["name"], *filter(None, row["aliases"].split("|"))):
                found[name] = company
    with (DATA / "metonyms.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            body = Company(row["name"], row["country"], ambiguous=False, kind=cast("InstitutionKind", row["kind"]))
            found.update(dict.fromkeys(row["aliases"].split("|"), body))
    return found
