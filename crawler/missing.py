"""Soft 404s: pages that say "not found" with status 200."""

from __future__ import annotations

import re
import uuid
from urllib.parse import urljoin

from crawler.discovery.words import fold, words
from records import Article

MAX_CHARS = 1500
"""A longer page is an article that talks of such things."""

_VARIES = re.compile(r"\d+|https?://\S+")


def probe_address(home: str) -> str:
    """An address under the site's home that cannot exist."""
    return urljoin(home, f"/{uuid.uuid4().hex}/")


def says_missing(article: Article) -> bool:
    """Whether a page's title, or the beginning of its short text, says that it is not there."""
    if len(article.text) > MAX_CHARS:
        return False
    title, begin = fold(article.title), fold(article.text[:300])
    return any(phrase in title for phrase in words("not_found")) or any(
        phrase in begin for phrase in words("not_found") if len(phrase) > 12
    )


def same_page(article: Article, probe: Article | None) -> bool:
    """Whether a page is the one that the site shows for an address that cannot exist."""
    if probe is None:
        return False
    own, other = _essence(article.text), _essence(probe.text)
    return bool(other) and own == other


def _essence(text: str) -> str:
    return _VARIES.sub("", fold(text))
