"""The first half of a crawl: reading feeds, sitemaps, REST and listings, and finding them where none are known."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.addresses import clean, host_of, same_site
from crawler.discovery import dates, feeds, listings, pages, sitemaps, wordpress, xml
from crawler.discovery.found import Address, Found
from crawler.discovery.words import path_says
from crawler.frontier import Frontier
from crawler.sites import Site
from crawler.source_files import Source
from crawler.spiders.tracking import TrackingSpider
from crawler.ways import Reading, Ways
from db.store import Store
from db.urls import url_key
from records import Candidate

LONG = 500_000
"""Bytes of a response that is read in a thread."""
AT_ONCE = 500
"""Candidates handled before other sources have their turn."""
MAX_SITEMAPS = 200
MAX_FEEDS = 12
MAX_FEED_PAGES = 20


class FindingSpider(TrackingSpider):
    """Fills ``frontier`` with candidates."""

    source: Source
    others: Sequence[Source] = ()
    """All sources, as what is another's is not ours."""
    site: Site
    store: Store
    ways: Ways
    frontier: Frontier
    listing_pages = 200
    languages: dict[str, str]
    home_page: pages.Home | None = None
    discovered = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = {}
        self.fronts: set[str] = {url_key(self.source.home)}
        """Keys of home and section pages: no article is there."""
        self._robots_sitemaps: dict[str, list[str]] = {}

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Signal handler: keep the sitemaps that a robots.txt names."""
        named = getattr(getattr(robotparser, "rp", None), "sitemaps", None) or ()
        found = [address for each in list(named)[:50] if (address := clean(str(each), request.url))]
        self._robots_sitemaps[urlparse_cached(request).netloc] = found

    async def find(self, *, rediscover: bool) -> AsyncIterator[Request]:
        """Ask all known ways; where there are none, where they fail or when it is time, look for others."""
        for request in self._begin(self.ways.known()):
            yield request
        await self.until()
        working = any(reading.usable for reading in self.ways.readings.values())
        if working and not rediscover:
            return
        self.discovered = True
        yield self.ask(self.source.home, self._read_home, self._no_home)
        await self.until()
        async for request in self._look_for_conventional():
            yield request
        if not len(self.frontier) and not self._usable():
            for request in self._begin([Address("listing", self.source.home)]):
                yield request
            await self.until()

    async def _look_for_conventional(self) -> AsyncIterator[Request]:
        """What the home page and robots.txt do not name is looked for where it usually lies."""
        found = [reading.way for reading in self.ways.readings.values() if reading.usable]
        root = urljoin(self.source.home, "/")
        if "sitemap" not in found:
            for request in self._begin(Address("sitemap", urljoin(root, each)) for each in sitemaps.CONVENTIONAL):
                yield request
                await self.until()
                if self._usable("sitemap"):
                    break
        if "feed" not in found and "rest" not in found:
            for request in self._begin(Address("feed", urljoin(root, each)) for each in feeds.CONVENTIONAL):
                yield request
                await self.until()
                if self._usable("feed"):
                    break

    def _usable(self, way: str | None = None) -> bool:
        return any(each.usable and way in (None, each.way) for each in self.ways.readings.values())

    def _no_home(self, cause: str) -> None:
        self.crawler.stats.set_value("source/home", cause)

    async def _read_home(self, response: Response) -> AsyncIterator[Request]:
        """The home page, or its counterpart in another language: what it declares is asked."""
        if response.status != 200 or not isinstance(response, TextResponse):
            self._no_home(f"HTTP {response.status}" if response.status != 200 else "not a page")
            return
        if forbids(response, "nofollow"):
            self._no_home("asks not to be followed")
            return
        self._take_host(response.url)
        first = self.home_page is None
        home = pages.read(response.text, response.url)
        self.home_page = self.home_page or home
        self.fronts.add(url_key(response.url))
        for request in self._declared(home, response):
            yield request
        for lang, address in home.languages if first else ():
            if lang not in self.languages and lang != home.lang and self.site.has(address):
                self.languages[lang] = address
                self.fronts.add(url_key(address))
                yield self.ask(address, self._read_home, None)

    def _take_host(self, url: str) -> None:
        """A home page that redirects to another host makes that one the source's too, if it is nobody else's."""
        if not self.site.has(url):
            self.site = self.frontier.site = self.site.with_host(host_of(url))

    def _declared(self, home: pages.Home, response: Response) -> Iterable[Request]:
        robots = self._robots_sitemaps.get(urlparse_cached(response).netloc, [])
        named = [Address("sitemap", each) for each in robots if same_site(each, response.url)]
        named += [Address("feed", each) for each in home.feeds[:MAX_FEEDS]]
        if home.rest:
            named.append(Address("rest", wordpress.posts_address(home.rest)))
        named += [Address("listing", each) for each in home.sections]
        return self._begin(each for each in named if self.site.has(each.url))

    def _begin(self, addresses: Iterable[Address], *, child: bool = False) -> Iterable[Request]:
        for address in addresses:
            reading = self.ways.begin(address, child=child) if self._wanted(address) else None
            if reading:
                yield self._ask_way(reading, address.url, 1)

    def _wanted(self, address: Address) -> bool:
        """Whether there is room for another way of this kind."""
        count = sum(each.way == address.way for each in self.ways.readings.values())
        return count < {"sitemap": MAX_SITEMAPS, "feed": MAX_FEEDS}.get(address.way, 40)

    def _ask_way(self, reading: Reading, url: str, number: int) -> Request:
        async def handler(response: Response) -> AsyncIterator[Request]:
            async for request in self._read_way(response, reading, number):
                yield request

        def failed(cause: str) -> None:
            if number == 1:
                reading.status = cause

        headers = self.ways.conditions(reading) if number == 1 and not self.offline else {}
        if reading.way == "rest" and reading.known and reading.known.last_ok and number == 1 and not self.offline:
            headers, url = {}, wordpress.modified_after(url, dates.instant(reading.known.last_ok))
        return self.ask(url, handler, failed, headers=headers, priority=-number)

    async def _read_way(self, response: Response, reading: Reading, number: int) -> AsyncIterator[Request]:
        """Read one page of a way: take its candidates, and ask what it leads to."""
        if number == 1:
            if response.status == 304:
                self.ways.not_modified(reading)
                return
            if response.status != 200:
                reading.status = f"HTTP {response.status}"
                return
            etag, modified = _validators(response)
            if (
                not self.ways.took(reading, response.body, etag, modified)
                and reading.way != "rest"
                and not self.offline
            ):
                return
        found = await self._parsed(reading, response)
        if not found.readable and number == 1:
            reading.status = "not readable as " + reading.way
            self.logger.warning("%s: %s", response.url, reading.status)
        if reading.way in ("feed", "sitemap") and xml.declares_entities(response.body):
            self.logger.warning("%s declares XML entities, which are left out", response.url)
        if found.odd_dates:
            told = (response.url, len(found.odd_dates), found.odd_dates[0])
            self.logger.warning("%s: impossible dates left out: %d, the first %r", *told)
        if reading.way == "rest" and reading.complete_before and found.readable and not found.candidates:
            reading.status = "unchanged"  # asked for what was modified since, it names nothing
        reading.pages += 1
        reading.candidates += len(found.candidates)
        reading.leads_on = reading.leads_on or (reading.way == "sitemap" and bool(found.follow))
        self.crawler.stats.inc_value(f"source/candidates/{reading.way}", len(found.candidates))
        new: list[str] = []
        for start in range(0, len(found.candidates), AT_ONCE):
            new += [each.url for each in self.frontier.add(found.candidates[start : start + AT_ONCE])]
            await asyncio.sleep(0)
        for request in self._follow(reading, found, number, new):
            yield request

    def _follow(self, reading: Reading, found: Found, number: int, new: list[str]) -> Iterable[Request]:
        if reading.way == "sitemap":
            yield from self._begin(_worth_reading(found.follow), child=True)
            return
        limit = MAX_FEED_PAGES if reading.way == "feed" else self.listing_pages
        if not new:
            return
        if number >= limit:
            self.logger.warning("%s: left after %d pages, each of which told something new", reading.url, number)
            return
        if reading.way != "rest" and reading.complete_before and all(self.store.find_page(url) for url in new):
            return
        for address in found.follow[:1]:
            yield self._ask_way(reading, address.url, number + 1)

    async def _parsed(self, reading: Reading, response: Response) -> Found:
        """Read the response as what its way is; a long one in a thread, so that other sources need not wait."""
        if response.status != 200:
            return Found(readable=False)
        if len(response.body) > LONG:
            return await asyncio.to_thread(self._parse_way, reading, response)
        return self._parse_way(reading, response)

    def _parse_way(self, reading: Reading, response: Response) -> Found:
        if reading.way == "feed":
            return feeds.read(response.body, response.url)
        if reading.way == "sitemap":
            return sitemaps.read(response.body, response.url)
        if reading.way == "rest":
            total = (response.headers.get(b"X-WP-TotalPages") or b"").decode("latin-1")
            return wordpress.read(response.body, response.url, int(total) if total.isdigit() else None)
        if not isinstance(response, TextResponse) or forbids(response, "nofollow"):
            return Found(readable=False)
        self.fronts.add(url_key(response.url))
        found = listings.read(response.text, response.url, order=self.source.date_order, selector=self.source.item)
        return replace(found, candidates=tuple(map(self._dated_now(response.url), found.candidates)))

    def _dated_now(self, listing: str) -> Callable[[Candidate], Candidate]:
        """A listing that is itself an article was read because it changed."""
        return lambda each: replace(each, lastmod=iso(self.began)) if each.url == listing else each

    offline = False
    began: dt.datetime


def _worth_reading(addresses: tuple[Address, ...]) -> list[Address]:
    """The sitemaps of an index without those of categories, tags and authors."""
    return [each for each in addresses if not path_says(each.url.replace("-sitemap", "/"), "never")]


def forbids(response: Response, what: str) -> bool:
    """Whether the X-Robots-Tag header says "noindex" or "nofollow", to all or to us."""
    said = b",".join(response.headers.getlist("X-Robots-Tag")).decode("latin-1").lower().replace("passerelle:", "")
    return not {what, "none"}.isdisjoint(word.strip() for word in said.split(","))


def _validators(response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of a response."""
    etag, modified = response.headers.get(b"ETag"), response.headers.get(b"Last-Modified")
    return (etag.decode("latin-1") if etag else None, modified.decode("latin-1") if modified else None)


def iso(moment: dt.datetime) -> str:
    """An instant as the store keeps it."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
