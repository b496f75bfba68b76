"""Companies that no list knows: by legal form ("… Limited"), work ("stage chez X"), parent, and rows of companies."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context, is_place, place_country
from nlp.institutions.found import Found
from nlp.institutions.lexicon import DATA, common_words, every_generic, every_head, not_organisations
from nlp.institutions.model import Labels
from nlp.institutions.words import fold

_WORD = r"[A-ZÀ-Þ](?:[\w&+-]|['’](?!s\b))*\w"
_NAME = rf"{_WORD}(?:\s(?:&\s)?{_WORD}){{0,2}}"
_FORMAL = rf"{_WORD}(?:\s(?:\({_WORD}\)|(?:&|of|and|et|de)\s{_WORD}|{_WORD})){{0,5}}"
CUE = 50
"""Characters before a name in which "ingénieur chez", "now works for" stands."""
_THIRD = re.compile(rf"\s?(?:,|et|ou|and|or|und|y|e|o)\s(?P<name>{_NAME})(?!\s?[\w(«])")
"""Another name in a row, with nothing that goes on."""


@cache
def _forms() -> dict[str, str | None]:
    with (DATA / "legal_forms.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["form"]: row["country"] or None for row in rows}


@cache
def _formal() -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in sorted(_forms(), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.-])(?P<name>{_FORMAL}),?\s(?P<form>{forms})(?!\w|\s(?:Liability|Company|Partnership)\b)"
    )


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A name after a cue's last word, the whole cue before it, and a name before what calls it a subsidiary."""
    table = tomllib.loads((DATA / "company_cues.toml").read_text("utf-8"))
    work, parts = ("|".join(table[key]).replace(" ", r"\s") for key in ("work", "subsidiary"))
    last = "|".join(dict.fromkeys(re.sub(r"[^\w|]", "", cue.rpartition(" ")[2]) for cue in table["work"]))
    return (
        re.compile(rf"(?<=\s)(?:{last})\s(?P<name>{_NAME})"),
        re.compile(rf"(?i:\b(?:{work}))\s$"),
        re.compile(rf"(?<![\w-])(?P<name>{_NAME})(?={parts})"),
    )


def formal_names(context: Context) -> Iterator[Candidate]:
    """Names that end with a legal form, the form included; with the country in brackets or of the form."""
    for match in _formal().finditer(context.text):
        words = match["name"].split()
        while len(words) > 1 and fold(words[0].rstrip(",")) in _BEFORE:
            words.pop(0)
        start, end = match.start("name") + match["name"].rindex(" ".join(words)), match.end()
        if "\n" not in match[0] and not context.shouted(start, end) and (len(words) > 1 or _is_name(words[0])):
            country = _inside(match, _forms()[match["form"]])
            yield Candidate(start, end, context.text[start:end], "name pattern", kind="company", country=country)


_BEFORE = frozenset(
    """the an le la les l un une der die das dem den eine ein el los las il lo gli o a os as and et und with avec mit
    firma
    unternehmen societe entreprise company firm azienda empresa compania companhia""".split()
)
"""What stands before a company's name with a capital and is no part of it."""


def _inside(match: re.Match[str], country: str | None) -> str | None:
    bracket = re.search(r"\(([^()]+)\)", match["name"])
    return (place_country(bracket[1]) if bracket else None) or country


def cued_names(context: Context, labels: Labels) -> Iterator[Candidate]:
    """Names after "stage chez", "works for", or before ", filiale de": companies unless a model says otherwise."""
    after, cue, subsidiary = _cues()
    for match in after.finditer(context.text):
        start, end = match.span("name")
        told = cue.search(context.text[max(0, start - CUE) : start])
        if told is not None and _stands(match["name"], start, end, context, labels):
            yield Candidate(start, end, match["name"], "name pattern", kind="company")
    for match in subsidiary.finditer(context.text):
        start, end = match.span("name")
        if _stands(match["name"], start, end, context, labels, trusted=True):
            yield Candidate(start, end, match["name"], "name pattern", kind="company")


def rows(found: Sequence[Found], context: Context, labels: Labels) -> Iterator[Candidate]:
    """The third in a row of companies: "Airbus, Safran et Zodiac"."""
    ends = {item.end: item for item in found if item.kind == "company"}
    for item in list(ends.values()):
        if not any(item.start - gap in ends for gap in range(2, 6)):
            continue
        match = _THIRD.match(context.text, item.end)
        if match is not None and _stands(match["name"], *match.span("name"), context, labels):
            yield Candidate(*match.span("name"), match["name"], "name pattern", kind="company")


def _stands(name: str, start: int, end: int, context: Context, labels: Labels, *, trusted: bool = False) -> bool:
    person = not trusted and labels.at(start, end) in {"PER", "PERSON"} and (" " in name or labels.person(start, end))
    placed = is_place(name) or any(is_place(part) for part in name.split())
    return (
        not person
        and not placed
        and not context.countries_between(start, end)
        and not context.shouted(start, end)
        and "\n" not in name
        and all(_is_name(part) for part in name.split())
    )


def _is_name(word: str) -> bool:
    key = fold(word)
    if key in _BEFORE:
        return False
    return key not in {*common_words(), *not_organisations()} and key not in every_generic() and key not in every_head()
