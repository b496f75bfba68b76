"""Downloader middlewares: refused addresses, budgets, pauses that servers ask for, and the raw responses on disk."""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import logging
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler import warc
from crawler.addresses import is_private_host
from db.errors import ADVICE, StoreError

logger = logging.getLogger(__name__)


class RefusedError(IgnoreRequest):
    """A request that we do not make; the message says why."""


class AddressGuard:
    """Refuses addresses that are not of the public web: other schemes, private and local hosts.

    Redirects pass here again; what a name resolves to is checked by `crawler.resolver`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._allow_private = crawler.settings.getbool("ALLOW_PRIVATE") or crawler.settings.getbool("OFFLINE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse the request, or let it pass."""
        self._check(request.url)

    def process_response(self, request: Request, response: Response) -> Response:
        """Refuse redirects to schemes that Scrapy would not follow, so that they are seen as what they are."""
        location = response.headers.get(b"Location")
        if location and 300 <= response.status < 400:
            scheme = urlsplit(urljoin(request.url, location.decode("latin-1"))).scheme
            if scheme not in ("http", "https"):
                raise self._refused(f"redirect to a {scheme}: address", request.url)
        return response

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            raise self._refused(f"{parts.scheme}: address", url)
        if not self._allow_private and is_private_host(parts.hostname or ""):
            raise self._refused("private address", url)

    def _refused(self, reason: str, url: str) -> RefusedError:
        logger.warning("Refused %s: %s", url, reason)
        return RefusedError(reason)


class Budget:
    """Refuses requests when a source has used up its pages, bytes or minutes (settings ``BUDGET_…``; 0: no limit)."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._pages = settings.getint("BUDGET_PAGES")
        self._bytes = settings.getint("BUDGET_BYTES")
        self._seconds = settings.getfloat("BUDGET_MINUTES") * 60
        self._stats = crawler.stats
        self._crawler = crawler
        self._began = monotonic()
        self._used_pages = self._used_bytes = 0
        crawler.signals.connect(self._received, signals.bytes_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Budget:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Refuse the request when something is used up; else count it."""
        spent = self.spent()
        if spent:
            self._stats.set_value("source/budget", spent)
            raise RefusedError(spent)
        self._used_pages += 1

    def spent(self) -> str | None:
        """What is used up, in words, or None."""
        if self._pages and self._used_pages >= self._pages:
            return f"budget of {self._pages} pages used up"
        if self._bytes and self._used_bytes >= self._bytes:
            return f"budget of {self._bytes} bytes used up"
        if self._seconds and monotonic() - self._began >= self._seconds:
            return f"budget of {self._seconds / 60:g} minutes used up"
        return None

    def _received(self, data: bytes) -> None:
        self._used_bytes += len(data)
        self._stats.set_value("source/bytes", self._used_bytes)


class PoliteRetry(RetryMiddleware):
    """Retries, but waits as long as the server asks (Retry-After) or ever longer, with the whole host.

    A host that asks for more than ``RETRY_AFTER_MAX`` seconds, or that says "too many requests" ``MAX_REFUSALS``
    times, is left alone for this crawl.
    """

    MAX_REFUSALS = 8

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler.settings)
        self.crawler = crawler
        self._longest = crawler.settings.getfloat("RETRY_AFTER_MAX")
        self._backoff = crawler.settings.getfloat("RETRY_BACKOFF")
        self._until: dict[str, float] = {}
        self._left_alone: dict[str, str] = {}
        self._refusals: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PoliteRetry:
        """Scrapy's constructor."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked again."""
        host = urlparse_cached(request).netloc
        while (wait := self._until.get(host, 0) - monotonic()) > 0 and host not in self._left_alone:
            await asyncio.sleep(min(wait, 1.0))
        if host in self._left_alone:
            raise RefusedError(self._left_alone[host])

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Note how long the host wants to be left alone, and retry what may be retried."""
        if response.status in (429, 503):
            self._pause(request, response)
        return super().process_response(request, response)

    def _pause(self, request: Request, response: Response) -> None:
        host = urlparse_cached(request).netloc
        refusals = self._refusals[host] = self._refusals.get(host, 0) + 1
        asked = retry_after(response)
        wait = asked if asked is not None else self._backoff * 2.0 ** request.meta.get("retry_times", 0)
        if wait > self._longest:
            self._left_alone[host] = f"asked to come back in {wait:.0f} s (HTTP {response.status})"
        elif refusals >= self.MAX_REFUSALS:
            self._left_alone[host] = f"said HTTP {response.status} {refusals} times"
        else:
            self._until[host] = max(self._until.get(host, 0), monotonic() + wait)
        told = self._left_alone.get(host) or f"asks to wait {wait:.1f} s (HTTP {response.status})"
        logger.warning("%s %s", host, told)


def retry_after(response: Response) -> float | None:
    """Seconds to wait by the Retry-After header (a number or an HTTP date), or None."""
    header = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if header.isdigit():
        return float(header[:9])
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())


class WarcWriter:
    """Writes every response as it came into the WARC folder, and notes file and offset in the request's meta."""

    def __init__(self, folder: Path, source: str, max_file: int) -> None:
        self._folder = folder
        self._writer = warc.Writer(folder, source, max_file)
        self._give_up: Callable[[Exception], None] = logger.error

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WarcWriter:
        """Scrapy's constructor."""
        folder = crawler.settings["WARC_FOLDER"]
        if not folder or crawler.settings.getbool("OFFLINE"):
            raise NotConfigured
        made = cls(Path(folder), crawler.spidercls.name or "", crawler.settings.getint("WARC_MAX_FILE"))
        crawler.signals.connect(made.spider_opened, signals.spider_opened)
        crawler.signals.connect(made.spider_closed, signals.spider_closed)
        return made

    def spider_opened(self, spider: Any) -> None:
        """Learn how to end the crawl."""
        self._give_up = getattr(spider, "give_up", self._give_up)

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the response down; where that is impossible, the crawl ends."""
        fetched_at = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        headers = warc.header_list(response.headers)
        try:
            place = self._writer.write(response.url, response.status, headers, response.body, fetched_at)
        except OSError as error:
            self._give_up(StoreError(f"{self._folder}: {_advice(error)}"))
            raise RefusedError(f"cannot be written: {error.strerror}") from error
        request.meta["warc"] = place
        request.meta["fetched_at"] = fetched_at
        return response

    def spider_closed(self) -> None:
        """Close the file that is open."""
        self._writer.close()


def _advice(error: OSError) -> str:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return ADVICE["SQLITE_FULL"] if full else error.strerror or str(error)


class OfflineReplay:
    """Answers requests from the WARC folder instead of the net: the newest response of each address."""

    def __init__(self, folder: Path, source: str) -> None:
        self._places: dict[str, tuple[Path, int]] = {}
        for path in warc.files(folder, source):
            for stored in warc.read_all(path):
                if stored.status != 304:
                    self._places[stored.url] = (path, stored.offset)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OfflineReplay:
        """Scrapy's constructor."""
        if not crawler.settings.getbool("OFFLINE"):
            raise NotConfigured
        return cls(Path(crawler.settings["WARC_FOLDER"]), crawler.spidercls.name or "")

    def process_request(self, request: Request) -> Response:
        """Return the stored response; what was never fetched is refused."""
        place = self._places.get(request.url)
        if place is None:
            raise RefusedError("not among the stored responses")
        stored = warc.read_at(*place)
        request.meta["warc"] = (stored.file, stored.offset)
        request.meta["fetched_at"] = stored.fetched_at
        headers = {name: value for name, value in stored.headers if name.lower() != "content-encoding"}
        from scrapy.responsetypes import responsetypes

        body = stored.content()
        kind = responsetypes.from_args(headers=_scrapy_headers(headers), url=stored.url, body=body)
        return kind(stored.url, status=stored.status, headers=headers, body=body, request=request)


def _scrapy_headers(headers: dict[str, str]) -> dict[bytes, bytes]:
    return {name.encode("latin-1"): value.encode("latin-1", "replace") for name, value in headers.items()}
