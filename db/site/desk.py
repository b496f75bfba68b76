"""What lies on a reviewer's desk: doubtful facts with their sentences, and what he decides of them.

The queue and the decisions are `db.review`'s; a decision takes effect at the next merge, so the desk remembers what
was decided since the server started and does not show it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import review
from db.errors import StoreError
from db.site.corrections import Form, changed, chosen_claims, form_of
from db.site.evidence import Quote, quote
from db.site.sql import Row, statement
from db.store import Store

ACTIONS: Mapping[str, tuple[str, ...]] = {
    "event": ("accept", "reject"),
    "partnership": ("accept", "reject"),
    "merge": ("same", "different"),
}
KEYS = {"accept": "a", "reject": "r", "same": "a", "different": "r", "skip": "s"}
"""The key that stands for each decision."""


@dataclass(frozen=True, slots=True)
class Side:
    """One event or partnership as the page shows it: its facts (a row of ``blocks/desk``) and its sentences."""

    id: str
    kind: str
    """event or partnership."""
    facts: Row
    quotes: tuple[tuple[Row, Quote], ...]
    form: Form


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to decide: a fact, or whether two events are one."""

    kind: str
    id: str
    other: str | None
    reason: str
    sides: tuple[Side, ...]

    @property
    def actions(self) -> list[tuple[str, str]]:
        """The possible decisions, each with its key."""
        return [(action, KEYS[action]) for action in (*ACTIONS[self.kind], "skip")]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided of an event, a partnership, or (with ``other``) of two events."""

    kind: str
    id: str
    other: str | None
    action: str
    reviewer: str
    note: str | None = None


class Desk:
    """The queue of one store."""

    def __init__(self, work_db: Path) -> None:
        self.work_db = work_db
        self._decided: set[tuple[str, str, str | None]] = set()

    def card(self, place: int) -> Card | None:
        """The undecided fact at a place of the queue, None past its end. Raises StoreError."""
        with Store.open(self.work_db, readonly=True) as store:
            items = review.queue(store, place + 1 + len(self._decided))
            open_items = [item for item in items if (item.kind, item.id, item.other) not in self._decided]
            if place >= len(open_items):
                return None
            item = open_items[place]
            kind = "partnership" if item.kind == "partnership" else "event"
            sides = [_side(store, kind, id_) for id_ in (item.id, item.other) if id_]
            return Card(item.kind, item.id, item.other, item.reason, tuple(side for side in sides if side))

    def card_of(self, id_: str) -> Card:
        """The event or partnership with an id, whether or not it is in the queue. Raises StoreError."""
        with Store.open(self.work_db, readonly=True) as store:
            current = review.current_id(store, id_)
            kind = "partnership" if current.startswith("pa-") else "event"
            side = _side(store, kind, current)
            return Card(kind, current, None, "", (side,) if side else ())

    def decide(self, decision: Decision) -> None:
        """Keep a decision. Raises StoreError for what does not exist or is no decision."""
        if decision.action not in ACTIONS.get(decision.kind, ()):
            raise StoreError(f"{decision.action}: no decision about {decision.kind}")
        told: dict[str, Any] = {"reviewer": decision.reviewer, "note": decision.note}
        with Store.open(self.work_db) as store:
            if decision.action == "same":
                review.join(store, decision.id, decision.other or "", **told)
            elif decision.action == "different":
                review.separate(store, decision.id, decision.other or "", **told)
            elif decision.action == "accept":
                review.decide(store, decision.id, "accept", **told)
            else:
                review.decide(store, decision.id, "reject", **told)
        self._decided.add((decision.kind, decision.id, decision.other))

    def correct(self, kind: str, id_: str, sent: Mapping[str, str], *, reviewer: str, note: str | None) -> None:
        """Keep what a form changed of a fact, all or none. Raises StoreError."""
        with Store.open(self.work_db) as store:
            review.correct(store, id_, changed(store, kind, sent), reviewer=reviewer, note=note)
        self._decided.add((kind, id_, None))

    def split(self, id_: str, sent: Mapping[str, str], *, reviewer: str, note: str | None) -> None:
        """Keep that the claims chosen in a form tell of another happening. Raises StoreError."""
        with Store.open(self.work_db) as store:
            review.split(store, id_, chosen_claims(sent), reviewer=reviewer, note=note)
        self._decided.add(("event", id_, None))


def _side(store: Store, kind: str, id_: str) -> Side | None:
    found = store.all(statement(f"desk/{kind}"), (id_,))
    if not found:
        return None
    rows = [dict(row) for row in store.all(statement(f"desk/{kind}_evidence"), (id_,))]
    quotes = tuple((row, quote(row)) for row in rows)
    return Side(id_, kind, dict(found[0]), quotes, form_of(store, kind, id_))
