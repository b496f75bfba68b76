"""What a page says of itself in its head: JSON-LD, meta elements, links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from crawler.article.tree import first, tags

ARTICLE_TYPES = re.compile(r"(Article|BlogPosting|Report|PressRelease|SocialMediaPosting|LiveBlogPosting)$")
LISTING_TYPES = re.compile(r"^(CollectionPage|ItemList|Blog|SearchResultsPage|OfferCatalog)$")

_MAX_OBJECTS = 2_000
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The head of a page, read: `meta` maps the lower-case name or property to its contents in order."""

    title: str
    lang: str | None
    canonical: str | None
    meta: dict[str, list[str]]
    json_ld: tuple[dict[str, Any], ...] = field(default=())
    robots: frozenset[str] = frozenset()

    def first(self, *names: str) -> str | None:
        """Return the first content given under any of ``names``, in the order of the names."""
        return next((self.meta[name][0] for name in names if self.meta.get(name)), None)

    def types(self) -> set[str]:
        """Return the schema.org types of the page's JSON-LD objects."""
        return {kind for thing in self.json_ld for kind in types_of(thing)}


def types_of(thing: dict[str, Any]) -> list[str]:
    """Return the ``@type`` of a JSON-LD object as a list of names without namespace."""
    value = thing.get("@type", [])
    names = value if isinstance(value, list) else [value]
    return [str(name).rsplit("/", 1)[-1] for name in names]


def read_metadata(soup: BeautifulSoup, url: str) -> Metadata:
    """Read the head of the page ``soup`` that was fetched from ``url``."""
    meta: dict[str, list[str]] = {}
    for element in tags(soup, ("meta",)):
        if element.get("content") is None:
            continue
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        if name:
            meta.setdefault(str(name).strip().lower(), []).append(str(element["content"]).strip())
    html = first(soup, "html")
    declared = html.get("lang") or html.get("xml:lang") if html is not None else None
    language = declared or next(iter(meta.get("og:locale") or meta.get("content-language") or ()), None)
    titles = first(soup, "title")
    title = titles.get_text(" ", strip=True) if titles is not None else ""
    return Metadata(
        title=" ".join(title.split()),
        lang=str(language) if language else None,
        canonical=_canonical(soup, url),
        meta=meta,
        json_ld=tuple(_json_ld(soup)),
        robots=_robots(meta),
    )


def _canonical(soup: BeautifulSoup, url: str) -> str | None:
    """Return the canonical address, if it is a web address on the same site."""
    named = (each for each in tags(soup, ("link",)) if each.get("href") is not None)
    link = next((each for each in named if "canonical" in each.get_attribute_list("rel")), None)
    if link is None:
        return None
    try:
        address = urljoin(url, str(link["href"]).strip())
        parts, here = urlsplit(address), urlsplit(url)
    except ValueError:
        return None
    same_site = (parts.hostname or "").removeprefix("www.") == (here.hostname or "").removeprefix("www.")
    return address if parts.scheme in ("http", "https") and same_site else None


def _robots(meta: dict[str, list[str]]) -> frozenset[str]:
    words = ",".join(meta.get("robots", []) + meta.get("passerelle", [])).lower()
    directives = {word.strip() for word in words.split(",") if word.strip()}
    return frozenset(directives | ({"noindex", "nofollow"} if "none" in directives else set()))


def _json_ld(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    count = 0
    for script in tags(soup, ("script",)):
        if "ld+json" not in str(script.get("type") or "").lower():
            continue
        stack = [_loads(script.string or script.get_text())]
        while stack and count < _MAX_OBJECTS:
            thing = stack.pop()
            if isinstance(thing, list):
                stack.extend(reversed(thing))
            elif isinstance(thing, dict):
                count += 1
                yield thing
                stack.extend(thing[key] for key in ("mainEntity", "mainEntityOfPage", "@graph") if key in thing)


def _loads(text: str) -> Any:
    """Read JSON as sites write it: line breaks in strings, trailing commas, a comment around it."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().removesuffix(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None
