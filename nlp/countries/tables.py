"""The look-up tables: every form of every country, adjective, region and city, by language, built once and kept.

Sources and licences stand in the headers of the files under nlp/data/countries; country names beside them come from
CLDR through Babel (Unicode licence).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale

from nlp.countries.fold import key
from nlp.countries.inflect import forms, german_noun

DATA = Path(__file__).resolve().parent.parent / "data" / "countries"
LANGUAGES = ("fr", "en", "de", "es", "it", "pt")
# CLDR's two-letter regions that are not ISO 3166-1 codes (XK, Kosovo, is kept beside the 249).
_NOT_ISO = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())

Kind = Literal["name", "adjective", "region", "city", "demonym", "organisation"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form stands for. ``code`` is empty for organisations; ``upper`` forms are written in capitals only."""

    kind: Kind
    code: str
    base: bool = False
    """The dictionary form of an adjective, which may also name the language."""
    upper: bool = False


Table = dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a data file, without its comment header."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


@cache
def codes() -> tuple[str, ...]:
    """The 249 codes of ISO 3166-1 and XK, sorted."""
    territories = Locale("en").territories
    return tuple(sorted(str(c) for c in territories if len(str(c)) == 2 and str(c).isalpha() and c not in _NOT_ISO))


@cache
def cldr_names(locale: str) -> dict[str, str]:
    """CLDR's display names by code."""
    territories = Locale.parse(locale).territories
    return {code: territories[code] for code in codes()}


@cache
def given_up(lang: str) -> frozenset[tuple[str, str]]:
    """(key, kind) pairs that are not looked for in texts of a language."""
    return frozenset((key(r["form"]), r["kind"]) for r in rows("given_up.csv") if r["lang"] in ("*", lang))


def _cldr_forms(locale: str) -> Iterator[tuple[str, str]]:
    for code, name in cldr_names(locale).items():
        plain = re.sub(r"\s*\(.*\)", "", name)
        yield plain, code
        if code in ("HK", "MO"):
            yield re.split(r"\s(?:de|di|da|do|of)\s|SAR|R\.A\.S\.\s\w+\s", plain)[-1], code


def _names(lang: str) -> Iterator[tuple[str, Entry]]:
    for locale in (lang, "fr", "en"):
        for name, code in _cldr_forms(locale):
            yield name, Entry("name", code)
    if lang == "pt":
        for name, code in _cldr_forms("pt_PT"):
            yield name, Entry("name", code)
    for row in rows("names.csv"):
        if row["lang"] in ("*", lang, "fr", "en"):
            for name in row["names"].split("|"):
                yield name, Entry("name", row["code"], upper=_is_abbreviation(name))
    if lang == "de":
        yield from ((name + "s", Entry("name", code)) for name, code in _cldr_forms("de") if name[-1] not in "sxz")


def _is_abbreviation(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    return len(letters) <= 5 and all(c.isupper() for c in letters)


def _adjectives(lang: str) -> Iterator[tuple[str, Entry]]:
    column = "de_adj" if lang == "de" else lang
    for row in rows("demonyms.csv"):
        for entry in (row[column] or "").split():
            base = key(entry.partition("/")[0].replace("~", " "))
            for form in forms(lang, entry):
                yield form, Entry("adjective", row["code"], base=key(form) == base)
        if lang == "de":
            for pair in (row["de_noun"] or "").split():
                yield from ((form, Entry("adjective", row["code"])) for form in german_noun(pair))
    if lang == "en":
        for row in rows("nouns_en.csv"):
            yield from ((noun, Entry("adjective", row["code"])) for noun in row["nouns"].split())


def _places() -> Iterator[tuple[str, Entry]]:
    kinds: tuple[tuple[str, Kind], ...] = (("regions.csv", "region"), ("exonyms.csv", "city"), ("cities.csv", "city"))
    for name, kind in kinds:
        for row in rows(name):
            for form in row["names"].split("|"):
                plain = re.sub(r"\s*\(.*\)", "", form)
                if plain == form:
                    yield form, Entry(kind, row["code"])


def _demonyms(lang: str) -> Iterator[tuple[str, Entry]]:
    for row in rows("city_demonyms.csv"):
        if row["lang"] == lang:
            for entry in row["entries"].split():
                yield from ((form, Entry("demonym", row["code"])) for form in forms(lang, entry))
    if lang == "de":
        yield from _german_city_adjectives()


def _german_city_adjectives() -> Iterator[tuple[str, Entry]]:
    """Pariser, Göttinger, Münchner: a city's name with -er, of the hand-written list only."""
    for row in rows("exonyms.csv"):
        for city in row["names"].split("|"):
            if city.isalpha():
                stem = city[:-2] if city.endswith("en") and len(city) > 6 else city.removesuffix("e")
                for ending in ("er", "ner") if stem != city else ("er",):
                    yield stem + ending, Entry("demonym", row["code"])


def _ambiguous() -> Iterator[tuple[str, Entry]]:
    for row in rows("ambiguous.csv"):
        yield row["form"], Entry("name" if row["form"].startswith("la ") else "city", row["default"])


def _organisations() -> Iterator[tuple[str, Entry]]:
    for row in rows("names_of_organisations.csv"):
        yield from ((name, Entry("organisation", "")) for name in row["names"].split("|") if " " in key(name))


@cache
def table(lang: str) -> Table:
    """The look-up table of a language: first word → (all words, entry), longest first.

    Where two sources give one form, the first of names, adjectives, places, demonyms wins.
    """
    lang = lang if lang in LANGUAGES else "en"
    dropped, found = given_up(lang), dict[str, Entry]()
    for source in (_organisations(), _names(lang), _adjectives(lang), _ambiguous(), _places(), _demonyms(lang)):
        for form, entry in source:
            word = key(form)
            if word and (word, entry.kind) not in dropped and (word, "*") not in dropped:
                known = found.setdefault(word, entry)
                if known.kind == "name" and entry.kind == "adjective" and known.code == entry.code:
                    found[word] = Entry("adjective", entry.code)  # svizzera, argentine: small letters count too
    result: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for word, entry in found.items():
        words = tuple(word.split())
        result.setdefault(words[0], []).append((words, entry))
    return {first: tuple(sorted(several, key=lambda x: -len(x[0]))) for first, several in result.items()}


@cache
def prefixes(lang: str) -> dict[str, str]:
    """First halves of compounds with their country."""
    return {
        key(r["prefix"]): r["code"] for r in rows("prefixes.csv") if r["langs"] == "*" or lang in r["langs"].split()
    }


@cache
def first_names() -> frozenset[str]:
    """Keys of first names."""
    with (DATA / "first_names.txt").open(encoding="utf-8") as file:
        return frozenset(key(line) for line in file if not line.startswith("#"))


@cache
def words(kind: str, lang: str) -> frozenset[str]:
    """The context words of a kind (words.csv) for a language."""
    found = (r["words"].split("|") for r in rows("words.csv") if r["kind"] == kind and r["lang"] in ("*", lang))
    return frozenset(key(word) for several in found for word in several)


@cache
def needs_place() -> frozenset[str]:
    """Keys of places that count only where the context places them."""
    return frozenset(key(form) for r in rows("needs_place.csv") for form in r["forms"].split("|"))


@cache
def ambiguous() -> dict[str, tuple[tuple[str, re.Pattern[str] | None], ...]]:
    """The other countries of an ambiguous form, each with the pattern that speaks for it."""
    found: dict[str, tuple[tuple[str, re.Pattern[str] | None], ...]] = {}
    for row in rows("ambiguous.csv"):
        pairs = (other.partition("=") for other in row["others"].split(";") if "=" in other)
        found[key(row["form"])] = tuple((code, re.compile(pattern)) for code, _, pattern in pairs)
    return found


@cache
def place_codes() -> dict[str, str]:
    """Country, region or city key → code, for a name that stands alone."""
    found: dict[str, str] = {}
    for source in (_ambiguous(), *(_names(lang) for lang in LANGUAGES), _places()):
        for form, entry in source:
            found.setdefault(key(form), entry.code)
    return found
