"""XML that strangers wrote: no entities, no network, repaired where it is broken, capped in size."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from lxml import etree

from crawler.unpack import gunzip

MAX_BYTES = 52 * 1024 * 1024
"""What a document may hold, unpacked: the sitemap protocol's own limit of 50 MB, and some air."""

_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_UNUSABLE = re.compile(r"[\x00\ud800-\udfff]")
_TAG = re.compile(r"<[^<>]{1,500}>")


def parse(body: bytes) -> etree._Element | None:
    """Return the root element of a document, or None where there is none.

    The document type is cut out, and entities are not resolved (neither internal, which can grow without end, nor
    external, which read files), nothing is fetched, and what is not well-formed is read as far as it goes.
    """
    body = gunzip(body, MAX_BYTES + 1)
    if not body.strip() or len(body) > MAX_BYTES:
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    body = body.lstrip().replace(b"\x00", b"")
    if b"<!DOCTYPE" in body[:10_000]:
        body = _DOCTYPE.sub(b"", body, count=1)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root


def declares_entities(body: bytes) -> bool:
    """Whether a document declares entities of its own, which no honest feed or sitemap does and `parse` leaves out."""
    return b"<!ENTITY" in body[:100_000]


def local_name(element: etree._Element) -> str:
    """The tag without its namespace, in lower case; empty for entities and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The direct children of these local names, in document order."""
    return (child for child in element if local_name(child) in names)


def text_of(element: etree._Element | None) -> str:
    """The text of an element, with HTML markup and entities taken out and white space folded."""
    if element is None:
        return ""
    return plain("".join(element.itertext()))


def child_address(element: etree._Element, *names: str) -> str:
    """The text of the first direct child of these local names, uncut, as addresses need it."""
    texts = ("".join(child.itertext()).strip() for child in children(element, *names))
    return next((text for text in texts if text), "")


def child_text(element: etree._Element, *names: str) -> str:
    """The text of the first direct child of these local names that has any."""
    return next((text for child in children(element, *names) if (text := text_of(child))), "")


def plain(text: str) -> str:
    """A title as a line of text: "<b>Q&amp;amp;A</b> " is "Q&A"."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub("", text)
    return _SPACE.sub(" ", _UNUSABLE.sub("", text)).strip()[:500]
