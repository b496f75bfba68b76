"""The table of event types, read from its file."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def event_types() -> tuple[tuple[str, str, str, str, int], ...]:
    """Return (id, English name, French name, description, 1 if it makes a partnership) in the file's order."""
    text = (files("db") / "event_types.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(
        (row["id"], row["name_en"], row["name_fr"], row["description"], int(row["makes_partnership"]))
        for row in csv.DictReader(lines)
    )


def makes_partnership() -> frozenset[str]:
    """Return the types of which partnerships are made."""
    return frozenset(row[0] for row in event_types() if row[4])
