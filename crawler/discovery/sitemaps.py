"""Sitemaps (indexes, news sitemaps, gz, plain text) to candidates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from crawler.addresses import clean
from crawler.discovery import dates, xml
from crawler.discovery.found import NOTHING, Address, Found
from crawler.unpack import gunzip
from records import Candidate

CONVENTIONAL = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
"""Where sitemaps lie when robots.txt names none."""

MAX_URLS = 100_000
MANY = 20
"""So many pages are not all modified within one hour."""
_ROBOTS_LINE = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


def in_robots(body: bytes, url: str) -> tuple[str, ...]:
    """The addresses that a robots.txt names after ``Sitemap:``, each once, in order."""
    lines = _ROBOTS_LINE.findall(body[:500_000])
    found = (address for line in lines if (address := clean(line.decode("utf-8", "ignore"), url)))
    return tuple(dict.fromkeys(found))


def read(body: bytes, url: str, now: dt.datetime | None = None) -> Found:
    """Read a sitemap or sitemap index fetched from ``url``, packed or not.

    Where all pages claim to have been modified just now (within an hour of each other, less than a day before
    ``now``), the site writes the moment of asking: their ``lastmod`` is left out.
    """
    body = gunzip(body, xml.MAX_BYTES + 1)
    root = xml.parse(body)
    name = xml.local_name(root) if root is not None else ""
    if root is not None and name == "sitemapindex":
        return Found(follow=tuple(Address("sitemap", address) for address in _index(root, url)))
    if root is not None and name == "urlset":
        told = dates.Told()
        candidates = _with_believable_lastmod(tuple(_candidates(root, url, told)), now or dt.datetime.now(dt.UTC))
        return Found(candidates, odd_dates=tuple(told.odd))
    lines = body[: xml.MAX_BYTES].decode("utf-8", "ignore").split()
    if lines and all(line.startswith(("http://", "https://")) for line in lines):
        addresses = (address for line in lines[:MAX_URLS] if (address := clean(line)))
        return Found(tuple(Candidate(address, "sitemap", found_on=url) for address in addresses))
    return NOTHING


def _with_believable_lastmod(candidates: tuple[Candidate, ...], now: dt.datetime) -> tuple[Candidate, ...]:
    told = [moment for each in candidates if (moment := dates.instant(each.lastmod))]
    if len(told) < MANY or max(told) - min(told) > dt.timedelta(hours=1) or now - max(told) > dt.timedelta(days=1):
        return candidates
    return tuple(replace(each, lastmod=None) for each in candidates)


def _index(root: etree._Element, url: str) -> Iterator[str]:
    for element in xml.children(root, "sitemap"):
        address = clean(xml.child_address(element, "loc"), url)
        if address:
            yield address


def _candidates(root: etree._Element, url: str, told: dates.Told) -> Iterator[Candidate]:
    for number, element in enumerate(xml.children(root, "url")):
        if number >= MAX_URLS:
            return
        address = clean(xml.child_address(element, "loc"), url)
        if not address:
            continue
        news = next(xml.children(element, "news"), None)
        yield Candidate(
            url=address,
            way="sitemap",
            title=(xml.child_text(news, "title") or None) if news is not None else None,
            published=told.day(xml.child_text(news, "publication_date")) if news is not None else None,
            lastmod=told.lastmod(xml.child_text(element, "lastmod")),
            found_on=url,
        )
