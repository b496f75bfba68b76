"""Which events a person should see again: those whose facts somebody rejected when they were told elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from db.merging.blocks import match_blocks
from db.merging.cluster import Cluster
from db.merging.decided import Decisions
from db.merging.load import Claims
from db.merging.match import match
from db.merging.model import StoredClaim


def rejected_elsewhere(events: Iterable[Cluster], claims: Claims, decisions: Decisions) -> set[str]:
    """Return the first claims of those events whose facts a person rejected when another page told them, or the same
    page in other words."""
    rejected: dict[str, list[StoredClaim]] = defaultdict(list)
    standing = claims.load(id_ for id_, verdict in decisions.verdicts.items() if verdict == "reject")
    for claim in (*standing, *(each.fact for each in decisions.facts if each.alone)):
        if claim.makes_event:
            claims.meet(claim.roles)
            for key in match_blocks(claim, claims.parties):
                rejected[key].append(claim)
    return {
        event[0].id
        for event in events
        if rejected
        and any(
            match(claim, other, claims.parties)
            for claim in event
            for key in match_blocks(claim, claims.parties)
            for other in rejected.get(key, ())
        )
    }
