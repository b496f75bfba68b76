"""Servers that mean harm, or do it: each a site whose feed leads into the trap."""

from __future__ import annotations

import contextlib
import gzip
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

from tests.sites.schools import FEED_LINK, Pages, article, home, rss, sitemap
from tests.sites.server import Page, Raw

GOOD = "/actualites/0.html"
"""The article that each site also has, and that must be read."""
BAD = "/actualites/1.html"


def with_bad(bad: Page | Raw) -> Pages:
    """A site with one good article and one that is ``bad``."""
    return {
        "/": Page(home(FEED_LINK)),
        "/feed.xml": Page(rss([0, 1]), "application/rss+xml"),
        "/sitemap.xml": Page(sitemap([0]), "application/xml"),
        GOOD: Page(article(0)),
        BAD: bad,
    }


def redirect(to: str) -> Page:
    return Page(status=302, headers={"Location": to})


def start(handler: BaseHTTPRequestHandler, *headers: tuple[str, str]) -> None:
    handler.send_response(200)
    for name, value in (("Content-Type", "text/html"), ("Connection", "close"), *headers):
        handler.send_header(name, value)
    handler.end_headers()


def _quietly(write: Callable[[BaseHTTPRequestHandler], None]) -> Raw:
    def raw(handler: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):
            write(handler)

    return raw


@_quietly
def endless(handler: BaseHTTPRequestHandler) -> None:
    start(handler)
    while True:
        handler.wfile.write(b"<p>encore</p>" * 5000)


@_quietly
def one_byte_a_second(handler: BaseHTTPRequestHandler) -> None:
    start(handler, ("Content-Length", "1000"))
    for _ in range(20):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(1)


@_quietly
def truncated(handler: BaseHTTPRequestHandler) -> None:
    start(handler, ("Content-Length", "100000"))
    handler.wfile.write(b"<html><body><p>Un accord")


@_quietly
def reset(handler: BaseHTTPRequestHandler) -> None:
    import socket
    import struct

    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


@_quietly
def garbage(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\x00\xff\xfe this is no HTTP\r\n\r\n")


def bomb() -> Page:
    """Sixty megabytes of blanks in sixty kilobytes."""
    packed = gzip.compress(b" " * 60_000_000)
    return Page(packed, headers={"Content-Encoding": "gzip"})


def busy(times: int, status: int, **headers: str) -> Raw:
    """Answers with this status so many times, then with an article."""
    left = [times]

    def raw(handler: BaseHTTPRequestHandler) -> None:
        left[0] -= 1
        page = Page(article(1)) if left[0] < 0 else Page("busy", status=status, headers=dict(headers))
        handler.send_response(page.status)
        for name, value in page.headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(page.data)))
        handler.send_header("Content-Type", page.type)
        handler.end_headers()
        handler.wfile.write(page.data)

    return raw


ENTITY_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefghi", "bcdefghij", strict=True))
    + ']><rss version="2.0"><channel><title>&j;</title><item><title>Accord &j;</title>'
    "<link>{root}/actualites/0.html</link></item></channel></rss>"
)
EXTERNAL_ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">'
    '<!ENTITY y SYSTEM "{root}/secret"><!ENTITY % z SYSTEM "{root}/secret.dtd"> %z;]>'
    '<rss version="2.0"><channel><item><title>Accord &x;&y;</title>'
    "<link>{root}/actualites/0.html</link></item></channel></rss>"
)


def with_feed(feed: str | bytes, kind: str = "application/rss+xml") -> Pages:
    """A site with a feed of this kind, and one good article."""
    return {"/": Page(home(FEED_LINK)), "/feed.xml": Page(feed, kind), GOOD: Page(article(0))}


ENTITY_SITEMAP = ENTITY_BOMB.partition("]>")[0].replace("DOCTYPE rss", "DOCTYPE urlset") + (
    "]><urlset><url><loc>{root}/actualites/0.html</loc><lastmod>&j;</lastmod></url><url><loc>&j;</loc></url></urlset>"
)


def with_sitemap(sitemap: str | bytes) -> Pages:
    """A site with a sitemap of this kind, a feed, and one good article."""
    pages: Pages = {
        "/": Page(home(FEED_LINK)),
        "/feed.xml": Page(rss([0]), "application/rss+xml"),
        GOOD: Page(article(0)),
    }
    return pages | {"/sitemap.xml": Page(sitemap, "application/xml")}


def huge_feed(count: int = 50_000) -> Pages:
    """A feed of so many items that lead nowhere, but for the first, which is the newest."""
    items = "".join(
        f"<item><title>Accord {n}</title><link>{{root}}/actualites/{n}.html</link><guid>{n}</guid>"
        f"<pubDate>01 Jan 20{24 if n else 25} 10:00:00 GMT</pubDate></item>"
        for n in range(count)
    )
    return with_feed(f"<rss version='2.0'><channel>{items}</channel></rss>")


def nested(depth: int = 1_000_000) -> Page:
    return Page("<html><title>Tags</title><body>" + "<div>" * depth + "Un accord" + "</div>" * depth)


STRANGE = (
    b"<html><head><title>Accord \x00 sign\xc3\xa9 \xed\xa0\x80</title></head><body><article><h1>Accord</h1>"
    b"<p>L'accord \x00\x00 a \xc3\xa9t\xc3\xa9 sign\xc3\xa9 \xed\xa0\x80\xed\xbf\xbf par l'universit\xc3\xa9 \xff\xfe. "
    + "Les étudiants partiront un an à l'université partenaire, au Japon. ".encode() * 5
    + b"</p></article></body></html>"
)
NO_CHARSET = Page(article(1).replace("<meta charset='utf-8'>", "").encode("iso-8859-1"), "text/html")
WRONG_CHARSET = Page(article(1, title="Été à Ōsaka").encode(), "text/html; charset=us-ascii")


def minting(handler: BaseHTTPRequestHandler) -> None:
    """A listing whose every page names new articles and a next page, for ever; and every article is there."""
    path = handler.path
    if path.startswith("/actualites/liste"):
        number = int(path.rpartition("=")[2]) if "=" in path else 1
        items = "".join(
            f"<li><a href='/actualites/page-{number}-{n}'>Accord {number} {n}</a> 1 mars 2025</li>" for n in range(5)
        )
        page = home(
            "",
            f"<h2>Actualités</h2><ul>{items}</ul><a rel='next' href='/actualites/liste?page={number + 1}'>Suivant</a>",
        )
    elif path == "/":
        page = home("", "<a href='/actualites/liste'>Actualités</a>")
    else:
        page = article(abs(hash(path)) % 1000)
    body = page.encode()
    handler.send_response(200 if path != "/robots.txt" else 404)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Content-Length", str(len(body)))
    handler.send_header("Set-Cookie", f"session={time.monotonic_ns()}; Path=/")
    handler.end_headers()
    handler.wfile.write(body)


def calendar(handler: BaseHTTPRequestHandler) -> None:
    """An agenda with a link to the next month, up to the year 9999, and the same three events on every page."""
    path = handler.path
    if path.startswith("/agenda"):
        month = int(path.rpartition("=")[2]) if "=" in path else 0
        items = "".join(f"<li><a href='/evenement/{n}'>Rencontre {n}</a> {n} mars 2025</li>" for n in (1, 2, 3))
        items += "<li><a href='/evenement/9'>Fin du monde</a> 31/12/9999</li>"
        page = home(
            "", f"<h2>Agenda</h2><ul>{items}</ul><a rel='next' href='/agenda?mois={month + 1}'>Mois suivant</a>"
        )
    elif path.startswith("/evenement"):
        page = article(int(path.rpartition("/")[2]))
    else:
        page = home("", "<a href='/agenda'>Agenda</a>")
    body = page.encode()
    handler.send_response(200 if path == "/" or "/" in path[1:] or path.startswith("/agenda") else 404)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
