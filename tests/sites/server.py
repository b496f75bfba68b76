"""Small sites, served for real on loopback: a dict of pages, and functions for those that misbehave."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass
class Page:
    """One answer. With ``validators`` it has an ETag and honours If-None-Match."""

    body: bytes | str = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    validators: bool = False

    @property
    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body

    @property
    def etag(self) -> str:
        return '"' + hashlib.sha256(self.data).hexdigest()[:16] + '"'


Raw = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A site on a free ``port`` of 127.0.0.1, or of another loopback ``host``; with ``tls`` over https.

    ``name`` is the host in its address, where that is another. ``pages`` may be changed while it runs; ``{root}`` in
    bodies is its address.

    A page is found by path with query, else by path alone; a callable writes its answer itself.
    """

    def __init__(
        self,
        pages: Mapping[str, Page | Raw] | None = None,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
        name: str | None = None,
        port: int = 0,
    ) -> None:
        self.pages: dict[str, Page | Raw] = dict(pages or {})
        self.fallback: Raw | None = None
        self.seen: list[tuple[str, int]] = []
        self.headers: list[Mapping[str, str]] = []
        self._name = name or (f"[{host}]" if ":" in host else host)
        self._scheme = "https" if tls else "http"
        self._server = (_Server6 if ":" in host else _Server)((host, port), _handler(self))
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def root(self) -> str:
        return f"{self._scheme}://{self._name}:{self._server.server_address[1]}"

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def count(self, path: str, status: int | None = None) -> int:
        """How often a path (up to the query) was asked for, and answered with this status."""
        return sum(seen.partition("?")[0] == path and status in (None, code) for seen, code in self.seen)

    def forget(self) -> None:
        """Empty the list of requests seen."""
        self.seen.clear()
        self.headers.clear()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are none of our business."""


class _Server6(_Server):
    address_family = socket.AF_INET6


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            site.headers.append(dict(self.headers))
            page = site.pages.get(self.path, site.pages.get(self.path.partition("?")[0], site.fallback))
            if page is None:
                page = Page("<html><title>Not Found</title><h1>Not Found</h1></html>", status=404)
            if callable(page):
                site.seen.append((self.path, 0))
                page(self)
                self.close_connection = True
                return
            self._send(page)

        def _send(self, page: Page) -> None:
            body = page.data.replace(b"{root}", site.root.encode())
            status, headers = page.status, dict(page.headers)
            if page.validators:
                headers["ETag"] = page.etag
                if self.headers.get("If-None-Match") == page.etag:
                    status, body = 304, b""
            site.seen.append((self.path, status))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value.replace("{root}", site.root))
            self.send_header("Content-Type", page.type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    return Handler
