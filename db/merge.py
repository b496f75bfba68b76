"""Claims become events and partnerships: the design's rule, applied to what changed since the last time.

The parts lie in `db/merging/`: `load` reads claims and their neighbours, `match` compares two, `cluster` says where one
belongs, `growth` keeps the clusters up to date, `joins` makes events of them, `identity` finds the id, `facts` the row,
`partners` the partnerships, `candidates` the doubtful cases, `decided` what people said. One merge is one transaction:
killed at any instant, it is done again in full.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from db.connection import Database
from db.merging.batch import batches, marks
from db.merging.candidates import update_candidates
from db.merging.decided import Decisions, corrected, resolve, restore
from db.merging.doubt import rejected_elsewhere
from db.merging.facts import Labels, facts
from db.merging.growth import Growth
from db.merging.identity import identify
from db.merging.joins import Joins
from db.merging.load import Claims
from db.merging.model import EventFacts, StoredClaim
from db.merging.partners import Told, update_partnerships
from db.merging.write import Written, write_events
from db.store import Store

RULE = "7"
"""Raise it when the rule changes: the next merge then goes through everything."""


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge changed."""

    pages: int = 0
    """Pages whose claims had changed."""
    claims: int = 0
    """Claims that were compared again."""
    new: int = 0
    changed: int = 0
    removed: int = 0
    redirected: int = 0
    partnerships_new: int = 0
    partnerships_changed: int = 0
    partnerships_removed: int = 0


def merge(store: Store, run_id: int | None = None, *, everything: bool = False) -> MergeReport:
    """Bring events and partnerships up to date with the claims; return what that changed.

    ``run_id`` is a run of stage "merge", which is then finished with these figures. With ``everything`` all pages
    are gone through. Merging again at once changes no row. Raises StoreError.
    """
    with store.write():
        _mark(store, everything)
        pages = set(store.column("select page from merge_dirty")) | restore(store)
        report = _merge(store, sorted(pages)) if pages else MergeReport()
        store.run("delete from merge_dirty")
    if run_id is not None:
        store.finish_run(run_id, "ok", asdict(report))
    return report


def _mark(store: Store, everything: bool) -> None:
    """Mark all pages when asked to, or when the rule is another one than last time."""
    rule = store.value("select value from merge_state where key = 'rule'")
    if rule != RULE:
        store.run("insert or replace into merge_state values ('rule', ?)", (RULE,))
    if everything or (rule is not None and rule != RULE):
        store.run("insert or ignore into merge_dirty select page from claims union select page from event_claims")


def _merge(store: Store, pages: list[int]) -> MergeReport:
    decisions = resolve(store)
    claims = Claims(store, lambda claim: corrected(claim, decisions.sets.get(claim.id, {})))
    growth = Growth(claims, decisions)
    seeds = growth.update(pages)
    joins = Joins(growth)
    grouped = joins.events(growth.changed, _events_of_pages(store, pages))
    live = joins.former
    identities = identify(store, grouped, live)
    labels = _labels(store)
    doubted = rejected_elsewhere(grouped, claims, decisions)
    events = [
        facts(id_, cluster, claims.parties, decisions, labels, rejected=cluster[0].id in doubted)
        for id_, cluster in zip(identities.ids, grouped, strict=True)
    ]
    former = _participants(store, live)
    written = write_events(store, events, live, identities.redirects)
    told = _told(seeds, pages, events, doubted, decisions)
    partnerships = update_partnerships(store, claims, told, _moved(events, former, written), decisions)
    update_candidates(store, claims, events, written.removed, decisions)
    return MergeReport(
        *(len(pages), len(growth.compared), len(written.new), len(written.changed), len(written.removed)),
        *(written.redirected, *partnerships),
    )


def _told(
    seeds: list[StoredClaim], pages: list[int], events: list[EventFacts], doubted: set[str], decisions: Decisions
) -> Told:
    """Return what partnerships need to know: the claims of the pages and of the events that were looked at again."""
    shown = {claim.id: claim for event in events for claim in event.claims}
    touched = {claim.id: claim for claim in seeds} | shown
    weak = [event for event in events if event.claims[0].id in doubted and not event.reviewed]
    return Told(
        claims=list(touched.values()),
        pages=pages,
        hidden={
            claim.id
            for claim in touched.values()
            if decisions.verdicts.get(claim.id) == "reject" or (claim.makes_event and claim.id not in shown)
        },
        doubted={claim.id for event in weak for claim in event.claims},
    )


def _moved(
    events: list[EventFacts], former: dict[str, frozenset[str]], written: Written
) -> list[EventFacts | frozenset[str]]:
    """Return the events that changed, and who took part in those that changed or are no more."""
    touched = written.new | written.changed
    now = [event for event in events if event.id in touched]
    return [*now, *(former[id_] for id_ in sorted(written.removed | written.changed) if id_ in former)]


def _events_of_pages(db: Database, pages: list[int]) -> set[str]:
    return {
        id_
        for batch in batches(pages)
        for id_ in db.column(f"select distinct event from event_claims where page in {marks(batch)}", batch)  # noqa: S608
    }


def _participants(db: Database, events: set[str]) -> dict[str, frozenset[str]]:
    """Return who took part in events as they stand before they are rewritten."""
    found: dict[str, set[str]] = {id_: set() for id_ in events}
    for batch in batches(sorted(events)):
        sql = f"select event, institution from event_institutions where event in {marks(batch)}"  # noqa: S608
        for row in db.all(sql, batch):
            found[row["event"]].add(row["institution"])
    return {id_: frozenset(who) for id_, who in found.items()}


def _labels(db: Database) -> Labels:
    return Labels(
        types=dict(tuple(row) for row in db.all("select id, name_en from event_types")),
        countries=dict(tuple(row) for row in db.all("select code, name_en from countries")),
    )
