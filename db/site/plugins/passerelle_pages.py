"""Datasette plugin: the addresses of the register's own pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.site import documents, subscriptions, views
from db.site.hooks import hookimpl


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """The pages of `db.site.views`."""
    key = r"(?P<key>[^/]+?)"
    return [
        (r"^/$", views.home),
        (r"^/feed\.atom$", subscriptions.feed),
        (r"^/calendar\.ics$", subscriptions.calendar),
        (rf"^/(?P<kind>country|institution)/{key}\.atom$", subscriptions.feed),
        (rf"^/(?P<kind>country|institution)/{key}\.ics$", subscriptions.calendar),
        (r"^/countries$", views.countries),
        (rf"^/country/{key}$", views.country),
        (rf"^/institution/{key}$", views.institution),
        (rf"^/partnership/{key}$", views.partnership),
        (rf"^/event/{key}$", views.event),
        (r"^/sources$", views.sources),
        (r"^/search$", views.find),
        (r"^/about$", documents.about),
        (r"^/dump$", documents.dump),
        (r"^/dump\.json$", documents.dump_facts),
        (r"^/register\.db$", documents.download),
        (r"^/robots\.txt$", documents.robots),
        (r"^/sitemap\.xml$", documents.sitemap),
        (r"^/llms\.txt$", documents.llms),
    ]
