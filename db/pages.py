"""Pages, their addresses and their snapshots: what the crawl keeps."""

# ruff: noqa: S608 (what is put into SQL here are names of this module, never values)

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from db.connection import Database
from db.keys import content_hash, day, iso
from db.urls import url_key
from records import Article, Fetch

MISSES = 3
"""A page that was not there this often in a row is gone."""
BATCH = 500

STATE = """
select p.id, p.url, p.source, p.kind, p.title, p.lang, p.published, p.etag, p.last_modified, p.lastmod, s.sha256,
       p.latest, p.first_seen, p.last_seen, p.last_changed, p.misses, p.gone_at, p.noindex, p.unreadable
from pages p left join snapshots s on s.id = p.latest
"""


@dataclass(frozen=True, slots=True)
class PageState:
    """What the store knows of a page before it is fetched again."""

    id: int
    url: str
    source: str | None
    kind: str
    title: str
    lang: str | None
    published: dt.date | None
    etag: str | None
    last_modified: str | None
    lastmod: str | None
    sha256: str | None
    """Content hash of the newest snapshot; None when nothing could be read."""
    snapshot_id: int | None
    first_seen: str
    last_seen: str
    last_changed: str
    misses: int
    gone_at: str | None
    noindex: bool
    unreadable: str | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of an article."""

    page_id: int
    snapshot_id: int | None
    """The page's newest snapshot; None when nothing could be read yet."""
    state: Literal["new", "changed", "unchanged"]


class Pages(Database):
    """The part of the store that the crawler and `ingest` write."""

    def find_page(self, url: str) -> PageState | None:
        """Return the page at this address, however it is spelled, or None."""
        row = self.one(f"{STATE} where p.url = ?", (url,)) or self.one(
            f"{STATE} where p.id = (select page from page_urls where key = ?)", (url_key(url),)
        )
        return _state(row) if row else None

    def pages_of(self, source_id: str | None) -> Iterator[PageState]:
        """Yield the pages of a source in the order they were found; None yields those without a source."""
        last = 0
        while rows := self.all(
            f"{STATE} where p.source is ? and p.id > ? order by p.id limit {BATCH}", (source_id, last)
        ):
            yield from map(_state, rows)
            last = rows[-1]["id"]

    def save_article(self, article: Article, fetch: Fetch, aliases: Iterable[str] = ()) -> Saved:
        """Keep an article in one transaction: its page, its addresses and, if the content is new, a snapshot.

        ``aliases`` are further addresses that led here (the one asked for, before redirects). The canonical link
        is believed where it does not contradict what was fetched at its own address.
        """
        sha256 = content_hash(article)
        with self.write():
            page, claimed = self._page_of(article, sha256)
            if page is None:
                page_id, state = self._insert_page(article, fetch), "new"
            else:
                page_id, state = page.id, "unchanged"
                self._update_page(page, article, fetch)
            self._save_urls(page_id, article, aliases, give_up=claimed)
            snapshot = page.snapshot_id if page else None
            if not article.unreadable and (page is None or page.sha256 != sha256):
                snapshot = self._insert_snapshot(page_id, article, fetch, sha256)
                state = "changed" if page else "new"
        return Saved(page_id, snapshot, "new" if state == "new" else "changed" if state == "changed" else "unchanged")

    def touch(
        self,
        url: str,
        seen_at: str,
        etag: str | None = None,
        last_modified: str | None = None,
        lastmod: str | None = None,
    ) -> None:
        """Note that a page is there and unchanged (304, or a sitemap that says so). Unknown addresses are ignored."""
        page = self.find_page(url)
        if page is None:
            return
        with self.write():
            self.run(
                "update pages set last_seen = max(last_seen, ?), etag = coalesce(?, etag), misses = 0, gone_at = null,"
                " last_modified = coalesce(?, last_modified), lastmod = coalesce(?, lastmod) where id = ?",
                (seen_at, etag, last_modified, lastmod, page.id),
            )

    def record_miss(self, url: str, at: str, *, final: bool = False) -> bool:
        """Note that a page was not there (404, 410); return whether it now counts as gone.

        It does after MISSES in a row, or at once if ``final`` (410). Its facts stay: the snapshot proves them.
        """
        page = self.find_page(url)
        if page is None:
            return False
        misses = page.misses + 1
        gone_at = page.gone_at or (at if final or misses >= MISSES else None)
        with self.write():
            self.run("update pages set misses = ?, gone_at = ? where id = ?", (misses, gone_at, page.id))
        return gone_at is not None

    def _page_of(self, article: Article, sha256: str) -> tuple[PageState | None, bool]:
        """Return the page an article belongs to, and whether another page claimed its address without right."""
        key = url_key(article.url)
        row = self.one("select page, own from page_urls where key = ?", (key,))
        if row is not None:
            page = self._state_of(row["page"])
            if row["own"] or page.sha256 == sha256:
                return page, False
            return None, True
        canonical = _canonical(article)
        owner = canonical and self.value("select page from page_urls where key = ?", (url_key(canonical),))
        if owner:
            page = self._state_of(owner)
            if page.sha256 == sha256:
                return page, False
        return None, False

    def _state_of(self, page_id: int) -> PageState:
        row = self.one(f"{STATE} where p.id = ?", (page_id,))
        assert row is not None  # page_urls.page is a foreign key
        return _state(row)

    def _insert_page(self, article: Article, fetch: Fetch) -> int:
        cursor = self.run(
            "insert into pages (url, source, kind, title, lang, published, published_precision, published_basis,"
            " first_seen, last_seen, last_changed, etag, last_modified, lastmod, unreadable, noindex)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.url,
                fetch.source_id,
                article.kind,
                article.title,
                article.lang,
                iso(article.published),
                article.published_precision,
                article.published_basis,
                *(fetch.fetched_at,) * 3,
                fetch.etag,
                fetch.last_modified,
                fetch.lastmod,
                article.unreadable,
                int(article.noindex),
            ),
        )
        return int(cursor.lastrowid or 0)

    def _update_page(self, page: PageState, article: Article, fetch: Fetch) -> None:
        """Bring a page's columns up to date; what the new response does not say stays. A new date asks for a new
        extraction, as relative dates hang on it."""
        published = article.published or page.published
        self.run(
            "update pages set kind = ?, title = ?, lang = coalesce(?, lang), published = ?,"
            " published_precision = iif(?, ?, published_precision), published_basis = iif(?, ?, published_basis),"
            " last_seen = max(last_seen, ?), etag = ?, last_modified = ?, lastmod = coalesce(?, lastmod),"
            " unreadable = ?, noindex = ?, misses = 0, gone_at = null, source = coalesce(source, ?) where id = ?",
            (
                article.kind,
                article.title or page.title,
                article.lang,
                iso(published),
                article.published is not None,
                article.published_precision,
                article.published is not None,
                article.published_basis,
                fetch.fetched_at,
                fetch.etag,
                fetch.last_modified,
                fetch.lastmod,
                article.unreadable,
                int(article.noindex),
                fetch.source_id,
                page.id,
            ),
        )
        if published != page.published or (article.lang or page.lang) != page.lang:
            self.run("delete from extractions where snapshot = ?", (page.snapshot_id,))

    def _save_urls(self, page_id: int, article: Article, aliases: Iterable[str], *, give_up: bool) -> None:
        own = {url_key(url) for url in (article.url, *aliases)}
        whose = "own = 0" if give_up else "own = 0 and page = excluded.page"
        for key in sorted(own):
            self.run(
                "insert into page_urls (key, page, own) values (?, ?, 1) on conflict (key)"
                f" do update set page = excluded.page, own = 1 where {whose}",
                (key, page_id),
            )
        canonical = _canonical(article)
        if canonical:
            self.run(
                "insert into page_urls (key, page, own) values (?, ?, 0) on conflict (key) do nothing",
                (url_key(canonical), page_id),
            )

    def _insert_snapshot(self, page_id: int, article: Article, fetch: Fetch, sha256: str) -> int:
        cursor = self.run(
            "insert into snapshots (page, run, fetched_at, sha256, title, lang, text, content_type, warc_file,"
            " warc_offset) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                page_id,
                fetch.run_id,
                fetch.fetched_at,
                sha256,
                article.title,
                article.lang,
                article.text,
                fetch.content_type,
                fetch.warc_file,
                fetch.warc_offset,
            ),
        )
        snapshot = int(cursor.lastrowid or 0)
        self.run_many(
            "insert into page_items values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(snapshot, position, item.start, item.end, item.title, item.url),
                    *(iso(item.published), item.published_precision, item.published_basis, item.lang),
                )
                for position, item in enumerate(article.items)
            ],
        )
        self.run(
            "update pages set latest = ?, last_changed = max(last_changed, ?) where id = ?",
            (snapshot, fetch.fetched_at, page_id),
        )
        return snapshot


def _canonical(article: Article) -> str | None:
    """Return the canonical link if it can be one: a page of the same host that is not its home page."""
    if not article.canonical_url or url_key(article.canonical_url) == url_key(article.url):
        return None
    canonical, own = urlsplit(article.canonical_url), urlsplit(article.url)
    same_host = (canonical.hostname or "").removeprefix("www.") == (own.hostname or "").removeprefix("www.")
    return article.canonical_url if same_host and canonical.path.strip("/") else None


def _state(row: sqlite3.Row) -> PageState:
    return PageState(
        id=row["id"],
        url=row["url"],
        source=row["source"],
        kind=row["kind"],
        title=row["title"],
        lang=row["lang"],
        published=day(row["published"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        lastmod=row["lastmod"],
        sha256=row["sha256"],
        snapshot_id=row["latest"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
        last_changed=row["last_changed"],
        misses=row["misses"],
        gone_at=row["gone_at"],
        noindex=bool(row["noindex"]),
        unreadable=row["unreadable"],
    )
