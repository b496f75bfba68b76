"""iCalendar (RFC 5545): events as all-day entries with stable ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

CONTENT_TYPE = "text/calendar; charset=utf-8"
LONGEST = 500


def calendar(name: str, rows: Iterable[Mapping[str, Any]], base: str, host: str, stamp: str) -> str:
    """A calendar of rows with ``event`` (or ``id``), ``title``, ``date_from``, ``date_to``.

    ``stamp`` is the instant of publication (ISO 8601, UTC). Rows without a date are left out.
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Passerelle//Register//EN", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"X-WR-CALNAME:{escape(name)}",
    ]  # fmt: skip
    for row in list(rows)[:LONGEST]:
        lines += entry(row, base, host, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines)


def entry(row: Mapping[str, Any], base: str, host: str, stamp: str) -> list[str]:
    """The lines of one event, none if it has no date."""
    try:
        start = dt.date.fromisoformat(str(row["date_from"])[:10])
        end = dt.date.fromisoformat(str(row.get("date_to") or row["date_from"])[:10])
    except ValueError:
        return []
    key = str(row.get("event") or row.get("id"))
    url = f"{base}/event/{key}"
    details = [str(row.get("institutions") or ""), str(row.get("date_edtf") or row.get("date") or ""), url]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{key}@{host}",
        f"DTSTAMP:{utc(stamp)}",
        f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
        f"DTEND;VALUE=DATE:{max(start, end) + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(str(row.get('title') or ''))}",
        f"DESCRIPTION:{escape(chr(10).join(part for part in details if part))}",
        f"URL:{url}",
        f"STATUS:{status(row)}",
        "TRANSP:TRANSPARENT",
    ]
    if row.get("countries") or row.get("place"):
        lines.append(f"LOCATION:{escape(str(row.get('place') or row.get('countries')))}")
    return [*lines, "END:VEVENT"]


def status(row: Mapping[str, Any]) -> str:
    """CANCELLED, CONFIRMED, or TENTATIVE where the date is wider than a month says."""
    if row.get("modality") == "cancelled":
        return "CANCELLED"
    return "CONFIRMED" if row.get("date_precision") == "day" else "TENTATIVE"


def utc(value: str) -> str:
    """An ISO 8601 instant as a UTC date-time of RFC 5545."""
    moment = dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    return f"{moment:%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """TEXT of RFC 5545."""
    text = "".join(letter for letter in text.replace("\r", "") if letter == "\n" or ord(letter) >= 32)
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def fold(line: str) -> str:
    """A content line folded at 75 octets, never within a character."""
    parts: list[str] = []
    current, size = "", 0
    for letter in line:
        width = len(letter.encode("utf-8"))
        if size + width > (75 if not parts else 74):
            parts.append(current)
            current, size = "", 0
        current += letter
        size += width
    return "\r\n ".join([*parts, current])
