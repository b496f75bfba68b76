"""From pairs that claims state to partnerships."""

# ruff: noqa: S608 (what is put into SQL here are question marks, never values)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.connection import Database
from db.decisions import partnership_key
from db.event_types import makes_partnership
from db.keys import partnership_id
from db.merging.decided import Decisions, Review
from db.merging.facts import combined
from db.merging.load import Claims, batches, marks
from db.merging.model import EventFacts, Party, StoredClaim

HOME = "FR"
"""Of two sides the one in this country is the school: the register is kept from here."""
ACADEMIC_RANK = {"academic": 0, "public": 1, "company": 2, "other": 3, "network": 4}

Stated = tuple[str, str, str]
"""Partnership id, claim id, kind."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that happened between two partners, or was said of them."""

    first: str
    edtf: str
    title: str = ""
    event: str | None = None


def oriented(a: Party, b: Party) -> tuple[str, str] | None:
    """Return (school, partner), or None where the two make no partnership: one country, or no academic side.

    The school is the side in France; else the academic side; else the smaller id, so that both partners' reports
    agree.
    """
    if a.id == b.id or (a.country is not None and a.country == b.country):
        return None
    if "academic" not in (a.kind, b.kind):
        return None
    school, partner = sorted((a, b), key=lambda side: (side.country != HOME, ACADEMIC_RANK.get(side.kind, 3), side.id))
    return school.id, partner.id


def update_partnerships(
    db: Database,
    claims: Claims,
    touched: Sequence[StoredClaim],
    pages: Iterable[int],
    hidden: set[str],
    events: Iterable[EventFacts | frozenset[str]],
    decisions: Decisions,
) -> tuple[int, int, int]:
    """Bring the partnerships up to date; return how many are new, changed and removed.

    ``touched`` are the claims that may have changed, all those of ``pages`` among them; ``hidden`` those that count
    no more; ``events`` the events, or sets of institutions of former events, that changed between two partners.
    """
    sides: dict[str, tuple[str, str]] = {}
    wanted: dict[Stated, int] = {}
    for claim in touched:
        if claim.id not in hidden:
            for school, partner, kind in _pairs(claim, claims):
                id_ = partnership_id(school, partner)
                sides[id_] = (school, partner)
                wanted[id_, claim.id, kind] = claim.page
    affected = _replace_statements(db, touched, pages, wanted)
    affected |= {id_ for id_, _, _ in wanted} | _between(db, events)
    for row in _rows_of(db, "select id, school, partner from partnerships where id in", affected):
        sides.setdefault(row[0], (row[1], row[2]))
    counts = [0, 0, 0]
    for id_ in sorted(affected & sides.keys()):
        outcome = _write(db, claims, id_, *sides[id_], decisions)
        if outcome is not None:
            counts[outcome] += 1
    return counts[0], counts[1], counts[2]


def _pairs(claim: StoredClaim, claims: Claims) -> Iterable[tuple[str, str, str]]:
    """Yield a claim's pairs as (school, partner, kind), of kinds that make partnerships."""
    if claim.modality in ("cancelled", "generic"):
        return
    for a, b, kind in claim.pairs:
        sides = oriented(claims.party(a), claims.party(b))
        if sides and kind in makes_partnership():
            yield *sides, kind


def _replace_statements(
    db: Database, touched: Sequence[StoredClaim], pages: Iterable[int], wanted: dict[Stated, int]
) -> set[str]:
    """Write which claims state which partnership; return the partnerships of which one changed or may have."""
    columns = "select partnership, claim, kind from partnership_claims where"
    old = {
        *_rows_of(db, f"{columns} claim in", [claim.id for claim in touched]),
        *_rows_of(db, f"{columns} page in", pages),
    }
    db.run_many(
        "delete from partnership_claims where partnership = ? and claim = ? and kind = ?", sorted(old - wanted.keys())
    )
    db.run_many(
        "insert into partnership_claims (partnership, claim, kind, page) values (?, ?, ?, ?)",
        [(*stated, wanted[stated]) for stated in sorted(wanted.keys() - old)],
    )
    return {stated[0] for stated in old}


def _between(db: Database, events: Iterable[EventFacts | frozenset[str]]) -> set[str]:
    """Return the partnerships of which both sides took part in an event that changed."""
    found: set[str] = set()
    for event in events:
        who = sorted(event if isinstance(event, frozenset) else event.roles)
        if len(who) > 1:
            sql = f"select id from partnerships where school in {marks(who)} and partner in {marks(who)}"
            found.update(db.column(sql, [*who, *who]))
    return found


def _rows_of(db: Database, sql: str, values: Iterable[object]) -> set[tuple[str, ...]]:
    return {tuple(row) for batch in batches(sorted(values, key=str)) for row in db.all(f"{sql} {marks(batch)}", batch)}


def _write(db: Database, claims: Claims, id_: str, school: str, partner: str, decisions: Decisions) -> int | None:
    """Write one partnership; return 0 if it is new, 1 if changed, 2 if removed, None if it stays as it was."""
    new = _row(db, claims, id_, school, partner, decisions.partnerships.get(partnership_key(school, partner), []))
    old = db.one("select * from partnerships where id = ?", (id_,))
    if new is None:
        if old is None:
            return None
        db.run("delete from partnerships where id = ?", (id_,))
        return 2
    if old is not None and tuple(old) == new:
        return None
    db.run(f"insert or replace into partnerships values {marks(new)}", new)
    return 0 if old is None else 1


def _row(
    db: Database, claims: Claims, id_: str, school: str, partner: str, reviews: Sequence[Review]
) -> tuple[object, ...] | None:
    """Return a partnership's row, or None where nothing states it or a person rejected it."""
    verdict, sets = None, {}
    for review in reviews:
        if review.action == "set" and review.field:
            sets[review.field] = review.value
        else:
            verdict = review.action
    stated = db.all("select claim, kind from partnership_claims where partnership = ?", (id_,))
    if not stated or verdict == "reject":
        return None
    stating = claims.briefly(row["claim"] for row in stated)
    events = _events(db, school, partner)
    dated = sorted((*map(_of_event, events), *_of_claims(stating)), key=_order)
    dates = [activity for activity in dated if activity.first]
    founding = {None, *_founding(db, [claim.id for claim in stating])}
    first = next((activity for activity in dates if activity.event in founding), None)
    last = dates[-1] if dates else None
    latest = next((activity.event for activity in reversed(dated) if activity.event), None)
    pages = {claim.page for claim in stating} | set(_pages(db, [row["id"] for row in events]))
    return (
        *(id_, school, partner, sets.get("country") or claims.party(partner).country),
        *(claims.party(school).name, claims.party(partner).name),
        sets.get("kinds") or ",".join(sorted({row["kind"] for row in stated})),
        *((first.first, first.edtf) if first else (None, None)),
        *((last.first, last.edtf) if last else (None, None)),
        *(len(events), len(pages)),
        1.0 if verdict == "accept" else combined((claim.site, claim.confidence) for claim in stating),
        *(latest, int(verdict is not None or bool(sets))),
    )


def _events(db: Database, school: str, partner: str) -> list[dict[str, str | None]]:
    """Return the events in which both took part, but not those that were cancelled."""
    few, many = sorted((school, partner), key=lambda side: _busy(db, side))
    rows = db.all(
        "select e.id, e.title, e.modality, e.date_from, e.date_edtf, e.last_reported from event_institutions a"
        " cross join event_institutions b on b.event = a.event and b.institution = ?"
        " cross join events e on e.id = a.event where a.institution = ? and e.modality <> 'cancelled'",
        (many, few),
    )
    return [dict(row) for row in rows]


def _order(activity: Activity) -> tuple[str, str, str, str]:
    """By time; what is of one day by its title, as ids depend on who came first."""
    return activity.first, activity.edtf, activity.title, activity.event or ""


def _busy(db: Database, institution: str) -> int:
    """Return in how many events an institution took part, counted no further than matters."""
    sql = "select count(*) from (select 1 from event_institutions where institution = ? limit 300)"
    return int(db.value(sql, (institution,)))


def _founding(db: Database, claims: Iterable[str]) -> set[str]:
    """Return the events that state the partnership itself: a visit comes before many an agreement."""
    return {row[0] for row in _rows_of(db, "select distinct event from event_claims where claim in", claims)}


def _of_event(row: dict[str, str | None]) -> Activity:
    """An event's date; of one without, or still to come, the day of its last report."""
    reported, name = row["last_reported"] or "", (row["title"] or "", row["id"])
    if row["date_from"] and row["date_edtf"] and (row["modality"] == "happened" or not reported):
        return Activity(row["date_from"], row["date_edtf"], *name)
    return Activity(reported, reported, *name)


def _of_claims(stating: Sequence[StoredClaim]) -> Iterable[Activity]:
    """What standing claims say: since when, and that it stood on the day they were published."""
    for claim in stating:
        if claim.date is not None and claim.modality == "standing":
            yield Activity(claim.date.start, claim.date.edtf)
        if claim.modality == "standing" and claim.reported:
            yield Activity(claim.reported, claim.reported)


def _pages(db: Database, events: Iterable[str | None]) -> list[int]:
    return [row[0] for row in _rows_of(db, "select distinct page from event_claims where event in", events)]  # type: ignore[misc]
