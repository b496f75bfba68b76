"""Listing pages to candidates: repeated items, each with a link and mostly a date, recognised by structure alone."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from crawler.addresses import clean, is_trap, same_site
from crawler.discovery import dates, html
from crawler.discovery.found import NOTHING, Address, Found
from crawler.discovery.pagination import next_page
from crawler.discovery.words import path_says, text_says
from records import Candidate

MIN_ITEMS = 3
MIN_ON_LATER_PAGE = 1
"""The last page of a listing holds what is left over; that it is a listing is known from its address."""
MIN_UNDATED = 4
MAX_ITEMS = 500
MAX_HEADINGS = 2
"""Headings with links of their own in one item: its title, and perhaps its rubric."""
MIN_TEXT = 60
"""Characters of an item that says something by itself."""
DATED_SHARE = 0.6

_LATER_PAGE = re.compile(r"[?&](?:page|paged|pg|p|start|offset|debut\w*|pageno)=\d+|/page[/-]?\d+", re.IGNORECASE)
_FURNITURE = {"nav", "footer", "form", "script", "style", "noscript", "template"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ITEM_TAGS = {"li", "article", "div", "section", "tr", "p", "a", "dd", "td"}


@dataclass(frozen=True, slots=True)
class _Item:
    url: str
    title: str
    day: dt.date | None
    headed: bool
    odd: str | None = None
    """The date that stands where ``day`` should and is none."""


def read(text: str, url: str, *, order: str = "dmy", selector: str | None = None) -> Found:
    """Read a listing page fetched from ``url``.

    ``order`` is how numeric dates are written ("dmy", "mdy", "ymd"); ``selector`` a CSS selector of one item, where
    a source's file gives one. Where dated items have no pages of their own, the listing itself is a candidate. Not
    readable is what shows no repeated items, or asks not to be followed.
    """
    root = html.parse(_markup(text))
    if root is None or html.forbids_following(root):
        return NOTHING
    items = _selected(root, url, order, selector) if selector else _items(root, url, order)
    if _is_read_here(root, order):
        items.append(_Item(url, "", None, headed=False))
    if not items:
        return NOTHING
    innermost = {item.url: item for item in items}
    candidates = tuple(
        Candidate(item.url, "listing", item.title or None, item.day, found_on=url) for item in innermost.values()
    )
    following = next_page(root, url)
    odd = tuple(item.odd for item in innermost.values() if item.odd)
    return Found(candidates[:MAX_ITEMS], (Address("listing", following),) if following else (), odd_dates=odd)


def _items(root: etree._Element, url: str, order: str) -> list[_Item]:
    """The dated items of the page; on a news page without any, the undated ones; press-release PDFs besides."""
    least = MIN_ON_LATER_PAGE if _LATER_PAGE.search(url) else MIN_ITEMS
    groups = [_read_group(group, url, order) for group in _groups(root, least)]
    dated = [group for group in groups if _is_dated(group, least)]
    if not dated and path_says(url, "news"):
        dated = [group for group in groups if sum(item.headed for item in group) >= MIN_UNDATED]
    return [item for group in dated for item in group] + list(_press_releases(root, url, order))


def _markup(text: str) -> str:
    """The markup itself; of a JSON answer ("load more"), the texts in it that are markup."""
    if text.lstrip()[:1] not in ("{", "["):
        return text
    try:
        values: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return text
    found = []
    for value in values:  # grows while it is read
        if isinstance(value, (dict, list)):
            values += value.values() if isinstance(value, dict) else value
        elif isinstance(value, str) and "<a " in value:
            found.append(value)
    return "\n".join(found)


def _is_read_here(root: etree._Element, order: str) -> bool:
    """Whether the page has dated items that lead nowhere: their text stands here alone."""
    for parent in _outside_furniture(root):
        texts = [
            html.text_of(child, 400)
            for child in parent
            if child.tag in _ITEM_TAGS - {"a", "td"} and next(child.iter("a"), None) is None
        ]
        told = [text for text in texts if len(text) >= MIN_TEXT and dates.day_in(text[:120], order)]
        if len(told) >= MIN_ITEMS and len(told) >= DATED_SHARE * len(texts):
            return True
    return False


def _is_dated(group: list[_Item], least: int) -> bool:
    days = sum(item.day is not None for item in group)
    return len({item.url for item in group}) >= least and days >= DATED_SHARE * len(group)


def _selected(root: etree._Element, url: str, order: str, selector: str) -> list[_Item]:
    nodes = root.cssselect(selector)
    return [item for node in nodes if (item := _item([node], url, order))]


def _groups(root: etree._Element, least: int) -> Iterator[list[list[etree._Element]]]:
    """Runs of like elements under one parent, outermost first; each item is a list of sibling elements."""
    for parent in _outside_furniture(root):
        yield from (*_like_children(parent, least), *_headed_runs(parent, least), *_definitions(parent, least))


def _outside_furniture(root: etree._Element) -> Iterator[etree._Element]:
    """All elements but menus, forms and footers and what is in them."""
    skipped: etree._Element | None = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            skipped = None if node is skipped else skipped
        elif skipped is None and node.tag in _FURNITURE:
            skipped = node
        elif skipped is None:
            yield node


def _like_children(parent: etree._Element, least: int) -> Iterator[list[list[etree._Element]]]:
    """Children with the same tag that hold a link: list items, table rows, cards."""
    by_tag: dict[str, list[list[etree._Element]]] = {}
    for child in parent:
        if child.tag in _ITEM_TAGS and (child.tag == "a" or next(child.iter("a"), None) is not None):
            by_tag.setdefault(str(child.tag), []).append([child])
    yield from (group for group in by_tag.values() if len(group) >= least)


def _headed_runs(parent: etree._Element, least: int) -> Iterator[list[list[etree._Element]]]:
    """Flat pages: a heading with a link, then its date and teaser, then the next heading."""
    for tag in _HEADINGS:
        runs: list[list[etree._Element]] = []
        for child in parent:
            if child.tag == tag:
                runs.append([child])
            elif runs and len(runs[-1]) < 8:
                runs[-1].append(child)
        if len(runs) >= least and all(next(run[0].iter("a"), None) is not None for run in runs[:3]):
            yield runs


def _definitions(parent: etree._Element, least: int) -> Iterator[list[list[etree._Element]]]:
    """Definition lists: the date in ``dt``, the link in ``dd``."""
    if parent.tag != "dl":
        return
    runs: list[list[etree._Element]] = []
    for child in parent:
        if child.tag == "dt":
            runs.append([child])
        elif runs:
            runs[-1].append(child)
    if len(runs) >= least:
        yield runs


def _read_group(group: list[list[etree._Element]], url: str, order: str) -> list[_Item]:
    return [item for nodes in group[:MAX_ITEMS] if (item := _item(nodes, url, order))]


def _item(nodes: list[etree._Element], url: str, order: str) -> _Item | None:
    """The item's main link, its title and its date; None where it has no link of its own to this site's pages."""
    headings = [found for node in nodes for found in node.iter(*_HEADINGS)]
    if len({linked for each in headings if (linked := _linked(each))}) > MAX_HEADINGS:
        return None  # a block of several items, not one
    heading = max(headings, key=lambda each: len(html.text_of(each, 300)), default=None)
    anchor = _main_link(nodes, heading)
    address = clean(html.attribute(anchor, "href"), url) if anchor is not None else None
    if anchor is None or not address or is_trap(address) or address == url or not same_site(address, url):
        return None
    title = html.text_of(heading if heading is not None else anchor, 300) or html.attribute(anchor, "title")
    day = _day(nodes, order)
    return _Item(address, title, day, heading is not None, None if day else _odd(nodes))


def _linked(heading: etree._Element) -> str:
    """The address of the link in or around a heading, or an empty text."""
    around = (*heading.iter("a"), *heading.iterancestors("a"))
    return next((html.attribute(each, "href") for each in around if _leads_on(each)), "")


def _main_link(nodes: list[etree._Element], heading: etree._Element | None) -> etree._Element | None:
    """The link in or around the heading, else the one with the longest text."""
    if heading is not None:
        for around in (*heading.iter("a"), *heading.iterancestors("a")):
            if _leads_on(around):
                return around
    anchors = [anchor for node in nodes for anchor in node.iter("a") if _leads_on(anchor)]
    return max(anchors, key=lambda anchor: len(html.text_of(anchor, 300)), default=None)


def _leads_on(anchor: etree._Element) -> bool:
    href = html.attribute(anchor, "href")
    followed = "nofollow" not in html.attribute(anchor, "rel").lower()
    return bool(href) and followed and not href.startswith(("#", "mailto:", "tel:", "javascript:"))


def _day(nodes: Iterable[etree._Element], order: str) -> dt.date | None:
    nodes = list(nodes)
    for node in nodes:
        for time in node.iter("time"):
            day = dates.day_of(html.attribute(time, "datetime"))
            if day:
                return day
    return dates.day_in(" ".join(html.text_of(node, 600) for node in nodes), order)


def _odd(nodes: list[etree._Element]) -> str | None:
    stamps = [html.attribute(time, "datetime") for node in nodes for time in node.iter("time")]
    return dates.odd_in(" ".join((*stamps, *(html.text_of(node, 600) for node in nodes))))


def _press_releases(root: etree._Element, url: str, order: str) -> Iterator[_Item]:
    """PDF press releases that stand outside any dated list, told by the words of link and file name."""
    for anchor in root.iter("a"):
        address = clean(html.attribute(anchor, "href"), url)
        if not address or not address.partition("?")[0].lower().endswith(".pdf") or not same_site(address, url):
            continue
        title = html.text_of(anchor, 300)
        if text_says(title, "press_release") or path_says(address[:-4], "press_release"):
            around = anchor.getparent()
            yield _Item(address, title, _day([around if around is not None else anchor], order), headed=False)
