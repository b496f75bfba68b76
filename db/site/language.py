"""Which language a visitor reads, and the site's words in it.

The choice is ``?lang=fr`` (``?_lang=fr`` on Datasette's own pages, where ``lang`` may be a column), else the
``Accept-Language`` header, else English. No cookie is set. The words are data: ``messages/<lang>.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Lang = Literal["en", "fr"]
LANGUAGES: tuple[Lang, ...] = ("en", "fr")
DEFAULT: Lang = "en"
MESSAGES = Path(__file__).parent / "messages"


def choose(asked: str | None, accept: str | None) -> Lang:
    """The language of a page, from the address' parameter and the ``Accept-Language`` header."""
    for tag in [asked or "", *_accepted(accept or "")]:
        for lang in LANGUAGES:
            if tag.lower().split("-")[0] == lang:
                return lang
    return DEFAULT


def asked_for(query: Mapping[str, str]) -> str | None:
    """The language that the address asks for, if it asks for one we have."""
    asked = query.get("_lang") or query.get("lang")
    return asked if asked in LANGUAGES else None


def _accepted(header: str) -> list[str]:
    weighted = []
    for position, part in enumerate(header.split(",")):
        tag, _, parameters = part.strip().partition(";")
        weight = parameters.strip().removeprefix("q=") or "1"
        try:
            weighted.append((-float(weight), position, tag.strip()))
        except ValueError:
            continue
    return [tag for weight, _, tag in sorted(weighted) if weight < 0 and tag]


@cache
def catalogue(lang: Lang) -> Mapping[str, str]:
    """All messages of a language: dotted key → text."""
    with (MESSAGES / f"{lang}.toml").open("rb") as file:
        return dict(_flat(tomllib.load(file), ""))


def _flat(tree: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        name = f"{prefix}{key}"
        pairs += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, str(value))]
    return pairs


@dataclass(frozen=True, slots=True)
class Words:
    """The messages of one language, with numbers written its way."""

    lang: Lang

    def __call__(self, key: str, **values: object) -> str:
        """The message of a key, filled in. Raises KeyError where the catalogue has none."""
        text = catalogue(self.lang)[key]
        return text.format(**values) if values else text

    def get(self, key: str, default: str) -> str:
        """The message of a key made of data (an event type, a role), or the default."""
        return catalogue(self.lang).get(key, default)

    def count(self, key: str, number: int) -> str:
        """The message ``key.one`` or ``key.other``, as the number asks, with ``{n}`` filled in."""
        single = number < 2 if self.lang == "fr" else number == 1
        return self(f"{key}.{'one' if single else 'other'}", n=self.number(number))

    def number(self, value: float) -> str:
        """A number with the thousands separator of the language (a narrow no-break space in French)."""
        text = f"{value:,}"
        return text.replace(",", "\u202f").replace(".", ",") if self.lang == "fr" else text
