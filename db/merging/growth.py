"""How clusters of claims grow, and how they are brought up to date when some claims changed.

The rule: claims are taken in a fixed order (`StoredClaim.order`), and each joins the cluster it fits best among those
that the claims before it built, or begins one. So what becomes of a claim depends only on the clusters within its
reach (`cluster.choose`), and those are kept (`claim_clusters`). When a claim joins or leaves a cluster, the claims that
come later in the order and have that cluster within reach are compared again, and no others; what comes out is what
comparing everything in that order would give.
"""

# ruff: noqa: S608 (what is put into SQL here are question marks and names of this module, never values)

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from db.connection import Database
from db.merging.batch import batches, marks
from db.merging.blocks import match_blocks
from db.merging.cluster import Cluster, choose, kept
from db.merging.decided import Decisions
from db.merging.load import Claims
from db.merging.match import allowance, compatible, gap
from db.merging.model import PUBLICATION, Order, StoredClaim

Span = tuple[int, int]
"""First and last day as proleptic ordinals."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What was known of the claims of some pages before they changed."""

    clusters: Mapping[str, list[str]]
    """Cluster → its claims that are of these pages."""
    placed: frozenset[str]
    """Claims that stood in a cluster; the others a person had rejected."""
    keys: Mapping[str, set[str]]
    """Claim → its blocking keys."""
    spans: Mapping[str, Span]
    """Claim → its interval."""

    @classmethod
    def take(cls, db: Database, pages: Sequence[int]) -> Lost:
        """Take the claims of some pages out of their clusters."""
        clusters: dict[str, list[str]] = defaultdict(list)
        keys: dict[str, set[str]] = defaultdict(set)
        spans: dict[str, Span] = {}
        for batch in batches(pages):
            for row in db.all(f"select claim, anchor from claim_clusters where page in {marks(batch)}", batch):
                clusters[row["anchor"]].append(row["claim"])
            for row in db.all(f"select * from claim_blocks where page in {marks(batch)}", batch):
                keys[row["claim"]].add(row["block"])
                spans[row["claim"]] = (row["day_from"], row["day_to"])
            db.run(f"delete from claim_clusters where page in {marks(batch)}", batch)
        return cls(clusters, frozenset(id_ for ids in clusters.values() for id_ in ids), keys, spans)


class Growth:
    """Which claims stand together: as the last merge left it, and as this one changes it. Part of a transaction."""

    def __init__(self, claims: Claims, decisions: Decisions) -> None:
        self.claims = claims
        self.decisions = decisions
        self.compared: set[str] = set()
        """Claims that were compared again, or are going to be."""
        self.changed: set[str] = set()
        """Clusters, by the claim they began with, of which a claim changed, came or went."""
        self._home: dict[str, str | None] = {}
        self._members: dict[str, Cluster] = {}
        self._queue: list[tuple[Order, str]] = []
        self._moved: set[str] = set()
        self._others = True

    def update(self, pages: Sequence[int]) -> list[StoredClaim]:
        """Bring the clusters up to date with the claims of some pages, as they are now; return these claims."""
        lost = Lost.take(self.claims.db, pages)
        seeds = self.claims.of_pages(pages)
        self.claims.write_blocks(pages, seeds)
        self._others = self.claims.db.one("select 1 from claim_clusters limit 1") is not None
        events = [claim for claim in seeds if claim.makes_event]
        self._know(claim.id for claim in events)
        for claim in kept(events, self.claims.parties, self.decisions):
            self._ask(claim)
        if self._others:
            self._reopen(lost)
            self._doubt(lost, events, pages)
        self._grow()
        self._write()
        return seeds

    def home(self, claims: Iterable[StoredClaim]) -> dict[str, str]:
        """Return the cluster of each of some claims, for those that are in one."""
        found = list(claims)
        self._know(claim.id for claim in found)
        return {claim.id: home for claim in found if (home := self._home[claim.id])}

    def cluster(self, anchor: str) -> Cluster:
        """Return a cluster's claims in their order; none where it is no more."""
        return self._members.get(anchor, [])

    def reach(self, cluster: Cluster) -> list[StoredClaim]:
        """Return the claims, in whatever cluster, that could join one by participants and date."""
        if not cluster:
            return []
        ids = self._near(self._keys(cluster), _span(cluster[0]))
        self._know(ids)
        return [claim for claim in self.claims.load(ids) if self._home[claim.id] and _within(claim, cluster[0])]

    def _grow(self) -> None:
        while self._queue:
            _, id_ = heappop(self._queue)
            claim = self.claims[id_]
            old, new = self._home[id_], self._place(claim)
            if new == old:
                continue
            if old is not None:
                self._members[old].remove(claim)
            self._home[id_] = new
            self._moved.add(id_)
            insort(self._members.setdefault(new, []), claim, key=_order)
            self.changed.add(new)
            if self._others:
                self._disturb(new, claim, self._members[new])
            if old is not None:
                self._leave(old, claim)

    def _leave(self, anchor: str, claim: StoredClaim) -> None:
        """Have a cluster looked at again that a claim left; without the claim it began with it is no more."""
        self.changed.add(anchor)
        cluster = self._members[anchor]
        if anchor == claim.id:
            for member in cluster:
                self._ask(member)
        if anchor == claim.id or self._home.get(anchor) == anchor:
            self._disturb(anchor, claim, [claim, *cluster])

    def _place(self, claim: StoredClaim) -> str:
        """Return the cluster that a claim joins, or begins, as the claims before it have left them."""
        near = self._near(match_blocks(claim, self.claims.parties), _span(claim)) - {claim.id}
        self._know(near)
        loaded = self.claims.claims
        homes = {home for id_ in near if (home := self._home[id_]) is not None and loaded[id_].order < claim.order}
        before = [_before(self._members[home], claim.order) for home in homes]
        chosen = choose(claim, [cluster for cluster in before if cluster], self.claims.parties, self.decisions)
        return chosen[0].id if chosen else claim.id

    def _disturb(self, anchor: str, moved: StoredClaim, cluster: Cluster) -> None:
        """Ask again the claims after one that came or went which have its cluster within reach."""
        first = self.claims[anchor]
        self._ask_those(self._near(self._keys(cluster), _span(first)), first, moved.order)

    def _reopen(self, lost: Lost) -> None:
        """Ask again what had a cluster within reach out of which claims of the pages were taken."""
        self._load_clusters(lost.clusters)
        for anchor, claims in sorted(lost.clusters.items()):
            members = self._members[anchor]
            keys = self._keys(members).union(*(lost.keys[id_] for id_ in claims))
            self.changed.add(anchor)
            if anchor not in claims and members:
                self._ask_those(self._near(keys, _span(members[0])), members[0])
                continue
            for claim in members:
                self._ask(claim)
            if anchor in lost.spans:
                self._ask_those(self._near(keys, lost.spans[anchor]), None)

    def _doubt(self, lost: Lost, events: Iterable[StoredClaim], pages: Sequence[int]) -> None:
        """Have the clusters looked at again near what a person rejects now or rejected before."""
        near: set[str] = set()
        for id_ in lost.spans.keys() - lost.placed:
            near |= self._near(lost.keys[id_], lost.spans[id_])
        rejects = [claim for claim in events if self.decisions.verdicts.get(claim.id) == "reject"]
        for claim in (*rejects, *self._facts_on(pages)):
            self.claims.meet(claim.roles)
            near |= self._near(match_blocks(claim, self.claims.parties), _span(claim))
        self._know(near)
        self.changed |= {home for id_ in near if (home := self._home[id_])}

    def _facts_on(self, pages: Sequence[int]) -> list[StoredClaim]:
        """Return what was ever rejected on some pages, as the reviewers saw it: it may count again, or no more."""
        facts = self.decisions.facts
        sentences = sorted({id_ for each in facts for id_ in each.sentences})
        on = set(pages)
        there = {
            row["id"]
            for batch in batches(sentences)
            for row in self.claims.db.all(f"select id, page from sentences where id in {marks(batch)}", batch)
            if row["page"] in on
        }
        return [each.fact for each in facts if each.sentences & there]

    def _ask(self, claim: StoredClaim) -> None:
        if claim.id not in self.compared:
            self.compared.add(claim.id)
            heappush(self._queue, (claim.order, claim.id))

    def _ask_those(self, ids: set[str], anchor: StoredClaim | None, after: Order | None = None) -> None:
        """Ask again those of some claims that stand somewhere, could join what begins with ``anchor``, and come after
        a place in the order."""
        new = ids - self.compared
        self._know(new)
        for claim in self.claims.load(new):
            if (
                self._home[claim.id]
                and (after is None or claim.order > after)
                and (anchor is None or _within(claim, anchor))
            ):
                self._ask(claim)

    def _near(self, keys: Iterable[str], span: Span) -> set[str]:
        return self.claims.index.near(keys, span[0] - PUBLICATION, span[1] + PUBLICATION)

    def _keys(self, cluster: Iterable[StoredClaim]) -> set[str]:
        return {key for claim in cluster for key in match_blocks(claim, self.claims.parties)}

    def _know(self, ids: Iterable[str]) -> None:
        """Read where some claims stand, and the clusters they stand in."""
        new = [id_ for id_ in ids if id_ not in self._home]
        if new:
            self._home.update(dict.fromkeys(new))
            self.claims.load(new)
            homes = self._read("claim", new)
            self._home.update(homes)
            self._load_clusters(set(homes.values()))

    def _load_clusters(self, anchors: Iterable[str]) -> None:
        new = [anchor for anchor in anchors if anchor not in self._members]
        self._members.update({anchor: [] for anchor in new})
        homes = self._read("anchor", new)
        for claim in sorted(self.claims.load(homes), key=_order):
            self._home[claim.id] = homes[claim.id]
            self._members[homes[claim.id]].append(claim)

    def _read(self, column: str, values: Sequence[str]) -> dict[str, str]:
        sql = f"select claim, anchor from claim_clusters where {column} in"
        return {
            row["claim"]: row["anchor"]
            for batch in batches(values)
            for row in self.claims.db.all(f"{sql} {marks(batch)}", batch)
        }

    def _write(self) -> None:
        self.claims.db.run_many(
            "insert or replace into claim_clusters (claim, anchor, page) values (?, ?, ?)",
            [(id_, self._home[id_], self.claims[id_].page) for id_ in sorted(self._moved)],
        )


def _order(claim: StoredClaim) -> Order:
    return claim.order


def _span(claim: StoredClaim) -> Span:
    return claim.interval or (0, 0)


def _within(claim: StoredClaim, anchor: StoredClaim) -> bool:
    """Tell whether a claim could join what begins with another, by type and date."""
    return compatible(claim.type, anchor.type) and (gap(claim, anchor) or 0) <= allowance(claim, anchor)


def _before(cluster: Cluster, place: Order) -> Cluster:
    """Return what a cluster was when the claim with this place came."""
    return cluster if cluster and cluster[-1].order < place else [claim for claim in cluster if claim.order < place]
