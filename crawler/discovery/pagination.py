"""The address of a listing's next page: rel=next, a "next" link, the following number, or a "load more" button."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml import etree

from crawler.addresses import clean, host_of, is_trap
from crawler.discovery import html
from crawler.discovery.words import fold, words

_PAGER = re.compile(r"pag(?:er|ination|inate|e-numbers|e_navi|es)|nav-links|wp-pagenavi", re.IGNORECASE)
_CURRENT = re.compile(r"(?:^|[\s_-])(?:current|active|is-active|selected|on)(?:$|[\s_-])", re.IGNORECASE)
_MORE_ATTRIBUTES = (
    "href",
    "data-url",
    "data-href",
    "data-next",
    "data-next-url",
    "data-ajax-url",
    "hx-get",
    "data-src",
)
_NUMBER = re.compile(r"\d{1,4}")


def next_page(root: etree._Element, url: str) -> str | None:
    """The next page's address on the same host, or None on the last one."""
    for address in (*_declared(root), *_named(root), *_numbered(root), *_load_more(root)):
        found = clean(address, url)
        if found and found.rstrip("/") != url.rstrip("/") and host_of(found) == host_of(url) and not is_trap(found):
            return found
    return None


def _declared(root: etree._Element) -> Iterator[str]:
    for node in root.iter("link", "a"):
        if "next" in html.attribute(node, "rel").lower().split() and node.get("href"):
            yield html.attribute(node, "href")


def _named(root: etree._Element) -> Iterator[str]:
    """Links whose text or label is "next", within something that looks like a pager."""
    for anchor in root.iter("a"):
        labels = (html.text_of(anchor, 60), html.attribute(anchor, "aria-label"), html.attribute(anchor, "title"))
        folded = [fold(label).strip(" .") for label in labels if label]
        says_next = any(label in words("next") or label.strip("›»>→ ") in words("next") for label in folded)
        if says_next and anchor.get("href") and (_in_pager(anchor) or any(len(label) > 3 for label in folded)):
            yield html.attribute(anchor, "href")


def _in_pager(node: etree._Element) -> bool:
    for depth, above in enumerate((node, *node.iterancestors())):
        label = f"{html.attribute(above, 'class')} {html.attribute(above, 'id')} {html.attribute(above, 'aria-label')}"
        if _PAGER.search(label):
            return True
        if depth >= 5:
            return False
    return False


def _numbered(root: etree._Element) -> Iterator[str]:
    """The link with the number after the current page's, within a pager.

    Where nothing marks the current page, it is the one to which no link leads.
    """
    numbers: dict[int, str] = {}
    current = 0
    for node in root.iter("a", "span", "strong", "em", "li", "b"):
        text = html.text_of(node, 8)
        if not _NUMBER.fullmatch(text) or not _in_pager(node):
            continue
        href = html.attribute(node, "href")
        is_current = node.get("aria-current") or _CURRENT.search(html.attribute(node, "class"))
        if is_current or (node.tag in ("span", "strong", "em", "b") and next(node.iterancestors("a"), None) is None):
            current = int(text)
        elif href:
            numbers.setdefault(int(text), href)
    current = current or next(number for number in itertools.count(1) if number not in numbers)
    if current + 1 in numbers:
        yield numbers[current + 1]


def _load_more(root: etree._Element) -> Iterator[str]:
    for node in root.iter("a", "button"):
        label = fold(html.text_of(node, 60)).strip(" .…+")
        if label in words("more"):
            yield from (value for name in _MORE_ATTRIBUTES if (value := html.attribute(node, name)).strip("#"))
