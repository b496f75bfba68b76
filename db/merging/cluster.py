"""From claims to clusters, one for each happening: the region that a change touches, and how it falls apart.

The result depends on the claims alone, not on the order in which they came: clusters are built inside connected
components, best-dated claims first.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, product

from db.merging.blocks import blocks
from db.merging.decided import Decisions
from db.merging.load import Claims
from db.merging.match import Parties, allowance, compatible, gap, match, second_reading, separate, shared
from db.merging.model import PUBLICATION, StoredClaim

Cluster = list[StoredClaim]


def region(claims: Claims, seeds: Iterable[StoredClaim], decisions: Decisions) -> list[StoredClaim]:
    """Return the seeds and all claims that hang together with them: by matching, by decision, by a common event."""
    found: dict[str, StoredClaim] = {}
    frontier = [claim for claim in seeds if claim.makes_event]
    while frontier:
        found.update({claim.id: claim for claim in frontier})
        reached: dict[str, StoredClaim] = {}
        for claim in frontier:
            reached.update(_linked(claims, claim, decisions))
        for claim in (*_event_mates(claims, frontier), *_readings(claims, frontier)):
            reached[claim.id] = claim
        frontier = [reached[id_] for id_ in sorted(reached.keys() - found.keys()) if reached[id_].makes_event]
    return [found[id_] for id_ in sorted(found)]


def _linked(claims: Claims, claim: StoredClaim, decisions: Decisions) -> dict[str, StoredClaim]:
    near = [other for other in claims.neighbours(claim) if match(claim, other, claims.parties)]
    decided = claims.load(decisions.same.get(claim.id, ()))
    return {other.id: other for other in (*near, *decided)}


def _event_mates(claims: Claims, frontier: list[StoredClaim]) -> list[StoredClaim]:
    """Return the claims that stand in one event with some others now."""
    events = claims.values("select distinct event from event_claims where claim in", [claim.id for claim in frontier])
    return claims.load(claims.values("select claim from event_claims where event in", events))


def _readings(claims: Claims, frontier: list[StoredClaim]) -> list[StoredClaim]:
    """Return what the pages of some claims tell a second time."""
    pages = claims.of_pages(sorted({claim.page for claim in frontier}))
    on_page: dict[int, list[StoredClaim]] = {}
    for claim in pages:
        on_page.setdefault(claim.page, []).append(claim)
    return [
        other
        for claim in frontier
        for other in on_page[claim.page]
        if second_reading(claim, other, claims.parties) or second_reading(other, claim, claims.parties)
    ]


def clusters(claims: Iterable[StoredClaim], parties: Parties, decisions: Decisions) -> list[Cluster]:
    """Group the claims of a region into happenings, in a fixed order; rejected claims are left out."""
    grown: list[Cluster] = []
    places: dict[tuple[str, int], set[int]] = {}
    for claim in sorted(_kept(list(claims), parties, decisions), key=lambda claim: claim.order):
        keys = blocks(claim, parties)
        candidates = sorted(set().union(*(places.get(place, ()) for place in product(keys, _times(claim, 0)))))
        chosen = _choose(claim, [(index, grown[index]) for index in candidates], parties, decisions)
        if chosen is None:
            chosen = len(grown)
            grown.append([])
        grown[chosen].append(claim)
        for place in product(keys, _times(grown[chosen][0], PUBLICATION)):
            places.setdefault(place, set()).add(chosen)
    return _without_second_readings(_join_decided(grown, decisions), parties, decisions)


def _times(claim: StoredClaim, margin: int) -> range:
    """Return the stretches of time, by number, that a claim's date with so many days on either side touches."""
    first, last = claim.interval or (0, 0)
    return range((first - margin) // PUBLICATION, (last + margin) // PUBLICATION + 1)


def _kept(claims: list[StoredClaim], parties: Parties, decisions: Decisions) -> list[StoredClaim]:
    """Return the claims without those a person rejected, and without what else their page says of the same."""
    rejected = [claim for claim in claims if decisions.verdicts.get(claim.id) == "reject"]
    pages = {claim.page for claim in rejected}

    def stands(claim: StoredClaim) -> bool:
        if claim.page not in pages or claim.id in decisions.verdicts:
            return decisions.verdicts.get(claim.id) != "reject"
        return not any(
            other.page == claim.page and (match(claim, other, parties) or second_reading(claim, other, parties))
            for other in rejected
        )

    return [claim for claim in claims if stands(claim)]


def _choose(
    claim: StoredClaim, candidates: list[tuple[int, Cluster]], parties: Parties, decisions: Decisions
) -> int | None:
    """Return the cluster that a claim fits best, or None."""
    fitting = [(_fit(claim, cluster, parties), -index) for index, cluster in candidates]
    allowed = [
        (fit, index)
        for (fit, index), (_, cluster) in zip(fitting, candidates, strict=True)
        if fit is not None and not _kept_apart(claim, cluster, decisions)
    ]
    return -max(allowed)[1] if allowed else None


def _fit(claim: StoredClaim, cluster: Cluster, parties: Parties) -> tuple[int, float, int] | None:
    """Return how well a claim fits a cluster (the more the better): same type, common participants, near in time."""
    anchor = cluster[0]
    days = gap(claim, anchor)
    if days is not None and days > allowance(claim, anchor):
        return None
    if any(separate(claim, other) or not compatible(claim.type, other.type) for other in cluster):
        return None
    if not any(match(claim, other, parties) for other in cluster) or _sisters(claim, cluster, parties):
        return None
    everyone = {id_ for other in cluster for id_ in other.roles}
    common = {x for other in cluster for x, _ in shared(claim, other, parties)}
    return int(claim.type == anchor.type), len(common) / len(everyone | claim.roles.keys()), -(days or 0)


def _sisters(claim: StoredClaim, cluster: Cluster, parties: Parties) -> bool:
    """Tell whether a claim names another school of the same parent than a cluster does, and no report names both:
    what the parent announces may be either's, but not both's."""
    together = [claim.roles.keys(), *(other.roles.keys() for other in cluster)]
    known = {id_ for roles in together[1:] for id_ in roles}
    if any(parties[x].country != parties[y].country for x, y in combinations(sorted(claim.roles.keys() & known), 2)):
        return False  # they have both sides in common without the parent
    return any(
        parties[x].parent is not None
        and parties[x].parent == parties[y].parent
        and not any(x in roles and y in roles for roles in together)
        for x, y in product(claim.roles.keys() - known, known - claim.roles.keys())
    )


def _kept_apart(claim: StoredClaim, cluster: Cluster, decisions: Decisions) -> bool:
    return not decisions.different.get(claim.id, set()).isdisjoint(other.id for other in cluster)


def _join_decided(grown: list[Cluster], decisions: Decisions) -> list[Cluster]:
    """Join clusters of which a person said that they are one, unless that contradicts another decision."""
    home = {claim.id: index for index, cluster in enumerate(grown) for claim in cluster}
    for id_ in sorted(decisions.same.keys() & home.keys()):
        for other in sorted(decisions.same[id_] & home.keys()):
            into, gone = sorted((home[id_], home[other]))
            if into == gone or any(_kept_apart(claim, grown[into], decisions) for claim in grown[gone]):
                continue
            for claim in grown[gone]:
                home[claim.id] = into
            grown[into] = sorted(grown[into] + grown[gone], key=lambda claim: claim.order)
            grown[gone] = []
    return [cluster for cluster in grown if cluster]


def _without_second_readings(grown: list[Cluster], parties: Parties, decisions: Decisions) -> list[Cluster]:
    """Put clusters that only tell a page's happening a second time to it: the sentences stay its evidence, and a
    person can split them off."""
    by_page: dict[int, list[tuple[StoredClaim, int]]] = {}
    for index, cluster in enumerate(grown):
        for claim in cluster:
            by_page.setdefault(claim.page, []).append((claim, index))
    into = {}
    for index, cluster in enumerate(grown):
        found = _told_better(cluster, by_page[cluster[0].page], parties, decisions)
        if found is not None and not any(_kept_apart(claim, grown[found], decisions) for claim in cluster):
            into[index] = found
    joined = [list(cluster) for cluster in grown]
    for index in sorted(into):
        target = index
        while target in into:
            target = into[target]
        joined[target] += grown[index]
        joined[index] = []
    return [sorted(cluster, key=lambda claim: claim.order) for cluster in joined if cluster]


def _told_better(
    cluster: Cluster, page: list[tuple[StoredClaim, int]], parties: Parties, decisions: Decisions
) -> int | None:
    """Return the cluster with what a cluster tells a second time: one for all its claims, none of them a person's."""
    if any(
        claim.page != cluster[0].page or claim.id in decisions.sets or decisions.verdicts.get(claim.id)
        for claim in cluster
    ):
        return None
    homes = [{index for other, index in page if second_reading(claim, other, parties)} for claim in cluster]
    common = set.intersection(*homes)
    better = [(other, index) for other, index in page if index in common]
    best = min(better, key=lambda found: (-found[0].confidence, found[0].type, found[0].id), default=None)
    return best[1] if best else None


def rejected_elsewhere(
    found: Iterable[StoredClaim], grown: Iterable[Cluster], parties: Parties, decisions: Decisions
) -> set[str]:
    """Return the first claims of those clusters whose facts a person rejected when another page told them."""
    rejected = [claim for claim in found if decisions.verdicts.get(claim.id) == "reject"]
    return {
        cluster[0].id
        for cluster in grown
        if rejected and any(match(claim, other, parties) for claim in cluster for other in rejected)
    }
