"""Word classes: words of one meaning, read from nlp/data/classes, one TOML file a language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from nlp.claims.words import PhraseBook, Word, phrases

FOLDER = Path(__file__).resolve().parent.parent / "data" / "classes"


def table(lang: str, folder: Path = FOLDER) -> dict[str, list[str]]:
    """Give the phrases of each class of a language; no class where there is no file.

    Raises ValueError, naming file and phrase, where a file is not as it should be.
    """
    path = folder / f"{lang}.toml"
    if not path.exists():
        return {}
    try:
        found = {name: phrases(block) for name, block in tomllib.loads(path.read_text(encoding="utf-8")).items()}
        _book(found)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    return found


def _book(classes: dict[str, list[str]]) -> PhraseBook[str]:
    book: PhraseBook[str] = PhraseBook()
    for name, block in classes.items():
        for phrase in block:
            book.add(phrase, name)
    return book


@cache
def _known(lang: str) -> PhraseBook[str]:
    return _book(table(lang))


def classes_in(words: list[Word], lang: str) -> list[str]:
    """Name the classes of which ``words`` have a member, each once, in alphabetical order."""
    return sorted({found.label for found in _known(lang).find(words)})
