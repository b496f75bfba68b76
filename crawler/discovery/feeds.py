"""RSS, Atom, RDF and JSON feeds to candidates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from crawler.addresses import clean
from crawler.discovery import dates, xml
from crawler.discovery.found import NOTHING, Address, Found
from records import Candidate

CONVENTIONAL = ("/feed/", "/rss.xml", "/feed.xml", "/atom.xml", "/rss", "/spip.php?page=backend")
"""Where feeds lie when the home page declares none: WordPress and Drupal, static sites, SPIP."""

MAX_ITEMS = 100_000
_ROOTS = {"rss", "feed", "rdf"}


def read(body: bytes, url: str) -> Found:
    """Read a feed of any kind fetched from ``url``; ``readable`` is False for what is not a feed."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(body, url)
    root = xml.parse(body)
    if root is None or xml.local_name(root) not in _ROOTS:
        return NOTHING
    told = dates.Told()
    candidates = tuple(_candidates(root, url, told))
    return Found(candidates, tuple(_next_page(root, url)), odd_dates=tuple(told.odd))


def _candidates(root: etree._Element, url: str, told: dates.Told) -> Iterator[Candidate]:
    count = 0
    for element in root.iter("{*}item", "{*}entry"):
        candidate = _candidate(element, url, told)
        if candidate:
            yield candidate
            count += 1
        if count >= MAX_ITEMS:
            return


def _candidate(element: etree._Element, url: str, told: dates.Told) -> Candidate | None:
    address = _link(element)
    guid = xml.child_address(element, "guid", "id")[:500]
    if not address and guid.startswith(("http://", "https://")):
        address = guid
    cleaned = clean(address, url) if address else None
    if not cleaned:
        return None
    published = xml.child_text(element, "pubdate", "published", "date", "issued")
    updated = xml.child_text(element, "updated", "modified")
    return Candidate(
        url=cleaned,
        way="feed",
        title=xml.child_text(element, "title") or None,
        published=told.day(published),
        lastmod=told.lastmod(updated),
        guid=guid or None,
        found_on=url,
    )


def _link(element: etree._Element) -> str:
    """The article's address: RSS writes it as text, Atom as the ``href`` of the alternate link."""
    for link in xml.children(element, "link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
    return xml.child_address(element, "link")


def _next_page(root: etree._Element, url: str) -> Iterator[Address]:
    """The next part of a paged feed (RFC 5005)."""
    for parent in (root, *xml.children(root, "channel")):
        for link in xml.children(parent, "link"):
            if link.get("rel") in ("next", "prev-archive") and link.get("href"):
                yield Address("feed", urljoin(url, str(link.get("href"))))


def _read_json(body: bytes, url: str) -> Found:
    try:
        feed: Any = json.loads(body)
    except (ValueError, RecursionError):
        return NOTHING
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
        return NOTHING
    items = feed.get("items")
    told = dates.Told()
    found = [_json_candidate(item, url, told) for item in (items if isinstance(items, list) else [])[:MAX_ITEMS]]
    following = feed.get("next_url")
    follow = (Address("feed", urljoin(url, following)),) if isinstance(following, str) else ()
    return Found(tuple(candidate for candidate in found if candidate), follow, odd_dates=tuple(told.odd))


def _json_candidate(item: Any, url: str, told: dates.Told) -> Candidate | None:
    cleaned = clean(item["url"], url) if isinstance(item, dict) and isinstance(item.get("url"), str) else None
    if not cleaned:
        return None
    modified = item.get("date_modified")
    published = item.get("date_published")
    return Candidate(
        url=cleaned,
        way="feed",
        title=xml.plain(str(item.get("title") or "")) or None,
        published=told.day(published) if isinstance(published, str) else None,
        lastmod=told.lastmod(modified) if isinstance(modified, str) else None,
        guid=xml.plain(str(item["id"])) if item.get("id") else None,
        found_on=url,
    )
