"""What becomes one event of several clusters: what a person joined, the parts of a consortium that a report names as a
whole, and what a page only tells a second time.

A report that is dated worse than those of the parts comes after them, and so stands in the cluster of one of them;
where it names all sides of both, and nothing speaks against their being one happening, they are joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from db.merging.cluster import Cluster, kept_apart, one_happening, whole
from db.merging.growth import Growth
from db.merging.match import CONSORTIUM, second_reading
from db.merging.model import Order, StoredClaim


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A cluster, or several that were joined."""

    anchors: frozenset[str]
    claims: Cluster


@dataclass(frozen=True, slots=True, order=True)
class Bridge:
    """A report of a whole consortium, by its place in the order, and two clusters that are parts of it."""

    place: Order
    home: str
    """The cluster it stands in."""
    other: str


class Joins:
    """The events of the clusters that changed. Clusters are looked at as far as they hang together: by a former event,
    by a person's decision, by a report of a whole consortium, by a page that tells a happening twice."""

    def __init__(self, growth: Growth) -> None:
        self.growth = growth
        self.claims = growth.claims
        self.decisions = growth.decisions
        self._units: dict[str, Unit] = {}
        self._into: dict[Unit, Unit | None] = {}
        self.former: set[str] = set()
        """The events that the claims looked at had."""

    def events(self, anchors: Iterable[str], former: Iterable[str]) -> list[Cluster]:
        """Return the claims of each event that some clusters or former events are part of, in a fixed order."""
        units: set[Unit] = set()
        todo = set(anchors) | self._homes_of_events(set(former))
        while todo:
            new = {self._unit(anchor) for anchor in todo if self.growth.cluster(anchor)} - units
            units |= new
            claims = [claim for unit in new for claim in unit.claims]
            todo = self._homes_of_events(self._events_of(claims))
            self.claims.of_pages({claim.page for claim in claims})
            for unit in new:
                todo |= {anchor for other in self._tied(unit) for anchor in other.anchors}
            todo -= {anchor for unit in units for anchor in unit.anchors}
        return self._groups(units)

    def _groups(self, units: Iterable[Unit]) -> list[Cluster]:
        groups: dict[Unit, Cluster] = {}
        for unit in units:
            root = unit
            while (target := self._told_better(root)) is not None:
                root = target
            groups.setdefault(root, []).extend(unit.claims)
        return sorted((sorted(group, key=_order) for group in groups.values()), key=lambda group: group[0].order)

    def _events_of(self, claims: Iterable[StoredClaim]) -> set[str]:
        sql = "select distinct event from event_claims where claim in"
        return set(self.claims.values(sql, [claim.id for claim in claims])) - self.former

    def _homes_of_events(self, events: set[str]) -> set[str]:
        """Return the clusters of the claims that some events had."""
        self.former |= events
        ids = self.claims.values("select claim from event_claims where event in", sorted(events))
        return set(self.growth.home(self.claims.load(ids)).values())

    def _tied(self, unit: Unit) -> set[Unit]:
        """Return the units that one is put to, or that are put to it, as a second reading."""
        tied = {self._told_better(unit)}
        for claim in unit.claims:
            for other in self._on_page(claim):
                if second_reading(other, claim, self.claims.parties):
                    weak = self._unit(self.growth.home([other])[other.id])
                    if self._told_better(weak) is unit:
                        tied.add(weak)
        return {other for other in tied if other is not None}

    def _on_page(self, claim: StoredClaim) -> list[StoredClaim]:
        """Return what else a claim's page tells, of that which stands in a cluster."""
        found = [other for other in self.claims.of_pages([claim.page]) if other.makes_event and other is not claim]
        homes = self.growth.home(found)
        return [other for other in found if other.id in homes]

    def _told_better(self, unit: Unit) -> Unit | None:
        """Return the unit with what another one tells a second time: one for all its claims, which are of one page and
        none of them a person's. The sentences stay its evidence, and a person can split them off."""
        if unit not in self._into:
            found = self._better(unit)
            apart = found and any(kept_apart(claim, found.claims, self.decisions) for claim in unit.claims)
            self._into[unit] = None if apart else found
        return self._into[unit]

    def _better(self, unit: Unit) -> Unit | None:
        page = unit.claims[0].page
        if any(
            claim.page != page or claim.id in self.decisions.sets or self.decisions.verdicts.get(claim.id)
            for claim in unit.claims
        ):
            return None
        others = self._on_page(unit.claims[0])
        homes = {id_: self._unit(anchor) for id_, anchor in self.growth.home(others).items()}
        common: set[Unit] | None = None
        for claim in unit.claims:
            told = {homes[other.id] for other in others if second_reading(claim, other, self.claims.parties)}
            common = told if common is None else common & told
        better = [other for other in others if common and homes[other.id] in common]
        best = min(better, key=lambda other: (-other.confidence, other.type, other.id), default=None)
        return homes[best.id] if best else None

    def _unit(self, anchor: str) -> Unit:
        """Return the unit that a cluster is part of."""
        if anchor not in self._units:
            component, bridges = self._component(anchor)
            clusters = sorted((self.growth.cluster(each) for each in component), key=lambda cluster: cluster[0].order)
            units = [Unit(frozenset(component), clusters[0])]
            if len(clusters) > 1:
                units = self._bridged(self._joined(clusters), bridges)
            for unit in units:
                self._units.update(dict.fromkeys(unit.anchors, unit))
        return self._units[anchor]

    def _component(self, anchor: str) -> tuple[set[str], set[Bridge]]:
        """Return the clusters that decisions or reports of a whole link with one, and these reports."""
        found: set[str] = set()
        bridges: set[Bridge] = set()
        todo: set[str] = {anchor}
        while todo:
            found |= todo
            linked = {
                id_
                for each in todo
                for claim in self.growth.cluster(each)
                for id_ in self.decisions.same.get(claim.id, ())
            }
            new = {bridge for each in todo for bridge in self._bridges(each)}
            bridges |= new
            ends = {end for bridge in new for end in (bridge.home, bridge.other)}
            todo = {*ends, *self.growth.home(self.claims.load(linked)).values()} - found
        return found, bridges

    def _bridges(self, anchor: str) -> Iterator[Bridge]:
        """Yield the reports of a whole that link a cluster with another one: its own, and other clusters'."""
        cluster = self.growth.cluster(anchor)
        reach = self.growth.reach(cluster)
        for claim in reach:
            if len(claim.roles) >= CONSORTIUM:
                home = self.growth.home([claim])[claim.id]
                if home != anchor and self._links(claim, home, anchor):
                    yield Bridge(claim.order, home, anchor)
        for claim in cluster:
            if len(claim.roles) >= CONSORTIUM:
                for other in set(self.growth.home(self.growth.reach([claim])).values()) - {anchor}:
                    if self._links(claim, anchor, other):
                        yield Bridge(claim.order, anchor, other)

    def _links(self, claim: StoredClaim, home: str, anchor: str) -> bool:
        one, other = self.growth.cluster(home), self.growth.cluster(anchor)
        return whole(claim, one, other, self.claims.parties) and one_happening(one, other, self.decisions)

    def _bridged(self, units: Sequence[Unit], bridges: Iterable[Bridge]) -> list[Unit]:
        """Join units of which a report names the whole, unless others that they were joined with speak against it."""
        home = {anchor: unit for unit in units for anchor in unit.anchors}
        for bridge in sorted(bridges):
            one, other = home[bridge.home], home[bridge.other]
            if one is not other and one_happening(one.claims, other.claims, self.decisions):
                unit = Unit(one.anchors | other.anchors, sorted(one.claims + other.claims, key=_order))
                home.update(dict.fromkeys(unit.anchors, unit))
        return list({id(unit): unit for unit in home.values()}.values())

    def _joined(self, clusters: Sequence[Cluster]) -> list[Unit]:
        """Join clusters of which a person said that they are one, unless that contradicts another decision."""
        grown = [list(cluster) for cluster in clusters]
        home = {claim.id: index for index, cluster in enumerate(grown) for claim in cluster}
        parts = [{cluster[0].id} for cluster in grown]
        for id_ in sorted(self.decisions.same.keys() & home.keys()):
            for other in sorted(self.decisions.same[id_] & home.keys()):
                into, gone = sorted((home[id_], home[other]))
                if into == gone or any(kept_apart(claim, grown[into], self.decisions) for claim in grown[gone]):
                    continue
                home.update({claim.id: into for claim in grown[gone]})
                grown[into] = sorted(grown[into] + grown[gone], key=_order)
                parts[into] |= parts[gone]
                grown[gone] = []
        return [Unit(frozenset(part), cluster) for part, cluster in zip(parts, grown, strict=True) if cluster]


def _order(claim: StoredClaim) -> Order:
    return claim.order
