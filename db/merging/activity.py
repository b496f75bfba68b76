"""What happened between two partners, summed up by SQLite: a pair of which thousands of claims tell costs no more
than passing over their rows once."""

# ruff: noqa: S608 (what is put into SQL here are names of this module, never values)

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from db.connection import Database
from db.merging.batch import marks
from db.merging.held import hold_below

PAIR = """
create temp table if not exists pair_events (
  id text primary key, first text not null, edtf text not null, title text not null
) without rowid
"""
SHARED = """
insert into pair_events
select id, iif(dated, date_from, coalesce(last_reported, '')), iif(dated, date_edtf, coalesce(last_reported, '')), title
from (
  select e.*, (e.date_from is not null and (e.modality = 'happened' or e.last_reported is null)) dated
  from event_institutions a
  cross join event_institutions b on b.event = a.event and b.institution = ?
  cross join events e on e.id = a.event
  where a.institution = ? and e.modality <> 'cancelled' and (e.confidence >= ? or e.reviewed)
)
"""
"""An event's date; of one without, or still to come, the day of its last report."""
ORDER = "first {0}, edtf {0}, title {0}, id {0}"
"""By time; what is of one day by its title, as ids depend on who came first."""
PAGES = """
select count(*) from (
  select page from partnership_claims where partnership = ? and {counts}
  union select c.page from pair_events p cross join event_claims c on c.event = p.id
)
"""
SAYS_SO = """
select 1 from event_claims c join partnership_claims s on s.partnership = ? and s.claim = c.claim and {counts}
where c.event = ?
"""
BUSY = 300
"""In more events than this an institution is busy, however many there are."""

Moment = tuple[str, str]
"""A first day and the date as precise as the text is."""


@dataclass(frozen=True, slots=True)
class Statements:
    """What the claims say that state a partnership."""

    kinds: tuple[str, ...]
    confidences: Mapping[str, float]
    """Site → its best claim's."""
    first: Moment | None
    """The earliest day that a standing claim names or was published on."""
    last: Moment | None


@dataclass(frozen=True, slots=True)
class Activity:
    """What happened between the two, and where it is told."""

    events: int
    pages: int
    """Those of the statements included."""
    first: Moment | None
    """The earliest event that states the partnership itself: a visit comes before many an agreement."""
    last: Moment | None
    latest: str | None
    """The latest event; one without any date counts as the earliest."""


def statements(db: Database, partnership: str, without: Collection[str] = ()) -> Statements | None:
    """Return what is stated of a partnership, leaving out some kinds; None where nothing is."""
    where = f"from partnership_claims where partnership = ? and {_counts(without)}"
    values = (partnership, *sorted(without))
    sites = db.all(f"select site, max(confidence) {where} group by site", values)
    if not sites:
        return None
    days = "min(since || ' ' || since_edtf), min(reported), max(since || ' ' || since_edtf), max(reported)"
    row = db.one(f"select {days} {where}", values)
    assert row is not None
    since, reported, since_last, reported_last = row
    return Statements(
        kinds=tuple(db.column(f"select distinct kind {where} order by kind", values)),
        confidences=dict(tuple(site) for site in sites),
        first=min(_moments(since, reported), default=None),
        last=max(_moments(since_last, reported_last), default=None),
    )


def _counts(without: Collection[str]) -> str:
    """Return SQL for a statement's kind not being one of so many."""
    return f"kind not in {marks(sorted(without))}"


def _moments(since: str | None, reported: str | None) -> list[Moment]:
    """Return a day with its EDTF, written with a space between, and a day of a report, where there are such."""
    found = [(reported, reported)] if reported else []
    if since:
        day, _, edtf = since.partition(" ")
        found.append((day, edtf))
    return found


def activity(db: Database, partnership: str, school: str, partner: str, without: Collection[str] = ()) -> Activity:
    """Return what happened between two partners; events that were cancelled or wait for review are left out, and
    statements of some kinds. Part of a transaction."""
    db.run(PAIR)
    db.run("delete from pair_events")
    few, many = sorted((school, partner), key=lambda side: _busy(db, side))
    db.run(SHARED, (many, few, hold_below(db)))
    last = db.one(f"select first, edtf from pair_events where first <> '' order by {ORDER.format('desc')} limit 1")
    return Activity(
        events=db.value("select count(*) from pair_events"),
        pages=db.value(PAGES.format(counts=_counts(without)), (partnership, *sorted(without))),
        first=_founding(db, partnership, without),
        last=(last["first"], last["edtf"]) if last else None,
        latest=db.value(f"select id from pair_events order by {ORDER.format('desc')} limit 1"),
    )


def _founding(db: Database, partnership: str, without: Collection[str]) -> Moment | None:
    says_so = SAYS_SO.format(counts=_counts(without))
    rows = db.connection.execute(
        f"select id, first, edtf from pair_events where first <> '' order by {ORDER.format('')}"
    )
    found = next((row for row in rows if db.one(says_so, (partnership, *sorted(without), row["id"]))), None)
    return (found["first"], found["edtf"]) if found else None


def _busy(db: Database, institution: str) -> int:
    """Return in how many events an institution took part, counted no further than matters."""
    sql = f"select count(*) from (select 1 from event_institutions where institution = ? limit {BUSY})"
    return int(db.value(sql, (institution,)))
