"""Write events so that only what differs is touched."""

# ruff: noqa: S608 (what is put into SQL here are question marks and names of this module, never values)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.connection import Database, now
from db.merging.batch import batches, marks
from db.merging.model import EventFacts

PARTS = {
    "event_claims": "event, claim, page",
    "event_institutions": "event, institution, role",
    "event_countries": "event, country, role",
}


@dataclass(frozen=True, slots=True)
class Written:
    """Which events a merge touched."""

    new: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]
    redirected: int


def write_events(db: Database, facts: Sequence[EventFacts], live: Iterable[str], redirects: dict[str, str]) -> Written:
    """Replace the events ``live`` by ``facts``; ids that are gone lead on where ``redirects`` says."""
    before = _stored(db, {*live, *(event.id for event in facts)})
    after = {event.id: _rows(event) for event in facts}
    new = {id_ for id_ in after if not before[id_]["events"]}
    removed = {id_ for id_ in before if before[id_]["events"] and id_ not in after}
    changed = {id_ for id_ in after.keys() - new if before[id_] != after[id_]}
    gone = sorted(removed | changed)
    for table in PARTS:
        for batch in batches(gone):
            db.run(f"delete from {table} where event in {marks(batch)}", batch)
    for batch in batches(sorted(removed)):
        db.run(f"update partnerships set latest_event = null where latest_event in {marks(batch)}", batch)
        db.run(f"delete from events where id in {marks(batch)}", batch)
    _insert(db, [after[id_] for id_ in sorted(new | changed)])
    redirected = _redirect(db, redirects, new)
    return Written(frozenset(new), frozenset(changed), frozenset(removed), redirected)


Rows = dict[str, set[tuple[object, ...]]]


def _rows(event: EventFacts) -> Rows:
    date = event.date
    dates = (date.start, date.end, date.edtf, date.precision, date.basis) if date else (None,) * 5
    row = (
        *(event.id, event.type, event.title, event.modality, *dates, event.confidence, event.source_count),
        *(event.first_reported, event.last_reported, int(event.reviewed)),
    )
    return {
        "events": {row},
        "event_claims": {(event.id, claim.id, claim.page) for claim in event.claims},
        "event_institutions": {(event.id, *pair) for pair in event.roles.items()},
        "event_countries": {(event.id, *pair) for pair in event.countries.items()},
    }


def _stored(db: Database, ids: Iterable[str]) -> dict[str, Rows]:
    """Return the rows that some events have, none of one that is not there."""
    wanted = sorted(ids)
    found: dict[str, Rows] = {id_: {table: set() for table in ("events", *PARTS)} for id_ in wanted}
    for batch in batches(wanted):
        for row in db.all(f"select * from events where id in {marks(batch)}", batch):
            found[row["id"]]["events"].add(tuple(row))
        for table, columns in PARTS.items():
            for row in db.all(f"select {columns} from {table} where event in {marks(batch)}", batch):
                found[row["event"]][table].add(tuple(row))
    return found


def _insert(db: Database, events: Sequence[Rows]) -> None:
    values = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
    db.run_many(
        f"insert into events values ({values}) on conflict (id) do update set type = excluded.type,"
        " title = excluded.title, modality = excluded.modality, date_from = excluded.date_from,"
        " date_to = excluded.date_to, date_edtf = excluded.date_edtf, date_precision = excluded.date_precision,"
        " date_basis = excluded.date_basis, confidence = excluded.confidence, source_count = excluded.source_count,"
        " first_reported = excluded.first_reported, last_reported = excluded.last_reported,"
        " reviewed = excluded.reviewed",
        [row for rows in events for row in rows["events"]],
    )
    for table, columns in PARTS.items():
        parts = [row for rows in events for row in sorted(rows[table], key=repr)]
        db.run_many(f"insert into {table} ({columns}) values (?, ?, ?)", parts)


def _redirect(db: Database, redirects: dict[str, str], new: set[str]) -> int:
    """Lead ids that are gone on, also those that led there before; an id that came back leads nowhere any more."""
    for old, into in redirects.items():
        db.run("update event_redirects set new_id = ? where new_id = ?", (into, old))
        db.run("insert or replace into event_redirects (old_id, new_id, since) values (?, ?, ?)", (old, into, now()))
    for batch in batches(sorted(new)):
        db.run(f"delete from event_redirects where old_id in {marks(batch)}", batch)
    return len(redirects)
