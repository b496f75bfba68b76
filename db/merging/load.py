"""Read claims and their neighbours, in batches, each once."""

# ruff: noqa: S608 (what is put into SQL here are question marks, never values)

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from db.connection import Database
from db.merging.batch import batches, marks
from db.merging.blocks import UNDATED, blocks
from db.merging.index import BlockIndex
from db.merging.model import PUBLICATION, Party, StoredClaim, StoredDate

WINDOW = 2 * PUBLICATION
"""How far apart, in days, two claims can be and still want a look."""
COLUMNS = """
select c.id, c.page, c.item, coalesce(p.source, 'page:' || c.page) site, c.type, c.modality, c.date_from, c.date_to,
       c.date_edtf, c.date_precision, c.date_basis, c.reported, c.confidence
from claims c join pages p on p.id = c.page where c.id in
"""


class Claims:
    """The claims that a merge has looked at so far, and the institutions in them."""

    def __init__(self, db: Database, correct: Callable[[StoredClaim], StoredClaim] | None = None) -> None:
        """``correct`` puts in what reviewers set."""
        self.db = db
        self.correct = correct or (lambda claim: claim)
        self.claims: dict[str, StoredClaim] = {}
        self.parties: dict[str, Party] = {}
        self.index = BlockIndex(db)
        self._pages: dict[int, list[StoredClaim]] = {}

    def __getitem__(self, id_: str) -> StoredClaim:
        return self.claims[id_]

    def load(self, ids: Iterable[str]) -> list[StoredClaim]:
        """Return the claims with these ids that exist."""
        wanted = sorted(set(ids))
        for batch in batches([id_ for id_ in wanted if id_ not in self.claims]):
            self._load(batch)
        return [self.claims[id_] for id_ in wanted if id_ in self.claims]

    def of_pages(self, pages: Iterable[int]) -> list[StoredClaim]:
        """Return all claims of some pages."""
        wanted = sorted(set(pages))
        new = [page for page in wanted if page not in self._pages]
        self._pages.update({page: [] for page in new})
        for claim in self.load(self.values("select id from claims where page in", new)):
            self._pages[claim.page].append(claim)
        return [claim for page in wanted for claim in self._pages[page]]

    def on_sentences(self, sentences: Iterable[str]) -> list[StoredClaim]:
        """Return all claims that rest on some sentences."""
        return self.load(self.values("select claim from claim_evidence where sentence in", sentences))

    def write_blocks(self, pages: Iterable[int], claims: Iterable[StoredClaim]) -> None:
        """Write the blocking keys of the claims of some pages anew, before any are looked up."""
        for batch in batches(pages):
            self.db.run(f"delete from claim_blocks where page in {marks(batch)}", batch)
        rows = [
            (block, *(claim.interval or (0, 0)), claim.id, claim.page)
            for claim in claims
            if claim.makes_event
            for block in sorted(blocks(claim, self.parties))
        ]
        self.db.run_many("insert or ignore into claim_blocks values (?, ?, ?, ?, ?)", rows)
        self.index.prime(row[0] for row in rows)

    def neighbours(self, claim: StoredClaim) -> list[StoredClaim]:
        """Return the claims that meet this one under a blocking key at about the same time; one without any date meets
        claims of all times."""
        first, last = claim.interval or (0, 0)
        keys = blocks(claim, self.parties)
        found = self.index.near(keys, first - WINDOW, last + WINDOW)
        if claim.interval:
            found |= self.index.near({key + UNDATED for key in keys}, 0, 0)
        else:
            found |= self.index.all({key.removesuffix(UNDATED) for key in keys})
        return self.load(found - {claim.id})

    def meet(self, ids: Iterable[str]) -> None:
        """Read some institutions, if need be."""
        for batch in batches(sorted({id_ for id_ in ids if id_ not in self.parties})):
            for row in self.db.all(
                f"select id, name, kind, country, parent from institutions where id in {marks(batch)}", batch
            ):
                self.parties[row["id"]] = Party(*row)

    def party(self, id_: str) -> Party:
        """Return an institution, read if need be."""
        self.meet([id_])
        return self.parties[id_]

    def values(self, sql: str, values: Iterable[Any]) -> list[Any]:
        """Return the first column of a query that ends in ``in``, for any number of values."""
        return [value for batch in batches(values) for value in self.db.column(f"{sql} {marks(batch)}", batch)]

    def _load(self, ids: list[str]) -> None:
        rows = self.db.all(COLUMNS + marks(ids), ids)
        roles = self._parts("select claim, institution, role from claim_institutions", ids)
        countries = self._parts("select claim, country, role from claim_countries", ids)
        sentences = self._parts("select claim, sentence, position from claim_evidence", ids, "order by position")
        pairs = self._parts("select claim, school, partner, kind from claim_pairs", ids)
        everyone = {row[0] for found in roles.values() for row in found}
        self.meet(everyone | {id_ for found in pairs.values() for row in found for id_ in row[:2]})
        for row in rows:
            id_ = row["id"]
            claim = StoredClaim(
                *(id_, row["page"], row["item"], row["site"], row["type"], row["modality"], _date(row)),
                reported=row["reported"],
                confidence=row["confidence"],
                roles=dict(sorted(roles[id_])),
                countries=dict(sorted(countries[id_])),
                sentences=tuple(found[0] for found in sentences[id_]),
                pairs=tuple(sorted(pairs[id_])),
            )
            self.claims[claim.id] = self.correct(claim)
            self.meet(self.claims[claim.id].roles)

    def _parts(self, sql: str, ids: list[str], order: str = "") -> dict[str, list[tuple[Any, ...]]]:
        parts: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in self.db.all(f"{sql} where claim in {marks(ids)} {order}", ids):
            parts[row[0]].append(tuple(row)[1:])
        return parts


def _date(row: sqlite3.Row) -> StoredDate | None:
    if row["date_from"] is None:
        return None
    return StoredDate(
        row["date_from"], row["date_to"], row["date_edtf"], row["date_precision"], row["date_basis"] or "stated"
    )
