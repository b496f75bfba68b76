"""Search over institutions, countries, events and sentences."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from typing import Any

from db.site.language import Lang
from db.site.sql import Row, has, run

LONGEST = 200


def search(connection: sqlite3.Connection, text: str, lang: Lang) -> dict[str, Any]:
    """The hits for what a visitor typed: four lists, each empty without hits."""
    match = expression(text)
    found: dict[str, Any] = {"institutions": (), "countries": [], "events": (), "sentences": ()}
    if not match or not has(connection, "events"):
        return found
    found["countries"] = countries(connection, text, lang)
    for kind in ("institutions", "events", "sentences"):
        if has(connection, f"{kind}_fts"):
            found[kind] = run(connection, f"search/{kind}", match=match, lang=lang)
    return found


def expression(text: str) -> str:
    """An FTS5 expression that finds all words, the last one also as a beginning; empty without a word.

    Every word is quoted, so that nothing a visitor types is taken for an operator.
    """
    words = re.findall(r"\w+", text[:LONGEST])
    if not words:
        return ""
    quoted = [f'"{word}"' for word in words]
    return " ".join(quoted) + ("*" if len(words[-1]) > 1 else "")


def countries(connection: sqlite3.Connection, text: str, lang: Lang) -> list[Row]:
    """The countries whose name in either language begins with the text, or has it as a word."""
    wanted = folded(text)
    if len(wanted) < 2:
        return []
    names = connection.execute("select code, name_en, name_fr from countries").fetchall()
    codes = {code for code, *both in names for name in both if f" {folded(name)}".find(f" {wanted}") >= 0}
    codes |= {code for code, *_ in names if code == text.strip().upper()}
    return [row for row in run(connection, "search/countries", lang=lang) if row["code"] in codes] if codes else []


def folded(text: str) -> str:
    """Without accents, case and punctuation, words apart by one space."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))
