"""Which claims stand under a blocking key at some time: what SQLite keeps of it, read in stretches of time and once."""

from __future__ import annotations

from collections.abc import Iterable

from db.connection import Database
from db.merging.batch import batches, marks
from db.merging.model import PUBLICATION

SMALL = 256
"""A key with no more claims than this is read at once, a busier one by stretches of time."""
FEW = 50
STRETCH = PUBLICATION
LONG = 800
"""Intervals of more days than this are few and are read apart, so that a stretch is found without passing over all
that lies before it."""

Row = tuple[int, int, str]
"""First and last day as proleptic ordinals (0 without any date), claim."""
READ = "select day_from, day_to, claim from claim_blocks"
WHOLE = f"{READ} where block = ? limit {SMALL + 1}"
ALL = f"{READ} where block = ?"
COUNT = "select block, count(*) from claim_blocks where block in"
MANY = "select block, day_from, day_to, claim from claim_blocks where block in"
PART = f"{READ} where block = ? and day_from between ? and ? and day_to >= ? and day_to - day_from <= {LONG}"
APART = f"{READ} indexed by claim_blocks_long where block = ? and day_to - day_from > {LONG}"


class BlockIndex:
    """The rows of `claim_blocks` that a merge has looked at so far; they may not change while it is in use."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._whole: dict[str, list[Row] | None] = {}
        self._parts: dict[tuple[str, int], list[Row]] = {}
        self._apart: dict[str, list[Row]] = {}

    def prime(self, keys: Iterable[str]) -> None:
        """Read many keys at once; a few are better read as they are needed, as this passes over all their claims."""
        new = sorted(set(keys) - self._whole.keys())
        for batch in batches(new if len(new) >= FEW else []):
            counts = dict(tuple(row) for row in self.db.all(f"{COUNT} {marks(batch)} group by block", batch))
            small: dict[str, list[Row]] = {key: [] for key in batch if counts.get(key, 0) <= SMALL}
            for key, *row in self.db.all(f"{MANY} {marks(list(small))}", list(small)):
                small[key].append((row[0], row[1], row[2]))
            self._whole.update({key: small.get(key) for key in batch})

    def near(self, keys: Iterable[str], first: int, last: int) -> set[str]:
        """Return the claims under any of some keys whose interval meets these days, both included."""
        return {
            claim
            for key in keys
            for day_from, day_to, claim in self._rows(key, first, last)
            if day_from <= last and day_to >= first
        }

    def all(self, keys: Iterable[str]) -> set[str]:
        """Return the claims under any of some keys, whenever they are."""
        return {row[2] for key in keys for row in self._read(ALL, key)}

    def _rows(self, key: str, first: int, last: int) -> Iterable[Row]:
        if key not in self._whole:
            rows = self._read(WHOLE, key)
            self._whole[key] = rows if len(rows) <= SMALL else None
        whole = self._whole[key]
        if whole is not None:
            return whole
        stretches = range(first // STRETCH, last // STRETCH + 1)
        return [*self._long(key), *(row for number in stretches for row in self._part(key, number))]

    def _part(self, key: str, number: int) -> list[Row]:
        """Return what meets one stretch of time."""
        place = (key, number)
        if place not in self._parts:
            first, last = number * STRETCH, (number + 1) * STRETCH - 1
            self._parts[place] = self._read(PART, key, first - LONG, last, first)
        return self._parts[place]

    def _long(self, key: str) -> list[Row]:
        if key not in self._apart:
            self._apart[key] = self._read(APART, key)
        return self._apart[key]

    def _read(self, sql: str, *parameters: object) -> list[Row]:
        return [tuple(row) for row in self.db.all(sql, parameters)]
