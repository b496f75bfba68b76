"""Whether confidence means what it says: of the events given with so much, how many are right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Where the bins begin; the last one ends with 1, included."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The predicted events whose confidence lies in [low, high)."""

    low: float
    high: float
    events: int
    right: int

    @property
    def share(self) -> float | None:
        """The share that is right; None where there is no event."""
        return self.right / self.events if self.events else None


def bins(judged: Iterable[tuple[float, bool]], edges: tuple[float, ...] = EDGES) -> tuple[Bin, ...]:
    """Sort events, each its confidence and whether it is right, into bins; the lowest first."""
    events = list(judged)
    found = []
    for low, high in zip(edges, (*edges[1:], float("inf")), strict=True):
        inside = [right for confidence, right in events if low <= confidence < high]
        found.append(Bin(low, min(high, 1.0), len(inside), sum(inside)))
    return tuple(found)


def at_least(found: Iterable[Bin], confidence: float) -> Bin:
    """Join the bins from a confidence upwards into one."""
    upper = [each for each in found if each.low >= confidence]
    return Bin(confidence, 1.0, sum(each.events for each in upper), sum(each.right for each in upper))
