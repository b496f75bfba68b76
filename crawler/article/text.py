"""Plain text and Markdown to an Article; dated teasers in Markdown become items."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from crawler.article.language import language
from crawler.article.visible_dates import find_days
from records import Article, ArticleItem, Candidate

_TITLE = re.compile(r"^#\s+(?:Title:\s*)?(?P<title>.+?)\s*#*$", re.MULTILINE)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+", re.MULTILINE)
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\([^)]*\)")
_LINK = re.compile(
    r"\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()\s]*(?:\s[^()\s\"]+)*)\s*(?:\"(?P<title>[^\"]*)\")?\)"
)
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_BULLET = re.compile(r"^[ \t]*(?:[*+-]|\d+\.)[ \t]+", re.MULTILINE)
_MARKDOWN = re.compile(r"^#{1,6} |\]\(|^[ \t]*[*+-] ", re.MULTILINE)
_GLUED_DAY = re.compile(r"(\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d)(?=[^\W\d_])")
_DATE_LINE = 40
_MIN_ITEMS = 3


@dataclass(frozen=True, slots=True)
class _Teaser:
    start: int
    end: int
    title: str
    url: str
    day: dt.date


def read_text(source: str, url: str, hint: Candidate | None, fetched: dt.date) -> Article:
    """Read plain text as it is, Markdown without its marks; the first heading or line is the title.

    The publication date is the hint's, else the date on a line of its own at the top.
    """
    if _MARKDOWN.search(source):
        text, teasers = _from_markdown(source)
        heading = _TITLE.search(source)
        title = _plain(heading["title"]) if heading else ""
    else:
        text, teasers, title = source, [], ""
    text = text.strip("\n")
    title = (hint.title if hint and hint.title else None) or title or _first_line(text)
    day = (hint.published if hint else None) or dateline(text, fetched)
    items = _items(text, [teaser for teaser in teasers if teaser.day <= fetched])
    return Article(
        url=url, text=text, title=title, lang=language(text), kind="listing" if items else "text",
        published=day, published_precision="day" if day else None,
        published_basis=None if day is None else "given" if hint and hint.published else "text",
        items=items, unreadable=None if text.strip() else "empty",
    )  # fmt: skip


def _first_line(text: str) -> str:
    """Return the first line that is more than a date line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return next((line[:200] for line in lines[:5] if len(line) > _DATE_LINE), lines[0][:200] if lines else "")


def dateline(text: str, fetched: dt.date) -> dt.date | None:
    """Return the day that stands alone on one of the first lines."""
    for line in [line for line in text.split("\n") if line.strip()][:4]:
        days = find_days(line)
        if days and len(line.strip()) <= _DATE_LINE and days[0][1] <= fetched:
            return days[0][1]
    return None


def _plain(text: str) -> str:
    """Take the marks of Markdown off a stretch of text."""
    text = _IMAGE.sub(lambda m: m["alt"], text)
    text = _LINK.sub(lambda m: m["label"], text)
    text = _EMPHASIS.sub(lambda m: m[2], text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", text)


def _from_markdown(source: str) -> tuple[str, list[_Teaser]]:
    """Return the text without marks, and the links whose label holds a day: teasers of dated pages.

    A paragraph's hard line breaks are kept, because where Markdown was made from a page they are all that is left of
    its blocks; addresses that a line break cuts in two are joined first.
    """
    source = _LINK.sub(lambda m: m[0].replace("\n", " "), source)
    parts: list[str] = []
    teasers: list[_Teaser] = []
    length, last = 0, 0
    for match in _LINK.finditer(source):
        before = _strip_marks(source[last : match.start()])
        label = _unglued(_strip_marks(_plain(match["label"])), " ".join((match["title"] or "").split()))
        parts += [before, label]
        start = length + len(before)
        length = start + len(label)
        last = match.end()
        days = find_days(label)
        if days:
            title = " ".join((match["title"] or label[: days[0][0]] or label).split())
            address = re.sub(r"\s+", "", match["target"])
            teasers.append(_Teaser(start, length, title, address, days[0][1]))
    parts.append(_strip_marks(source[last:]))
    return _tidy("".join(parts), teasers)


def _unglued(label: str, title: str) -> str:
    """Part a teaser's title, its date line and its text, which Markdown made of a page runs together."""
    if title and label.startswith(title):
        label = f"{title}\n{label[len(title) :].lstrip()}"
    return _GLUED_DAY.sub(r"\1\n", label)


def _strip_marks(text: str) -> str:
    return _plain(_BULLET.sub("", _HEADING.sub("", text)))


def _tidy(text: str, teasers: list[_Teaser]) -> tuple[str, list[_Teaser]]:
    """Drop blank lines at the ends and runs of more than one; move the teasers along."""
    moved: list[int] = []
    kept: list[str] = []
    length = 0
    blank = True
    for line in text.split("\n"):
        empty = not line.strip()
        if empty and blank:
            moved += [length] * (len(line) + 1)
            continue
        moved += range(length, length + len(line) + 1)
        kept.append(line)
        length += len(line) + 1
        blank = empty
    tidy = "\n".join(kept)

    def at(offset: int) -> int:
        return min(moved[min(offset, len(moved) - 1)], len(tidy))

    return tidy, [_Teaser(at(t.start), at(t.end), t.title, t.url, t.day) for t in teasers]


def _items(text: str, teasers: list[_Teaser]) -> tuple[ArticleItem, ...]:
    if len(teasers) < _MIN_ITEMS:
        return ()
    return tuple(
        ArticleItem(
            start=teaser.start,
            end=teaser.end,
            title=teaser.title,
            url=teaser.url if "://" in teaser.url else None,
            published=teaser.day,
            published_precision="day",
            published_basis="listing",
            lang=language(text[teaser.start : teaser.end]),
        )
        for teaser in teasers
    )
