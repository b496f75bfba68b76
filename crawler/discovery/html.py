"""HTML that strangers wrote, as a tree, and the questions asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

MAX_CHARS = 3_000_000
"""A listing or home page longer than this is cut: it is not one, or is meant to hurt."""

_SPACE = re.compile(r"\s+")
_SKIPPED = {"script", "style", "noscript", "template", "svg"}


def parse(text: str) -> lxml_html.HtmlElement | None:
    """Return the root element, or None where there is nothing to parse."""
    text = text[:MAX_CHARS].replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if not text.strip():
        return None
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if isinstance(root, lxml_html.HtmlElement) else None


def text_of(element: etree._Element, limit: int = 2000) -> str:
    """The visible text of an element with white space folded, at most about ``limit`` characters."""
    parts: list[str] = []
    length = 0
    for part in _texts(element):
        parts.append(part)
        length += len(part)
        if length > limit:
            break
    return _SPACE.sub(" ", " ".join(parts)).strip()[:limit]


def _texts(element: etree._Element) -> Iterator[str]:
    skipped: etree._Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if skipped is None and node.tag in _SKIPPED:
                skipped = node
            if skipped is None and node.text:
                yield node.text
            continue
        if node is skipped:
            skipped = None
        if skipped is None and node is not element and node.tail:
            yield node.tail


def forbids_following(root: etree._Element) -> bool:
    """Whether the page's robots meta asks not to follow its links."""
    for meta in root.iter("meta"):
        if attribute(meta, "name").lower() in ("robots", "passerelle"):
            words = attribute(meta, "content").lower().replace(",", " ").split()
            if "nofollow" in words or "none" in words:
                return True
    return False


def attribute(element: etree._Element, name: str) -> str:
    """An attribute's value, or an empty text."""
    return str(element.get(name) or "").strip()
