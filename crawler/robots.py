"""robots.txt, obeyed by every request of a host, with its Crawl-delay."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.httpobj import urlparse_cached

from crawler.causes import cause_of
from crawler.middlewares import RefusedError

logger = logging.getLogger(__name__)

MAX_SIZE = 1_000_000
"""Bytes of a robots.txt; RFC 9309 asks for at least 500 KiB."""

SHORTEST = 0.001
"""Seconds between two requests of a host where no delay is set.

With no delay at all, Scrapy 2.14 and later start all requests that wait for a host at once, whatever
CONCURRENT_REQUESTS_PER_DOMAIN says: what is under way is counted only once it has begun.
"""


class ObeyRobots(RobotsTxtMiddleware):
    """Scrapy's middleware with two cures.

    Scrapy 2.14 to 2.19 lets only the first of the requests that wait for a host's robots.txt have the parser and
    sends the others unchecked: here they wait for a lock. And a robots.txt that cannot be reached (a server error, a
    broken connection) forbids everything, as RFC 9309 (2.3.1.4) says, while one that is not there forbids nothing.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._locks: dict[str, asyncio.Lock] = {}
        self._loaded: dict[str, RobotParser | str] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The parser of the request's host; the first to ask loads it, the others wait."""
        netloc = urlparse_cached(request).netloc
        async with self._locks.setdefault(netloc, asyncio.Lock()):
            if netloc not in self._loaded:
                self._loaded[netloc] = await self._load(request)
        loaded = self._loaded[netloc]
        if isinstance(loaded, str):
            raise RefusedError(f"robots.txt unreachable: {loaded}")
        return loaded

    async def _load(self, request: Request) -> RobotParser | str:
        """Fetch and parse a host's robots.txt; return why where it cannot be had."""
        parts = urlparse_cached(request)
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        meta = {"dont_obey_robotstxt": True, "download_maxsize": MAX_SIZE}
        try:
            response = await self.crawler.engine.download_async(
                Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
            )
        except Exception as error:
            logger.warning("%s cannot be had: %s", url, cause_of(error))
            return cause_of(error)
        if response.status >= 500 or response.status == 429:
            logger.warning("%s answers HTTP %d: nothing of this host is fetched", url, response.status)
            return f"HTTP {response.status}"
        body = response.body if response.status < 400 else b""
        parser = ProtegoRobotParser.from_crawler(self.crawler, body)
        await self.crawler.signals.send_catch_log_async(signals.robots_parsed, robotparser=parser, request=request)
        return parser


class Throttle(AutoThrottle):
    """AutoThrottle that never goes below a host's Crawl-delay, and that keeps it when adaptation is off."""

    def __init__(self, crawler: Crawler) -> None:
        self._adapt = crawler.settings.getbool("ADAPT_DELAY")
        self._longest = crawler.settings.getfloat("CRAWL_DELAY_MAX")
        self._asked: dict[str, float] = {}
        super().__init__(crawler)
        crawler.signals.connect(self._robots_parsed, signals.robots_parsed)
        crawler.signals.connect(self._reached_downloader, signals.request_reached_downloader)

    def _min_delay(self) -> float:
        return max(super()._min_delay(), SHORTEST)

    def _start_delay(self) -> float:
        return super()._start_delay() if self._adapt else self.mindelay

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        if asked:
            host = urlparse_cached(request).hostname or ""
            self._asked[host] = min(asked, self._longest)
            logger.info("%s asks for %g s between requests; keeping %g s", host, asked, self._asked[host])

    def _reached_downloader(self, request: Request) -> None:
        key = request.meta.get("download_slot") or ""
        slot = self.crawler.engine.downloader.slots.get(key)
        if slot is not None:
            self._keep(key, slot)

    def _adjust_delay(self, slot: Any, latency: float, response: Response) -> None:
        if self._adapt:
            super()._adjust_delay(slot, latency, response)
        self._keep(urlparse_cached(response).hostname or "", slot)

    def _keep(self, host: str, slot: Any) -> None:
        asked = self._asked.get(host, 0.0)
        if asked:
            slot.delay = max(slot.delay, asked)
            slot.jitter = 0.0
