"""The words of `words.toml`, folded, and the questions asked of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

_MARKS = re.compile(r"[\u0300-\u036f]")
_SEPARATORS = re.compile(r"[^a-z0-9']+")


def fold(text: str) -> str:
    """Lower case, without accents, typographic apostrophes straight, white space folded."""
    text = text.replace("’", "'").lower()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(text.split())


@cache
def words(name: str) -> frozenset[str]:
    """The word list of this name."""
    table = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return frozenset(table[name])


def path_says(url: str, name: str) -> bool:
    """Whether a segment of the address' path, or a part of one, is in the word list."""
    path = fold(unquote(urlsplit(url).path))
    listed = words(name)
    segments = path.replace("_", "-").removesuffix(".html").split("/")
    return any(segment in listed or not listed.isdisjoint(_SEPARATORS.split(segment)) for segment in segments)


def text_says(text: str, name: str) -> bool:
    """Whether a text contains one of the listed words or phrases, as whole words."""
    folded = f" {_SEPARATORS.sub(' ', fold(text))} "
    return any(f" {word.replace('-', ' ')} " in folded for word in words(name))
