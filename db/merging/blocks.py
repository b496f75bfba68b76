"""Blocking: the keys under which claims that might be one happening meet, so that not all are compared with all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import combinations, product

from db.merging.match import Parties, one_sided
from db.merging.model import StoredClaim

CONSORTIUM = 8
"""Of more participants than this, only so many are paired: those with the smallest hash, which are the same ones in
every report of the same consortium."""
UNDATED = "?"
"""What ends the keys of claims without any date."""


def blocks(claim: StoredClaim, parties: Parties) -> set[str]:
    """Return a claim's keys: each cross-border pair of participants or their parents, each school with a country.

    Claims without any date have keys of their own: they are one happening only with each other.
    """
    return _dated(claim, (*_pairs(claim, parties), *_places(claim, parties)))


def match_blocks(claim: StoredClaim, parties: Parties) -> set[str]:
    """Return those of a claim's keys under which the claims stand that match it: a school with a country counts only
    where no partner is named."""
    if one_sided(claim, parties):
        return blocks(claim, parties)
    return _dated(claim, _pairs(claim, parties))


def _dated(claim: StoredClaim, keys: Iterable[str]) -> set[str]:
    suffix = "" if claim.interval else UNDATED
    return {key + suffix for key in keys}


def _pairs(claim: StoredClaim, parties: Parties) -> Iterator[str]:
    for x, y in combinations(_chosen(claim), 2):
        if parties[x].country is not None and parties[x].country == parties[y].country:
            continue
        for one, other in product(_names(x, parties), _names(y, parties)):
            yield "+".join(sorted((one, other)))


def _places(claim: StoredClaim, parties: Parties) -> Iterator[str]:
    if len(claim.roles) > 3 and not one_sided(claim, parties):
        return
    for id_, code in product(_chosen(claim), claim.countries):
        if code == parties[id_].country and len(claim.roles) > 1:
            continue  # the partner in its own country: the school's key does for both
        for name in _names(id_, parties):
            yield f"{name}@{code}"


def _names(id_: str, parties: Parties) -> list[str]:
    parent = parties[id_].parent
    return [id_, parent] if parent else [id_]


def _chosen(claim: StoredClaim) -> list[str]:
    if len(claim.roles) <= CONSORTIUM:
        return sorted(claim.roles)
    return sorted(claim.roles, key=lambda id_: hashlib.sha256(id_.encode()).digest())[:CONSORTIUM]
