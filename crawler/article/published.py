"""The day a page was published, and what says so.

The order of the witnesses was settled by measurement (`benchmarks/reading.py`): what an editor's system
states for machines, then the date line a reader sees, then the address; a general date finder comes last.
A day in the future, before the web, or that is only the 1st of January of a copyright line, is nobody's word.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from htmldate import find_date

from crawler.article.clean import words_of
from crawler.article.metadata import ARTICLE_TYPES, Metadata, types_of
from crawler.article.tree import first, shown_strings
from crawler.article.visible_dates import MODIFIED, PUBLISHED, find_days
from crawler.article.zones import zone_of_host
from crawler.discovery.dates import sane
from records import PublishedBasis

EARLIEST = dt.date(1995, 1, 1)

_META_NAMES = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "datepublished", "date_published", "publish_date", "publish-date", "publication_date", "pubdate",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "citation_publication_date",
    "article.published", "rbpubdate", "bt:pubdate", "date",
)  # fmt: skip
_META_MODIFIED = ("article:modified_time", "og:updated_time", "article:modified", "lastmod", "last-modified", "revised")
_ISO = re.compile(r"^\s*((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d\d)")
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2])[/_.-]?(0[1-9]|[12]\d|3[01])(?!\d)")
_BYLINE = re.compile(r"(?:^|[-_\s])(?:date|time|publi|posted|byline|meta|entry-meta|submitted|infos?)", re.IGNORECASE)
_ASIDE = re.compile(r"comment|related|sidebar|teaser|widget|footer|recommend|similar|most-?read", re.IGNORECASE)
_NEAR = 14
"""Lines around the headline in which a bare date is taken for the page's own."""
_DATE_LINE = 32
"""Characters: a line no longer than this, with a day in it, holds nothing else to speak of."""
_LINE = 160
"""Characters: a date line is shorter than this; what is longer is a paragraph."""


def published(
    soup: BeautifulSoup, metadata: Metadata, url: str, html: str, fetched: dt.date, headline: Sequence[dt.date]
) -> tuple[dt.date, PublishedBasis] | None:
    """Return the publication day and its basis, or None where nothing credible states one.

    ``headline`` are the page's `headline_days`.
    """
    for basis, days in _witnesses(soup, metadata, url, html, fetched, headline):
        for day in days:
            if EARLIEST <= day <= fetched:
                return day, basis
    return None


def _witnesses(
    soup: BeautifulSoup, metadata: Metadata, url: str, html: str, fetched: dt.date, headline: Sequence[dt.date]
) -> Iterator[tuple[PublishedBasis, Iterable[dt.date]]]:
    modified = _modified(metadata)
    yield "text", (day for day in headline if day not in modified)
    zone = zone_of_host(urlsplit(url).hostname or "")
    yield "json-ld", _from_json_ld(metadata, zone)
    yield "meta", _from_meta(metadata, zone)
    yield "text", _labelled(soup)
    yield "time", _from_time_elements(soup)
    yield "text", _bylines(soup)
    yield "text", _lines_of_their_own(soup)
    yield "url", _from_url(url)
    yield "guess", _from_htmldate(html, url, fetched)


def _modified(metadata: Metadata) -> set[dt.date]:
    """Days on which the page was changed, where its head states an earlier one for publication."""
    published = {*_from_json_ld(metadata), *_from_meta(metadata)}
    stamps = [thing.get("dateModified") for thing in metadata.json_ld]
    stamps += [value for name in _META_MODIFIED for value in metadata.meta.get(name, ())]
    modified = {day for day in map(iso_day, stamps) if day}
    return {day for day in modified if any(other < day for other in published)}


def iso_day(value: Any, zone: dt.tzinfo | None = None) -> dt.date | None:
    """Return the day of an ISO 8601 stamp as the site's editors saw it.

    The day is taken as written, whatever offset follows it; only a stamp in UTC proper (``…Z``) is moved to ``zone``,
    the site's own: systems that write Z store UTC, those that write an offset mean the local clock.
    """
    match = _ISO.match(str(value)) if value else None
    if match and zone is not None and str(value).rstrip().endswith("Z"):
        try:
            return dt.datetime.fromisoformat(str(value).strip()).astimezone(zone).date()
        except (ValueError, OverflowError):
            pass
    if match:
        try:
            return dt.date(*map(int, match.groups()))
        except ValueError:
            return None
    days = find_days(str(value)[:_LINE]) if value else []
    return days[0][1] if days else None


def odd_stamp(metadata: Metadata, fetched: dt.date) -> str | None:
    """Give the first stamp of publication in a page's head that is no day on which it can have been published."""
    stamps = (str(value).strip() for value in (*_json_ld_stamps(metadata), *_meta_stamps(metadata)) if value)
    return next((stamp[:60] for stamp in stamps if stamp and not _credible(iso_day(stamp), fetched)), None)


def _credible(day: dt.date | None, fetched: dt.date) -> bool:
    return day is not None and sane(day, fetched)


def _from_json_ld(metadata: Metadata, zone: dt.tzinfo | None = None) -> Iterator[dt.date]:
    return (day for value in _json_ld_stamps(metadata) if (day := iso_day(value, zone)))


def _json_ld_stamps(metadata: Metadata) -> Iterator[Any]:
    """Articles first, then the page; a list of other articles does not speak for this page."""

    def rank(thing: dict[str, Any]) -> int:
        names = types_of(thing)
        return 0 if any(ARTICLE_TYPES.search(n) for n in names) else 1 if "WebPage" in names else 2

    for thing in sorted(metadata.json_ld, key=rank):
        if rank(thing) < 2 or "headline" in thing:
            yield from (thing.get(key) for key in ("datePublished", "dateCreated"))


def _from_meta(metadata: Metadata, zone: dt.tzinfo | None = None) -> Iterator[dt.date]:
    return (day for value in _meta_stamps(metadata) if (day := iso_day(value, zone)))


def _meta_stamps(metadata: Metadata) -> Iterator[str]:
    return (value for name in _META_NAMES for value in metadata.meta.get(name, ()))


def _from_time_elements(soup: BeautifulSoup) -> Iterator[dt.date]:
    """``time`` elements outside asides; those that say "published" first, those that say "modified" never."""
    ordinary: list[dt.date] = []
    for element in soup.find_all("time")[:50]:
        words = f"{words_of(element)} {element.get('itemprop') or ''}"
        if _is_aside(element) or MODIFIED.search(words + " " + _before(element)):
            continue
        day = iso_day(element.get("datetime")) or iso_day(element.get_text(" ", strip=True))
        if day is None:
            continue
        if element.has_attr("pubdate") or PUBLISHED.search(words + " " + _before(element)):
            yield day
        else:
            ordinary.append(day)
    for element in soup.find_all(itemprop="datePublished", limit=5):
        day = iso_day(element.get("content") or element.get("datetime") or element.get_text(" ", strip=True))
        if day:
            yield day
    yield from ordinary[:1]


def _before(element: Tag) -> str:
    """Return the few words in front of ``element``, and its own text."""
    previous = element.find_previous(string=True)
    return f"{str(previous)[-40:] if previous else ''} {element.get_text(' ', strip=True)[:40]}"


def _is_aside(element: Tag) -> bool:
    for parent in [element, *element.parents][:12]:
        if parent.name in ("aside", "footer", "nav"):
            return True
        if parent.name not in ("body", "html", "main", "article") and _ASIDE.search(words_of(parent)):
            return True
    return False


def _labelled(soup: BeautifulSoup) -> Iterator[dt.date]:
    """Days behind the word "published" in a short line."""
    for string in soup.find_all(string=PUBLISHED)[:30]:
        parent = string.parent
        if parent is None or parent.name in ("script", "style", "title") or _is_aside(parent):
            continue
        line = " ".join(parent.get_text(" ", strip=True).split())
        if len(line) < 30 and parent.parent is not None:
            line = " ".join(parent.parent.get_text(" ", strip=True).split())
        for match in PUBLISHED.finditer(line[: _LINE * 4]):
            behind = line[match.end() : match.end() + 60]
            days = find_days(behind)
            if days and not MODIFIED.search(behind[: days[0][0]]):
                yield days[0][1]


def headline_days(soup: BeautifulSoup) -> list[dt.date]:
    """Days in the short lines around the headline, the nearest first; lines above it count as one farther away."""
    heading = _headline(soup)
    if heading is None:
        return []
    ranked: list[tuple[int, dt.date]] = []
    for elements, limit, penalty in ((heading.next_elements, 60, 0), (heading.previous_elements, 12, 1)):
        lines = (" ".join(string.split()) for string in islice(shown_strings(elements), limit))
        for distance, line in enumerate(islice(filter(None, lines), _NEAR)):
            if len(line) <= _LINE // 2:
                ranked += [(distance + penalty, day) for day in _line_days(line)]
    return [day for _, day in sorted(ranked, key=lambda pair: pair[0])]


def _headline(soup: BeautifulSoup) -> Tag | None:
    """Return the ``h1`` that the page's title repeats, else the only one."""
    headings = [h for h in soup.find_all("h1")[:10] if h.get_text(strip=True)]
    named = first(soup, "title")
    title = named.get_text(" ", strip=True).casefold() if named is not None else ""
    for heading in headings:
        if " ".join(heading.get_text(" ", strip=True).split()).casefold()[:40] in title:
            return heading
    return headings[0] if len(headings) == 1 else None


def _bylines(soup: BeautifulSoup) -> Iterator[dt.date]:
    """Days in short elements whose class calls them a date."""
    for element in soup.find_all(class_=_BYLINE, limit=60):
        line = " ".join(element.get_text(" ", strip=True).split())
        if 0 < len(line) <= _LINE and not _is_aside(element):
            yield from _line_days(line)


def _lines_of_their_own(soup: BeautifulSoup) -> Iterator[dt.date]:
    """Lines that hold a day and, but for a weekday or a place, nothing else."""
    for string in islice(shown_strings(soup.descendants), 2_000):
        line = " ".join(string.split())
        if 8 <= len(line) <= _DATE_LINE and string.parent is not None and not _is_aside(string.parent):
            yield from _line_days(line)


def _line_days(line: str) -> Iterator[dt.date]:
    for start, day in find_days(line):
        if not MODIFIED.search(line[max(0, start - 40) : start]):
            yield day


def _from_url(url: str) -> Iterator[dt.date]:
    for match in _URL_DAY.finditer(unquote(urlsplit(url).path)):
        try:
            yield dt.date(*map(int, match.groups()))
        except ValueError:
            continue


def _from_htmldate(html: str, url: str, fetched: dt.date) -> Iterator[dt.date]:
    """The general finder's word, but for a 1st of January, which it invents for a bare year."""
    try:
        found = find_date(
            html, url=url, original_date=True, extensive_search=True,
            min_date=EARLIEST.isoformat(), max_date=fetched.isoformat(),
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError):
        return
    day = dt.date.fromisoformat(found) if found else None
    if day and (day.month, day.day) != (1, 1):
        yield day
