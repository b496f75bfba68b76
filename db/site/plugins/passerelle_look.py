"""Datasette plugin: what every template may use, and how cells of Datasette's own tables link to the pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from markupsafe import Markup

from db.site import look
from db.site.hooks import hookimpl


@hookimpl
def extra_template_vars(request: Any, datasette: Any) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Language, words, dates and links for all templates, Datasette's own too."""

    async def values() -> dict[str, Any]:
        return await look.values(datasette, request)

    return values


@hookimpl
def render_cell(value: Any, column: str, table: str | None) -> Markup | None:
    """Ids lead to the pages of the register."""
    return look.cell(value, column, table)
