"""The dates that feeds, sitemaps and listings tell, as calendar days: as written there, never shifted to UTC."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from functools import cache

from babel import Locale

FIRST_YEAR = 1990
_LANGUAGES = ("fr", "en", "de", "es", "it", "pt", "nl")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T|$)")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d|[./-]\d)")
_FOUR_DIGITS = re.compile(r"(?<![\d./-])\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?\d{4}(?!\d|[./-]\d)")
_ORDINAL = r"(?:er|re|st|nd|rd|th|º|°|\.)?"
_YEAR_NOUGHT = re.compile(r"[A-Za-z]{3}\.?\s+0\d{3}(?!\d)")
"""A year such as 0000 after the month, which the e-mail package would read as 2000."""
_SPACE = re.compile(r"\s+")


def instant(text: str | None) -> dt.datetime | None:
    """Read an RFC 822 or ISO 8601 instant; without zone it counts as UTC. None where it is neither, or absurd."""
    text = (text or "").strip()
    if not text or _YEAR_NOUGHT.search(text):
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            day = day_in(text)
            found = dt.datetime.combine(day, dt.time()) if day else None  # type: ignore[assignment]
    if found is None or not sane(found.date()):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def day_of(text: str | None) -> dt.date | None:
    """The calendar day of a machine-written instant, in the zone it is written in."""
    found = instant(text)
    return found.date() if found else None


class Told:
    """Reads the dates that one response tells, and remembers those left out as they were written."""

    def __init__(self) -> None:
        self.odd: list[str] = []

    def day(self, text: str | None) -> dt.date | None:
        """Like `day_of`."""
        found = self._instant(text)
        return found.date() if found else None

    def lastmod(self, text: str | None) -> str | None:
        """The text itself where it is an instant."""
        return text if text and self._instant(text) else None

    def _instant(self, text: str | None) -> dt.datetime | None:
        found = instant(text)
        if found is None and text and text.strip():
            self.odd.append(_SPACE.sub(" ", text.strip())[:60])
        return found


def sane(day: dt.date, today: dt.date | None = None) -> bool:
    """Whether a page can have been published then: from 1990 to tomorrow twelve months (announced events)."""
    last = (today or dt.datetime.now(dt.UTC).date()) + dt.timedelta(days=366)
    return dt.date(FIRST_YEAR, 1, 1) <= day <= last


def day_in(text: str, order: str = "dmy") -> dt.date | None:
    """The first full date (day, month, year) in a short text such as a teaser's date line.

    ``order`` is how numeric dates are written: "dmy", "mdy" or "ymd".
    """
    text = _SPACE.sub(" ", text[:2000])
    found = [hit for hit in (_iso(text), _numeric(text, order), _written(text)) if hit]
    return min(found)[1] if found else None


def odd_in(text: str) -> str | None:
    """The first full date written in a text in which `day_in` finds none: of no calendar, or absurd."""
    text = _SPACE.sub(" ", text[:2000]).lower()
    found = [match for pattern in (_ISO, _FOUR_DIGITS, _month_names()[0]) if (match := pattern.search(text))]
    return min(found, key=lambda match: match.start())[0] if found else None


def _iso(text: str) -> tuple[int, dt.date] | None:
    match = _ISO.search(text) or _COMPACT.search(text)
    return _hit(match.start(), match[1], match[2], match[3]) if match else None


def _numeric(text: str, order: str) -> tuple[int, dt.date] | None:
    match = _NUMERIC.search(text)
    if not match:
        return None
    first, second, year = match[1], match[3], match[4]
    day, month = (second, first) if order == "mdy" else (first, second)
    if int(month) > 12 >= int(day):
        day, month = month, day
    return _hit(match.start(), year if len(year) == 4 else f"20{year}", month, day)


def _written(text: str) -> tuple[int, dt.date] | None:
    pattern, months = _month_names()
    best: tuple[int, dt.date] | None = None
    for match in pattern.finditer(text.lower()):
        day, year = match["day1"] or match["day2"], match["year1"] or match["year2"]
        hit = _hit(match.start(), year, str(months[(match["month1"] or match["month2"]).rstrip(".")]), day)
        if hit and (best is None or hit < best):
            best = hit
    return best


def _hit(start: int, year: str, month: str, day: str) -> tuple[int, dt.date] | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return (start, found) if sane(found) else None


@cache
def _month_names() -> tuple[re.Pattern[str], dict[str, int]]:
    """Month names and abbreviations of the languages that school sites are written in, from CLDR."""
    months: dict[str, int] = {}
    for language in _LANGUAGES:
        locale = Locale.parse(language)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    months.setdefault(name.lower().rstrip("."), number)
    for spelling, number in (("sept", 9), ("fev", 2), ("fevrier", 2), ("aout", 8), ("decembre", 12), ("jan", 1)):
        months.setdefault(spelling, number)
    name = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    year, of = r"\d{4}", r"(?:\s+(?:de|del|of))?"
    day_first = (
        rf"(?<!\d)(?P<day1>\d{{1,2}}){_ORDINAL}{of}[\s-]+(?P<month1>{name})\.?{of},?[\s-]+(?P<year1>{year})(?!\d)"
    )
    month_first = rf"(?<!\w)(?P<month2>{name})\.?\s+(?P<day2>\d{{1,2}}){_ORDINAL},?\s+(?P<year2>{year})(?!\d)"
    return re.compile(f"{day_first}|{month_first}"), months
