"""Titles of events in the visitor's language.

Merging composes most titles as "Agreement: IMT Mines Alès – Kagawa University (2021-05)". Pages show type and date
in words of their own, so what they need of it is who; a title that a person set stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from db.event_types import event_types
from db.site.language import LANGUAGES, Lang, Words


@cache
def kinds() -> Mapping[str, tuple[str, str]]:
    """Type of event → its names in the order of LANGUAGES."""
    return {row[0]: (row[1], row[2]) for row in event_types()}


def kind_name(kind: str, lang: Lang) -> str:
    """The name of a type of event or kind of partnership; an unknown one stays as it is."""
    names = kinds().get(kind)
    return names[LANGUAGES.index(lang)] if names else kind


def parties(row: Mapping[str, Any]) -> str | None:
    """Who took part, of a composed title; None where the title is not composed."""
    text = str(row["title"] or "")
    label = kind_name(str(row["type"]), "en")
    text = text.removesuffix(f" ({row['date_edtf']})") if row.get("date_edtf") else text
    if text == label:
        return ""
    return text.removeprefix(f"{label}: ") if text.startswith(f"{label}: ") else None


def title(row: Mapping[str, Any], lang: Lang) -> str:
    """The whole title: "Accord : IMT Mines Alès – Kagawa University"."""
    who = parties(row)
    if who is None:
        return str(row["title"] or "") or kind_name(str(row["type"]), lang)
    name = kind_name(str(row["type"]), lang)
    return f"{name}{Words(lang)('site.colon')}{who}" if who else name
