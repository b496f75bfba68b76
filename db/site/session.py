"""Who may review: one password, and a signed cookie that only the review page gets."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from datasette.utils.asgi import Request, Response
from itsdangerous import BadSignature

COOKIE = "passerelle_review"
PATH = "/review"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A reviewer who has given the password, under the name he chose; it is never published."""

    name: str


def right(password: str | None, given: str) -> bool:
    """Whether the given password is the one, told in constant time; never where none is set."""
    return bool(password) and hmac.compare_digest((password or "").encode(), given.encode())


def reviewer(datasette: Any, request: Request) -> Reviewer | None:
    """The reviewer of a request, if its cookie is one of ours (of this start of the server)."""
    cookie = SimpleCookie(request.headers.get("cookie") or "").get(COOKIE)
    if not cookie:
        return None
    try:
        name = datasette.unsign(cookie.value, "review")
    except BadSignature:
        return None
    return Reviewer(str(name))


def admit(datasette: Any, response: Response, name: str, secure: bool) -> None:
    """Set the cookie."""
    value = datasette.sign(name, "review")
    response.set_cookie(COOKIE, value, path=PATH, secure=secure, httponly=True, samesite="strict")


def dismiss(response: Response) -> None:
    """Take the cookie back."""
    response.set_cookie(COOKIE, "", max_age=0, expires=0, path=PATH, httponly=True, samesite="strict")
