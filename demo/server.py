"""A small, honest web server for sites held in memory: ETag, Last-Modified, conditional requests, HEAD."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Resource:
    """What one address answers with."""

    body: bytes
    content_type: str
    modified: dt.datetime

    @property
    def etag(self) -> str:
        """A strong validator of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


Site = Mapping[str, Resource]
"""Path, with its query where there is one, to resource."""


class SiteServer(ThreadingHTTPServer):
    """Serves one site; ``requests`` counts what was asked, for tests and the curious."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, site: Site) -> None:
        super().__init__((HOST, port), _Handler)
        self.site = site
        self.requests: list[tuple[str, str, int]] = []


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SiteServer
    server_version = "PasserelleDemo"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        resource = self.server.site.get(self.path)
        if resource is None:
            self._send(
                404, b"<!doctype html><title>404</title><h1>Page introuvable</h1>", "text/html; charset=utf-8", {}
            )
            return
        validators = {"ETag": resource.etag, "Last-Modified": format_datetime(resource.modified, usegmt=True)}
        if self._is_fresh(resource):
            self._send(304, b"", resource.content_type, validators)
        else:
            self._send(200, resource.body if with_body else b"", resource.content_type, validators, len(resource.body))

    def _is_fresh(self, resource: Resource) -> bool:
        if wanted := self.headers.get("If-None-Match"):
            return resource.etag in wanted
        since = self.headers.get("If-Modified-Since")
        try:
            return bool(since) and parsedate_to_datetime(str(since)) >= resource.modified.replace(microsecond=0)
        except (ValueError, TypeError):
            return False

    def _send(
        self, status: int, body: bytes, content_type: str, headers: Mapping[str, str], length: int | None = None
    ) -> None:
        self.server.requests.append((self.command, self.path, status))
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        if status != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what was asked is in the server's ``requests``."""


@contextmanager
def serving(port: int, site: Site) -> Iterator[SiteServer]:
    """Serve ``site`` on loopback (port 0: any free one) while the block runs; OSError where the port is taken."""
    server = SiteServer(port, site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def at_noon(day: dt.date) -> dt.datetime:
    """Return noon of ``day`` in UTC, the hour at which the demonstration's editors work."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
