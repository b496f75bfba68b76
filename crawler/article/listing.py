"""Listing pages: many items of one shape, each with a link, often with a date; split into their items."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from crawler.article.tree import children, first, has_tag, links, tags
from crawler.article.visible_dates import find_days
from records import ArticleItem

_MIN_ITEMS = 3
_MIN_CHARACTERS = 15
_LONG_ITEM = 1_200
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "strong")
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li "
    "main ol p pre section table tbody td th thead time tr ul".split()
)
_MORE = re.compile(
    r"^(?:\W*)(?:lire la suite|en savoir plus|read more|learn more|more|mehr|weiterlesen|leer más|leggi tutto|ler mais|"
    r"voir|découvrir|suite|\[?…\]?|add to cart|quick view|view details)(?:\W*)$",
    re.IGNORECASE,
)


_MARK = re.compile("[\ue000\ue002](\\d+)\ue001")
_BLANKS = re.compile(" {2,}")
_WHITE = re.compile(r"\s+|[\ue000-\ue002]")


@dataclass(frozen=True, slots=True)
class Item:
    """One item as the page shows it."""

    element: Tag
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Siblings of one shape."""

    items: tuple[Item, ...]
    signature: tuple[str, str]

    @property
    def size(self) -> int:
        """Characters of all items."""
        return sum(len(item.text) for item in self.items)

    @property
    def weight(self) -> float:
        """How much this looks like a list of things: much text in items of a handy length."""
        mean = self.size / len(self.items)
        return self.size * (1.0 if mean <= _LONG_ITEM else 0.25)


def visible_text(element: Tag) -> str:
    """Return the text as a reader sees it: a line a block, blanks folded, no line twice in a row."""
    return render(element, ())[0]


def render(element: Tag, marked: Sequence[Tag]) -> tuple[str, list[tuple[int, int]]]:
    """Return the visible text of ``element`` and, for each of ``marked`` inside it, where it stands in that text."""
    opening = {id(tag): number for number, tag in enumerate(marked)}
    parts: list[str] = []
    _walk(element, opening, parts)
    lines = [_BLANKS.sub(" ", line).strip(" ") for line in "".join(parts).split("\n")]
    kept: list[str] = []
    for line in lines:
        bare = _MARK.sub("", line)
        if bare and not _MORE.match(bare) and not (kept and bare == kept[-1]):
            kept.append(line)
        elif kept:
            kept[-1] += _marks(line)
        else:
            kept.append(_marks(line))
    return _take_marks("\n\n".join(line for line in kept if line), len(marked))


def _marks(line: str) -> str:
    return "".join(match[0] for match in _MARK.finditer(line))


def _walk(element: Tag, opening: dict[int, int], parts: list[str]) -> None:
    """Append the strings of ``element`` with line breaks at its blocks and marks around the wanted elements."""
    stack: list[Tag | NavigableString | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            edge = "\n" if node.name in _BLOCKS else ""
            number = opening.get(id(node))
            parts.append(edge if number is None else f"{edge}\ue000{number}\ue001")
            stack.append(edge if number is None else f"\ue002{number}\ue001{edge}")
            stack.extend(reversed(node.contents))  # type: ignore[arg-type]
        elif type(node) is NavigableString:
            parts.append(_WHITE.sub(" ", node))
        elif type(node) is str:
            parts.append(node)


def _take_marks(text: str, count: int) -> tuple[str, list[tuple[int, int]]]:
    starts, ends, parts, length, last = [0] * count, [0] * count, [], 0, 0
    for match in _MARK.finditer(text):
        parts.append(text[last : match.start()])
        length += match.start() - last
        (starts if match[0][0] == "\ue000" else ends)[int(match[1])] = length
        last = match.end()
    parts.append(text[last:])
    clean = "".join(parts)
    return clean, [_trim(clean, *span) for span in zip(starts, ends, strict=True)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), max(start, end - len(part) + len(part.rstrip()))


def find_groups(root: Tag) -> list[Group]:
    """Return the page's lists, the best first and then those of its kind, in the order of the page."""
    groups = sorted(_all_groups(root), key=lambda group: -group.weight)
    chosen: list[Group] = []
    for group in groups:
        if chosen and group.size < 0.1 * chosen[0].size:
            continue
        if not any(_overlap(group, other) for other in chosen):
            chosen.append(group)
    return sorted(chosen, key=lambda group: _position(root, group.items[0].element))


def _all_groups(root: Tag) -> Iterator[Group]:
    for parent in [root, *root.find_all(True)]:
        shapes: dict[tuple[str, str], list[Tag]] = defaultdict(list)
        for child in children(parent):
            shapes[child.name, (child.get("class") or [""])[0]].append(child)
        for signature, members in shapes.items():
            if len(members) >= _MIN_ITEMS:
                items = tuple(item for item in map(_item, members) if item)
                if len(items) >= _MIN_ITEMS and len(items) >= 0.5 * len(members):
                    yield Group(items, signature)


def _item(element: Tag) -> Item | None:
    has_link = element.name == "a" or next(links(element), None) is not None
    text = visible_text(element) if has_link else ""
    return Item(element, text) if len(text) >= _MIN_CHARACTERS else None


def _overlap(group: Group, other: Group) -> bool:
    ours = {id(item.element) for item in group.items}
    theirs = {id(item.element) for item in other.items}
    return any(id(parent) in theirs for parent in group.items[0].element.parents) or any(
        id(parent) in ours for parent in other.items[0].element.parents
    )


def _position(root: Tag, element: Tag) -> tuple[int, int]:
    return (element.sourceline or 0, element.sourcepos or 0)


def item_link(item: Item, url: str) -> str | None:
    """Return the address that an item leads to: its heading's link, else its first to a page."""
    element = item.element
    found = [element] if element.name == "a" else []
    for heading in tags(element, _HEADINGS):
        found += (
            [heading.parent] if heading.parent is not None and heading.parent.name == "a" else heading.find_all("a")
        )
    found += links(element)
    for link in found:
        href = str(link.get("href") or "").strip()
        if href and not href.startswith(("#", "javascript:", "mailto:", "tel:")):
            try:
                address = urljoin(url, href)
                return address if urlsplit(address).scheme in ("http", "https") else None
            except ValueError:
                continue
    return None


def item_title(item: Item) -> str:
    """Return the heading of an item, else the text of its longest link, else its first line without a date."""
    heading = next((h for h in tags(item.element, _HEADINGS) if h.get_text(strip=True)), None)
    if heading is not None:
        return " ".join(heading.get_text(" ", strip=True).split())
    labels = [" ".join(a.get_text(" ", strip=True).split()) for a in item.element.find_all("a")]
    longest = max(labels, key=len, default="")
    if len(longest) >= _MIN_CHARACTERS:
        return longest
    lines = [line for line in item.text.split("\n") if not find_days(line)]
    return (lines or item.text.split("\n"))[0][:200]


def item_day(item: Item, latest: dt.date) -> dt.date | None:
    """Return the day an item shows: its ``time`` element's, else the one on its shortest dated line."""
    for element in item.element.find_all("time"):
        days = find_days(str(element.get("datetime") or "")) or find_days(element.get_text(" ", strip=True))
        if days and days[0][1] <= latest:
            return days[0][1]
    lines = sorted((line for line in item.text.split("\n") if find_days(line)), key=len)
    if lines and len(lines[0]) <= 120:
        day = find_days(lines[0])[0][1]
        return day if day <= latest else None
    return None


def item_shows_day(item: Item) -> bool:
    """Tell whether an item shows a day at all."""
    return has_tag(item.element, ("time",)) or bool(find_days(item.text))


def split(root: Tag, items: Sequence[Item], url: str, latest: dt.date) -> tuple[str, tuple[ArticleItem, ...]]:
    """Return the listing's text and its items with their places in it."""
    text, spans = render(root, [item.element for item in items])
    found = []
    for item, (start, end) in zip(items, spans, strict=True):
        day = item_day(item, latest)
        if end > start:
            found.append(
                ArticleItem(
                    start=start,
                    end=end,
                    title=item_title(item),
                    url=item_link(item, url),
                    published=day,
                    published_precision="day" if day else None,
                    published_basis="listing" if day else None,
                )
            )
    return text, tuple(found)


def main_part(soup: BeautifulSoup) -> Tag:
    """Return the element that holds the page's content."""
    by_role = (each for each in soup.descendants if isinstance(each, Tag) and each.get("role") == "main")
    for candidate in (first(soup, "main"), next(by_role, None), first(soup, "body")):
        if candidate is not None and len(candidate.get_text(strip=True)) > 200:
            return candidate
    return soup
