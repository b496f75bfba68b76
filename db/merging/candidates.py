"""Events that are near but not certainly one: the queue of uncertain merges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.connection import Database
from db.merging.decided import Decisions
from db.merging.load import Claims, batches, marks
from db.merging.match import near
from db.merging.model import EventFacts

MOST = 3
"""No event is shown with more doubles than this."""


def update_candidates(db: Database, claims: Claims, facts: Sequence[EventFacts], decisions: Decisions) -> None:
    """Look for doubles of some events anew."""
    ids = [event.id for event in facts]
    for batch in batches(ids):
        where = f"event_a in {marks(batch)} or event_b in {marks(batch)}"
        db.run(f"delete from merge_candidates where {where}", batch * 2)  # noqa: S608
    home = {claim.id: event.id for event in facts for claim in event.claims}
    found: dict[tuple[str, str], tuple[float, str]] = {}
    for event in facts:
        scores = _doubles(db, claims, event, home, decisions)
        for other, (score, reason) in sorted(scores.items(), key=lambda pair: (-pair[1][0], pair[0]))[:MOST]:
            first, second = sorted((event.id, other))
            found[first, second] = max(found.get((first, second), (0.0, "")), (score, reason))
    db.run_many(
        "insert or replace into merge_candidates (event_a, event_b, reason, score) values (?, ?, ?, ?)",
        [(*pair, reason, score) for pair, (score, reason) in sorted(found.items())],
    )


def _doubles(
    db: Database, claims: Claims, event: EventFacts, home: Mapping[str, str], decisions: Decisions
) -> dict[str, tuple[float, str]]:
    """Return possible doubles of one event: id → (likelihood, reason)."""
    scores: dict[str, tuple[float, str]] = {}
    for claim in event.claims:
        for other in claims.neighbours(claim):
            if home.get(other.id) == event.id:
                continue
            why = near(claim, other, claims.parties)
            if why is None or other.id in decisions.different.get(claim.id, ()):
                continue
            place = home.get(other.id) or db.value("select event from event_claims where claim = ?", (other.id,))
            if place is not None and place != event.id:
                scores[place] = max(scores.get(place, (0.0, "")), (why[1], why[0]))
    return scores
