"""Institutions that no registry has: what pages say of them, and which of it the register takes.

Every page has one vote on each detail, the same however often and in whatever order pages are read; another
extraction of a page replaces its vote. Most votes win; of equal numbers the longer name, the kind that comes first in
`KINDS`, else the value that comes first in the alphabet. What a page does not know it does not vote on, and ``other``
is no kind where another page knows one. The registry's own supplement goes before all pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from records import Institution

TEXT_MADE = "x:"
"""Ids of institutions that are not in ROR begin so."""
REGISTRY = 0
"""Stands in the place of a page for the registry's supplement."""
KINDS = ("academic", "public", "network", "company", "other")

Details = tuple[str | None, ...]
"""Name, kind, country, city, ROR id, website, parent."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What some pages, or the registry, say alike."""

    details: Details
    pages: int
    registry: bool = False


def details_of(institution: Institution) -> Details:
    """Return an institution's details in the order of the table's columns."""
    return (
        *(institution.name, institution.kind, institution.country, institution.city, institution.ror),
        *(institution.website, institution.parent_id),
    )


def elected(votes: Iterable[Vote]) -> Details:
    """Return the details that the votes decide for; there must be a vote."""
    cast = list(votes)
    return tuple(_winner(column, cast) for column in range(len(cast[0].details)))


def _winner(column: int, votes: list[Vote]) -> str | None:
    for vote in votes:
        if vote.registry and vote.details[column] is not None:
            return vote.details[column]
    counts: Counter[str] = Counter()
    for vote in votes:
        value = vote.details[column]
        if value is not None:
            counts[value] += vote.pages
    if len(counts) > 1 and column == 1:
        counts.pop("other", None)
    return min(counts, key=lambda value: (-counts[value], *_preference(column, value)), default=None)


def _preference(column: int, value: str) -> tuple[int, str]:
    if column == 0:
        return -len(value), value
    return (KINDS.index(value) if column == 1 and value in KINDS else 0), value


def supports(details: Details, current: Details) -> bool:
    """Tell whether a vote says nothing but what holds already, so that it cannot change the outcome."""
    return all(value is None or value == holds for value, holds in zip(details, current, strict=True))
