"""Which predicted institution is which annotated one, and which event is which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

Record = Mapping[str, Any]

NEAR = 0.6
"""Share of common words from which two names are taken for one."""
NO_REGISTRY = "none"
"""What the annotation gives in place of a registry id for an organisation that no registry has."""

_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """Return a name without case, accents and punctuation."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(_WORD.findall("".join(c for c in text if not unicodedata.combining(c))))


def bare_ror(value: str | None) -> str | None:
    """Return a ROR id without address or prefix; "none" stays what it is."""
    if not value:
        return None
    return value if value == NO_REGISTRY else value.rsplit("/", 1)[-1].removeprefix("ror:")


def interval(date: Record | None) -> tuple[str, str] | None:
    """Return the first and last day of a date as ISO strings; None where it is not resolved."""
    return (date["from"], date["to"]) if date and date.get("from") else None


def match_institutions(gold: Iterable[Record], predicted: Iterable[Record]) -> dict[str, str]:
    """Map predicted keys to annotated keys, one to one, best pairs first: by id, by a name, by most of a name."""
    predictions = [(each, {folded(m["text"]) for m in each.get("mentions", [])}) for each in predicted]
    pairs = []
    for wanted in gold:
        surfaces = {folded(surface) for surface in wanted["surfaces"]} | {folded(wanted["name"])}
        for found, names in predictions:
            score = _likeness(wanted, surfaces, found, names)
            if score >= NEAR:
                pairs.append((-score, -len(names & surfaces), wanted["key"], found["key"]))
    matched: dict[str, str] = {}
    for _, _, wanted_key, found_key in sorted(pairs):
        if found_key not in matched and wanted_key not in matched.values():
            matched[found_key] = wanted_key
    return matched


def _likeness(wanted: Record, surfaces: set[str], found: Record, names: set[str]) -> float:
    """3 for the same registry id, 2 for an equal name, else the best share of common words."""
    ror = bare_ror(wanted.get("ror"))
    if ror not in (None, NO_REGISTRY) and ror == bare_ror(found.get("ror")):
        return 3.0
    if names & surfaces:
        return 2.0
    return max((_common(a, b) for a in names for b in surfaces), default=0.0)


def _common(a: str, b: str) -> float:
    first, second = set(a.split()), set(b.split())
    return len(first & second) / len(first | second) if first | second else 0.0


def match_events(
    gold: list[Record], predicted: list[Record], who: list[frozenset[str]], publishers: frozenset[str]
) -> list[tuple[int, int]]:
    """Pair annotated with predicted events by their places, one to one, those that share most first.

    Both have the same type and share an organisation other than the publisher; where the annotation has no other,
    the publisher or a country is enough. ``who`` are the organisations of each predicted event as annotated keys.
    """
    pairs = []
    for place, wanted in enumerate(gold):
        for other, found in enumerate(predicted):
            if found["type"] != wanted["type"] or not _share_someone(wanted, found, who[other], publishers):
                continue
            shared = len(who[other] & set(wanted["institutions"]))
            same_day = interval(found.get("date")) == interval(wanted["date"])
            pairs.append((-(shared + same_day), place, other))
    matched: dict[int, int] = {}
    for _, place, other in sorted(pairs):
        if place not in matched and other not in matched.values():
            matched[place] = other
    return list(matched.items())


def _share_someone(wanted: Record, found: Record, who: frozenset[str], publishers: frozenset[str]) -> bool:
    partners = set(wanted["institutions"]) - publishers
    if partners:
        return bool(who & partners)
    return bool(who & set(wanted["institutions"]) or set(found.get("countries", [])) & set(wanted["countries"]))
