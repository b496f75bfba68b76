"""What templates use: the words of the visitor's language, dates in words, safe links."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.utils import tilde_decode
from markupsafe import Markup

from db.site import dates, links, queries, titles, worldmap
from db.site.descriptions import column_text, table_text
from db.site.language import LANGUAGES, Lang, Words, asked_for, choose
from db.site.sql import meta
from db.site.views import address, read, site_of

STATIC = Path(__file__).parent / "static"
PAGES = {"events": "event", "partnerships": "partnership", "institutions": "institution", "countries": "country"}
KEYS = {
    "event": "event", "event_id": "event", "latest_event": "event", "partnership": "partnership",
    "partnership_id": "partnership", "institution": "institution", "school": "institution", "partner": "institution",
    "school_id": "institution", "partner_id": "institution", "country": "country", "country_code": "country",
}  # fmt: skip
"""Columns of queries that hold an id, and the page it leads to."""


async def values(datasette: Any, request: Any) -> dict[str, Any]:
    """All variables, for one request (or none, on an early error)."""
    args = request.args if request else {}
    asked = asked_for({key: str(args.get(key)) for key in ("lang", "_lang") if args.get(key)})
    lang = choose(asked, request.headers.get("accept-language") if request else None)
    path = request.path if request else "/"
    return {
        **words(lang, asked),
        "switch": {other: _switched(request, other) for other in LANGUAGES},
        "path": path,
        "absolute": lambda target: address(datasette, request, target),
        "published": await read(datasette, meta),
        "site": site_of(datasette),
        "asset": asset,
    }


def words(lang: Lang, asked: str | None) -> dict[str, Any]:
    """What depends on the language alone."""
    t = Words(lang)
    return {
        "lang": lang,
        "asked": asked,
        "t": t,
        "href": lambda path: links.with_language(path, asked),
        "page": lambda kind, key, form="": links.with_language(links.page(kind, key, form), asked),
        "outside": links.outside,
        "date_short": lambda row: dates.short(row, lang),
        "date_phrase": lambda row: dates.phrase(row, lang),
        "edtf": lambda value: dates.edtf(value, lang),
        "day": lambda value: dates.day(value, lang),
        "machine_date": dates.machine,
        "kind_name": lambda kind: titles.kind_name(kind, lang),
        "kind_names": lambda kinds: [titles.kind_name(kind, lang) for kind in (kinds or "").split(",") if kind],
        "title_of": lambda row: titles.title(row, lang),
        "parties": titles.parties,
        "table_page": PAGES.get,
        "untilde": tilde_decode,
        "table_text": lambda table: table_text(table, lang),
        "column_text": lambda table, column: column_text(table, column, lang),
        "canned": lambda: queries.titles(lang),
        "query_text": lambda name: queries.text(name, lang),
        "draw_map": lambda rows: world(rows, lang, asked),
        "map_legend": lambda rows: worldmap.legend(max((row["partnerships"] for row in rows), default=0)),
    }


def world(rows: Any, lang: Lang, asked: str | None) -> Markup:
    """The map of rows with ``code``, ``name`` and ``partnerships``."""
    t = Words(lang)
    return worldmap.draw(
        {row["code"]: row["partnerships"] for row in rows},
        {row["code"]: row["name"] for row in rows},
        lambda code: links.with_language(links.page("country", code), asked),
        lambda name, count: f"{name}: {t.count('unit.partnerships', count)}",
    )


def cell(value: Any, column: str, table: str | None) -> Markup | None:
    """The link of an id to its page, or None to leave the cell to Datasette."""
    if value is None or not isinstance(value, str) or not value:
        return None
    if column == "code" and table == "countries":
        kind: str | None = "country"
    elif column == "id" and table in PAGES:
        kind = PAGES[table]
    else:
        kind = KEYS.get(column) if table is None else None
    return Markup('<a href="{}">{}</a>').format(links.page(kind, value), value) if kind else None


@cache
def asset(name: str) -> str:
    """The address of a static file, with its checksum, so that it may be cached for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{digest}"


def _switched(request: Any, lang: Lang) -> str:
    """The same page in another language."""
    if request is None:
        return f"/?lang={lang}"
    kept: list[tuple[str, str]] = []
    name = "_lang" if request.path.startswith("/public") else "lang"
    arguments: Mapping[str, Any] = request.args
    for key in arguments:
        kept += [(key, value) for value in request.args.getlist(key) if key != name]
    return f"{request.path}?{urlencode([*kept, (name, lang)])}"
