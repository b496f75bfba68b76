"""What Datasette's tables and queries give in further formats."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from db.site import atom as feeds
from db.site import ical
from db.site.descriptions import table_text
from db.site.queries import text
from db.site.sql import meta
from db.site.views import address, language, read


def has_columns(columns: list[str]) -> bool:
    """Whether there is anything to give."""
    return bool(columns)


def has_dates(columns: list[str]) -> bool:
    """Whether the rows can be entries of a calendar."""
    return {"title", "date_from"} <= set(columns) and bool({"event", "id"} & set(columns))


def heading(request: Request, query_name: str | None, table: str | None) -> str:
    """The title of a named query or a table in the visitor's language."""
    about = text(query_name, language(request))
    if about:
        return str(about["title"])
    return table_text(table, language(request))["title"] if table else "Passerelle"


async def xlsx(request: Any, columns: list[str], rows: Any, query_name: str | None, table: str | None) -> Response:
    """The rows as an Excel workbook."""
    from db.site.xlsx import CONTENT_TYPE, workbook

    body = workbook(heading(request, query_name, table), columns, rows)
    name = (query_name or table or "query").replace('"', "")
    headers = {"content-disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(body, headers=headers, content_type=CONTENT_TYPE)


async def atom(
    datasette: Any, request: Any, columns: list[str], rows: Any, query_name: str | None, table: str | None
) -> Response:
    """The rows as a feed, an entry each."""
    updated = (await read(datasette, meta)).get("published_at") or "1970-01-01"
    page = request.full_path.replace(".atom", "", 1)
    listed = [list(row) for row in rows][: feeds.LONGEST]
    entries = feeds.from_rows(columns, listed, address(datasette, request, ""), page, updated)
    here = address(datasette, request, page)
    own = address(datasette, request, request.full_path)
    body = feeds.feed(heading(request, query_name, table), here, own, updated, entries, language(request))
    return Response(body, content_type=feeds.CONTENT_TYPE)


async def ics(
    datasette: Any, request: Any, columns: list[str], rows: Any, query_name: str | None, table: str | None
) -> Response:
    """The rows as a calendar."""
    stamp = (await read(datasette, meta)).get("published_at") or "1970-01-01T00:00:00Z"
    base = address(datasette, request, "")
    listed = [dict(zip(columns, (feeds.plain(value) for value in row), strict=True)) for row in rows]
    host = base.split("//")[-1].split(":")[0]
    body = ical.calendar(heading(request, query_name, table), listed, base, host, stamp)
    return Response(body, content_type=ical.CONTENT_TYPE)
