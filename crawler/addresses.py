"""Addresses that pages hand out: made absolute, cleaned, and refused where they lead into a trap or a private net."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from w3lib.url import safe_url_string

MAX_LENGTH = 1000
MAX_PARAMETERS = 8
MAX_DEPTH = 14

_CONTROL = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]+")
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)


def clean(address: str, base: str = "") -> str | None:
    """The absolute http(s) address without fragment, or None for what is none, or is too long to be meant."""
    if not address.strip():
        return None
    try:
        joined = urldefrag(urljoin(base, _CONTROL.sub("", address.strip()))).url
        parts = urlsplit(joined)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or len(joined) > MAX_LENGTH:
        return None
    try:
        return safe_url_string(_SESSION_PATH.sub("", joined))
    except (ValueError, UnicodeError):
        return None


def host_of(url: str) -> str:
    """The host without ``www.``, in lower case, with its port where it is not the default one."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    return host.removeprefix("www.") + (f":{port}" if port and port not in (80, 443) else "")


def same_site(url: str, home: str, further: tuple[str, ...] = ()) -> bool:
    """Whether an address belongs to the site of ``home``: its host, a host below it, or one of ``further``."""
    host = host_of(url)
    return any(host == own or host.endswith("." + own) for own in (host_of(home), *further) if own)


def is_trap(url: str) -> bool:
    """Whether an address looks minted by a program: a segment repeated, very deep, many parameters."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(segments) > MAX_DEPTH or len(parse_qsl(parts.query)) > MAX_PARAMETERS:
        return True
    repeated = [segment for segment in set(segments) if len(segment) > 2 and segments.count(segment) > 2]
    return bool(repeated) or _repeats(segments)


def _repeats(segments: list[str]) -> bool:
    """Whether a run of segments comes twice in a row: /a/b/a/b."""
    for size in range(2, len(segments) // 2 + 1):
        for start in range(len(segments) - 2 * size + 1):
            if segments[start : start + size] == segments[start + size : start + 2 * size]:
                return True
    return False


def is_private_ip(address: str) -> bool | None:
    """Whether an IP address is not of the public net; None where the text is not an IP address."""
    try:
        ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _nat64(ip)
        if inner is None and (ip.is_reserved or ip.is_site_local):
            return True  # among them ::127.0.0.1 and the local NAT64 prefix
        ip = inner or ip
    return not ip.is_global or ip.is_multicast


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside 64:ff9b::/96."""
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def is_private_host(host: str) -> bool:
    """Whether a host is private by its name or number alone; what it resolves to is checked when it is resolved."""
    private = is_private_ip(host)
    if private is not None:
        return private
    name = host.lower().rstrip(".")
    return name == "localhost" or name.endswith((".localhost", ".local", ".internal", ".home.arpa"))
