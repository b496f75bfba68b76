"""Schools by the short noun of their type and their place: "Turku AMK", "Wrocław Tech", "ENCG Settat"."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from nlp.institutions.candidates import Candidate
from nlp.institutions.choose import MARGIN, Choice, Chooser
from nlp.institutions.context import Context, place_country
from nlp.institutions.lexicon import DATA
from nlp.registry import Registry

_PLACE = r"[A-ZÀ-ÞŁŚŻŠČŽ][^\W\d_]+(?:-(?:[a-z]+-)*[A-ZÀ-Þ][^\W\d_]+)*"
_LINK = r"(?:\s(?:de\s(?:la\s)?|du\s|d['’]|of\s|di\s)?|-)"


@dataclass(frozen=True, slots=True)
class ShortNoun:
    """A short noun with the long forms it stands for; ``own`` where it makes a name without a registry."""

    short: str
    full: tuple[str, ...]
    own: bool


@cache
def _table() -> dict[str, dict[str, ShortNoun]]:
    """``before`` or ``after`` the place → short noun → what it stands for."""
    table: dict[str, dict[str, ShortNoun]] = {"before": {}, "after": {}}
    with (DATA / "short_nouns.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            noun = ShortNoun(row["short"], tuple(row["full"].split("|")), row["own"] == "1")
            table[row["where"]][row["short"]] = noun
    return table


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, after = ("|".join(re.escape(s) for s in sorted(_table()[w], key=len, reverse=True)) for w in _table())
    return (
        re.compile(rf"(?<![\w./@-])(?P<short>{before}){_LINK}(?P<place>{_PLACE})(?![\w@])"),
        re.compile(rf"(?<![\w./@-])(?P<place>{_PLACE})\s(?P<short>{after})(?![\w@-])"),
    )


def schools(context: Context) -> Iterator[tuple[Candidate, Sequence[str]]]:
    """Every such name with the long forms to look for; sure where it is a name without a registry."""
    for pattern, nouns in zip(_patterns(), _table().values(), strict=True):
        for match in pattern.finditer(context.text):
            start, end = match.span()
            country = place_country(match["place"])
            if country is None or context.shouted(start, end) or "\n" in match[0]:
                continue
            noun = nouns[match["short"]]
            yield (
                Candidate(start, end, match[0], "short form", kind="academic", country=country, sure=noun.own),
                [form.format(match["place"]) for form in noun.full],
            )


def linked(
    candidate: Candidate, forms: Sequence[str], registry: Registry, chooser: Chooser
) -> tuple[Candidate, Choice | None]:
    """The school of the registry that has the name or a long form of it, in the place's country."""
    for form in (candidate.text, *forms):
        ids = [*(i for i, _ in registry.bearers(form)), *registry.candidates(form, candidate.country)]
        bodies = [body for body in map(registry.get, dict.fromkeys(ids)) if body is not None]
        fitting = [b.id for b in bodies if b.kind == "academic" and b.country == candidate.country]
        choice = chooser.choose([(i, "alias") for i in fitting], candidate.start, candidate.end)
        if choice is not None and choice.lead >= MARGIN:
            return replace(candidate, sure=True), choice
    return candidate, None
