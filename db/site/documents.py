"""Pages about the register itself: about, the dump, and the texts for machines."""

from __future__ import annotations

import asyncio
from typing import Any

from datasette.utils.asgi import AsgiFileDownload, Request, Response

from db.site import quality, queries
from db.site.descriptions import descriptions, table_text
from db.site.dump import Copy
from db.site.pages import home
from db.site.sql import meta
from db.site.views import address, language, missing, read, show, site_of


async def about(datasette: Any, request: Request) -> Response:
    """``/about``"""
    facts = await read(datasette, meta)
    values = {"quality": quality.table(facts), "meta": facts, "report": site_of(datasette).report}
    return await show(datasette, request, "about.html", values)


async def dump(datasette: Any, request: Request) -> Response:
    """``/dump``"""
    return await show(datasette, request, "dump.html", {"copy": await _copy(datasette)})


async def dump_facts(datasette: Any, request: Request) -> Response:
    """``/dump.json``: address, date, size and checksum of the dump."""
    copy = await _copy(datasette)
    if copy is None:
        return Response.json({"ok": False, "error": "nothing is published yet"}, status=404)
    url = address(datasette, request, "/register.db")
    return Response.json({"url": url, "published_at": copy.published_at, "bytes": copy.size, "sha256": copy.sha256})


async def download(datasette: Any, request: Request) -> AsgiFileDownload:
    """``/register.db``"""
    copy = await _copy(datasette)
    if copy is None:
        raise missing("dump")
    headers = {"etag": f'"{copy.sha256}"', "x-checksum-sha256": copy.sha256, "content-length": str(copy.size)}
    return AsgiFileDownload(str(copy.path), copy.filename, "application/vnd.sqlite3", headers=headers)


async def _copy(datasette: Any) -> Copy | None:
    maker = getattr(datasette, "site_dump", None)
    return await asyncio.get_running_loop().run_in_executor(None, maker.latest) if maker else None


async def robots(datasette: Any, request: Request) -> Response:
    """``/robots.txt``: pages may be indexed, queries and exports need not."""
    lines = [
        "User-agent: *",
        "Allow: /",
        "Disallow: /search",
        "Disallow: /public?",
        "Disallow: /public/*?",
        "Disallow: /public.",
        "Disallow: /*.csv",
        "Disallow: /*.xlsx",
        "Disallow: /*.json",
        "Disallow: /*.ics",
        "Disallow: /*.atom",
        "Disallow: /register.db",
        "Disallow: /review",
        "",
        f"Sitemap: {address(datasette, request, '/sitemap.xml')}",
        "",
    ]
    return Response.text("\n".join(lines))


async def sitemap(datasette: Any, request: Request) -> Response:
    """``/sitemap.xml``: the countries' pages, from which all others are reached."""
    lang, today = language(request), site_of(datasette).today()
    values = await read(datasette, lambda connection: home(connection, lang, today))
    paths = ["/", "/countries", "/sources", "/about", "/public"] + [f"/country/{row['code']}" for row in values["map"]]
    entries = "".join(f"<url><loc>{address(datasette, request, path)}</loc></url>\n" for path in paths)
    root = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{root}">\n{entries}</urlset>\n'
    return Response(body, content_type="application/xml; charset=utf-8")


async def llms(datasette: Any, request: Request) -> Response:
    """``/llms.txt``: what a program that reads text needs to use the register."""
    base = address(datasette, request, "")
    lines = [
        "# Passerelle",
        "",
        "> Public register of international academic cooperation, read from the news pages of engineering schools and"
        " universities: events, partnerships, and the sentence on the page that states each.",
        "",
        "Read-only. SQL (SQLite) is open: one second, 1,000 rows. Licence CC BY 4.0.",
        "- One line: [partnerships with Japan]"
        f"({base}/public.json?sql=select+*+from+partnerships+where+country+%3D+%27JP%27&_shape=array)",
        f"- The whole register: [SQLite file]({base}/register.db), [its date and checksum]({base}/dump.json)",
        "- Every fact has its evidence:"
        f" [provenance]({base}/public/provenance.json?subject=event&subject_id=ID&_shape=array)",
        "",
        "## Named queries",
        "",
        *[
            f"- [{query.title['en']}]({base}/public/{query.name}.json?_shape=array"
            f"{''.join(f'&{name}=' for name in query.parameters)}): {query.description['en']}"
            for query in queries.load()
        ],
        "",
        "## Tables",
        "",
        *[
            f"- [{name}]({base}/public/{name}.json?_shape=array): {table_text(name, 'en')['text']}"
            for name in descriptions()
        ],
        "",
    ]
    return Response.text("\n".join(lines))
