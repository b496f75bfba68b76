"""What is written like a name and is none: organs of a school, events, addresses, chairs."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context
from nlp.institutions.lexicon import DATA
from nlp.institutions.patterns import every_connector
from nlp.institutions.words import fold

_BEFORE = 24
"""Characters before a name in which the word of a street stands."""


@dataclass(frozen=True, slots=True)
class _Table:
    organs: frozenset[str]
    organ_words: frozenset[str]
    events: re.Pattern[str]
    street: re.Pattern[str]
    street_end: re.Pattern[str]
    title: re.Pattern[str]


@cache
def _table() -> _Table:
    table = {name: fold(value) for name, value in tomllib.loads((DATA / "not_names.toml").read_text("utf-8")).items()}
    events = "|".join(re.escape(phrase.strip()) for phrase in table["events"].split("|"))
    streets, ends, titles = (
        "|".join(map(re.escape, table[name].split())) for name in ("streets", "street_ends", "titles")
    )
    return _Table(
        organs=frozenset(table["organs"].split()),
        organ_words=frozenset(table["organ_words"].split()),
        events=re.compile(rf"(?<!\w)(?:{events})(?!\w)"),
        street=re.compile(rf"(?<!\w)(?:{streets})\.?\s(?:de\s(?:la\s|l')?|du\s|des\s|d'|della?\s|dell')?$"),
        street_end=re.compile(rf"^\d+\s.*|.*\b(?:{ends})$"),
        title=re.compile(rf"(?<!\w)(?:{titles})\s$"),
    )


def why_none(candidate: Candidate, context: Context) -> str | None:
    """Why a stretch that no registry knows is no organisation, though written like one; None where it may be one."""
    table, key = _table(), " ".join(fold(candidate.text).split())
    if table.events.search(key):
        return "an event"
    if is_address(candidate.start, candidate.end, context) or table.street_end.fullmatch(key):
        return "an address"
    if candidate.head in table.organs and _only_organ(candidate, context):
        return "an organ of a school"
    return None


def is_title(start: int, context: Context) -> bool:
    """Whether the word before makes a name that of a chair or a list: "la chaire UNESCO"."""
    return _table().title.search(fold(context.text[max(0, start - _BEFORE) : start])) is not None


def is_address(start: int, end: int, context: Context) -> bool:
    """Whether a short name is part of an address: "28 rue Notre-Dame-des-Champs", "BP 594"."""
    before = fold(context.text[max(0, start - _BEFORE) : start])
    box = context.text[start:end] in {"BP", "B.P."} and re.match(r"\s?\d", context.text[end : end + 2]) is not None
    return box or _table().street.search(before) is not None


def _only_organ(candidate: Candidate, context: Context) -> bool:
    """Whether nothing in the name says whose organ it is."""
    words = [w.key for w in context.words_in(candidate.start, candidate.end) if w.key not in every_connector()]
    return all(key in _table().organs or key in _table().organ_words for key in words)
