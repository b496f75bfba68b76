"""One spider for all sources: find candidates, fetch what is new or changed, read it, hand it to the store."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.settings import BaseSettings

from config import Config
from crawler import contact, missing, summary
from crawler.addresses import same_site
from crawler.frontier import RECHECK_DAYS, Chosen, Frontier, choose
from crawler.pipelines import PageItem
from crawler.reading import Reader, ReadingError
from crawler.spiders.finding import AT_ONCE, FindingSpider, forbids, iso
from crawler.version import version
from crawler.ways import Ways
from db.store import PageState, Store
from db.urls import url_key
from records import Article, Candidate, Fetch

OPEN_PAGES = 6
"""Requests for pages that may be under way: enough that the downloader never waits for the reader."""


class NewsSpider(FindingSpider):
    """The spider of one source; `crawler.spiders.loader` makes a class of it for each."""

    reader: Reader
    probe: Article | None = None
    cut_short = False
    """Whether a limit or a budget kept pages from being fetched."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Set the user agent and the folders. Raises UsageError where a live crawl has no contact address."""
        super().update_settings(settings)
        config = Config.from_environment()
        if not settings.getbool("OFFLINE"):
            try:
                address = contact.checked(config.contact)
            except contact.ContactError as error:
                raise UsageError(str(error), print_help=False) from None
            settings.set("USER_AGENT", f"Passerelle/{version()} (+{address})", priority="spider")
        if not settings["WARC_FOLDER"]:
            settings.set("WARC_FOLDER", str(config.warc), priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        """Scrapy's constructor: open the store, take the settings."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        spider.offline = settings.getbool("OFFLINE")
        spider.listing_pages = settings.getint("LISTING_PAGES")
        spider.store = Store.open(Config.from_environment().work_db)
        spider.store.upsert_source(spider.source.record)
        spider.frontier = Frontier(spider.source)
        spider.ways = Ways(spider.source, spider.store)
        spider.reader = getattr(crawler, "reader", None) or Reader.from_settings(settings)
        spider.began = dt.datetime.now(dt.UTC)
        spider.run_id = settings.getint("RUN_ID") or spider.store.start_run("crawl", version())
        spider.store.save_source_run(spider.run_id, spider.source.id, "running", started=iso(spider.began))
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(spider.finish, signals.spider_closed)
        return spider

    run_id: int

    async def start(self) -> AsyncIterator[Any]:
        """The whole crawl: find, fetch, look after what vanished."""
        settings = self.crawler.settings
        history = self.store.source_runs(self.source.id, limit=60)
        async for request in self.find(rediscover=summary.discovery_due(history, settings, self.source, self.began)):
            yield request
        if settings.getbool("DISCOVER_ONLY"):
            return
        chosen = await self._choose(settings.getint("RECHECKS"), settings.getint("ARTICLE_LIMIT"))
        if chosen:
            self.ways.doubt()
        if any(each.action == "fetch" for each in chosen) and not self.offline:
            yield self.ask(missing.probe_address(self.source.home), self._read_probe)
            await self.until()
        for each in chosen:
            if self.crawler.stats.get_value("source/budget"):
                self.cut_short = True
                break
            yield self._ask_page(each.candidate, each.state)
            await self.until(OPEN_PAGES)
        await self.until()
        for state in self._vanished(settings.getint("RECHECKS")):
            yield self._ask_page(Candidate(state.url, "sitemap"), state)
            await self.until(OPEN_PAGES)
        await self.until()

    async def _choose(self, rechecks: int, limit: int) -> list[Chosen]:
        """Weigh all candidates; note those that are unchanged as seen; return those to ask for."""
        chosen, kept = await choose(self.frontier, self.store, self.began, rechecks, everything=self.offline)
        seen = iso(self.began)
        for start in range(0, len(kept), AT_ONCE):
            with self.store.write():
                for each in kept[start : start + AT_ONCE]:
                    self.store.touch(each.candidate.url, seen, lastmod=each.candidate.lastmod)
            await asyncio.sleep(0)
        self.crawler.stats.set_value("source/known", len(kept))
        self.cut_short = bool(limit) and len(chosen) > limit
        return chosen[:limit] if limit else chosen

    def _vanished(self, most: int) -> Iterable[PageState]:
        """Pages of which no way told: those once missing, told by a sitemap formerly, or not seen for long."""
        if self.offline or self.cut_short:
            return []
        reread = any(each.way == "sitemap" and each.status == "read" for each in self.ways.readings.values())
        long_ago = iso(self.began - dt.timedelta(days=RECHECK_DAYS))
        absent = [
            state
            for state in self.store.pages_of(self.source.id)
            if state.gone_at is None
            and not self.frontier.knows(state.url)
            and (state.misses or (reread and state.lastmod) or state.last_seen < long_ago)
        ]
        return sorted(absent, key=lambda state: state.last_seen)[:most]

    def _ask_page(self, candidate: Candidate, state: PageState | None) -> Request:
        async def handler(response: Response) -> AsyncIterator[Any]:
            async for output in self._read_page(response, candidate, state):
                yield output

        headers = {}
        if state and not self.offline and state.unreadable is None:
            conditions = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
            headers = {name: value for name, value in conditions.items() if value}
        maxsize = self.crawler.settings.getint("PAGE_MAXSIZE")
        return self.ask(candidate.url, handler, headers=headers, priority=-1000, download_maxsize=maxsize)

    async def _read_probe(self, response: Response) -> AsyncIterator[Any]:
        """Keep what the site shows for an address that cannot exist, if it shows it with status 200."""
        if response.status == 200 and url_key(response.url) not in self.fronts:
            self.probe = await self._read(response, Candidate(response.url, "listing"))
        return
        yield  # pragma: no cover (makes this an async generator)

    async def _read_page(
        self, response: Response, candidate: Candidate, state: PageState | None
    ) -> AsyncIterator[PageItem]:
        self.crawler.stats.inc_value("source/fetched")
        if response.status == 304:
            self.crawler.stats.inc_value("source/unchanged")
            self.store.touch(candidate.url, iso(self.began), lastmod=candidate.lastmod)
        elif response.status != 200:
            self._miss(candidate.url, f"HTTP {response.status}", final=response.status == 410)
        elif not same_site(response.url, self.source.home, self.source.hosts):
            self.note_failure(candidate.url, f"left the site: redirects to {response.url}"[:200], None)
        elif url_key(response.url) in self.fronts and url_key(candidate.url) not in self.fronts:
            self._miss(candidate.url, "soft 404: redirects to a front page")
        else:
            article = await self._read(response, candidate)
            if missing.says_missing(article) or missing.same_page(article, self.probe):
                self._miss(candidate.url, "soft 404: says that it is not there")
            else:
                yield self._item(article, response, candidate)

    def _miss(self, url: str, cause: str, *, final: bool = False) -> None:
        gone = self.store.record_miss(url, iso(self.began), final=final)
        self.note_failure(url, cause + (" (now counts as gone)" if gone else ""), None)

    async def _read(self, response: Response, candidate: Candidate) -> Article:
        """Read a response; what cannot be read becomes an article that says so."""
        kind = (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None
        fetched = _day(response.meta.get("fetched_at")) or self.began.date()
        try:
            return await self.reader.read(response.body, response.url, kind, candidate, fetched)
        except ReadingError as error:
            reason = str(error)
        except Exception as error:  # a fault of the reader costs this page, not the crawl
            reason = f"{type(error).__name__}: {error}"[:300]
        self.note_failure(response.url, "unreadable", None)
        self.logger.warning("Unreadable: %s: %s", response.url, reason)
        return Article(url=response.url, text="", unreadable=reason)

    def _item(self, article: Article, response: Response, candidate: Candidate) -> PageItem:
        if forbids(response, "noindex"):
            article = replace(article, noindex=True)
        etag, modified = response.headers.get(b"ETag"), response.headers.get(b"Last-Modified")
        warc_file, warc_offset = response.meta.get("warc", (None, None))
        fetch = Fetch(
            fetched_at=response.meta.get("fetched_at") or iso(self.began),
            source_id=self.source.id,
            run_id=self.run_id,
            status=response.status,
            content_type=(response.headers.get(b"Content-Type") or b"").decode("latin-1") or None,
            etag=etag.decode("latin-1") if etag else None,
            last_modified=modified.decode("latin-1") if modified else None,
            lastmod=candidate.lastmod,
            warc_file=warc_file,
            warc_offset=warc_offset,
        )
        return PageItem(article, fetch, candidate.url)

    def finish(self, reason: str) -> None:
        """Signal handler: keep what the next crawl may rely on, and how this one went."""
        try:
            summary.finish(self, reason)
        finally:
            if self.reader is not getattr(self.crawler, "reader", None):
                self.reader.close()
            self.store.close()


def _day(instant: str | None) -> dt.date | None:
    return dt.date.fromisoformat(instant[:10]) if instant else None
