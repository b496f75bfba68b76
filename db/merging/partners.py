"""From pairs that claims state to partnerships."""

# ruff: noqa: S608 (what is put into SQL here are question marks, never values)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.connection import Database
from db.decisions import partnership_key
from db.event_types import makes_partnership
from db.keys import partnership_id
from db.merging.activity import activity, statements
from db.merging.batch import batches, marks
from db.merging.decided import Decisions, PartnershipVerdict, Review
from db.merging.facts import REJECTED, combined
from db.merging.load import Claims
from db.merging.model import EventFacts, Party, StoredClaim

HOME = "FR"
"""Of two sides the one in this country is the school: the register is kept from here."""
ACADEMIC_RANK = {"academic": 0, "public": 1, "company": 2, "other": 3, "network": 4}

Statement = tuple[str | int | float | None, ...]
"""A row of `partnership_claims`: partnership, claim, kind, page, site, confidence, since, its EDTF, reported."""
COLUMNS = "partnership, claim, kind, page, site, confidence, since, since_edtf, reported"


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


@dataclass(frozen=True, slots=True)
class Told:
    """What may have changed of what pages tell."""

    claims: Sequence[StoredClaim]
    """Claims that may have changed, all those of the pages among them."""
    pages: Sequence[int]
    hidden: set[str]
    """Claims that count no more."""
    doubted: set[str]
    """Claims of events whose facts a person rejected when another page told them."""


def update_partnerships(
    db: Database, claims: Claims, told: Told, events: Iterable[EventFacts | frozenset[str]], decisions: Decisions
) -> tuple[int, int, int]:
    """Bring the partnerships up to date; return how many are new, changed and removed.

    ``events`` are the events, or sets of institutions of former events, that changed between two partners.
    """
    sides: dict[str, tuple[str, str]] = {}
    wanted: set[Statement] = set()
    for claim in told.claims:
        if claim.id not in told.hidden:
            for school, partner, kind in _pairs(claim, claims):
                id_ = partnership_id(school, partner)
                sides[id_] = (school, partner)
                wanted.add((id_, claim.id, kind, *_told(claim, claim.id in told.doubted)))
    affected = _replace_statements(db, told, wanted)
    affected |= {str(row[0]) for row in wanted} | _between(db, events)
    for row in _rows_of(db, "select id, school, partner from partnerships where id in", affected):
        sides.setdefault(str(row[0]), (str(row[1]), str(row[2])))
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


def _told(claim: StoredClaim, doubted: bool) -> Statement:
    """Return what a partnership needs of a claim. One that says what stands names since when, and that it stood on
    the day it was published."""
    confidence = min(claim.confidence, REJECTED) if doubted else claim.confidence
    if claim.modality != "standing":
        return claim.page, claim.site, confidence, None, None, None
    since = (claim.date.start, claim.date.edtf) if claim.date else (None, None)
    return claim.page, claim.site, confidence, *since, claim.reported


def _replace_statements(db: Database, told: Told, wanted: set[Statement]) -> set[str]:
    """Write which claims state which partnership; return the partnerships of which one changed or may have."""
    select = f"select {COLUMNS} from partnership_claims where"
    old = {
        *_rows_of(db, f"{select} claim in", [claim.id for claim in told.claims]),
        *_rows_of(db, f"{select} page in", told.pages),
    }
    db.run_many(
        "delete from partnership_claims where partnership = ? and claim = ? and kind = ?",
        sorted((row[:3] for row in old - wanted), key=repr),
    )
    db.run_many(
        f"insert into partnership_claims ({COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        sorted(wanted - old, key=repr),
    )
    return {str(row[0]) for row in old}


def _between(db: Database, events: Iterable[EventFacts | frozenset[str]]) -> set[str]:
    """Return the partnerships of which both sides took part in an event that changed."""
    found: set[str] = set()
    for event in events:
        who = sorted(event if isinstance(event, frozenset) else event.roles)
        if len(who) > 1:
            sql = f"select id from partnerships where school in {marks(who)} and partner in {marks(who)}"
            found.update(db.column(sql, [*who, *who]))
    return found


def _rows_of(db: Database, sql: str, values: Iterable[object]) -> set[Statement]:
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
    """Return a partnership's row, or None where nothing states it but what a person rejected. One of another kind than
    those a person rejected is doubted, and so put before a person."""
    verdict = PartnershipVerdict.of(reviews)
    stated = statements(db, id_, verdict.rejected)
    if stated is None:
        return None
    happened = activity(db, id_, school, partner, verdict.rejected)
    first = min((moment for moment in (stated.first, happened.first) if moment), default=None)
    last = max((moment for moment in (stated.last, happened.last) if moment), default=None)
    likely = combined(stated.confidences.items())
    sets = verdict.sets
    return (
        *(id_, school, partner, sets.get("country") or claims.party(partner).country),
        *(claims.party(school).name, claims.party(partner).name),
        *(sets.get("kinds") or ",".join(stated.kinds), *(first or (None, None)), *(last or (None, None))),
        *(happened.events, happened.pages),
        1.0 if verdict.accepted else min(likely, REJECTED) if verdict.rejected else likely,
        *(happened.latest, int(verdict.accepted or bool(sets))),
    )
