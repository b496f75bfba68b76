"""Which events wait for a person before they are published: those less likely right than wrong.

They stay in work.db and lead the review queue. An event is published once a person accepts or corrects it, or
another site's report makes it likely enough. Partnerships are published whatever their confidence, as several claims
mostly carry them; events that are held are not counted in them.
"""

# ruff: noqa: S608 (what is put into SQL here are constants of this module)

from __future__ import annotations

from db.connection import Database
from db.errors import StoreError

HOLD_BELOW = 0.5
"""The usual threshold. On annotated texts fewer than half of the events below are right, three quarters above."""
KEY = "hold_below"
THRESHOLD = f"coalesce((select cast(value as real) from {{}}merge_state where key = '{KEY}'), {HOLD_BELOW})"
"""SQL for the threshold, with the name of the schema to be put in ("work." or nothing)."""


def hold_below(db: Database) -> float:
    """Return the confidence below which events wait for review."""
    return float(db.value(f"select {THRESHOLD.format('')}"))


def set_hold_below(db: Database, threshold: float) -> None:
    """Set it; the next merge goes through all pages, as counts of partnerships depend on it. Raises StoreError."""
    if not 0 <= threshold <= 1:
        raise StoreError(f"{threshold}: a confidence lies between 0 (hold nothing) and 1")
    with db.write():
        if threshold != hold_below(db):
            db.run("insert or replace into merge_state values (?, ?)", (KEY, str(threshold)))
            db.run("insert or ignore into merge_dirty select page from claims union select page from event_claims")
