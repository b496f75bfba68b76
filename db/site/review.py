"""The review page: one uncertain fact at a time, its sentence highlighted, one click or key a decision.

It is there only when the operator started the server with a password; it works on the private store, and what it
shows or takes is never kept in a cache. Forms carry Datasette's token against forged requests.
"""

from __future__ import annotations

import asyncio
from typing import Any

from datasette.utils.asgi import Forbidden, Request, Response
from datasette.views.base import DatasetteError

from db.errors import StoreError
from db.site import session
from db.site.desk import Decision, Desk
from db.site.settings import Site
from db.site.views import missing, show, site_of
from db.status import Status, gather
from db.store import Store

WRONG_PASSWORD_DELAY = 1.0
"""Seconds that a wrong password costs."""
LONGEST_NAME, LONGEST_NOTE = 60, 500


def desk_of(datasette: Any) -> Desk:
    """The desk that `db.site.app.build` put up. Raises NotFound where there is no review."""
    desk = getattr(datasette, "site_desk", None)
    if not isinstance(desk, Desk) or not site_of(datasette).review_password:
        raise missing("review")
    return desk


async def page(datasette: Any, request: Request) -> Response:
    """``GET /review``: the form for the password, or the fact at place ``at`` of the queue."""
    desk = desk_of(datasette)
    who = session.reviewer(datasette, request)
    if not who:
        return await show(datasette, request, "review_login.html", {"wrong": False})
    place = _place(str(request.args.get("at") or ""))
    card = await _in_thread(desk.card, place)
    return await show(datasette, request, "review.html", {"who": who, "card": card, "place": place})


async def status(datasette: Any, request: Request) -> Response:
    """``GET /review/status``: how the installation fares, for whoever may review."""
    desk = desk_of(datasette)
    if not session.reviewer(datasette, request):
        return await show(datasette, request, "review_login.html", {"wrong": False})
    found = await _in_thread(_gathered, desk, site_of(datasette))
    return await show(datasette, request, "status.html", {"status": found})


def _gathered(desk: Desk, site: Site) -> Status:
    """What `passerelle status` shows; versions are those of the latest extraction."""
    assert site.public_db is not None
    with Store.open(desk.work_db, readonly=True) as store:
        version = next((run.version for run in store.runs("extract", 1)), None)
        return gather(
            store,
            site.public_db,
            desk.work_db.parent / "warc",
            version=version,
            next_runs=dict(site.next_runs()),
            at_work=site.at_work(),
        )


async def login(datasette: Any, request: Request) -> Response:
    """``POST /review/login``"""
    desk_of(datasette)
    form = await request.post_vars()
    site = site_of(datasette)
    if not session.right(site.review_password, form.get("password", "")):
        await asyncio.sleep(WRONG_PASSWORD_DELAY)
        return await show(datasette, request, "review_login.html", {"wrong": True}, status=403)
    response = Response.redirect(session.PATH)
    name = form.get("name", "").strip()[:LONGEST_NAME] or "reviewer"
    session.admit(datasette, response, name, secure=bool(site.base_url and site.base_url.startswith("https")))
    return response


async def logout(datasette: Any, request: Request) -> Response:
    """``POST /review/logout``"""
    desk_of(datasette)
    response = Response.redirect(session.PATH)
    session.dismiss(response)
    return response


async def decide(datasette: Any, request: Request) -> Response:
    """``POST /review/decide``: keeps a decision and goes on to the next fact."""
    desk = desk_of(datasette)
    who = session.reviewer(datasette, request)
    if not who:
        raise Forbidden("Log in to review.")
    form = await request.post_vars()
    place = _place(form.get("at", ""))
    if form.get("action") == "skip":
        return Response.redirect(f"{session.PATH}?at={place + 1}")
    decision = Decision(
        kind=form.get("kind", ""),
        id=form.get("id", ""),
        other=form.get("other") or None,
        action=form.get("action", ""),
        reviewer=who.name,
        note=form.get("note", "").strip()[:LONGEST_NOTE] or None,
    )
    try:
        await _in_thread(desk.decide, decision)
    except StoreError as error:
        raise DatasetteError(str(error), status=409) from error
    return Response.redirect(f"{session.PATH}?at={place}" if place else session.PATH)


def _place(text: str) -> int:
    return min(int(text), 10_000) if text.isdigit() else 0


async def _in_thread(function: Any, *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, function, *arguments)
