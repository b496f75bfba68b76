"""An HTML page to an Article."""

from __future__ import annotations

import datetime as dt
import re
from itertools import islice
from urllib.parse import urljoin, urlsplit

import trafilatura
from bs4 import BeautifulSoup
from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from crawler.article.clean import strip_furniture
from crawler.article.kind import is_listing
from crawler.article.language import language
from crawler.article.listing import find_groups, main_part, split
from crawler.article.metadata import Metadata, read_metadata
from crawler.article.published import headline_days, iso_day, odd_stamp, published
from crawler.article.tree import links
from records import Article, ArticleItem, Candidate, PublishedBasis, Way

_SEPARATORS = re.compile(r"\s+[|–—·»:•-]\s+")
_MAX_LINKS = 2_000
MAX_TAGS = 50_000
"""A long press page has some 5,000 tags."""
_SAME = re.compile(r"\W+")


def read_html(html: str, url: str, hint: Candidate | None, fetched: dt.date) -> Article:
    """Read the page ``html`` that was fetched from ``url``; the text is empty where the page has none."""
    html = _within_reason(html)
    soup = BeautifulSoup(html, "lxml")
    metadata = read_metadata(soup, url)
    title = page_title(soup, metadata)
    near = headline_days(soup)
    day = published(soup, metadata, url, html, fetched, near)
    near_headline = day is not None and day[0] in near
    leads_to = page_links(soup, url)
    strip_furniture(soup)
    root = main_part(soup)
    shown = [item for group in find_groups(root) for item in group.items]
    text, items = split(root, shown, url, fetched)
    body = article_body(html)
    dated = near_headline and day is not None and day[0] not in {item.published for item in items}
    listing = is_listing(metadata, shown, body, text, url, dated=dated or _told_as_article(hint))
    if not listing:
        text, items = body, ()
    start, text = with_headline(title, text)
    when, basis = _publication(day if dated or not listing else None, hint)
    return Article(
        url=url,
        text=text,
        title=title,
        lang=language(text[start:], metadata.lang),
        kind="listing" if listing else "article",
        canonical_url=metadata.canonical,
        published=when,
        published_precision="day" if when else None,
        published_basis=basis,
        modified=iso_day(metadata.first("article:modified_time", "og:updated_time")),
        items=tuple(_shift(item, start, language(text[item.start + start : item.end + start])) for item in items),
        links=leads_to,
        noindex="noindex" in metadata.robots,
        nofollow="nofollow" in metadata.robots,
        body_start=start,
        odd_date=odd_stamp(metadata, fetched),
        unreadable=None if text.strip() else "no text",
    )


def _within_reason(html: str) -> str:
    """Cut a page of absurdly many tags, which only a fault or ill will makes, so that reading stays quick."""
    if html.count("<") <= MAX_TAGS:
        return html
    return "<".join(html.split("<", MAX_TAGS)[:MAX_TAGS])


def _told_as_article(hint: Candidate | None) -> bool:
    """A feed or REST answer names articles only; a sitemap names every page."""
    return hint is not None and hint.way in ("feed", "rest")


def _publication(
    day: tuple[dt.date, PublishedBasis] | None, hint: Candidate | None
) -> tuple[dt.date | None, PublishedBasis | None]:
    """The page's own word comes first; what only the general finder guessed yields to a feed's or listing's date."""
    if hint is not None and hint.published is not None and (day is None or day[1] in ("url", "guess")):
        return hint.published, _WAY_BASIS[hint.way]
    return day or (None, None)


_WAY_BASIS: dict[Way, PublishedBasis] = {
    "feed": "feed",
    "sitemap": "sitemap",
    "rest": "rest",
    "listing": "listing",
    "ingest": "given",
}


def article_body(html: str) -> str:
    """Return the body of an article as trafilatura finds it; empty where it finds none."""
    try:
        page = without_layout_tables(html)
        text = trafilatura.extract(page, include_comments=False, favor_recall=True, deduplicate=False) or ""
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):
        return ""
    # A blank line between blocks, so that no reader takes a heading and what follows it for one sentence.
    return "\n\n".join(line for line in text.split("\n") if line.strip())


def without_layout_tables(html: str) -> str | HtmlElement:
    """Turn tables that only place things on the page into plain blocks; old sites put whole articles into one cell.

    A table whose cells hold paragraphs, headings or further tables is no table of data.
    """
    if "<table" not in html.lower():
        return html
    tree = document_fromstring(html)
    for table in tree.iter("table"):
        if table.find(".//td//p") is not None or table.find(".//td//table") is not None or _has_heading(table):
            for part in [table, *table.iter("tbody", "tr", "td", "th")]:
                part.tag = "div"
    return tree


def _has_heading(table: HtmlElement) -> bool:
    return any(table.find(f".//td//{heading}") is not None for heading in ("h1", "h2", "h3"))


def page_title(soup: BeautifulSoup, metadata: Metadata) -> str:
    """Return the headline: the ``h1`` that the head's titles repeat, else the head's title without the site's name."""
    shared = metadata.first("og:title", "twitter:title") or metadata.title
    headings = [" ".join(h.get_text(" ", strip=True).split()) for h in soup.find_all("h1")[:10]]
    headings = [heading for heading in headings if heading]
    folded = _fold(shared) + " " + _fold(metadata.title)
    for heading in headings:
        if len(heading) > 3 and _fold(heading) in folded:
            return heading
    if len(headings) == 1 and not shared:
        return headings[0]
    site = _fold(metadata.first("og:site_name") or "")
    parts = _SEPARATORS.split(shared)
    kept = [part for part in parts if _fold(part) != site] if site else parts
    return max(kept or parts, key=len).strip() if shared else (headings[0] if headings else "")


def _fold(text: str) -> str:
    return _SAME.sub(" ", text.casefold()).strip()


def with_headline(title: str, body: str) -> tuple[int, str]:
    """Put the headline in front of the body, unless the body begins with it; return the body's start and the text."""
    if not title or _fold(body[: len(title) * 2 + 40]).startswith(_fold(title)) or not body:
        return (0, body) if body or not title else (len(title), title)
    return len(title) + 2, f"{title}\n\n{body}"


def page_links(soup: BeautifulSoup, url: str) -> tuple[str, ...]:
    """Return the distinct web addresses that the page links to, without fragments, in order."""
    found: dict[str, None] = {}
    for anchor in islice(links(soup), _MAX_LINKS):
        if "nofollow" in (anchor.get("rel") or []):
            continue
        try:
            address = urljoin(url, str(anchor["href"]).strip()).split("#")[0]
            if urlsplit(address).scheme in ("http", "https"):
                found.setdefault(address)
        except ValueError:
            continue
    return tuple(found)


def _shift(item: ArticleItem, by: int, lang: str | None) -> ArticleItem:
    return ArticleItem(
        item.start + by, item.end + by, item.title, item.url, item.published, item.published_precision,
        item.published_basis, lang,
    )  # fmt: skip
