"""Names that a common noun beside them declares: "la conserverie Untel", "the Finnish firm X", "Y, l'électricien"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from nlp.institutions.acronyms import looks_short
from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context, is_place
from nlp.institutions.lexicon import DATA, common_words, every_generic, every_head, not_organisations
from nlp.institutions.model import Labels
from nlp.institutions.words import Word, fold
from records import InstitutionKind

_CAPITAL = r"[A-ZÀ-ÞČŠŽŁŚ]"
_WORD = rf"[a-z]?{_CAPITAL}[\w@&+!’'-]*[\w+!]"
_NEXT = rf"{_WORD}|{_CAPITAL}(?![\w'’.])|\d{{1,2}}(?![\w.,]?\d)|(?:at|of|for|sans|sur|&)\s{_WORD}"
_NAME = rf"{_WORD}(?:\s(?:{_NEXT})){{0,3}}(?![\w@])"
_BEHIND = re.compile(rf"\s(?P<open>[«\"“„]\s?)?(?P<name>{_NAME})")
_BEFORE = re.compile(rf"(?<![\w.@&-])(?P<name>{_NAME})\s?[»\"”“]?\s?,\s(?P<lead>[\w'’ -]{{1,40}}?)$")
_TRAILING = re.compile(rf"(?<![\w.@&-])(?P<name>{_WORD})\s?[»\"”“]?\s$")
REACH = 70
"""Characters before a noun in which the name stands that it explains."""


@dataclass(frozen=True, slots=True)
class _Table:
    nouns: dict[str, InstitutionKind]
    german: dict[str, InstitutionKind]
    coined: frozenset[str]
    national: frozenset[str]
    trailing: frozenset[str]
    articles: frozenset[str]
    adjectives: frozenset[str]


@cache
def _table() -> _Table:
    table = tomllib.loads((DATA / "appositions.toml").read_text("utf-8"))
    nouns, german = (
        {fold(word): cast("InstitutionKind", kind) for kind, words in table[name].items() for word in words.split()}
        for name in ("nouns", "german")
    )
    use = {name: frozenset(map(fold, words.split())) for name, words in table["use"].items()}
    return _Table(nouns, german, **use)


def declared(context: Context, labels: Labels) -> Iterator[Candidate]:
    """Every name that a noun right before it, right behind it or in an apposition declares an organisation."""
    table = _table()
    for word in context.words:
        german = context.lang == "de" and word.capital
        kind = table.german.get(word.key) if german else table.nouns.get(word.key)
        if kind is None or (word.capital and not german and not context.begins_sentence(word.start)):
            continue
        for start, end in _beside(word, context):
            if _is_name(start, end, word, context, labels):
                text, country = context.text[start:end], _nation(word, context)
                yield Candidate(start, end, text, source="name pattern", kind=kind, country=country)


def _nation(noun: Word, context: Context) -> str | None:
    """The country of an adjective beside a noun: "the Finnish firm X", "X, le centre québécois"."""
    for mention in context.countries_between(max(0, noun.start - 20), noun.start):
        if mention.basis != "institution" and context.text[mention.span.end : noun.start].isspace():
            return mention.code
    after = context.countries_between(noun.end, noun.end + 2)
    return after[0].code if after and after[0].span.text.islower() else None


def _beside(noun: Word, context: Context) -> Iterator[tuple[int, int]]:
    end, national = _past_adjectives(noun, context)
    if (national or noun.key not in _table().national) and (match := _BEHIND.match(context.text, end)):
        yield match.span("name")
    low = max(0, noun.start - REACH)
    before = context.text[low : noun.start]
    match = _BEFORE.search(before) if national or noun.key not in _table().national else None
    if match and _only_articles(match["lead"], low + match.start("lead"), context):
        yield low + match.start("name"), low + match.end("name")
        return
    trailing = noun.key in _table().trailing and context.lang == "en"
    if trailing and (match := _TRAILING.search(before)) and not context.begins_sentence(low + match.start("name")):
        yield low + match.start("name"), low + match.end("name")


def _past_adjectives(noun: Word, context: Context) -> tuple[int, bool]:
    """The end of the adjectives after a noun, and whether one of them, or one before, is of a country."""
    end = noun.end
    before = context.countries_between(max(0, noun.start - 20), noun.start)
    national = any(m.basis == "explicit" and context.text[m.span.end : noun.start].isspace() for m in before)
    for word in context.words_in(noun.end, noun.end + 40)[:2]:
        own = any(m.basis != "institution" for m in context.countries_between(word.start, word.start + 1))
        if (
            not word.form.islower()
            or context.text[end : word.start] != " "
            or not (own or word.key in _table().adjectives)
        ):
            break
        end, national = word.end, national or own
    return end, national


def _only_articles(lead: str, start: int, context: Context) -> bool:
    """Whether nothing but an article and adjectives stands between a comma and the noun."""
    words = context.words_in(start, start + len(lead))
    if not words or words[0].key not in _table().articles:
        return False
    return all(w.key in _table().adjectives or bool(context.countries_between(w.start, w.start + 1)) for w in words[1:])


def _is_name(start: int, end: int, noun: Word, context: Context, labels: Labels) -> bool:
    words = context.words_in(start, end)
    text = context.text[start:end]
    if not words or is_place(text) or is_place(words[0].form) or context.shouted(start, end) or "\n" in text:
        return False
    person = labels.at(start, end) in {"PER", "PERSON"} and (" " in text or start < noun.start)
    if person or context.countries_between(start, start + 1):
        return False
    opening = start < noun.start and context.begins_sentence(start) and text[1:].islower()
    if opening and labels.at(start, end) != "ORG":
        return False  # "Ensuite, l'entreprise …"
    if noun.key in _table().coined and text[1:].islower():
        return False
    first = words[0].key
    taken = {*common_words(), *not_organisations()}
    return (len(text) > 2 or looks_short(text)) and not (
        first in taken or first in every_generic() or first in every_head() or first in _table().nouns
    )
