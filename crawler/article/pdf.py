"""A PDF with a text layer, page by page."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import pypdfium2 as pdfium

MAX_PAGES = 200
"""Press releases have two pages; what is longer than this is a report, and only its beginning is read."""

_MIN_LETTERS_PER_PAGE = 25
_HYPHENATED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010\ufffe]\n(?=[a-zà-ÿ])")
_ENDS = (".", "!", "?", ":", ";", "…", "»")
_STAMP = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


class PdfError(ValueError):
    """The file is broken, encrypted, or holds pictures of text only."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says: its pages' text, and the title and day of its information dictionary."""

    text: str
    title: str
    created: dt.date | None


def read_pdf(body: bytes) -> PdfText:
    """Return the text of ``body``; raise PdfError with the reason where there is none."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        raise PdfError(f"broken or encrypted PDF ({error})") from error
    try:
        pages = [_page_text(document, number) for number in range(min(len(document), MAX_PAGES))]
        information = document.get_metadata_dict()
    except pdfium.PdfiumError as error:
        raise PdfError(f"broken PDF ({error})") from error
    finally:
        document.close()
    text = "\n\n".join(page for page in pages if page)
    if sum(c.isalpha() for c in text) < _MIN_LETTERS_PER_PAGE * max(1, len(pages)):
        raise PdfError("scanned PDF without a text layer")
    return PdfText(text, information.get("Title", "").strip(), _day(information.get("CreationDate", "")))


def _page_text(document: pdfium.PdfDocument, number: int) -> str:
    page = document[number]
    layer = page.get_textpage()
    text = layer.get_text_bounded().replace("\r\n", "\n").replace("\r", "\n")
    layer.close()
    page.close()
    return unwrap(_HYPHENATED.sub("", text))


def unwrap(text: str) -> str:
    """Join the lines that only the page's width has cut, so that a sentence is on one line.

    A line goes on in the next where it does not end a sentence and the next begins with a small letter, or where it is
    nearly as long as the page's longest and so was cut for want of room.
    """
    lines = [" ".join(line.split()) for line in text.split("\n")]
    width = max(map(len, lines), default=0)
    joined: list[str] = []
    room = True
    for line in lines:
        goes_on = bool(joined and joined[-1] and line) and not joined[-1].endswith(_ENDS)
        if goes_on and (line[0].islower() or not room):
            joined[-1] += " " + line
        else:
            joined.append(line)
        room = len(line) < 0.8 * width
    return "\n".join(joined).strip()


def _day(stamp: str) -> dt.date | None:
    match = _STAMP.match(stamp)
    if not match:
        return None
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return None
