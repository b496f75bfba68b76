"""WordPress' REST interface: posts with their dates, and only those modified since the last look."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.addresses import clean
from crawler.discovery import dates, xml
from crawler.discovery.found import NOTHING, Address, Found
from records import Candidate

PER_PAGE = 100
_FIELDS = "id,date,modified_gmt,link,title"


def posts_address(root: str) -> str:
    """The first page of posts of the interface at ``root`` (``https://…/wp-json/`` or ``…/?rest_route=/``)."""
    parts = urlsplit(root)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "rest_route" in query:
        query["rest_route"] = "/wp/v2/posts"
        path = parts.path
    else:
        path = parts.path.rstrip("/") + "/wp/v2/posts"
    query |= {"per_page": str(PER_PAGE), "orderby": "modified", "order": "desc", "_fields": _FIELDS}
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query, safe="/,"), ""))


def modified_after(address: str, since: dt.datetime | None) -> str:
    """The same address for posts modified after ``since`` (UTC) only; a day of overlap covers odd clocks."""
    if since is None:
        return address
    moment = (since - dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S")
    return _with_query(address, modified_after=moment)


def read(body: bytes, url: str, pages: int | None = None) -> Found:
    """Read one page of posts; ``pages`` is the answer's ``X-WP-TotalPages``."""
    try:
        posts: Any = json.loads(body)
    except (ValueError, RecursionError):
        return NOTHING
    if not isinstance(posts, list):
        return NOTHING
    told = dates.Told()
    found = tuple(candidate for post in posts if (candidate := _candidate(post, url, told)))
    return Found(found, _next_page(url, len(posts), pages), odd_dates=tuple(told.odd))


def _candidate(post: Any, url: str, told: dates.Told) -> Candidate | None:
    cleaned = clean(post["link"], url) if isinstance(post, dict) and isinstance(post.get("link"), str) else None
    if not cleaned:
        return None
    title = post.get("title")
    rendered = title.get("rendered") if isinstance(title, dict) else title
    modified = str(post.get("modified_gmt") or "")
    return Candidate(
        url=cleaned,
        way="rest",
        title=xml.plain(str(rendered or "")) or None,
        published=told.day(str(post.get("date") or "")),
        lastmod=f"{modified}Z" if told.lastmod(modified) else None,
        guid=str(post.get("id") or "") or None,
        found_on=url,
    )


def _next_page(url: str, count: int, pages: int | None) -> tuple[Address, ...]:
    number = int(dict(parse_qsl(urlsplit(url).query)).get("page", "1"))
    more = number < pages if pages is not None else count >= PER_PAGE
    return (Address("rest", _with_query(url, page=str(number + 1))),) if more else ()


def _with_query(address: str, **changes: str) -> str:
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | changes
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query, safe="/,:"), ""))
