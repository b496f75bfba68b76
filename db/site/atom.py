"""Atom feeds (RFC 4287) of events and of the rows of any query."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. ``updated`` is an ISO 8601 day or instant."""

    id: str
    title: str
    link: str
    updated: str
    summary: str = ""


def feed(title: str, link: str, self_link: str, updated: str, entries: Iterable[Entry], lang: str) -> bytes:
    """The feed as UTF-8."""
    register_namespace("", ATOM)
    root = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    listed = list(entries)[:LONGEST]
    _add(root, "title", clean(title))
    _add(root, "id", self_link)
    _add(root, "link", None, rel="self", type="application/atom+xml", href=self_link)
    _add(root, "link", None, rel="alternate", type="text/html", href=link)
    _add(root, "updated", instant(max((entry.updated for entry in listed if entry.updated), default=updated)))
    _add(_add(root, "author", None), "name", "Passerelle")
    for entry in listed:
        node = _add(root, "entry", None)
        _add(node, "title", clean(entry.title) or "–")
        _add(node, "id", entry.id)
        _add(node, "link", None, rel="alternate", type="text/html", href=entry.link)
        _add(node, "updated", instant(entry.updated or updated))
        if entry.summary:
            _add(node, "summary", clean(entry.summary), type="text")
    indent(root)
    text: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + text


def instant(value: str) -> str:
    """A day or instant as RFC 3339 wants it."""
    if len(value) == 10:
        return f"{value}T00:00:00Z"
    return value if value.endswith("Z") or "+" in value else f"{value[:19]}Z"


def from_rows(columns: list[str], rows: Iterable[Iterable[Any]], base: str, page: str, updated: str) -> list[Entry]:
    """Entries of a query's rows: the column ``title`` or the first ones, the page of the row's id, the rest as text."""
    entries = []
    for values in rows:
        row = {key: plain(value) for key, value in zip(columns, values, strict=True)}
        text = "; ".join(f"{key}: {value}" for key, value in row.items() if value not in (None, ""))
        title = str(row.get("title") or " – ".join(str(value) for value in list(row.values())[:2]))
        link = base + (target(row) or page)
        number = hashlib.sha256(text.encode()).hexdigest()[:16]
        moment = next(
            (str(row[key]) for key in ("updated", "last_reported", "first_reported") if row.get(key)), updated
        )
        entries.append(Entry(f"{link}#{number}" if not target(row) else link, title, link, moment, text))
    return _unique(entries)


def target(row: Mapping[str, Any]) -> str | None:
    """The page of the row's event, partnership, institution or country, if it names one."""
    from db.site.links import page

    for kind in ("event", "partnership", "institution", "country"):
        if row.get(kind):
            return page(kind, str(row[kind]))
    return None


def plain(value: Any) -> Any:
    """A cell's value, also where Datasette has put a label beside it."""
    return value.get("value") if isinstance(value, dict) else value


def clean(text: str) -> str:
    """Text without the control characters that XML cannot carry."""
    return "".join(letter for letter in text if letter in "\t\n" or ord(letter) >= 32)


def _unique(entries: list[Entry]) -> list[Entry]:
    seen: set[str] = set()
    result = []
    for entry in entries:
        if entry.id not in seen:
            seen.add(entry.id)
            result.append(entry)
    return result


def _add(parent: Element, name: str, text: str | None, **attributes: str) -> Element:
    node = SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    node.text = text
    return node
