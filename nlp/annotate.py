"""Documents in, one JSON object per document out: the exchange format of annotations.

The input has ``id`` and ``text``, and may have ``lang``, ``title``, ``published``, ``url`` and ``publisher`` (a name,
or an object with one); other fields are left aside. Output keys of institutions are registry ids.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from records import Analysis, Claim, DateInterval, Document, Institution, Span

PRECISIONS = {"range": "range-of-years"}
REPORTED = frozenset({"happened", "planned", "standing"})
"""Modalities that an annotator counts as an event: a cancelled or generic one is none."""

Record = dict[str, Any]
Read = TypeVar("Read")

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, as JSON can escape it; no model and no file can take it."""


class BadLine(ValueError):
    """A line of the input that cannot be read; the message says which and why."""


def read_documents(lines: Iterable[str], name: str = "input") -> Iterator[Document]:
    """Read documents from JSON lines; empty lines are skipped. Raises BadLine with the line's number."""
    return _each(lines, name, read_document)


def read_records(lines: Iterable[str], name: str = "input") -> Iterator[Record]:
    """Read JSON objects that have an "id", one a line, as they are. Raises BadLine with the line's number."""
    return _each(lines, name, _record)


def decoded(lines: Iterable[bytes], name: str = "input") -> Iterator[str]:
    """Decode lines of UTF-8, with or without byte order mark. Raises BadLine with the line's number."""
    for number, line in enumerate(lines, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise BadLine(f"{name}, line {number}: not UTF-8 (byte {error.start + 1})") from None


def _each(lines: Iterable[str], name: str, read: Callable[[object], Read]) -> Iterator[Read]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield read(json.loads(line))
        except json.JSONDecodeError as error:
            raise BadLine(f"{name}, line {number}: not JSON ({error.msg} at column {error.colno})") from None
        except RecursionError:
            raise BadLine(f"{name}, line {number}: nested too deeply") from None
        except BadLine as error:
            raise BadLine(f"{name}, line {number}: {error}") from None


def _record(value: object) -> Record:
    if not isinstance(value, dict):
        raise BadLine("not an object")
    if not isinstance(value.get("id"), (str, int)) or isinstance(value["id"], bool) or value["id"] == "":
        raise BadLine('no "id"')
    return value


def read_document(record: object) -> Document:
    """Make a Document of a decoded JSON object. Raises BadLine where a field is missing or of a wrong kind."""
    record = _record(record)
    identity, text = record["id"], record.get("text")
    if not isinstance(text, str):
        raise BadLine(f'document {identity}: no "text"')
    publisher = record.get("publisher")
    if isinstance(publisher, dict):
        publisher = publisher.get("name")
    return Document(
        id=str(identity),
        text=_LONE_SURROGATE.sub("\ufffd", text),
        lang=_string(record, "lang"),
        title=_string(record, "title"),
        published=_date(record),
        url=_string(record, "url"),
        publisher=publisher if isinstance(publisher, str) and publisher.strip() else None,
    )


def _string(record: Record, name: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(f'document {record["id"]}: "{name}" is not a string')
    return value or None


def _date(record: Record) -> dt.date | None:
    value = _string(record, "published")
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        raise BadLine(f'document {record["id"]}: "published" is not a date (want YYYY-MM-DD): {value}') from None


def to_record(analysis: Analysis) -> Record:
    """Give an analysis as the JSON object that annotations are exchanged in."""
    claims = [claim for claim in analysis.claims if claim.modality in REPORTED]
    return {
        "id": analysis.document_id,
        "lang": analysis.lang,
        "relevant": bool(claims),
        "institutions": _institutions(analysis, claims),
        "countries": _countries(analysis),
        "dates": [_mention(m.span) | _interval(m.interval) for m in analysis.dates],
        "events": [_event(claim) for claim in claims],
        "partnerships": _partnerships(claims),
    }


def _mention(span: Span) -> Record:
    return {"text": span.text, "start": span.start, "end": span.end}


def _interval(interval: DateInterval | None) -> Record:
    if interval is None:
        return {"from": None, "to": None, "precision": None}
    return {
        "from": interval.start.isoformat(),
        "to": interval.end.isoformat(),
        "precision": PRECISIONS.get(interval.precision, interval.precision),
    }


def _institutions(analysis: Analysis, claims: list[Claim]) -> list[Record]:
    """One object per institution, with its mentions; a publisher that only takes part has none."""
    found: dict[str, Record] = {}
    for mention in analysis.institutions:
        record = found.setdefault(mention.institution.id, _institution(mention.institution))
        record["mentions"].append(_mention(mention.span))
    publisher = analysis.publisher
    taking_part = {participant.institution_id for claim in claims for participant in claim.participants}
    if publisher is not None and publisher.id in taking_part:
        found.setdefault(publisher.id, _institution(publisher))
    return list(found.values())


def _institution(institution: Institution) -> Record:
    return {
        "key": institution.id,
        "name": institution.name,
        "ror": institution.ror,
        "country": institution.country,
        "kind": institution.kind,
        "mentions": [],
    }


def _countries(analysis: Analysis) -> list[Record]:
    found: dict[str, list[Record]] = {}
    for mention in analysis.countries:
        found.setdefault(mention.code, []).append(_mention(mention.span))
    return [{"code": code, "mentions": mentions} for code, mentions in found.items()]


def _event(claim: Claim) -> Record:
    return {
        "type": claim.type,
        "modality": claim.modality,
        "institutions": [participant.institution_id for participant in claim.participants],
        "countries": [country.code for country in claim.countries],
        "date": _interval(claim.date) if claim.date else None,
        "evidence": _mention(claim.evidence[0].sentence),
        "confidence": claim.confidence,
    }


def _partnerships(claims: list[Claim]) -> list[Record]:
    found: dict[tuple[frozenset[str], str], Record] = {}
    for claim in claims:
        for pair in claim.pairs:
            key = (frozenset((pair.school_id, pair.partner_id)), pair.kind)
            found.setdefault(key, {"a": pair.school_id, "b": pair.partner_id, "type": pair.kind})
    return list(found.values())
