"""One address, fetched once because a user asked for it: with the crawler's manners, without a crawl."""

from __future__ import annotations

import datetime as dt
import socket
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from crawler.addresses import is_private_host, is_private_ip
from crawler.contact import ContactError, checked
from crawler.version import version

MAX_BYTES = 20 * 1024 * 1024
MAX_REDIRECTS = 5
SECONDS = 30.0


class FetchError(RuntimeError):
    """The address could not be fetched, or must not be; the message says why."""


@dataclass(frozen=True, slots=True)
class Response:
    """What came back."""

    url: str
    body: bytes
    content_type: str | None
    etag: str | None
    last_modified: str | None
    fetched_at: str


def fetch(url: str, contact: str | None, *, allow_private: bool = False) -> Response:
    """Fetch ``url`` if its robots.txt lets us. Raises FetchError."""
    try:
        agent = f"Passerelle/{version()} (+{checked(contact)})"
    except ContactError as error:
        raise FetchError(str(error)) from None
    with httpx.Client(headers={"User-Agent": agent}, timeout=SECONDS, follow_redirects=False) as client:
        for _ in range(MAX_REDIRECTS + 1):
            _check_address(url, allow_private)
            if not _robots(client, url).can_fetch(url, agent):
                raise FetchError(f"{url}: its robots.txt does not allow it")
            answer = _get(client, url)
            if not answer.is_redirect:
                return _accepted(answer, url)
            url = urljoin(url, answer.headers.get("location", ""))
    raise FetchError(f"{url}: more than {MAX_REDIRECTS} redirects")


def _check_address(url: str, allow_private: bool) -> None:
    host = urlsplit(url).hostname
    if urlsplit(url).scheme not in ("http", "https") or not host:
        raise FetchError(f"{url}: only http and https addresses can be fetched")
    if allow_private:
        return
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except OSError as error:
        raise FetchError(f"{url}: {host} cannot be resolved ({error.strerror or error})") from None
    if is_private_host(host) or any(is_private_ip(address) for address in addresses):
        raise FetchError(f"{url}: {host} is this machine or in a private network; --allow-private allows it")


def _robots(client: httpx.Client, url: str) -> Protego:
    try:
        answer = _get(client, urljoin(url, "/robots.txt"))
        text = answer.text if answer.status_code == 200 else ""
    except FetchError:
        text = ""
    return Protego.parse(text)


def _get(client: httpx.Client, url: str) -> httpx.Response:
    try:
        with client.stream("GET", url) as answer:
            body = bytearray()
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise FetchError(f"{url}: larger than {MAX_BYTES >> 20} MiB")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"{url}: {error or type(error).__name__}") from None
    headers = [(name, value) for name, value in answer.headers.items() if name.lower() != "content-encoding"]
    return httpx.Response(answer.status_code, headers=headers, content=bytes(body))


def _accepted(answer: httpx.Response, url: str) -> Response:
    if answer.status_code != 200:
        raise FetchError(f"{url}: the server answered {answer.status_code}")
    return Response(
        url=url,
        body=answer.content,
        content_type=answer.headers.get("content-type"),
        etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"),
        fetched_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )
