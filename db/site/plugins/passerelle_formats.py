"""Datasette plugin: Excel, Atom and iCalendar for every table and query that can give them."""

from __future__ import annotations

from typing import Any

from db.site import renderers
from db.site.hooks import hookimpl


@hookimpl
def register_output_renderer(datasette: Any) -> list[dict[str, Any]]:
    """Three formats beside JSON and CSV."""
    return [
        {"extension": "xlsx", "render": renderers.xlsx, "can_render": renderers.has_columns},
        {"extension": "atom", "render": renderers.atom, "can_render": renderers.has_columns},
        {"extension": "ics", "render": renderers.ics, "can_render": renderers.has_dates},
    ]
