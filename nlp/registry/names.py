"""The ways in which one name is written, and the key under which a name meets its translations."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.registry.exonyms import replace_exonyms
from nlp.registry.folding import normalise

_DATA = Path(__file__).resolve().parent.parent / "data" / "institutions"

_BRACKET_AT_END = re.compile(r"^(?P<head>.{2,}?)\s*\((?P<inside>[^()]{2,})\)\s*$", re.DOTALL)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_INNER_APOSTROPHE = re.compile(r"(?<=\w\w)[’'ʼ`](?=\w)")
_UMLAUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_AND = re.compile(r" (?:et|und|y|e|i|en|og|och|ja) ")
_ARTICLE = re.compile(r"^(?:the|les?|la|l|el|los|las|die|der|das|il|lo|gli) (?=\S+ \S)")
_SAINT = re.compile(r"\b(st|saint|ste|sainte)\b(?= )")
_SAINTS = {"st": "saint", "saint": "st", "ste": "sainte", "sainte": "ste"}


def spellings(name: str) -> set[str]:
    """Every folded form under which ``name`` is looked up.

    Beside the name itself: without its article or closing bracket ("Airbus (France)"), ``&`` for "et", "und" …,
    initials without points, "Xian" for "Xi'an", ``ue`` for ``ü``, "St" for "Saint".
    """
    written = {name}
    if bracket := _BRACKET_AT_END.match(name):
        written.add(bracket["head"])
    written |= {_DOTTED.sub(lambda m: m.group().replace(".", ""), form) for form in tuple(written)}
    written |= {_INNER_APOSTROPHE.sub("", form) for form in tuple(written)}
    written |= {form.translate(_UMLAUT) for form in tuple(written)}
    folded = {normalise(form) for form in written}
    folded |= {_ARTICLE.sub("", form) for form in tuple(folded)}
    folded |= {_AND.sub(" and ", form) for form in tuple(folded)}
    folded |= {_SAINT.sub(lambda m: _SAINTS[m.group()], form) for form in tuple(folded)}
    return {form for form in folded if len(form) > 1 and not form.isdigit()}


@dataclass(frozen=True, slots=True)
class NameWords:
    """The word lists of ``name_words.toml``, folded word → what it stands for."""

    dropped: frozenset[str]
    common: frozenset[str]
    classes: Mapping[str, str]
    concepts: Mapping[str, str]


@cache
def name_words() -> NameWords:
    """The table of words that occur in institutions' names."""
    with (_DATA / "name_words.toml").open("rb") as file:
        table = tomllib.load(file)
    return NameWords(
        frozenset(table["dropped"].split()),
        frozenset(table["common"].split()),
        {word: marker for marker, words in table["classes"].items() for word in words.split()},
        {word: concept for concept, words in table["concepts"].items() for word in words.split()},
    )


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A name without word order and language: its class markers and its telling words, both sorted."""

    classes: tuple[str, ...]
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{'+'.join(self.classes)}:{' '.join(self.words)}"

    @property
    def telling(self) -> bool:
        """Whether there is a word beside those that many institutions share."""
        return any(word not in name_words().concepts.values() and len(word) > 2 for word in self.words)


def token_key(name: str) -> TokenKey:
    """The key of a name: "Université de Keiô" and "Keio University" have the same.

    Words are folded; cities stand under one of their names (Pékin as beijing), words such as "technique" under
    their concept; "of", "de" and the like are gone.
    """
    table = name_words()
    classes: set[str] = set()
    words: set[str] = set()
    for word in replace_exonyms(normalise(name)).split():
        if word in table.classes:
            classes.add(table.classes[word])
        elif word not in table.dropped:
            words.add(table.concepts.get(word, word))
    if {"applied_sciences", "science"} <= words and classes <= {"university", "applied"}:
        classes = {"applied"}
        words -= {"applied_sciences", "science"}
    return TokenKey(tuple(sorted(classes)), tuple(sorted(words)))
