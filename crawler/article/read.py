"""One way in: bytes, their address and what the server called them, to an Article."""

from __future__ import annotations

import datetime as dt
from urllib.parse import unquote, urlsplit

from crawler.article.decode import decode
from crawler.article.html import read_html, with_headline
from crawler.article.language import language
from crawler.article.pdf import PdfError, read_pdf
from crawler.article.text import dateline, read_text
from records import Article, Candidate, PublishedBasis

_TEXT_ENDINGS = (".txt", ".md", ".markdown")


class UnreadableError(ValueError):
    """The response is of a kind that holds no text (an image, an archive)."""


def read(
    body: bytes,
    url: str,
    content_type: str | None = None,
    *,
    hint: Candidate | None = None,
    fetched: dt.date | None = None,
) -> Article:
    """Read a response.

    ``content_type`` is the header's value, but the bytes win over it. ``hint`` is what a feed, sitemap or listing told
    of the address; ``fetched`` (default: today) is the day after which no date is believed. A page without text or a
    broken PDF comes back with ``unreadable`` saying why; what can hold no text at all raises UnreadableError.
    """
    fetched = fetched or dt.datetime.now(dt.UTC).date()
    kind = sniff(body, url, content_type)
    if kind == "pdf":
        return _read_pdf(body, url, hint, fetched)
    if kind == "binary":
        raise UnreadableError(f"neither HTML, PDF nor text: {url} ({content_type or 'no content type'})")
    text = decode(body, content_type)
    article = read_html(text, url, hint, fetched) if kind == "html" else read_text(text, url, hint, fetched)
    return article


def sniff(body: bytes, url: str, content_type: str | None) -> str:
    """Tell ``html``, ``pdf``, ``text`` (Markdown too) or ``binary``: by bytes, then header, then address."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    declared = (content_type or "").split(";")[0].strip().lower()
    if b"%pdf-" in start[:16]:
        return "pdf"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start:
        return "html"
    if urlsplit(url).path.lower().endswith(_TEXT_ENDINGS) or declared in ("text/plain", "text/markdown"):
        return "binary" if b"\x00" in body[:1024] and not body.startswith((b"\xff\xfe", b"\xfe\xff")) else "text"
    if declared in ("text/html", "application/xhtml+xml") or (not declared and start.startswith(b"<")):
        return "html"
    return "pdf" if declared == "application/pdf" else "binary"


def _read_pdf(body: bytes, url: str, hint: Candidate | None, fetched: dt.date) -> Article:
    """The day is the listing's, else the letterhead's; the file's own stamp, of when it was saved, comes last."""
    try:
        pdf = read_pdf(body)
    except PdfError as error:
        return Article(url=url, text="", kind="pdf", unreadable=str(error))
    name = unquote(urlsplit(url).path).rsplit("/", 1)[-1]
    told = hint.title if hint else None
    title = told or pdf.title or pdf.text.split("\n", 1)[0][:200] or name
    start, text = with_headline(told or "", pdf.text)
    witnesses: tuple[tuple[dt.date | None, PublishedBasis], ...] = (
        (hint.published if hint else None, "listing"),
        (dateline(pdf.text, fetched), "text"),
        (pdf.created, "meta"),
    )
    day, basis = next(((day, basis) for day, basis in witnesses if day and day <= fetched), (None, None))
    return Article(
        url=url,
        text=text,
        title=title,
        lang=language(pdf.text),
        kind="pdf",
        published=day,
        published_precision="day" if day else None,
        published_basis=basis,
        body_start=start,
    )
