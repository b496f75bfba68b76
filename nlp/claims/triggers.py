"""The trigger words of claims, read from nlp/data/triggers: one TOML file a language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from nlp.claims.words import PhraseBook, Word, phrases
from records import EventType

FOLDER = Path(__file__).resolve().parent.parent / "data" / "triggers"
FALLBACK = "en"
"""The language whose words are used for texts in one that has no file."""

Strength = Literal["strong", "weak"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a trigger phrase says: ``concept`` tells apart things of one type (a laboratory, a thesis)."""

    type: EventType
    concept: str
    strength: Strength
    alone: bool = False
    """It may do with a country where no partner is named."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger phrase in a text, with its place there."""

    trigger: Trigger
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that is no trigger but bears on one: an act, a reference, a sign of modality."""

    group: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that is looked for in sentences of one language."""

    lang: str
    triggers: PhraseBook[Trigger]
    cues: PhraseBook[tuple[str, str]]

    def hits(self, words: list[Word]) -> list[Hit]:
        """Find the triggers among the words of a sentence; of those of one type that overlap, the best one."""
        found = [Hit(f.label, words[f.first].start, words[f.last - 1].end) for f in self.triggers.find(words)]
        found.sort(key=lambda hit: (hit.trigger.strength != "strong", hit.start - hit.end, hit.start))
        kept: list[Hit] = []
        for hit in found:
            if not any(_rivals(hit, other) for other in kept):
                kept.append(hit)
        return sorted(kept, key=lambda hit: (hit.start, -hit.end))

    def read_cues(self, words: list[Word]) -> list[Cue]:
        """Find the acts, references and signs of modality among the words of a sentence."""
        return [Cue(*f.label, words[f.first].start, words[f.last - 1].end) for f in self.cues.find(words)]


def _rivals(hit: Hit, other: Hit) -> bool:
    return hit.trigger.type == other.trigger.type and hit.start < other.end and other.start < hit.end


@cache
def lexicon(lang: str) -> Lexicon:
    """Load the lexicon of a language, the English one where there is none.

    Raises ValueError, naming file and phrase, where a file is not as it should be.
    """
    path = FOLDER / f"{lang}.toml"
    if not path.exists():
        return lexicon(FALLBACK)
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return Lexicon(lang, _read_triggers(data), _read_cues(data))
    except (KeyError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error


def languages() -> list[str]:
    """Name the languages that have trigger words."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def _read_triggers(data: dict[str, Any]) -> PhraseBook[Trigger]:
    book: PhraseBook[Trigger] = PhraseBook()
    for entry in data["trigger"]:
        if entry["type"] not in get_args(EventType) or entry["strength"] not in get_args(Strength):
            raise ValueError(f"unknown type or strength: {entry['type']}, {entry['strength']}")
        trigger = Trigger(entry["type"], entry["concept"], entry["strength"], entry.get("alone", False))
        for phrase in phrases(entry["phrases"]):
            book.add(phrase, trigger)
    return book


def _read_cues(data: dict[str, Any]) -> PhraseBook[tuple[str, str]]:
    book: PhraseBook[tuple[str, str]] = PhraseBook()
    for group in ("acts", "references", "modality", "sections"):
        for name, block in data[group].items():
            for phrase in phrases(block):
                book.add(phrase, (group, name))
    return book
