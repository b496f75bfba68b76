"""Which events German, Spanish, Italian and Portuguese sentences of school news state, and which state none.

The sentences stand in ``triggers``, one a line: the type of event ("-": none), a tab, the sentence with its
institutions as [Name|country|kind]. The publisher of each is Alpha.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import cast

import pytest

from nlp.claims import View, find_claims
from nlp.countries import find_countries
from nlp.dates import find_dates
from nlp.sentences import split
from records import Institution, InstitutionKind, InstitutionMention, Span

FOLDER = Path(__file__).parent / "triggers"
MARK = re.compile(r"\[(?P<name>[^|\]]+)\|(?P<country>[A-Z]{2})?(?:\|(?P<kind>\w+))?\]")
PUBLISHED = dt.date(2024, 5, 15)
HOMES = {"de": "DE", "es": "ES", "it": "IT", "pt": "BR"}


def _table() -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(FOLDER.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, sentence = line.split("\t")
            found.append((path.stem, kind, sentence))
    return found


def _view(marked: str, lang: str) -> View:
    text, place = "", 0
    mentions: list[InstitutionMention] = []
    for match in MARK.finditer(marked):
        text += marked[place : match.start()]
        name, kind = match["name"], cast(InstitutionKind, match["kind"] or "academic")
        span = Span(len(text), len(text) + len(name), name)
        mentions.append(InstitutionMention(span, Institution(name, name, kind, match["country"])))
        text, place = text + name, match.end()
    text += marked[place:]
    home = Institution("Alpha", "Alpha", "academic", HOMES[lang])
    dates, countries = find_dates(text, lang, PUBLISHED), find_countries(text, lang)
    return View(text, lang, split(text, lang), mentions, countries, dates, home, PUBLISHED)


@pytest.mark.parametrize(("lang", "kind", "sentence"), _table())
def test_a_sentence_states_its_event_and_no_other(lang: str, kind: str, sentence: str) -> None:
    stated = {claim.type for claim in find_claims(_view(sentence, lang))}
    assert stated == ({kind} if kind != "-" else set())
