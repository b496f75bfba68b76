"""From a request to a page: chooses language and day, reads the register once, fills the template."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote

from datasette.utils.asgi import NotFound, Request, Response

from db.site import links, pages, search, titles
from db.site.language import Lang, Words, asked_for, choose
from db.site.settings import Site
from db.site.sql import moment

T = TypeVar("T")


def language(request: Request) -> Lang:
    """The language of the answer to a request."""
    asked = asked_for({key: request.args.get(key) for key in ("lang", "_lang") if request.args.get(key)})
    return choose(asked, request.headers.get("accept-language"))


def site_of(datasette: Any) -> Site:
    """The settings that `db.site.app.build` hung on a Datasette; the defaults for a bare one."""
    site = getattr(datasette, "site", None)
    return site if isinstance(site, Site) else Site()


async def read(datasette: Any, function: Callable[[sqlite3.Connection], T]) -> T:
    """Run a reading function on one moment of the register, in one of Datasette's threads."""

    def within(connection: sqlite3.Connection) -> T:
        with moment(connection):
            return function(connection)

    result: T = await datasette.get_database("public").execute_fn(within)
    return result


async def show(datasette: Any, request: Request, template: str, values: dict[str, Any], status: int = 200) -> Response:
    """The template as a page."""
    return Response.html(await datasette.render_template(template, values, request=request), status=status)


def key_of(request: Request, name: str) -> str:
    """A part of the path, decoded."""
    return unquote(str(request.url_vars[name]))


def missing(kind: str) -> NotFound:
    """What is raised for an unknown id; the page of it is ``templates/404.html``."""
    return NotFound(kind)


async def home(datasette: Any, request: Request) -> Response:
    """``/``"""
    lang, today = language(request), site_of(datasette).today()
    values = await read(datasette, lambda connection: pages.home(connection, lang, today))
    return await show(datasette, request, "home.html", values)


async def countries(datasette: Any, request: Request) -> Response:
    """``/countries``"""
    lang = language(request)
    values = await read(datasette, lambda connection: pages.countries(connection, lang))
    return await show(datasette, request, "countries.html", values)


async def country(datasette: Any, request: Request) -> Response:
    """``/country/JP``"""
    code, lang, today = key_of(request, "key"), language(request), site_of(datasette).today()
    if code != code.upper():
        return Response.redirect(links.page("country", code.upper()))
    values = await read(datasette, lambda connection: pages.country(connection, code, lang, today))
    if values is None:
        raise missing("country")
    return await show(datasette, request, "country.html", values)


async def institution(datasette: Any, request: Request) -> Response:
    """``/institution/ror:…``"""
    key, lang, today = key_of(request, "key"), language(request), site_of(datasette).today()
    values = await read(datasette, lambda connection: pages.institution(connection, key, lang, today))
    if values is None:
        raise missing("institution")
    return await show(datasette, request, "institution.html", values)


async def partnership(datasette: Any, request: Request) -> Response:
    """``/partnership/ID``"""
    key, lang, today = key_of(request, "key"), language(request), site_of(datasette).today()
    values = await read(datasette, lambda connection: pages.partnership(connection, key, lang, today))
    if values is None:
        raise missing("partnership")
    return await show(datasette, request, "partnership.html", {**values, "report": _report(datasette, request, values)})


async def event(datasette: Any, request: Request) -> Response:
    """``/event/ID``; an event that was merged away leads to the one it became."""
    key, lang = key_of(request, "key"), language(request)
    values = await read(datasette, lambda connection: pages.event(connection, key, lang))
    if values is None:
        raise missing("event")
    if "moved" in values:
        asked = asked_for({key: request.args[key] for key in ("lang",) if key in request.args})
        return Response.redirect(links.with_language(links.page("event", values["moved"]), asked), status=301)
    values |= {"report": _report(datasette, request, values), "structured": _structured(datasette, request, values)}
    return await show(datasette, request, "event.html", values)


async def sources(datasette: Any, request: Request) -> Response:
    """``/sources``"""
    lang = language(request)
    values = await read(datasette, lambda connection: pages.sources(connection, lang))
    return await show(datasette, request, "sources.html", values)


async def find(datasette: Any, request: Request) -> Response:
    """``/search?q=…``"""
    text, lang = str(request.args.get("q") or "").strip()[: search.LONGEST], language(request)
    found = await read(datasette, lambda connection: search.search(connection, text, lang))
    return await show(datasette, request, "search.html", {"query": text, "found": found, "any": any(found.values())})


def address(datasette: Any, request: Request, path: str) -> str:
    """The absolute address of a path, as the public reaches it."""
    base = site_of(datasette).base_url
    return (base.rstrip("/") if base else f"{request.scheme}://{request.host}") + path


def _report(datasette: Any, request: Request, values: dict[str, Any]) -> str | None:
    facts = values["facts"]
    title = titles.title(facts, language(request)) if "title" in facts else _pair(facts)
    subject = Words(language(request))("event.report_subject", title=title)
    return links.report(site_of(datasette).report, subject, address(datasette, request, request.path))


def _pair(facts: Any) -> str:
    return f"{facts['school_name']} – {facts['partner_name']}"


def _structured(datasette: Any, request: Request, values: dict[str, Any]) -> Any:
    from db.site.structured import event_data, script

    return script(event_data(values, address(datasette, request, request.path), language(request)))
