"""Datasette plugin: the review page, where the operator asked for it (`db.site.review`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils.asgi import NotFound, Request, Response

from db.site import review
from db.site.hooks import hookimpl

Handler = Callable[[Any, Request], Awaitable[Response]]


def _only_post(handler: Handler) -> Handler:
    async def guarded(datasette: Any, request: Request) -> Response:
        if request.method != "POST":
            raise NotFound("review")
        return await handler(datasette, request)

    return guarded


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Handler]]:
    """The page and what its forms send; all are 404 without a password."""
    return [
        (r"^/review$", review.page),
        (r"^/review/status$", review.status),
        (r"^/review/login$", _only_post(review.login)),
        (r"^/review/logout$", _only_post(review.logout)),
        (r"^/review/decide$", _only_post(review.decide)),
        (r"^/review/correct$", _only_post(review.correct)),
        (r"^/review/split$", _only_post(review.split)),
    ]
