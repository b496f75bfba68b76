"""The page of an error: in the look and language of the site, without a traceback for the visitor."""

from __future__ import annotations

import logging
from typing import Any

from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

log = logging.getLogger("passerelle.site")


def facts(exception: Exception) -> dict[str, Any]:
    """Status, title and message of an exception; what is our own fault keeps its words for the log."""
    if isinstance(exception, Base400):
        return {"status": exception.status, "title": None, "error": exception.args[0] if exception.args else ""}
    if isinstance(exception, DatasetteError):
        message = Markup(exception.message).striptags() if exception.message_is_html else exception.message  # noqa: S704
        return {"status": exception.status, "title": None, "error": message, **exception.error_dict}
    log.error("a page could not be made", exc_info=exception)
    return {"status": 500, "title": None, "error": type(exception).__name__}


async def answer(datasette: Any, request: Any, exception: Exception) -> Response:
    """JSON where JSON was asked for, else a page: with a search for what is missing."""
    told = {"ok": False, **facts(exception)}
    status = int(told["status"])
    if request.path.endswith(".json"):
        return Response.json(told, status=status)
    template = "404.html" if status == 404 else "error.html"
    return Response.html(await datasette.render_template(template, told, request=request), status=status)
