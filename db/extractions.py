"""What the pipeline found: read a snapshot, write its mentions and claims."""

# ruff: noqa: S608 (what is put into SQL here are names of this module, never values)

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from db.claim_rows import ClaimRows, PageFrame, claim_rows, mention_rows
from db.connection import now
from db.keys import day
from db.reference import Reference
from db.urls import url_key
from records import Analysis, ArticleItem, Institution

CLAIM_TABLES = ("claim_evidence", "claim_institutions", "claim_countries", "claim_pairs")
PENDING = """
select s.id from pages p join snapshots s on s.id = p.latest left join extractions e on e.snapshot = s.id
where e.version is not ? order by e.version is not null, s.id limit ?
"""
SNAPSHOT = """
select s.id snapshot, s.page, p.url, p.kind, s.title, s.text, coalesce(p.lang, s.lang) lang, p.published, p.source,
       o.name publisher, o.institution publisher_id,
       o.country publisher_country
from snapshots s join pages p on p.id = s.page left join sources o on o.id = p.source where s.id = ?
"""


@dataclass(frozen=True, slots=True)
class PendingSnapshot:
    """A stored text that wants extraction: the frame of a Document, and of one for each item."""

    snapshot_id: int
    page_id: int
    url: str
    kind: str
    title: str
    text: str
    lang: str | None
    published: dt.date | None
    source: str | None
    publisher: str | None
    """The source's name."""
    publisher_id: str | None
    publisher_country: str | None
    items: tuple[ArticleItem, ...] = ()


class Extractions(Reference):
    """The part of the store between the crawl and the merge."""

    def pending(self, version: str, limit: int | None = None) -> Iterator[PendingSnapshot]:
        """Yield the newest snapshot of every page that this version has not read yet; new pages first.

        The list is made at the call; each text is loaded when its turn comes.
        """
        for snapshot in self.column(PENDING, (version, -1 if limit is None else limit)):
            found = self.snapshot(snapshot)
            if found is not None:
                yield found

    def count_pending(self, version: str) -> int:
        """Return how many snapshots `pending` would yield."""
        return len(self.column(PENDING, (version, -1)))

    def snapshot(self, snapshot_id: int) -> PendingSnapshot | None:
        """Return one snapshot with its frame."""
        row = self.one(SNAPSHOT, (snapshot_id,))
        if row is None:
            return None
        return PendingSnapshot(
            snapshot_id=row["snapshot"],
            page_id=row["page"],
            url=row["url"],
            kind=row["kind"],
            title=row["title"],
            text=row["text"],
            lang=row["lang"],
            published=day(row["published"]),
            source=row["source"],
            publisher=row["publisher"],
            publisher_id=row["publisher_id"],
            publisher_country=row["publisher_country"],
            items=self.items_of(snapshot_id),
        )

    def items_of(self, snapshot_id: int) -> tuple[ArticleItem, ...]:
        """Return the dated items of a listing's snapshot, in their order."""
        return tuple(
            map(_item, self.all("select * from page_items where snapshot = ? order by position", (snapshot_id,)))
        )

    def save_analyses(
        self,
        snapshot_id: int,
        analyses: Sequence[tuple[ArticleItem | None, Analysis]],
        version: str,
        run_id: int | None = None,
        institutions: Iterable[Institution] = (),
    ) -> bool:
        """Replace what the machine said of a page, in one transaction; return whether its claims changed.

        Each analysis comes with the item it is of, or None for the whole text; offsets of items are shifted to the
        snapshot's text. ``institutions`` are further records (parents, publishers) that no mention carries.
        """
        frame = self._frame(snapshot_id)
        mentions = mention_rows(frame, analyses)
        rows = claim_rows(frame, analyses)
        with self.write():
            self._save_institutions_of_page(frame.page, (*_mentioned(analyses), *institutions))
            for id_ in sorted(rows.institution_ids()):
                self._ensure_institution(Institution(id_, id_, "other"))
            self._ensure_countries(rows.country_codes() | {str(row[2]) for row in mentions if row[1] == "country"})
            self._replace_mentions(frame, mentions)
            changed = self._replace_claims(frame, rows)
            self.run(
                "insert or replace into extractions (snapshot, version, run, extracted_at) values (?, ?, ?, ?)",
                (snapshot_id, version, run_id, now()),
            )
        return changed

    def _frame(self, snapshot_id: int) -> PageFrame:
        pending = self.snapshot(snapshot_id)
        if pending is None:
            raise KeyError(f"no snapshot {snapshot_id}")
        return PageFrame(
            page=pending.page_id,
            key=url_key(pending.url),
            snapshot=snapshot_id,
            text=pending.text,
            reported=pending.published,
            items=pending.items,
        )

    def _replace_mentions(self, frame: PageFrame, new: list[tuple[object, ...]]) -> None:
        old = self.all("select * from mentions where snapshot = ?", (frame.snapshot,))
        if {tuple(row) for row in old} == set(new):
            return
        self.run("delete from mentions where snapshot = ?", (frame.snapshot,))
        self.run_many("insert or ignore into mentions values (?, ?, ?, ?, ?, ?, ?)", new)

    def _replace_claims(self, frame: PageFrame, new: ClaimRows) -> bool:
        """Write a page's claims unless they stand there already; an older snapshot's give way."""
        superseded = "select id from snapshots where page = ? and id <> ?"
        self.run(f"delete from mentions where snapshot in ({superseded})", (frame.page, frame.snapshot))
        old = self._claims_of(frame.page)
        if old == new.tables():
            return False
        for table in CLAIM_TABLES:
            self.run(
                f"delete from {table} where claim in (select id from claims where page = ? and id < 'r-')",
                (frame.page,),
            )
        self.run("delete from claims where page = ? and id < 'r-'", (frame.page,))
        self.run_many(
            "insert into sentences (id, page, snapshot, char_start, char_end, text) values (?, ?, ?, ?, ?, ?)"
            " on conflict (id) do update set snapshot = excluded.snapshot, char_start = excluded.char_start,"
            " char_end = excluded.char_end, text = excluded.text",
            new.sentences,
        )
        for table, rows in new.tables().items():
            if rows:
                marks = ", ".join("?" * len(next(iter(rows))))
                self.run_many(f"insert into {table} values ({marks})", sorted(rows, key=repr))
        self.run("insert or ignore into merge_dirty values (?)", (frame.page,))
        return True

    def _claims_of(self, page: int) -> dict[str, set[tuple[object, ...]]]:
        """Return a page's rows as `ClaimRows.tables` has them."""
        tables = {
            "claims": {tuple(row) for row in self.all("select * from claims where page = ? and id < 'r-'", (page,))}
        }
        for table in CLAIM_TABLES:
            rows = self.all(
                f"select * from {table} where claim in (select id from claims where page = ? and id < 'r-')", (page,)
            )
            tables[table] = {tuple(row) for row in rows}
        return tables


def _mentioned(analyses: Sequence[tuple[ArticleItem | None, Analysis]]) -> list[Institution]:
    found = {
        mention.institution.id: mention.institution for _, analysis in analyses for mention in analysis.institutions
    }
    return [found[id_] for id_ in sorted(found)]


def _item(row: sqlite3.Row) -> ArticleItem:
    return ArticleItem(
        start=row["char_start"],
        end=row["char_end"],
        title=row["title"],
        url=row["url"],
        published=day(row["published"]),
        published_precision=row["published_precision"],
        published_basis=row["published_basis"],
        lang=row["lang"],
    )
