"""Ids and keys made of content, so that the same thing found again has the same name."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence

from records import Article

SENTENCE_LENGTH = 16
CLAIM_LENGTH = 20
EVENT_LENGTH = 10


def digest(parts: Iterable[str], length: int) -> str:
    """Return ``length`` characters of base32 (a–z, 2–7) of the SHA-256 of the parts."""
    raw = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(raw).decode("ascii").lower()[:length]


def sentence_id(page_key: str, text: str) -> str:
    """Return the id of a sentence of a page (its `url_key`): the same after a re-fetch and in another store."""
    return "s-" + digest((page_key, " ".join(text.split())), SENTENCE_LENGTH)


def claim_id(page_key: str, type_: str, edtf: str | None, institutions: Iterable[str], sentences: Sequence[str]) -> str:
    """Return the id of a claim: from its page, type, date, participants and evidence."""
    return "c-" + digest((page_key, type_, edtf or "", *sorted(institutions), "|", *sentences), CLAIM_LENGTH)


def partnership_id(school: str, partner: str) -> str:
    """Return the id of the partnership of two institutions."""
    return "pa-" + digest((school, partner), EVENT_LENGTH)


def event_id(anchor: Sequence[str], attempt: int = 0) -> str:
    """Return a new event's id, from what its first evidence says; ``attempt`` counts ids already given away."""
    return "ev-" + digest((*anchor, str(attempt) if attempt else ""), EVENT_LENGTH)


def content_hash(article: Article) -> str:
    """Return the SHA-256 of an article's text, title and items: a changed menu or link is not a change."""
    items = [
        (item.start, item.end, item.title, item.url, iso(item.published), item.published_precision, item.lang)
        for item in article.items
    ]
    content = json.dumps([article.title, article.text, items], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def iso(day: dt.date | None) -> str | None:
    """Return a date as the store keeps it."""
    return None if day is None else day.isoformat()


def day(text: str | None) -> dt.date | None:
    """Read a date that the store kept."""
    return dt.date.fromisoformat(text) if text else None
