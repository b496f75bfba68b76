"""Sitemaps (indexes, news sitemaps, gz, plain text) to candidates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from crawler.discovery import dates, xml
from crawler.discovery.found import NOTHING, Address, Found
from records import Candidate

CONVENTIONAL = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")
"""Where sitemaps lie when robots.txt names none."""

MAX_URLS = 100_000
_ROBOTS_LINE = re.compile(rb"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


def in_robots(body: bytes, url: str) -> tuple[str, ...]:
    """The addresses that a robots.txt names after ``Sitemap:``, each once, in order."""
    found = (urljoin(url, match.decode("utf-8", "ignore")) for match in _ROBOTS_LINE.findall(body[:500_000]))
    return tuple(dict.fromkeys(found))


def read(body: bytes, url: str) -> Found:
    """Read a sitemap or sitemap index fetched from ``url``, packed or not."""
    body = xml.gunzip(body)
    root = xml.parse(body)
    name = xml.local_name(root) if root is not None else ""
    if root is not None and name == "sitemapindex":
        return Found(follow=tuple(Address("sitemap", address) for address in _index(root, url)))
    if root is not None and name == "urlset":
        return Found(tuple(_candidates(root, url)))
    lines = body[: xml.MAX_BYTES].decode("utf-8", "ignore").split()
    if lines and all(line.startswith(("http://", "https://")) for line in lines):
        return Found(tuple(Candidate(line, "sitemap", found_on=url) for line in lines[:MAX_URLS]))
    return NOTHING


def _index(root: etree._Element, url: str) -> Iterator[str]:
    for element in xml.children(root, "sitemap"):
        address = xml.child_text(element, "loc")
        if address:
            yield urljoin(url, address)


def _candidates(root: etree._Element, url: str) -> Iterator[Candidate]:
    for number, element in enumerate(xml.children(root, "url")):
        if number >= MAX_URLS:
            return
        address = xml.child_text(element, "loc")
        if not address:
            continue
        lastmod = xml.child_text(element, "lastmod")
        news = next(xml.children(element, "news"), None)
        yield Candidate(
            url=urljoin(url, address),
            way="sitemap",
            title=(xml.child_text(news, "title") or None) if news is not None else None,
            published=dates.day_of(xml.child_text(news, "publication_date")) if news is not None else None,
            lastmod=lastmod if dates.instant(lastmod) else None,
            found_on=url,
        )
