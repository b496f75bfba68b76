"""The one list of candidates of a source: merged over all ways, sifted, and weighed against what the store knows."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from crawler import retries as again
from crawler.addresses import host_of, is_trap
from crawler.discovery import dates
from crawler.discovery.words import path_says
from crawler.sites import Site
from crawler.source_files import Source
from db.store import Failure, PageState, Store
from db.urls import url_key
from records import Candidate, Way

Action = Literal["fetch", "revalidate", "keep"]

RECHECK_DAYS = 30
"""A page of which no way tells whether it changed is asked for again after this long."""
RECENT_DAYS = 60
_RANK: dict[Way, int] = {"rest": 0, "feed": 1, "listing": 2, "sitemap": 3, "ingest": 4}
_DIGITS = re.compile(r"\d+")
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|mp[34]|avi|mov|webm|zip|gz|rar|docx?|xlsx?|pptx?|odt|ods|ics|xml|json|exe)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A candidate and what to do about it."""

    candidate: Candidate
    action: Action
    state: PageState | None
    failure: Failure | None = None
    """What an earlier try came to, where it failed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a crawl does about the candidates."""

    ask: list[Chosen]
    """In this order: new ones (newest first), changed ones, those whose change nobody would tell, retries."""
    kept: list[Chosen]
    """Known pages of which a way says that they are as they were."""
    put_off: list[Chosen]
    """Those that could not be read before and whose time has not come."""


class Frontier:
    """Collects what the ways tell, and says what is worth a request."""

    def __init__(self, source: Source, site: Site | None = None) -> None:
        self.source = source
        self.site = site or Site.of(source)
        self._merged: dict[str, Candidate] = {}
        self.told: Counter[Way] = Counter()
        """Candidates by way, before merging."""

    def __len__(self) -> int:
        return len(self._merged)

    def add(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Take candidates in; return those whose address no way had told before."""
        new = []
        for candidate in candidates:
            self.told[candidate.way] += 1
            if not self._possible(candidate.url):
                continue
            key = url_key(candidate.url)
            known = self._merged.get(key)
            if known is None:
                new.append(candidate)
            self._merged[key] = merge(known, candidate) if known else candidate
        return new

    def knows(self, url: str) -> bool:
        """Whether a way told of this address in this crawl."""
        return url_key(url) in self._merged

    def would_take(self, url: str) -> bool:
        """Whether no way has told of this address yet, and it would be taken in if one did."""
        return not self.knows(url) and self._possible(url)

    def candidates(self) -> list[Candidate]:
        """The merged candidates worth reading, newest first; those without a date last, in the order told."""
        sifted = list(self._sift())
        return sorted(sifted, key=lambda candidate: _when(candidate) or dt.date.min, reverse=True)

    def _possible(self, url: str) -> bool:
        source = self.source
        if not self.site.has(url) or is_trap(url) or _MEDIA.search(urlsplit(url).path):
            return False
        return not any(pattern.search(url) for pattern in source.exclude)

    def _sift(self) -> Iterator[Candidate]:
        """Feeds, REST and listings name articles; a sitemap names everything, so its word alone needs a second sign."""
        if self.source.include:
            yield from (each for each in self._merged.values() if self._included(each.url))
            return
        home = url_key(self.source.home)
        shapes = {_shape(each.url) for each in self._merged.values() if each.way != "sitemap"}
        alone = [each for key, each in self._merged.items() if each.way == "sitemap" and key != home]
        accepted = [each for each in alone if _is_news(each, shapes)]
        yield from (each for each in self._merged.values() if each.way != "sitemap")
        yield from accepted or ([] if shapes else [each for each in alone if not path_says(each.url, "never")])

    def _included(self, url: str) -> bool:
        return any(pattern.search(url) for pattern in self.source.include)


def merge(one: Candidate, other: Candidate) -> Candidate:
    """Two ways' word on one address: the address and date of the better way, the later modification."""
    first, second = sorted((one, other), key=lambda each: _RANK[each.way])
    return replace(
        first,
        title=first.title or second.title,
        published=first.published or second.published,
        lastmod=max(filter(None, (first.lastmod, second.lastmod)), key=_instant, default=None),
        guid=first.guid or second.guid,
    )


def weigh(candidate: Candidate, state: PageState | None, now: dt.datetime) -> Action:
    """What to do about a candidate: fetch what is new, keep what a way says is unchanged, else ask conditionally."""
    if state is None:
        return "fetch"
    if state.misses:
        return "revalidate"
    if candidate.lastmod:
        return "keep" if _unchanged(candidate.lastmod, state) else "revalidate"
    seen = dates.instant(state.last_seen) or now
    if state.unreadable is None and (state.etag or state.last_modified):
        published = candidate.published or state.published
        recent = published is not None and (now.date() - published).days <= RECENT_DAYS
        return "revalidate" if recent else "keep"
    return "revalidate" if (now - seen).days >= RECHECK_DAYS else "keep"


async def choose(
    frontier: Frontier, store: Store, now: dt.datetime, rechecks: int, retries: int, *, everything: bool = False
) -> Plan:
    """Weigh all candidates.

    Of the pages that nobody says have changed, at most ``rechecks`` are asked for again, longest unseen first; of
    those that could not be read before, at most ``retries`` that are due, and only after all others.
    ``everything`` asks for all (a replay costs nothing).
    """
    if everything:
        asked = [Chosen(each, "fetch", store.find_page(each.url)) for each in frontier.candidates()]
        return Plan(asked, [], [])
    sorted_out = _Sorted(store.failures(frontier.source.id), now)
    for number, candidate in enumerate(frontier.candidates()):
        if number % 200 == 199:
            await asyncio.sleep(0)  # other sources have their turn
        sorted_out.take(candidate, store.find_page(candidate.url))
    sorted_out.take_untold(frontier, store)
    return sorted_out.plan(rechecks, retries)


class _Sorted:
    """The candidates by what is to be done about them."""

    def __init__(self, failures: dict[str, Failure], now: dt.datetime) -> None:
        self._failures = failures
        self._now = now
        self._fresh: list[Chosen] = []
        self._changed: list[Chosen] = []
        self._recheck: list[Chosen] = []
        self._retry: list[Chosen] = []
        self._kept: list[Chosen] = []
        self._put_off: list[Chosen] = []

    def take(self, candidate: Candidate, state: PageState | None) -> None:
        """Put a candidate where it belongs."""
        action = weigh(candidate, state, self._now)
        failure = self._failures.get(url_key(candidate.url))
        chosen = Chosen(candidate, action, state, failure)
        if action == "keep":
            self._kept.append(chosen)
        elif failure:
            (self._retry if again.is_due(failure, candidate, self._now) else self._put_off).append(chosen)
        elif action == "fetch":
            self._fresh.append(chosen)
        else:
            (self._changed if candidate.lastmod else self._recheck).append(chosen)

    def take_untold(self, frontier: Frontier, store: Store) -> None:
        """Add what earlier crawls could not read, is due, and no way tells of in this one (its feed did not change)."""
        for failure in self._failures.values():
            if not again.is_due_untold(failure, self._now) or not frontier.would_take(failure.url):
                continue
            if store.find_page(failure.url) is None:
                self._retry.append(Chosen(again.candidate_of(failure), "fetch", None, failure))

    def plan(self, rechecks: int, retries: int) -> Plan:
        """All of it in its order, cut to the numbers given."""
        self._recheck.sort(key=lambda each: each.state.last_seen if each.state else "")
        self._retry.sort(key=lambda each: each.failure.tried if each.failure else "")
        asked = self._fresh + self._changed + self._recheck[:rechecks] + self._retry[:retries]
        unasked = [each for each in self._recheck[rechecks:] if each.state and not each.state.misses]
        return Plan(asked, self._kept + unasked, self._put_off + self._retry[retries:])


def _unchanged(lastmod: str, state: PageState) -> bool:
    told = _instant(lastmod)
    return told <= _instant(state.lastmod or state.last_changed)


def _instant(text: str) -> dt.datetime:
    return dates.instant(text) or dt.datetime.min.replace(tzinfo=dt.UTC)


def _when(candidate: Candidate) -> dt.date | None:
    if candidate.published:
        return candidate.published
    return dates.day_of(candidate.lastmod)


def _is_news(candidate: Candidate, shapes: set[str]) -> bool:
    """Whether an address known from a sitemap alone is an article's: by its sitemap, its shape or its words."""
    if candidate.published or _shape(candidate.url) in shapes:
        return True
    if path_says(candidate.url, "never"):
        return False
    sitemap_says = path_says(candidate.found_on or "", "news")
    return sitemap_says or path_says(candidate.url, "news") or path_says(candidate.url, "cooperation")


def _shape(url: str) -> str:
    """Host and folder of an address with numbers levelled: articles of one section share it.

    The root folder is no shape of its own but for addresses with a number or with many words in the last segment.
    """
    parts = urlsplit(url)
    segments = [_DIGITS.sub("#", segment) for segment in parts.path.split("/") if segment]
    last = segments[-1] if segments else ""
    kind = "words" if last.count("-") >= 3 else "#" if "#" in last else "word"
    if len(segments) <= 1:
        return f"{host_of(url)}/{kind}"
    return "/".join((host_of(url), *segments[:-1]))
