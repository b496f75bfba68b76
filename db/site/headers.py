"""What surrounds every answer: security headers, caching, hidden addresses, harmless CSV cells."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

from db.site.csvguard import CsvGuard
from db.site.kept import Kept
from db.site.language import choose
from db.site.sql import meta
from db.site.views import read, site_of

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Callable[[], Awaitable[Any]], Send], Awaitable[None]]

POLICY = "; ".join(
    [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "form-action 'self'",
        "base-uri 'none'", "frame-ancestors 'none'", "manifest-src 'self'",
    ]
)  # fmt: skip
SECURITY = {
    "content-security-policy": POLICY,
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
NOWHERE = "/not-found"
MAX_AGE = 300
"""Seconds a proxy or browser may keep a page before it asks whether it changed."""
FOREVER = "public, max-age=31536000, immutable"
PRIVATE = "/review"


def hidden(path: str) -> bool:
    """Whether an address of Datasette's is not for the public: its inner state, other databases, log-in."""
    first = path.split("/")[1].split(".")[0] if path.startswith("/") else ""
    return first in ("-", "_memory", "_internal", ":memory:") and not path.startswith("/-/static/")


class Surround:
    """The ASGI application around Datasette."""

    def __init__(self, app: App, datasette: Any) -> None:
        self.app = app
        self.datasette = datasette
        self.kept = Kept()
        self.edition = edition()

    async def __call__(self, scope: Scope, receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = str(scope["path"])
        if hidden(path):
            scope = {**scope, "path": NOWHERE, "raw_path": NOWHERE.encode()}
        if scope["method"] not in ("GET", "HEAD") and not path.startswith(PRIVATE):
            await refuse(send)
            return
        tag = await self.tag(scope) if self.cached(path) else None
        if tag and tag in _header(scope, b"if-none-match"):
            await self._unchanged(send, tag)
            return
        kept = self.kept.get(tag) if tag else None
        if kept:
            await send(kept[0])
            await send({"type": "http.response.body", "body": kept[1]})
            return
        answer = Answer(send, path, str(scope["query_string"], "latin-1"), tag)
        await self.app(scope, receive, answer)
        if tag and answer.whole and scope["method"] == "GET":
            self.kept.put(tag, answer.start, b"".join(answer.parts))

    @staticmethod
    def cached(path: str) -> bool:
        """Whether the address is one whose answer depends on the publication, the day and the language only."""
        return not path.startswith((PRIVATE, "/static/", "/-/", "/register.db"))

    async def tag(self, scope: Scope) -> str | None:
        """The ETag of an answer, from the publication's checksum; None where nothing is published."""
        facts = await read(self.datasette, meta)
        if "checksum" not in facts:
            return None
        day = site_of(self.datasette).today().isoformat()
        parts = [self.edition, facts["checksum"], facts.get("published_at"), day, scope["path"], scope["query_string"]]
        parts += [_header(scope, b"host"), scope.get("scheme"), choose(None, _header(scope, b"accept-language"))]
        return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:20]}"'

    async def _unchanged(self, send: Send, tag: str) -> None:
        headers = {**SECURITY, "etag": tag, "cache-control": f"public, max-age={MAX_AGE}", "vary": "Accept-Language"}
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": 304, "headers": pairs})
        await send({"type": "http.response.body", "body": b""})


class Answer:
    """The sending side of one answer."""

    def __init__(self, send: Send, path: str, query: str, tag: str | None) -> None:
        self.send, self.path, self.query, self.tag = send, path, query, tag
        self.guard: CsvGuard | None = None
        self.start: MutableMapping[str, Any] = {}
        self.parts: list[bytes] = []
        self.size = 0
        self.whole = False
        """Whether all of a good answer has been sent and recorded."""

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        """Pass a message on, changed as needed."""
        if message["type"] == "http.response.start":
            message = self.start = {**message, "headers": self._headers(message)}
        elif message["type"] == "http.response.body" and self.guard:
            text = self.guard.feed(message.get("body", b"").decode("utf-8"))
            text += "" if message.get("more_body") else self.guard.end()
            message = {**message, "body": text.encode("utf-8")}
        if message["type"] == "http.response.body":
            self._record(message)
        await self.send(message)

    def _record(self, message: MutableMapping[str, Any]) -> None:
        body = message.get("body", b"")
        self.size += len(body)
        if self.size <= Kept.largest:
            self.parts.append(body)
        self.whole = self.start["status"] == 200 and self.size <= Kept.largest and not message.get("more_body")

    def _headers(self, message: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:
        # The public pages know neither cookies nor log-in, so these need not vary what a proxy holds.
        replaced = {*SECURITY} if self.path.startswith(PRIVATE) else {*SECURITY, "vary"}
        own = [(key, value) for key, value in message["headers"] if key.decode().lower() not in replaced]
        kind = next((value for key, value in own if key.lower() == b"content-type"), b"").decode()
        if kind.startswith("text/csv") or (kind.startswith("text/plain") and self._is_csv()):
            self.guard = CsvGuard()
            own = [(key, value) for key, value in own if key.lower() != b"content-length"]
        present = {key.lower() for key, _ in own}
        wanted = {**SECURITY, **self._caching(message["status"], kind)}
        return own + [(k.encode(), v.encode()) for k, v in wanted.items() if k.encode() not in present]

    def _is_csv(self) -> bool:
        return self.path.endswith(".csv") or "_format=csv" in self.query

    def _caching(self, status: int, kind: str) -> dict[str, str]:
        if self.path.startswith(PRIVATE) or status >= 500:
            return {"cache-control": "no-store"}
        if self.path.startswith(("/static/", "/-/static/")):
            return {"cache-control": FOREVER if self.query else f"public, max-age={MAX_AGE}"}
        headers = {"cache-control": f"public, max-age={MAX_AGE}", "vary": "Accept-Language"}
        if self.tag and status == 200:
            headers["etag"] = self.tag
        if self.path.startswith("/public") and (self.query or not kind.startswith("text/html")):
            headers["x-robots-tag"] = "noindex"
        return headers


def edition() -> str:
    """A checksum of the site's own files, so that a new version of the program changes every ETag."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.*")):
        if file.suffix in (".py", ".html", ".css", ".js", ".sql", ".toml", ".json", ".svg"):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


async def refuse(send: Send) -> None:
    """The register is read-only: no other method than GET and HEAD."""
    pairs = [(name.encode(), value.encode()) for name, value in {**SECURITY, "allow": "GET, HEAD"}.items()]
    await send({"type": "http.response.start", "status": 405, "headers": pairs})
    await send({"type": "http.response.body", "body": b""})
