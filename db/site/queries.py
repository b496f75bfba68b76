"""The named queries: ``queries/*.sql``, each with its title, description and parameters in comments above it.

The comments are ``-- title: …``, ``-- title.fr: …``, ``-- description: …``, ``-- parameter NAME: …``,
``-- default NAME: …`` and ``-- order: N``; the statement follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from db.site.language import Lang

FOLDER = Path(__file__).parent / "queries"
_HEADER = re.compile(r"--\s*(?P<key>[a-z]+)(?:\.(?P<lang>[a-z]{2}))?(?:\s+(?P<name>\w+))?:\s*(?P<text>.+)")


@dataclass(frozen=True, slots=True)
class Query:
    """A named query. Texts are by language; a parameter's text too."""

    name: str
    sql: str
    order: int
    title: Mapping[str, str]
    description: Mapping[str, str]
    parameters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)


@cache
def load(folder: Path = FOLDER) -> tuple[Query, ...]:
    """All named queries in their order. Raises ValueError for a comment that is none of the known."""
    found = [parse(path.stem, path.read_text(encoding="utf-8")) for path in folder.glob("*.sql")]
    return tuple(sorted(found, key=lambda query: (query.order, query.name)))


def parse(name: str, text: str) -> Query:
    """A query from its file's text."""
    texts: dict[str, dict[str, str]] = {"title": {}, "description": {}}
    parameters: dict[str, dict[str, str]] = {}
    defaults: dict[str, str] = {}
    body: list[str] = []
    order = 99
    for line in text.strip().splitlines():
        header = _HEADER.fullmatch(line.strip()) if not body else None
        if not header:
            body.append(line)
            continue
        key, lang, value = header["key"], header["lang"] or "en", header["text"].strip()
        if key in texts:
            texts[key][lang] = value
        elif key == "parameter":
            parameters.setdefault(header["name"], {})[lang] = value
        elif key == "default":
            defaults[header["name"]] = value
        elif key == "order":
            order = int(value)
        else:
            raise ValueError(f"{name}.sql: a comment says {key}, which is not known")
    return Query(name, "\n".join(body), order, texts["title"], texts["description"], parameters, defaults)


def titles(lang: Lang) -> list[tuple[str, str, str]]:
    """Path, title and description of every named query. The path carries the defaults of its parameters."""
    return [(address(query), query.title[lang], query.description[lang]) for query in load()]


def address(query: Query) -> str:
    """The path of a query's page."""
    defaults = "&".join(f"{name}={value}" for name, value in query.defaults.items())
    return f"/public/{query.name}{'?' if defaults else ''}{defaults}"


def text(name: str | None, lang: Lang) -> dict[str, object] | None:
    """Title, description and parameters of a named query in a language; None for any other name."""
    for query in load():
        if query.name == name:
            return {
                "title": query.title[lang],
                "description": query.description[lang],
                "parameters": {key: texts[lang] for key, texts in query.parameters.items()},
            }
    return None
