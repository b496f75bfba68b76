"""A spider that knows how many of its requests are open, so that it can go step by step."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.causes import cause_of, is_passing, is_refusal
from db.store import StoreError

Handler = Callable[[Response], AsyncIterator[Any]]
"""Reads a response; yields further requests and items."""
OnFailure = Callable[[str], None]
"""Takes note of why there was no response."""


class TrackingSpider(Spider):
    """Requests made by `ask` are counted until their handler is through; `until` waits for them."""

    passing_failures = 0
    """Requests that failed but may succeed next time."""
    broken_off: str | None = None
    """Why the crawl cannot go on (a full disk), or did not come to its end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._open = 0
        self._wake = asyncio.Event()

    def ask(
        self,
        url: str,
        handler: Handler,
        on_failure: OnFailure | None = None,
        *,
        headers: dict[str, str] | None = None,
        priority: int = 0,
        **meta: Any,
    ) -> Request:
        """Make a request. ``handler`` also gets 304, 404 and 410 answers; other errors go to ``on_failure``."""
        self._open += 1
        return Request(
            url,
            callback=self._answered,
            errback=self._failed,
            cb_kwargs={"handler": handler},
            headers=headers,
            priority=priority,
            dont_filter=True,
            meta={"handle_httpstatus_list": [304, 404, 410], "on_failure": on_failure, **meta},
        )

    async def until(self, most: int = 0) -> None:
        """Wait until at most so many requests are open."""
        while self._open > most:
            self._wake.clear()
            await self._wake.wait()

    async def _answered(self, response: Response, handler: Handler) -> AsyncIterator[Any]:
        try:
            async for output in handler(response):
                yield output
        except StoreError as error:
            self.give_up(error)
        except Exception as error:
            self.note_failure(response.url, f"fault: {type(error).__name__}: {error}", None)
            self.logger.exception("Fault while reading %s", response.url)
        finally:
            self._done()

    def _failed(self, failure: Failure) -> None:
        try:
            request: Any = failure.request  # type: ignore[attr-defined]
            self.note_failure(request.url, cause_of(failure.value or RuntimeError()), request.meta.get("on_failure"))
        except StoreError as error:
            self.give_up(error)
        finally:
            self._done()

    def give_up(self, error: Exception) -> None:
        """End the crawl: what it finds can be kept no more."""
        if self.broken_off is None:
            self.broken_off = str(error)
            self.logger.error("The crawl is broken off: %s", error)
            crawler: Any = self.crawler
            crawler.given_up = str(error)  # read by `crawler.child`
            self._ending = asyncio.ensure_future(crawler.stop_async())

    def _done(self) -> None:
        self._open -= 1
        self._wake.set()

    def note_failure(self, url: str, cause: str, on_failure: OnFailure | None) -> None:
        """Count and log a failure, and tell who asked."""
        kind = "refused" if is_refusal(cause) else "failed"
        self.crawler.stats.inc_value(f"source/{kind}/{cause}")
        self.passing_failures += is_passing(cause)
        self.logger.log(logging.WARNING, "%s: %s: %s", kind.capitalize(), url, cause)
        if on_failure:
            on_failure(cause)
