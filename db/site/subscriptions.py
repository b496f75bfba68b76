"""Feeds and calendars of the whole register, of a country, of an institution."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from datasette.utils.asgi import Request, Response

from db.site import atom, dates, ical, links, titles
from db.site.language import Lang, Words
from db.site.sql import Row, has, meta, run
from db.site.views import address, key_of, language, missing, read, site_of

NEWS = {"": "feed/all", "country": "feed/country", "institution": "feed/institution"}
DATES = {"": "calendar/all", "country": "calendar/country", "institution": "calendar/institution"}


def news(
    connection: sqlite3.Connection, kind: str, key: str, today: dt.date, lang: Lang
) -> tuple[str, list[Row]] | None:
    """The name of the country or institution and its newest events; None for an unknown one."""
    return _rows(connection, NEWS, kind, key, today, lang)


def coming(
    connection: sqlite3.Connection, kind: str, key: str, today: dt.date, lang: Lang
) -> tuple[str, list[Row]] | None:
    """The name and what is announced, or was in the last year."""
    return _rows(connection, DATES, kind, key, today, lang)


def _rows(
    connection: sqlite3.Connection, blocks: dict[str, str], kind: str, key: str, today: dt.date, lang: Lang
) -> tuple[str, list[Row]] | None:
    if not has(connection, "events"):
        return ("", []) if not kind else None
    given: dict[str, Any] = (
        {kind: key, "today": today.isoformat(), "lang": lang} if kind else {"today": today.isoformat()}
    )
    name = ""
    if kind:
        facts = run(connection, f"{kind}/facts", **given).first
        if not facts:
            return None
        name = str(facts["name"])
    since = today.replace(year=today.year - 1, day=min(today.day, 28)).isoformat()
    return name, list(run(connection, blocks[kind], since=since, **given))


async def feed(datasette: Any, request: Request) -> Response:
    """``/feed.atom``, ``/country/JP.atom``, ``/institution/ID.atom``"""
    kind, key, lang = _asked(request)
    today = site_of(datasette).today()
    found, facts = await read(datasette, lambda c: (news(c, kind, key, today, lang), meta(c)))
    if found is None:
        raise missing(kind)
    name, rows = found
    words = Words(lang)
    entries = [
        atom.Entry(
            id=address(datasette, request, links.page("event", str(row["id"]))),
            title=titles.title(row, lang),
            link=address(datasette, request, links.page("event", str(row["id"]))),
            updated=str(row["last_reported"] or row["first_reported"] or ""),
            summary=_summary(row, words),
        )
        for row in rows
    ]
    title = f"{words('site.name')}: {name or words('home.newest')}"
    here = address(datasette, request, links.page(kind, key) if kind else "/")
    own = address(datasette, request, request.full_path)
    updated = facts.get("published_at") or "1970-01-01"
    return Response(atom.feed(title, here, own, updated, entries, lang), content_type=atom.CONTENT_TYPE)


async def calendar(datasette: Any, request: Request) -> Response:
    """``/calendar.ics``, ``/country/JP.ics``, ``/institution/ID.ics``"""
    kind, key, lang = _asked(request)
    today = site_of(datasette).today()
    found, facts = await read(datasette, lambda c: (coming(c, kind, key, today, lang), meta(c)))
    if found is None:
        raise missing(kind)
    name, rows = found
    base = address(datasette, request, "")
    host = base.split("//")[-1].split(":")[0]
    title = f"{Words(lang)('site.name')}: {name or Words(lang)('home.coming')}"
    stamp = facts.get("published_at") or "1970-01-01T00:00:00Z"
    entries = [{**row, "title": titles.title(row, lang)} for row in rows]
    return Response(ical.calendar(title, entries, base, host, stamp), content_type=ical.CONTENT_TYPE)


def _asked(request: Request) -> tuple[str, str, Lang]:
    kind = str(request.url_vars.get("kind") or "")
    return kind, key_of(request, "key") if kind else "", language(request)


def _summary(row: Row, words: Words) -> str:
    parts = [
        titles.kind_name(str(row["type"]), words.lang),
        dates.short(row, words.lang),
        row["institutions"] or "",
    ]
    return " · ".join(part for part in parts if part)
