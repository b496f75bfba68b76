"""Mentions on their way to the result, and which of two overlapping ones stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from records import Institution, InstitutionKind


@dataclass(frozen=True, slots=True)
class Found:
    """A mention that was accepted. ``institution`` is None where no registry knows it.

    ``name`` is what it is called in full, ``short`` whether the surface is an acronym or short form.
    """

    start: int
    end: int
    text: str
    reason: str
    name: str
    kind: InstitutionKind = "other"
    country: str | None = None
    institution: Institution | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A stretch that looked like an institution and was not taken for one, and why."""

    text: str
    start: int
    end: int
    why: str


class Cover:
    """Stretches of a text that are taken; what overlaps one of them is refused."""

    def __init__(self) -> None:
        self._taken: dict[int, tuple[int, int]] = {}

    def free(self, start: int, end: int) -> bool:
        """Whether no taken stretch touches ``start:end``."""
        return not any(position in self._taken for position in range(start, end))

    def holder(self, start: int, end: int) -> tuple[int, int] | None:
        """The taken stretch that overlaps ``start:end`` first."""
        return next((self._taken[p] for p in range(start, end) if p in self._taken), None)

    def take(self, start: int, end: int) -> None:
        """Mark a stretch as taken."""
        for position in range(start, end):
            self._taken[position] = (start, end)

    def take_all(self, stretches: Iterable[tuple[int, int]]) -> None:
        """Mark several."""
        for start, end in stretches:
            self.take(start, end)
