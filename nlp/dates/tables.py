"""The date words of a language, read from ``nlp/data/dates/{lang}.toml`` once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlp.dates.fold import fold
from nlp.dates.kinds import Kind

LANGUAGES = ("fr", "en", "de", "es", "it", "pt")
_DATA = Path(__file__).resolve().parent.parent / "data" / "dates"
# An elided word keeps its apostrophe ("l'"), a possessive does not ("year's").
WORD = r"[^\W\d_]+(?:'(?=[^\W\d_]{2}|\d))?"
_TOKEN = re.compile(WORD + r"|[^\s]")

UNITS = {"day": 1, "week": 2, "weekend": 3, "month": 4, "year": 5, "decade": 6}
PARTS = {"begin": 1, "mid": 2, "end": 3, "during": 4, "earlier": 5, "later": 6}
# Plural forms (1) do not go with a unit: "ces dernières années"; 2 counts from the last date named.
SHIFTS = {
    "last": (Kind.LAST, 0),
    "next": (Kind.NEXT, 0),
    "this": (Kind.THIS, 0),
    "last_plural": (Kind.LAST, 1),
    "next_plural": (Kind.NEXT, 1),
    "last_named": (Kind.LAST, 2),
    "next_named": (Kind.NEXT, 2),
}
# Days counted from the reference date; those after 100 count from the last date named (100 is that day itself).
DAYS = {
    "today": 0,
    "this_day": 0,
    "yesterday": -1,
    "before_yesterday": -2,
    "tomorrow": 1,
    "after_tomorrow": 2,
    "next_day": 101,
    "second_next_day": 102,
    "previous_day": 99,
    "second_previous_day": 98,
    "same_day": 100,
}
SEMESTERS = {"half": 1, "quarter": 2, "season": 3, "winter": 4, "summer": 5, "spring": 6, "autumn": 7}

Lexeme = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Language:
    """What the lexer, the grammar and the resolver need to know of a language."""

    code: str
    words: dict[str, Lexeme]
    phrases: dict[str, list[tuple[tuple[str, ...], str, int]]]
    year_strong: frozenset[str]
    year_weak: frozenset[str]
    year_before: frozenset[str]
    year_after: frozenset[str]
    year_articles: frozenset[str]
    year_bare: bool
    not_date: tuple[str, ...]
    season_participle: frozenset[str]
    season_before: frozenset[str]
    season_after: frozenset[str]
    capital: frozenset[str]
    coming: re.Pattern[str]
    counted: dict[str, int]
    """1 for words that say "later", 2 for "earlier", behind a number of years."""
    about: frozenset[str]
    same_year: tuple[str, ...]
    day_parts: frozenset[str]
    end_verbs: frozenset[str]
    feast_before: frozenset[str]
    feast_after: frozenset[str]
    past: re.Pattern[str]
    neutral: re.Pattern[str]
    """What looks like the past and is none: "are painted", "provided by"."""
    future: re.Pattern[str]
    act: re.Pattern[str]


@cache
def language(code: str) -> Language:
    """The table of a language; French for a language that has none."""
    code = code if code in LANGUAGES else "fr"
    table = tomllib.loads((_DATA / f"{code}.toml").read_text(encoding="utf-8"))
    words: dict[str, Lexeme] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str, int]]] = {}
    for phrase, kind, value in _lexemes(table):
        tokens = tuple(_TOKEN.findall(_fold(phrase) + "xx" * phrase.endswith("'")))
        tokens = tokens[:-1] if phrase.endswith("'") else tokens
        if len(tokens) == 1:
            words.setdefault(tokens[0], (kind, value))
        elif tokens:
            phrases.setdefault(tokens[0], []).append((tokens, kind, value))
    for entries in phrases.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    year, not_date, tense = table["year"], table["not_date"], table["tense"]
    return Language(
        code=code,
        words=words,
        phrases=phrases,
        year_strong=_set(year["strong"]),
        year_weak=_set(year["weak"]),
        year_before=_set(year["before"]),
        year_after=_set(year["after"]),
        year_articles=_set(year["articles"]),
        year_bare=bool(year.get("bare", False)),
        not_date=tuple(_fold(phrase) for phrase in not_date["before"]),
        season_participle=_set(not_date.get("season_participle", "")),
        season_before=frozenset(map(_fold, not_date["season_before"])),
        season_after=frozenset(map(_fold, not_date["season_after"])),
        capital=_set(table["capital"]),
        counted={
            _fold(word): value for value, name in enumerate(("later", "earlier"), 1) for word in table["counted"][name]
        },
        same_year=tuple(map(_fold, table["same_year"]["words"])),
        about=_set(table["counted"]["about"]),
        day_parts=_set(table["day_parts"]["words"]),
        end_verbs=_set(not_date["end_verbs"]),
        feast_before=_set(table["feast"]["before"]),
        feast_after=_set(table["feast"]["after"]),
        coming=re.compile("|".join(map(_fold_pattern, tense["coming"]))),
        neutral=re.compile("|".join(map(_fold_pattern, tense.get("neutral", [r"(?!)"])))),
        past=re.compile("|".join(map(_fold_pattern, tense["past"]))),
        future=re.compile("|".join(map(_fold_pattern, tense["future"]))),
        act=re.compile("|".join(map(_fold_pattern, tense["act"]))),
    )


def _fold(phrase: str) -> str:
    return fold(phrase).text


def _fold_pattern(pattern: str) -> str:
    """Fold the letters of a pattern, but not its escapes (none of ours has an upper-case class)."""
    marked = _A_GRAVE.sub(f"[a{GRAVE}]", pattern)
    return f"(?:{fold(marked).text})"


GRAVE = "þ"
"""Stands for "à" where tenses are looked for: "à Rome" is no "a signé"; no word of the tables has it."""
_A_GRAVE = re.compile(r"(?<![jl])à(?![a-zà-ÿ])")


def _set(words: str) -> frozenset[str]:
    return frozenset(_fold(words).split())


def _lexemes(table: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """All words and phrases with kind and value; where a word has two meanings the first given wins."""
    yield from _numbered(table["months"], Kind.MONTH)
    yield from _listed(table["weekdays"]["full"], Kind.WEEKDAY)
    yield from _valued(table["weekdays"].get("also", ""), Kind.WEEKDAY)
    for code, names in table["seasons"].items():
        yield from _each(names, Kind.SEASON, int(code))
    for code, names in table["seasons_adjective"].items():
        yield from _each(names, Kind.SEASON_ADJECTIVE, int(code))
    yield from _named(table["units"], UNITS, Kind.UNIT)
    yield from _named(table["units_plural"], UNITS, Kind.UNITS)
    yield from _named(table["days"], DAYS, Kind.RELDAY)
    for name, (kind, value) in SHIFTS.items():
        yield from _each(table["shift"][name], kind, value)
    yield from _named(table["parts"], PARTS, Kind.PART)
    yield from _each(table["academic"]["words"], Kind.ACADEMIC, 0)
    yield from _each(table["academic"]["start"], Kind.RENTREE, 0)
    yield from _named(table["semesters"], SEMESTERS, Kind.SEMESTER)
    yield from _each(table["ago"]["before"], Kind.AGO_BEFORE, 0)
    yield from _each(table["ago"]["after"], Kind.AGO_AFTER, 0)
    glue = table["glue"]
    for name in ("of", "to", "the", "and", "between"):
        yield from _each(glue[name], Kind[name.upper()], 0)
    for value, name in enumerate(("words", "second", "third", "fourth"), 1):
        yield from _each(table["first"][name], Kind.FIRST, value)
    yield from _each(table["every"]["words"], Kind.EVERY, 0)
    for day, names in table["holidays"].items():
        yield from _each(names, Kind.HOLIDAY, int(day.replace("-", "")))
    for value, names in table.get("named_units", {}).items():
        yield from _each(names, Kind.RELUNIT, int(value))
    yield from _numbered(table["months_short"], Kind.MONTH_SHORT)
    yield from _listed(table["weekdays"]["short"], Kind.WEEKDAY_SHORT)
    yield from _valued(table["numbers"]["words"], Kind.NUMBER)
    yield from _each(glue["in"], Kind.IN, 0)
    for value, names in table["decades"].items():
        yield from _each(names, Kind.DECADE, int(value))


def _each(phrases: Iterable[str], kind: str, value: int) -> Iterator[tuple[str, str, int]]:
    for phrase in phrases:
        yield phrase, kind, value


def _named(section: dict[str, list[str]], values: dict[str, int], kind: str) -> Iterator[tuple[str, str, int]]:
    for name, phrases in section.items():
        yield from _each(phrases, kind, values[name])


def _numbered(section: dict[str, str], kind: str) -> Iterator[tuple[str, str, int]]:
    for number, words in section.items():
        yield from _each(words.split(), kind, int(number))


def _listed(words: str, kind: str) -> Iterator[tuple[str, str, int]]:
    for value, word in enumerate(words.split()):
        yield word, kind, value


def _valued(words: str, kind: str) -> Iterator[tuple[str, str, int]]:
    """``deux trois=3``: a word without value counts one more than the word before it."""
    value = 0
    for word in words.split():
        name, _, given = word.partition("=")
        value = int(given) if given else value + 1
        yield name, kind, value
