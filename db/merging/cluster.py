"""Which cluster a claim belongs to: the rule, for one claim and the clusters that the claims before it have built."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from db.merging.decided import Decisions
from db.merging.match import (
    CONSORTIUM,
    Parties,
    allowance,
    common,
    compatible,
    gap,
    match,
    second_reading,
    separate,
    sides,
)
from db.merging.model import StoredClaim

Cluster = list[StoredClaim]
"""Claims of one happening, in their order; the first is the best dated."""


Fit = tuple[int, float, int]
"""How well a claim fits a cluster, the more the better: same type, common participants, near in time."""


def kept(claims: Iterable[StoredClaim], parties: Parties, decisions: Decisions) -> list[StoredClaim]:
    """Return the claims of some pages without those a person rejected, and without what else their page says of the
    same."""
    claims = list(claims)
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


def choose(claim: StoredClaim, candidates: Iterable[Cluster], parties: Parties, decisions: Decisions) -> Cluster | None:
    """Return the cluster that a claim fits best, or None; of equals the one whose first claim comes first."""
    fitting = [
        (fit, cluster)
        for cluster in candidates
        if (fit := _fit(claim, cluster, parties)) and not kept_apart(claim, cluster, decisions)
    ]
    best = max((fit for fit, _ in fitting), default=None)
    return min((cluster for fit, cluster in fitting if fit == best), key=lambda cluster: cluster[0].order, default=None)


def _fit(claim: StoredClaim, cluster: Cluster, parties: Parties) -> Fit | None:
    """Return how well a claim fits a cluster, None where it does not."""
    anchor = cluster[0]
    days = gap(claim, anchor)
    if days is not None and days > allowance(claim, anchor):
        return None
    if not all(compatible(claim.type, type_) for type_ in {other.type for other in cluster}):
        return None
    if any(other.page == claim.page and separate(claim, other) for other in cluster):
        return None
    if not any(match(claim, other, parties) for other in cluster):
        return None
    known = {id_ for other in cluster for id_ in other.roles}
    if _sisters(claim, cluster, known, parties):
        return None
    if not (claim.stated and anchor.stated) and _other_consortium(claim, known, parties):
        return None
    together = common(claim.roles, known, parties)
    return int(claim.type == anchor.type), together / len(known | claim.roles.keys()), -(days or 0)


def _other_consortium(claim: StoredClaim, known: set[str], parties: Parties) -> bool:
    """Tell whether a claim and a cluster name many sides each and have no more than half of them in common: where no
    date says that it is one happening, these are two consortia with some members in common."""
    ours, theirs = sides(claim.roles, parties), sides(known, parties)
    fewer = min(len(ours), len(theirs))
    return fewer >= CONSORTIUM and 2 * common(ours, theirs, parties) <= fewer


def _sisters(claim: StoredClaim, cluster: Cluster, known: set[str], parties: Parties) -> bool:
    """Tell whether a claim names another school of the same parent than those known of a cluster, and no report names
    both: what the parent announces may be either's, but not both's."""
    ours, theirs = claim.roles.keys() - known, known - claim.roles.keys()
    pairs = [(x, y) for x, y in product(ours, theirs) if parties[x].parent and parties[x].parent == parties[y].parent]
    if not pairs or _both_sides(claim.roles.keys() & known, parties):
        return False
    return any(not any(x in other.roles and y in other.roles for other in (claim, *cluster)) for x, y in pairs)


def _both_sides(shared: Iterable[str], parties: Parties) -> bool:
    """Tell whether institutions are of different countries, so that no parent is needed to tell who cooperates."""
    return len({parties[id_].country for id_ in shared}) > 1


def kept_apart(claim: StoredClaim, cluster: Iterable[StoredClaim], decisions: Decisions) -> bool:
    """Tell whether a person said that a claim is another happening than one of a cluster's."""
    return not decisions.different.get(claim.id, set()).isdisjoint(other.id for other in cluster)


def whole(claim: StoredClaim, one: Cluster, other: Cluster, parties: Parties) -> bool:
    """Tell whether a claim of one cluster names a consortium of which each of two clusters is a part."""
    named = sides(claim.roles, parties)
    if len(named) < CONSORTIUM:
        return False
    known = {id_ for cluster in (one, other) for each in cluster for id_ in each.roles}
    parts = sides(known, parties)
    if common(parts, named, parties) < len(parts):
        return False
    return (gap(claim, other[0]) or 0) <= allowance(claim, other[0]) and any(
        match(claim, each, parties) for each in other
    )


def one_happening(one: Cluster, other: Cluster, decisions: Decisions) -> bool:
    """Tell whether nothing speaks against two clusters being one: neither types, nor dates, nor a document that tells
    of both, nor a person."""
    if (gap(one[0], other[0]) or 0) > allowance(one[0], other[0]):
        return False
    if {(claim.page, claim.item) for claim in one} & {(claim.page, claim.item) for claim in other}:
        return False
    types = product({claim.type for claim in one}, {claim.type for claim in other})
    return all(compatible(*pair) for pair in types) and not any(kept_apart(claim, other, decisions) for claim in one)
