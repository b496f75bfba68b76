"""What a site's home page tells of its ways: declared feeds, WordPress, languages, news sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.addresses import clean, is_trap, same_site
from crawler.discovery import html
from crawler.discovery.words import path_says, text_says

FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
MAX_SECTIONS = 8
MAX_LANGUAGES = 6


@dataclass(frozen=True, slots=True)
class Home:
    """The ways that a page declares; every address is absolute."""

    feeds: tuple[str, ...] = ()
    rest: str | None = None
    sections: tuple[str, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    """(language, address of the home page in it), of all languages but the page's own."""
    lang: str | None = None
    title: str = ""


def read(text: str, url: str) -> Home:
    """Read the home page, or a section's front page, fetched from ``url``."""
    root = html.parse(text)
    if root is None or html.forbids_following(root):
        return Home()
    links = [(link, address) for link in root.iter("link") if (address := clean(html.attribute(link, "href"), url))]
    title = root.find(".//title")
    return Home(
        feeds=tuple(dict.fromkeys(_feeds(links))),
        rest=next((address for link, address in links if "api.w.org" in html.attribute(link, "rel")), None)
        or _wordpress_root(root, url),
        sections=tuple(_sections(root, url)),
        languages=tuple(_languages(links, url)),
        lang=html.attribute(root, "lang")[:2].lower() or None,
        title=html.text_of(title) if title is not None else "",
    )


def _feeds(links: list[tuple[etree._Element, str]]) -> Iterator[str]:
    for link, address in links:
        if "alternate" in html.attribute(link, "rel").lower() and html.attribute(link, "type").lower() in FEED_TYPES:
            if "comments" in address or "commentaires" in html.attribute(link, "title").lower():
                continue
            if "oembed" not in address:
                yield address


def _wordpress_root(root: etree._Element, url: str) -> str | None:
    """The REST interface of a WordPress that does not declare it, told by its scripts' addresses."""
    for node in root.iter("script", "link", "img"):
        source = html.attribute(node, "src") or html.attribute(node, "href")
        if "/wp-content/" in source:
            found = clean(source.partition("/wp-content/")[0] + "/wp-json/", url)
            return found if found and same_site(found, url) else None
    return None


def _languages(links: list[tuple[etree._Element, str]], url: str) -> Iterator[tuple[str, str]]:
    seen = {url.rstrip("/")}
    for link, address in links:
        lang = html.attribute(link, "hreflang").lower()[:2]
        if lang and lang != "x-" and address.rstrip("/") not in seen and same_site(address, url):
            seen.add(address.rstrip("/"))
            yield lang, address
            if len(seen) > MAX_LANGUAGES:
                return


def _sections(root: etree._Element, url: str) -> Iterator[str]:
    """Links to news, press and agenda fronts: by their path or their text, the shortest paths first."""
    found: dict[str, tuple[int, int]] = {}
    for number, anchor in enumerate(root.iter("a")):
        address = clean(html.attribute(anchor, "href"), url)
        if not address or not same_site(address, url) or is_trap(address) or address.rstrip("/") == url.rstrip("/"):
            continue
        segments = [part for part in address.partition("://")[2].split("/")[1:] if part]
        last_says = bool(segments) and path_says("http://x/" + segments[-1].partition("?")[0], "news")
        if last_says or text_says(html.text_of(anchor, 80), "news"):
            found.setdefault(address, (len(segments), number))
    yield from sorted(found, key=lambda address: found[address])[:MAX_SECTIONS]
