"""One address, fetched once because a user asked for it: with the crawler's manners, without a crawl.

What is checked is what is connected to: a name is resolved once, and the connection goes to the address found.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego

from crawler.addresses import is_private_host
from crawler.contact import ContactError, checked
from crawler.resolver import private_of, resolve
from crawler.version import version

MAX_BYTES = 20 * 1024 * 1024
MAX_REDIRECTS = 5
SECONDS = 30.0


class FetchError(RuntimeError):
    """The address could not be fetched, or must not be; the message says why."""


class AddressError(FetchError):
    """The address does not resolve, or is private."""


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
    transport = None if allow_private else CheckedTransport()
    with httpx.Client(
        headers={"User-Agent": agent}, timeout=SECONDS, follow_redirects=False, transport=transport
    ) as client:
        for _ in range(MAX_REDIRECTS + 1):
            _check_address(url)
            if not _robots(client, url).can_fetch(url, agent):
                raise FetchError(f"{url}: its robots.txt does not allow it")
            answer = _get(client, url)
            if not answer.is_redirect:
                return _accepted(answer, url)
            url = urljoin(url, answer.headers.get("location", ""))
    raise FetchError(f"{url}: more than {MAX_REDIRECTS} redirects")


class CheckedTransport(httpx.HTTPTransport):
    """Connects to public addresses only, to the very ones that were checked; asks no proxy.

    A proxy would resolve the name anew. Connections are not kept, as one is known by its address alone and must not
    serve another name that lies there too.
    """

    def __init__(self) -> None:
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the first address of the name that can be reached. Raises AddressError where one is private."""
        url, host = request.url, request.url.host
        extensions = {**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")}
        unreached: httpx.TransportError | None = None
        for address in _public_addresses(host):
            placed = httpx.Request(
                request.method, url.copy_with(host=address), headers=request.headers, extensions=extensions
            )
            try:
                return super().handle_request(placed)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                unreached = error
        raise unreached or httpx.ConnectError(f"{host} has no address")


def _public_addresses(host: str) -> tuple[str, ...]:
    try:
        addresses = resolve(host)
    except (OSError, UnicodeError) as error:
        raise AddressError(f"{host} cannot be resolved ({getattr(error, 'strerror', None) or error})") from None
    if is_private_host(host) or private_of(addresses):
        raise AddressError(f"{host} is this machine or in a private network; --allow-private allows it")
    return addresses


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise FetchError(f"{url}: only http and https addresses can be fetched")


def _robots(client: httpx.Client, url: str) -> Protego:
    """The host's robots.txt. One that is not there forbids nothing; one that cannot be had, everything (RFC 9309)."""
    address = urljoin(url, "/robots.txt")
    try:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _get(client, address)
            if not answer.is_redirect:
                break
            address = urljoin(address, answer.headers.get("location", ""))
            _check_address(address)
    except AddressError:
        raise
    except FetchError as error:
        raise FetchError(f"robots.txt cannot be had, so nothing of this host is fetched: {error}") from None
    if answer.status_code >= 500 or answer.status_code == 429:
        raise FetchError(f"{address} answers HTTP {answer.status_code}: nothing of this host is fetched")
    return Protego.parse(answer.text if answer.status_code == 200 else "")


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
