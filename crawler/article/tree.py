"""Short ways through a page's tree: the plain cases of BeautifulSoup's `find_all`, without its general matching.

A page is walked through some hundred times while it is read; matching names alone makes that several times quicker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from bs4 import Tag
from bs4.element import NavigableString, PageElement


def tags(element: Tag, names: Collection[str]) -> list[Tag]:
    """Return the elements of these names within ``element``, in order."""
    return [each for each in element.descendants if isinstance(each, Tag) and each.name in names]


def first(element: Tag, name: str) -> Tag | None:
    """Return the first element of this name within ``element``, or None."""
    return next((each for each in element.descendants if isinstance(each, Tag) and each.name == name), None)


def has_tag(element: Tag, names: Collection[str]) -> bool:
    """Tell whether an element of these names is within ``element``."""
    return any(isinstance(each, Tag) and each.name in names for each in element.descendants)


def links(element: Tag) -> Iterator[Tag]:
    """Yield the ``a`` elements with an address within ``element``, in order."""
    for each in element.descendants:
        if isinstance(each, Tag) and each.name == "a" and each.get("href") is not None:
            yield each


def children(element: Tag) -> list[Tag]:
    """Return the elements directly within ``element``."""
    return [each for each in element.contents if isinstance(each, Tag)]


def shown_strings(elements: Iterable[PageElement]) -> Iterator[NavigableString]:
    """Yield the strings that are neither blank nor of a script or style sheet."""
    for each in elements:
        if isinstance(each, NavigableString) and not each.isspace() and each:
            parent = each.parent
            if parent is None or parent.name not in ("script", "style", "noscript"):
                yield each
