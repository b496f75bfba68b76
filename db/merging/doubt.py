"""Which events a person should see again: those whose facts somebody rejected when another page told them."""

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
    """Return the first claims of those events whose facts a person rejected when another page told them."""
    rejected: dict[str, list[StoredClaim]] = defaultdict(list)
    for claim in claims.load(id_ for id_, verdict in decisions.verdicts.items() if verdict == "reject"):
        if claim.makes_event:
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
