"""Cities and countries that have different names in different languages, for comparing institutions' names.

Cities come from ``city_exonyms.csv``, the French names of countries from Babel (CLDR).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale

from nlp.registry.folding import normalise

_TABLE = Path(__file__).resolve().parent.parent / "data" / "institutions" / "city_exonyms.csv"


@cache
def exonyms() -> Mapping[str, str]:
    """Folded name of a city or country in another language → its folded name in English."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        pairs = ((other, row["city"]) for row in rows for other in row["names"].split("|") if other.strip())
        cities = {normalise(other): normalise(city) for other, city in pairs}
    return {name: english for name, english in (_countries() | cities).items() if name != english}


def _countries() -> dict[str, str]:
    english = Locale("en").territories
    return {
        normalise(name): normalise(english[code])
        for code, name in Locale("fr").territories.items()
        if len(code) == 2 and code.isalpha() and code in english
    }


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(exonyms(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def replace_exonyms(folded: str) -> str:
    """Folded text with every city under its English name: ``universite de pekin`` → ``universite de beijing``."""
    return _pattern().sub(lambda match: exonyms()[match.group()], folded)
