"""Claims as the merge sees them, and what it makes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

DAY, MONTH, PUBLICATION = 3, 28, 45
"""Days by which dates of one happening may differ: two stated days, a stated month (its neighbours, however short
the one between), a date known only from publication."""
STAY = 31
"""A stated range of no more days than this (a visit, a fair) is as precise as a day."""
RANK = {"day": 0, "month": 1, "season": 2, "range": 3, "year": 3}
"""How precise a stated date is; the smaller the better."""
RANK_PUBLICATION, RANK_NONE = 4, 5


Order = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class StoredDate:
    """A date as the store keeps it."""

    start: str
    end: str
    edtf: str
    precision: str
    basis: str


@dataclass(frozen=True, slots=True)
class Party:
    """An institution as the merge needs it."""

    id: str
    name: str
    kind: str
    country: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim with all that hangs on it."""

    id: str
    page: int
    item: int | None
    site: str
    """The source, or the page where there is none: reports of one site are not independent of each other."""
    type: str
    modality: str
    date: StoredDate | None
    reported: str | None
    confidence: float
    roles: Mapping[str, str]
    """Institution id → role."""
    countries: Mapping[str, str]
    """Country code → role."""
    sentences: tuple[str, ...]
    pairs: tuple[tuple[str, str, str], ...] = ()
    """School, partner, kind."""
    stated: bool = field(init=False)
    """Whether the text itself gives the date."""
    interval: tuple[int, int] | None = field(init=False)
    """First and last day as proleptic ordinals: of the date, else of the report."""
    tolerance: int = field(init=False)
    """Days by which another report of the same happening may differ."""
    order: Order = field(init=False)
    """Where the claim stands when clusters are built: best dated first; of these the one that names most, so that
    reports of parts of a consortium find the whole; then by time, then by content."""

    def __post_init__(self) -> None:
        """Compute once what every comparison asks for."""
        object.__setattr__(self, "stated", self.date is not None and self.date.basis != "publication")
        object.__setattr__(self, "interval", self._interval())
        object.__setattr__(self, "tolerance", self._tolerance())
        start = self.interval[0] if self.interval else 0
        object.__setattr__(self, "order", (self.rank, -len(self.roles), start, self.id))

    @property
    def rank(self) -> int:
        """How well the claim is dated; the smaller the better."""
        if self.date is not None and self.stated:
            return RANK[self.date.precision]
        return RANK_PUBLICATION if self.date or self.reported else RANK_NONE

    def _interval(self) -> tuple[int, int] | None:
        if self.date is not None:
            return ordinal(self.date.start), ordinal(self.date.end)
        return (ordinal(self.reported), ordinal(self.reported)) if self.reported else None

    def _tolerance(self) -> int:
        if self.date is None or not self.stated:
            return PUBLICATION
        first, last = ordinal(self.date.start), ordinal(self.date.end)
        if self.date.precision == "range" and last - first < STAY:
            return DAY
        return {"day": DAY, "month": MONTH}.get(self.date.precision, 0)

    @property
    def makes_event(self) -> bool:
        """Standing cooperation feeds partnerships only; generic talk feeds nothing."""
        return self.modality in ("happened", "planned", "cancelled")


@lru_cache(maxsize=20_000)
def ordinal(day: str) -> int:
    """Return the proleptic Gregorian ordinal of an ISO day."""
    return dt.date.fromisoformat(day).toordinal()


@dataclass(frozen=True, slots=True)
class EventFacts:
    """A row of `events` with its parts."""

    id: str
    type: str
    title: str
    modality: str
    date: StoredDate | None
    confidence: float
    source_count: int
    first_reported: str | None
    last_reported: str | None
    reviewed: bool
    roles: Mapping[str, str]
    countries: Mapping[str, str]
    claims: tuple[StoredClaim, ...]
