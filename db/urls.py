"""Addresses compared: one key for all spellings of one address."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache, lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

TRACKING = (
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|gclsrc|msclkid|yclid|twclid|ttclid|igshid|li_fat_id|mc_[ce]id|"
    r"mkt_tok|_hs(?:enc|mi)|hsctatracking|_ga|_gl|pk_(?:campaign|kwd|source|medium|content)|"
    r"mtm_\w+|piwik_\w+|matomo_\w+|at_(?:campaign|medium|custom\d*|source)|xtor|ref_src|oly_(?:anon|enc)_id|vero_id|s_cid"
)
"""Query parameters that follow the reader and do not choose the page."""
SESSION = r"phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|sid|sessionid|session_id|zenid|oscsid"
"""Query parameters that carry a session."""
INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
DEFAULT_PORTS = {"http": 80, "https": 443}


@cache
def _dropped() -> re.Pattern[str]:
    return re.compile(f"(?:{TRACKING}|{SESSION})", re.IGNORECASE)


@lru_cache(maxsize=4096)  # a crawl asks several times for each of its addresses
def url_key(url: str) -> str:
    """Return what all spellings of an address have in common: a key for comparing, not an address.

    Scheme, ``www.``, default port, user, fragment, trailing slash, index file, tracking and session parameters
    go; host and percent-escapes are normalised; the remaining parameters are sorted. A ``#!`` fragment stays, as
    it chooses the page. What is not an address (a file name) is returned stripped.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    if not parts.netloc:
        return url.strip()
    query = clean_query(parts.query)
    path = _path(parts.path)
    fragment = "#" + parts.fragment if parts.fragment.startswith("!") else ""
    return _host(parts.hostname or "", parts.scheme, _port(url)) + path + ("?" + query if query else "") + fragment


def clean_query(query: str) -> str:
    """Return the query string without tracking and session parameters, the others sorted by name."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode(sorted(pair for pair in pairs if not _dropped().fullmatch(pair[0])))


def _port(url: str) -> int | None:
    try:
        return urlsplit(url.strip()).port
    except ValueError:
        return None


def _host(host: str, scheme: str, port: int | None) -> str:
    name = host.lower().rstrip(".").removeprefix("www.")
    with suppress(UnicodeError):
        name = name.encode("idna").decode("ascii")
    return name if port in (None, DEFAULT_PORTS.get(scheme.lower())) else f"{name}:{port}"


def _path(path: str) -> str:
    path = INDEX.sub("/", PATH_SESSION.sub("", path))
    segments = (quote(unquote(segment), safe=":@!$&'()*+,;=~") for segment in path.split("/") if segment)
    return "".join("/" + segment for segment in segments)
