"""Which id an event has: the one its evidence had before, so that addresses last; a new one only for new evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from db.connection import Database
from db.keys import event_id
from db.merging.batch import batches, marks
from db.merging.facts import main_type
from db.merging.model import StoredClaim

Trace = tuple[str, str, str]
"""Sentence (or page), type, institution (or all institutions and the date): a piece of an event's evidence."""
SENTENCE_WEIGHT, PAGE_WEIGHT = 4, 1


def traces(claim: StoredClaim) -> list[Trace]:
    """Return a claim's pieces of evidence. The page counts only with all participants and the date: a listing that
    drops one meeting and adds another does not hand the id on."""
    found = [(sentence, claim.type, id_) for sentence in claim.sentences for id_ in (claim.roles or ("",))]
    when = claim.date.edtf if claim.date else (claim.reported or "")[:7]
    return [*found, (f"page:{claim.page}", claim.type, "|".join((*claim.roles, when)))]


@dataclass(slots=True)
class Identities:
    """The outcome: an id for each cluster, and what became of ids that lost theirs."""

    ids: list[str] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    """Id of an event that is no more → where most of its evidence went."""


def identify(db: Database, clusters: Sequence[Sequence[StoredClaim]], live: Iterable[str]) -> Identities:
    """Give every cluster an id, and remember the evidence under it.

    ``live`` are the ids that the events of this region had. They choose first, by the evidence that is theirs and was
    from the beginning, then by what they have; ids retired earlier come back with the evidence that was theirs first;
    the rest is new.
    """
    votes = _votes(db, clusters)
    first, current = votes.first, votes.current
    taken: dict[int, str] = {}
    living = set(live)
    everyone = {event for _, event in first} | {event for _, event in current}
    retired = everyone - living - _existing(db, everyone)
    types = [main_type(cluster) for cluster in clusters]
    was = _types(db, living)
    for group, by in ((living, (votes.kept, current, first)), (retired, (first, current))):
        _hand_out(taken, group, by, lambda index, event: was.get(event) == types[index])
    given = set(taken.values())
    for index, cluster in enumerate(clusters):
        if index not in taken:
            taken[index] = _new_id(db, cluster, given)
            given.add(taken[index])
    ids = [taken[index] for index in range(len(clusters))]
    best: dict[str, tuple[int, int]] = {}
    for (index, event), weight in current.items():
        best[event] = max(best.get(event, (0, -index)), (weight, -index))
    gone = living - set(ids)
    redirects = {event: ids[-best[event][1]] for event in sorted(gone) if event in best}
    _remember(db, clusters, ids)
    for event in sorted(gone - redirects.keys()):
        heir = _heir(db, event)
        if heir in ids or (heir and heir not in gone and _existing(db, [heir])):
            redirects[event] = heir
    return Identities(ids, redirects)


def _heir(db: Database, event: str) -> str:
    """Return the event that has most of what was another's first evidence, empty where there is none: what was told
    under an address is found from it, also when the evidence that the event was left with is gone."""
    sql = "select event from event_memory where first = ?1 and event <> ?1 group by event order by count(*) desc, event"
    return str(db.value(f"{sql} limit 1", (event,)) or "")


Count = dict[tuple[int, str], int]
"""(Cluster, event) → how much evidence."""


@dataclass(frozen=True, slots=True)
class Votes:
    """How much of the clusters' evidence speaks for which event."""

    first: Count = field(default_factory=lambda: defaultdict(int))
    """What was the event's first."""
    current: Count = field(default_factory=lambda: defaultdict(int))
    """What is the event's now."""
    kept: Count = field(default_factory=lambda: defaultdict(int))
    """What is the event's and was from the beginning."""

    def add(self, cluster: int, first: str, current: str, weight: int) -> None:
        """Count a piece of evidence that was one event's first and is one's now."""
        self.first[cluster, first] += weight
        self.current[cluster, current] += weight
        if first == current:
            self.kept[cluster, current] += weight


def _votes(db: Database, clusters: Sequence[Sequence[StoredClaim]]) -> Votes:
    owners: dict[Trace, tuple[str, str]] = {}
    sentences = sorted({trace[0] for cluster in clusters for claim in cluster for trace in traces(claim)})
    for batch in batches(sentences):
        for row in db.all(f"select * from event_memory where sentence in {marks(batch)}", batch):  # noqa: S608
            owners[row["sentence"], row["type"], row["institution"]] = (row["first"], row["event"])
    votes = Votes()
    for index, cluster in enumerate(clusters):
        for trace in {trace for claim in cluster for trace in traces(claim)}:
            if trace in owners:
                weight = PAGE_WEIGHT if trace[0].startswith("page:") else SENTENCE_WEIGHT
                votes.add(index, *owners[trace], weight)
    _vote_across_types(clusters, owners, votes)
    return votes


def _vote_across_types(
    clusters: Sequence[Sequence[StoredClaim]], owners: dict[Trace, tuple[str, str]], votes: Votes
) -> None:
    """Count evidence whose type was read differently before: the same sentence and institution, at a lower weight."""
    untyped: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for (sentence, _, institution), owner in owners.items():
        untyped[sentence, institution].add(owner)
    for index, cluster in enumerate(clusters):
        for sentence, institution in {(trace[0], trace[2]) for claim in cluster for trace in traces(claim)}:
            for owner in untyped.get((sentence, institution), ()):
                votes.add(index, *owner, PAGE_WEIGHT)


def _existing(db: Database, ids: Iterable[str]) -> set[str]:
    return {
        id_
        for batch in batches(sorted(ids))
        for id_ in db.column(f"select id from events where id in {marks(batch)}", batch)  # noqa: S608
    }


def _types(db: Database, ids: Iterable[str]) -> dict[str, str]:
    return {
        row["id"]: row["type"]
        for batch in batches(sorted(ids))
        for row in db.all(f"select id, type from events where id in {marks(batch)}", batch)  # noqa: S608
    }


def _hand_out(taken: dict[int, str], events: set[str], by: Sequence[Count], alike: Callable[[int, str], bool]) -> None:
    """Give each cluster still without id the best of these events, best pairs first, each event once; of equals the
    one of the same type."""
    places = {place for count in by for place in count}
    offers = [
        ([-count.get((index, event), 0) for count in by], not alike(index, event), event, index)
        for index, event in places
        if event in events and index not in taken
    ]
    given: set[str] = set()
    for _, _, event, index in sorted(offers):
        if index not in taken and event not in given:
            taken[index] = event
            given.add(event)


def _new_id(db: Database, cluster: Sequence[StoredClaim], taken: set[str]) -> str:
    """Return an id never given before, made from the best claim's evidence."""
    anchor = min(traces(claim)[0] for claim in cluster)
    attempt = 0
    while True:
        id_ = event_id((*anchor, min(claim.id for claim in cluster)), attempt)
        known = db.one("select 1 from event_memory where event = ?1 or first = ?1 limit 1", (id_,))
        if id_ not in taken and known is None:
            return id_
        attempt += 1


def _remember(db: Database, clusters: Sequence[Sequence[StoredClaim]], ids: Sequence[str]) -> None:
    db.run_many(
        "insert into event_memory (sentence, type, institution, event, first) values (?1, ?2, ?3, ?4, ?4)"
        " on conflict do update set event = excluded.event where event <> excluded.event",
        [
            (*trace, id_)
            for id_, cluster in zip(ids, clusters, strict=True)
            for claim in cluster
            for trace in traces(claim)
        ],
    )
