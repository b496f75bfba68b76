"""Cities that have different names in different languages, for comparing institutions' names."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from nlp.registry.folding import normalise

_TABLE = Path(__file__).resolve().parent.parent / "data" / "institutions" / "city_exonyms.csv"


@cache
def exonyms() -> Mapping[str, str]:
    """Folded name of a city in another language → its folded name in English."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        pairs = ((other, row["city"]) for row in rows for other in row["names"].split("|") if other.strip())
        return {normalise(other): normalise(city) for other, city in pairs}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(exonyms(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def replace_exonyms(folded: str) -> str:
    """Folded text with every city under its English name: ``universite de pekin`` → ``universite de beijing``."""
    return _pattern().sub(lambda match: exonyms()[match.group()], folded)
