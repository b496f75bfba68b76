"""What the published tables and columns hold, in words: ``data/descriptions.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from db.site.language import LANGUAGES, Lang

FILE = Path(__file__).parent / "data" / "descriptions.toml"


@cache
def descriptions() -> Mapping[str, Mapping[str, list[str]]]:
    """Table → column (or ``_title``, ``_text``) → texts in the order of LANGUAGES."""
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tables


def table_text(table: str, lang: Lang) -> dict[str, str]:
    """``title`` and ``text`` of a table; the bare name for one that is not described."""
    found = descriptions().get(table, {})
    position = LANGUAGES.index(lang)
    title = found.get("_title", [table.replace("_", " ")] * 2)
    return {"title": title[position], "text": found.get("_text", ["", ""])[position]}


def column_text(table: str, column: str, lang: Lang) -> str:
    """What a column holds; empty for one that is not described."""
    return descriptions().get(table, {}).get(column, ["", ""])[LANGUAGES.index(lang)]


def columns(table: str) -> dict[str, str]:
    """The English texts of a table's columns, for Datasette's metadata."""
    return {name: texts[0] for name, texts in descriptions().get(table, {}).items() if not name.startswith("_")}
