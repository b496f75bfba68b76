"""The review page: one uncertain fact at a time, its sentence highlighted, one click or key a decision.

It is there only when the operator started the server with a password; it works on the private store, and what it
shows or takes is never kept in a cache. Forms carry Datasette's token against forged requests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from datasette.utils.asgi import Forbidden, Request, Response
from datasette.views.base import DatasetteError

from db.errors import StoreError
from db.site import session
from db.site.desk import Card, Decision, Desk
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
    place, id_ = _place(str(request.args.get("at") or "")), str(request.args.get("id") or "").strip()
    if not id_:
        card = await _in_thread(desk.card, place)
        return await _show_card(datasette, request, who, card, place)
    try:
        card = await _in_thread(desk.card_of, id_)
    except StoreError as error:
        return await _show_card(datasette, request, who, None, place, error=str(error), status=404)
    return await _show_card(datasette, request, who, card, place)


async def _show_card(
    datasette: Any,
    request: Request,
    who: session.Reviewer,
    card: Card | None,
    place: int,
    *,
    error: str | None = None,
    sent: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page about one fact; after a mistake with what is wrong and all that was entered."""
    values = {"who": who, "card": card, "place": place, "error": error, "sent": sent or {}}
    return await show(datasette, request, "review.html", values, status)


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
    who, form, place = await _sent(datasette, request)
    if form.get("action") == "skip":
        return Response.redirect(f"{session.PATH}?at={place + 1}")
    decision = Decision(
        kind=form.get("kind", ""),
        id=form.get("id", ""),
        other=form.get("other") or None,
        action=form.get("action", ""),
        reviewer=who.name,
        note=_note(form),
    )
    try:
        await _in_thread(desk_of(datasette).decide, decision)
    except StoreError as error:
        raise DatasetteError(str(error), status=409) from error
    return Response.redirect(f"{session.PATH}?at={place}" if place else session.PATH)


async def correct(datasette: Any, request: Request) -> Response:
    """``POST /review/correct``: keeps what a form changed of a fact."""

    def keep(desk: Desk, form: Mapping[str, str], told: dict[str, Any]) -> None:
        desk.correct(form.get("kind", ""), form.get("id", ""), form, **told)

    return await _keep(datasette, request, keep)


async def split(datasette: Any, request: Request) -> Response:
    """``POST /review/split``: keeps that some claims of an event tell of another happening."""
    return await _keep(datasette, request, lambda desk, form, told: desk.split(form.get("id", ""), form, **told))


async def _keep(
    datasette: Any, request: Request, keep: Callable[[Desk, Mapping[str, str], dict[str, Any]], None]
) -> Response:
    """Keep what a form says and go on to the next fact; where it cannot be kept, show the form again and why."""
    desk = desk_of(datasette)
    who, form, place = await _sent(datasette, request)
    told = {"reviewer": who.name, "note": _note(form)}
    try:
        await _in_thread(keep, desk, form, told)
    except StoreError as error:
        try:
            card = await _in_thread(desk.card_of, form.get("id", ""))
        except StoreError:
            raise DatasetteError(str(error), status=409) from error
        return await _show_card(datasette, request, who, card, place, error=str(error), sent=form, status=400)
    return Response.redirect(f"{session.PATH}?at={place}" if place else session.PATH)


async def _sent(datasette: Any, request: Request) -> tuple[session.Reviewer, Mapping[str, str], int]:
    """Who sent a form, what it says, and the place in the queue it was sent from. Raises Forbidden for strangers."""
    who = session.reviewer(datasette, request)
    if not who:
        raise Forbidden("Log in to review.")
    form = await request.post_vars()
    return who, form, _place(form.get("at", ""))


def _note(form: Mapping[str, str]) -> str | None:
    return form.get("note", "").strip()[:LONGEST_NOTE] or None


def _place(text: str) -> int:
    return min(int(text), 10_000) if text.isdigit() else 0


async def _in_thread(function: Any, *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, function, *arguments)
