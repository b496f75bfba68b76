"""Events that are near but not certainly one: the queue of uncertain merges.

A pair is kept where it is among the `MOST` likeliest doubles of one of its two events. So all rows of an event
together begin with its own likeliest doubles, and when an event changes only its neighbours are looked at again.
"""

# ruff: noqa: S608 (what is put into SQL here are question marks, never values)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from db.connection import Database
from db.merging.batch import batches, marks
from db.merging.decided import Decisions
from db.merging.load import Claims
from db.merging.match import MOST_LIKELY, near, neighbouring
from db.merging.model import EventFacts, StoredClaim

MOST = 3
"""No event is shown with more doubles than this."""

Pair = tuple[str, str]
"""Ids of two events, the smaller first."""
Why = tuple[float, str]
"""How likely they are one (0 to 1), and the reason to think so."""
Pairs = dict[Pair, Why]
NEVER: Why = (0.0, "")


def update_candidates(
    db: Database, claims: Claims, events: Sequence[EventFacts], removed: Iterable[str], decisions: Decisions
) -> None:
    """Look for doubles of some events anew, and of those that lost one by that."""
    changed = {event.id: event.claims for event in events}
    stale = changed.keys() | set(removed)
    old = _rows(db, stale)
    found = _doubles(db, claims, changed, decisions)
    poorer = {id_ for pair, why in old.items() if found.get(pair, NEVER)[0] < why[0] for id_ in pair} - stale
    again = _claims_of(db, claims, [id_ for id_ in poorer if _count(db, id_) >= MOST])
    found |= _doubles(db, claims, again, decisions)
    looked = stale | again.keys()
    ends = looked | {id_ for pair in found for id_ in pair}
    kept = _rows(db, ends)
    pool = kept | _rows(db, {id_ for pair in kept for id_ in pair})
    pool = {pair: why for pair, why in pool.items() if looked.isdisjoint(pair)} | found
    best = _best(db, pool)
    _write(db, kept, {pair: pool[pair] for pair in pool if pair in best and not ends.isdisjoint(pair)})


def _rows(db: Database, ids: Iterable[str]) -> Pairs:
    """Return the pairs kept of some events."""
    found: Pairs = {}
    for batch in batches(sorted(ids)):
        where = f"event_a in {marks(batch)} or event_b in {marks(batch)}"
        for a, b, score, reason in db.all(
            f"select event_a, event_b, score, reason from merge_candidates where {where}", batch * 2
        ):
            found[a, b] = (score, reason)
    return found


def _count(db: Database, id_: str) -> int:
    return int(db.value("select count(*) from merge_candidates where event_a = ?1 or event_b = ?1", (id_,)))


def _claims_of(db: Database, claims: Claims, events: Iterable[str]) -> dict[str, list[StoredClaim]]:
    sql = "select claim from event_claims where event = ?"
    return {id_: claims.load(db.column(sql, (id_,))) for id_ in sorted(events)}


def _doubles(db: Database, claims: Claims, events: Mapping[str, Iterable[StoredClaim]], decisions: Decisions) -> Pairs:
    """Return all possible doubles of some events, however many, but those that a person said to be two."""
    homes: dict[str, str | None] = {claim.id: event for event, own in events.items() for claim in own}
    found: Pairs = {}
    for event, own in events.items():
        different = {id_ for claim in own for id_ in decisions.different.get(claim.id, ())}
        _find_homes(db, homes, different)
        done = {event, None, *(homes[id_] for id_ in different)}
        for claim in own:
            others = [other for other in claims.neighbours(claim) if _alike(other, claim)]
            _find_homes(db, homes, [other.id for other in others])
            for other in others:
                home = homes[other.id]
                if home is None or home in done or (home in events and home < event):
                    continue  # of two of these events the pair is found once
                pair = (min(event, home), max(event, home))
                if found.get(pair, NEVER)[0] < MOST_LIKELY:
                    why = near(claim, other, claims.parties)
                    found[pair] = max(found.get(pair, NEVER), why[::-1] if why else NEVER)
    return {pair: why for pair, why in found.items() if why != NEVER}


def _alike(a: StoredClaim, b: StoredClaim) -> bool:
    """Tell whether two claims are worth a closer look, by what is told soonest."""
    return a.type == b.type or (a.stated and b.stated and neighbouring(a.type, b.type))


def _find_homes(db: Database, homes: dict[str, str | None], ids: Iterable[str]) -> None:
    """Look up the events of claims of which they are not known yet."""
    new = [id_ for id_ in ids if id_ not in homes]
    homes.update(dict.fromkeys(new))
    for batch in batches(new):
        sql = f"select claim, event from event_claims where claim in {marks(batch)}"
        homes.update((row["claim"], row["event"]) for row in db.all(sql, batch))


def _best(db: Database, pool: Pairs) -> set[Pair]:
    """Return the pairs that are among the likeliest of one of their events; of equals, those of the evidence that
    comes first, as ids depend on who came first. An event without any date is offered to no more than it has room for
    itself: it would fit all that a pair ever did."""
    ids = sorted({id_ for pair in pool for id_ in pair})
    first = {
        row["event"]: row["claim"]
        for batch in batches(ids)
        for row in db.all(
            f"select event, min(claim) claim from event_claims where event in {marks(batch)} group by event", batch
        )
    }
    ranked: dict[str, list[tuple[float, str, Pair]]] = defaultdict(list)
    undated = _undated(db, {id_ for pair, (_, reason) in pool.items() if reason == "undated" for id_ in pair})
    for pair, (score, reason) in pool.items():
        for one, other in (pair, pair[::-1]):
            if reason == "undated" and one not in undated:
                continue
            ranked[one].append((-score, first[other], pair))
    return {pair for doubles in ranked.values() for *_, pair in sorted(doubles)[:MOST]}


def _undated(db: Database, ids: Iterable[str]) -> set[str]:
    return {
        id_
        for batch in batches(sorted(ids))
        for id_ in db.column(
            f"select id from events where id in {marks(batch)} and date_from is null and last_reported is null", batch
        )
    }


def _write(db: Database, old: Pairs, new: Pairs) -> None:
    db.run_many("delete from merge_candidates where event_a = ? and event_b = ?", sorted(old.keys() - new.keys()))
    db.run_many(
        "insert or replace into merge_candidates (event_a, event_b, reason, score) values (?, ?, ?, ?)",
        [(*pair, reason, score) for pair, (score, reason) in sorted(new.items()) if old.get(pair) != (score, reason)],
    )
