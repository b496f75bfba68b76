"""Values that a reviewer may set, checked before they are kept."""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import get_args

from db.connection import Database
from db.errors import StoreError
from db.event_types import event_types, makes_partnership
from db.merging.model import StoredDate
from records import Modality

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
MONTH = re.compile(r"(\d{4})-(\d{2})")
YEAR = re.compile(r"(\d{4})")


def check_value(db: Database, field: str, value: str) -> str:
    """Return a field's value as the tables keep it. Raises StoreError saying what would be right."""
    value = value.strip()
    if field == "date":
        return json.dumps(asdict(parse_date(value)), sort_keys=True) if value else ""
    if field == "type":
        return _one_of(value, [row[0] for row in event_types()])
    if field == "modality":
        return _one_of(value, [each for each in get_args(Modality) if each != "generic"])
    if field == "kinds":
        return ",".join(sorted({_one_of(kind, makes_partnership()) for kind in _parts(value)}))
    if field in ("countries", "country"):
        return ",".join(_existing(db, "countries", "code", [part.upper() for part in _parts(value)]))
    if field == "institutions":
        return ",".join(sorted({institution_id(db, part) for part in _parts(value)}))
    if not value:
        raise StoreError(f"{field}: may not be empty")
    return value


def parse_date(text: str) -> StoredDate:
    """Read a day, month, year, or an interval of days ("2026-02-23/2026-02-27"). Raises StoreError."""
    first, slash, last = text.partition("/")
    start, end, precision = _bounds(first)
    if slash:
        _, end, other = _bounds(last)
        if (precision, other) != ("day", "day"):
            precision = "range"
    if end < start:
        raise StoreError(f"{text}: ends before it begins")
    return StoredDate(start.isoformat(), end.isoformat(), text, precision, "stated")


def _bounds(text: str) -> tuple[dt.date, dt.date, str]:
    try:
        if found := DAY.fullmatch(text):
            day = dt.date(*map(int, found.groups()))
            return day, day, "day"
        if found := MONTH.fullmatch(text):
            year, month = map(int, found.groups())
            return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month"
        if found := YEAR.fullmatch(text):
            return dt.date(int(text), 1, 1), dt.date(int(text), 12, 31), "year"
    except ValueError as error:
        raise StoreError(f"{text}: no such date") from error
    raise StoreError(f"{text}: not a date: write 2026, 2026-02, 2026-02-23 or 2026-02-23/2026-02-27")


def _parts(value: str) -> list[str]:
    return sorted({part.strip() for part in value.split(",") if part.strip()})


def _one_of(value: str, choices: Iterable[str]) -> str:
    if value not in (known := list(choices)):
        raise StoreError(f"{value}: choose one of {', '.join(known)}")
    return value


def institution_id(db: Database, text: str) -> str:
    """Return the id of an institution given by its id, or by one of its names. Raises StoreError."""
    if db.value("select 1 from institutions where id = ?", (text,)):
        return text
    found = db.column(
        "select id from institutions where name = ?1 collate nocase"
        " union select institution from institution_names where name = ?1 collate nocase order by 1 limit 4",
        (text,),
    )
    if not found:
        raise StoreError(f"{text}: not in the register's institutions")
    if len(found) > 1:
        raise StoreError(f"{text}: several institutions have this name: give one of the ids {', '.join(found)}")
    return str(found[0])


def _existing(db: Database, table: str, column: str, values: list[str]) -> list[str]:
    for value in values:
        if db.value(f"select 1 from {table} where {column} = ?", (value,)) is None:  # noqa: S608
            raise StoreError(f"{value}: not in the register's {table}")
    return values
