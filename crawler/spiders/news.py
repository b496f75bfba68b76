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
from crawler import contact, missing, retries, summary
from crawler.frontier import RECHECK_DAYS, Chosen, Frontier, choose
from crawler.pipelines import PageItem
from crawler.reading import Reader, ReadingError
from crawler.sites import Site
from crawler.spiders.finding import AT_ONCE, FindingSpider, forbids, iso
from crawler.version import version
from crawler.ways import Ways
from db.store import PageState, Store, StoreError
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
        if not cls.source.verify_tls:
            settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, priority="spider")
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
        spider.site = Site.of(spider.source, spider.others, spider.store.websites())
        spider.frontier = Frontier(spider.source, spider.site)
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
        """The whole crawl; what breaks it off is kept, so that it is not taken for one that came to its end."""
        try:
            async for request in self._crawl():
                yield request
        except StoreError as error:
            self.give_up(error)
        except Exception as error:
            self.broken_off = f"fault: {type(error).__name__}: {error}"[:300]
            raise

    async def _crawl(self) -> AsyncIterator[Any]:
        """Find, fetch, look after what vanished."""
        settings = self.crawler.settings
        history = self.store.source_runs(self.source.id, limit=60)
        async for request in self.find(rediscover=summary.discovery_due(history, settings, self.source, self.began)):
            yield request
        if settings.getbool("DISCOVER_ONLY"):
            return
        chosen = await self._choose(settings.getint("ARTICLE_LIMIT"))
        if chosen:
            self.ways.doubt()
        if any(each.action == "fetch" for each in chosen) and not self.offline:
            yield self.ask(missing.probe_address(self.source.home), self._read_probe)
            await self.until()
        for each in chosen:
            if self.crawler.stats.get_value("source/budget"):
                self.cut_short = True
                break
            yield self._ask_page(each)
            await self.until(OPEN_PAGES)
        await self.until()
        for state in self._vanished(settings.getint("RECHECKS")):
            yield self._ask_page(Chosen(Candidate(state.url, "sitemap"), "revalidate", state))
            await self.until(OPEN_PAGES)
        await self.until()

    async def _choose(self, limit: int) -> list[Chosen]:
        """Weigh all candidates; note those that are unchanged as seen; return those to ask for."""
        settings = self.crawler.settings
        rechecks, again = settings.getint("RECHECKS"), settings.getint("RETRIES")
        plan = await choose(self.frontier, self.store, self.began, rechecks, again, everything=self.offline)
        chosen, kept = plan.ask, plan.kept
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

    def _ask_page(self, chosen: Chosen) -> Request:
        candidate, state = chosen.candidate, chosen.state

        async def handler(response: Response) -> AsyncIterator[Any]:
            async for output in self._read_page(response, chosen):
                yield output

        def failed(cause: str) -> None:
            self._remember(chosen, cause)

        headers = {}
        if state and not self.offline and state.unreadable is None:
            conditions = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
            headers = {name: value for name, value in conditions.items() if value}
        maxsize = self.crawler.settings.getint("PAGE_MAXSIZE")
        return self.ask(candidate.url, handler, failed, headers=headers, priority=-1000, download_maxsize=maxsize)

    async def _read_probe(self, response: Response) -> AsyncIterator[Any]:
        """Keep what the site shows for an address that cannot exist, if it shows it with status 200."""
        if response.status == 200 and url_key(response.url) not in self.fronts:
            self.probe = await self._read(response, Candidate(response.url, "listing"))
        return
        yield  # pragma: no cover (makes this an async generator)

    async def _read_page(self, response: Response, chosen: Chosen) -> AsyncIterator[PageItem]:
        candidate = chosen.candidate
        self.crawler.stats.inc_value("source/fetched")
        if response.status == 304:
            self.crawler.stats.inc_value("source/unchanged")
            self.store.touch(candidate.url, iso(self.began), lastmod=candidate.lastmod)
            self._forget(chosen)
        elif response.status != 200:
            self._miss(chosen, f"HTTP {response.status}", final=response.status == 410)
        elif not self.site.has(response.url):
            cause = f"left the site: redirects to {response.url}"[:200]
            self.note_failure(candidate.url, cause, lambda cause: self._remember(chosen, cause))
        elif url_key(response.url) in self.fronts and url_key(candidate.url) not in self.fronts:
            self._miss(chosen, "soft 404: redirects to a front page")
        else:
            article = await self._read(response, candidate)
            if missing.says_missing(article) or missing.same_page(article, self.probe):
                self._miss(chosen, "soft 404: says that it is not there")
            else:
                yield self._item(article, response, candidate)
                self._forget(chosen)

    def _miss(self, chosen: Chosen, cause: str, *, final: bool = False) -> None:
        gone = self.store.record_miss(chosen.candidate.url, iso(self.began), final=final)
        cause += " (now counts as gone)" if gone else ""
        self.note_failure(chosen.candidate.url, cause, lambda cause: self._remember(chosen, cause))

    def _remember(self, chosen: Chosen, cause: str) -> None:
        """Put an address off that a way told of and that could not be read."""
        if self.offline or self.broken_off or not (chosen.failure or self.frontier.knows(chosen.candidate.url)):
            return
        now = dt.datetime.now(dt.UTC)
        failure = retries.failed(chosen.candidate, cause, chosen.failure, self.source.id, now)
        if failure:
            self.store.save_failure(failure)
            self.crawler.stats.inc_value("source/failed_again", int(chosen.failure is not None))

    def _forget(self, chosen: Chosen) -> None:
        if chosen.failure:
            self.store.forget_failure(self.source.id, chosen.candidate.url)

    async def _read(self, response: Response, candidate: Candidate) -> Article:
        """Read a response; what cannot be read becomes an article that says so."""
        kind = (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None
        fetched = _day(response.meta.get("fetched_at")) or self.began.date()
        try:
            article = await self.reader.read(response.body, response.url, kind, candidate, fetched)
        except ReadingError as error:  # it costs this page, not the crawl
            self.note_failure(response.url, "unreadable", None)
            self.logger.warning("Unreadable: %s: %s", response.url, error)
            return Article(url=response.url, text="", unreadable=str(error))
        if article.odd_date:
            self.logger.warning("%s: impossible date left out: %r", response.url, article.odd_date)
        return article

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
        except StoreError as error:
            self.give_up(error)
        finally:
            if self.reader is not getattr(self.crawler, "reader", None):
                self.reader.close()
            self.store.close()


def _day(instant: str | None) -> dt.date | None:
    return dt.date.fromisoformat(instant[:10]) if instant else None
