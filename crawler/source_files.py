"""The sources: one TOML file a school, shipped in `crawler/sources/` or the user's own, whose word wins.

A file is named after the source's id. It says ``name`` and ``home``; ``ror``, ``country`` and ``lang`` tie it to the
registry; everything else is found on the site itself, or overridden here where finding is not enough.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config import Config
from records import SourceRecord, Way

SHIPPED = Path(__file__).parent / "sources"
CADENCES = {"daily": 1, "weekly": 7, "monthly": 30}
"""Days between two crawls."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}")
_WAY_KEYS: dict[str, Way] = {"feeds": "feed", "sitemaps": "sitemap", "rest": "rest", "listings": "listing"}


class SourceError(ValueError):
    """A source file that cannot be used; the message names the file, the key, and what would be right."""


@dataclass(frozen=True, slots=True)
class Source:
    """One school's site, as its file says."""

    id: str
    name: str
    home: str
    ror: str | None = None
    country: str | None = None
    lang: str | None = None
    languages: tuple[str, ...] = ()
    """The other languages that the site was found to have; for information."""
    include: tuple[re.Pattern[str], ...] = ()
    """If given, only addresses that one of these finds are articles."""
    exclude: tuple[re.Pattern[str], ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    """Further hosts whose pages belong to the source, such as a news subdomain under another name."""
    item: str | None = None
    """CSS selector of one item of a listing, where the structure does not tell."""
    date_order: str = "dmy"
    cadence: str = "daily"
    expected_per_month: int | None = None
    verify_tls: bool = True
    """Whether the site must prove who it is by a valid certificate."""
    path: Path | None = field(default=None, compare=False)

    def ways(self) -> list[tuple[Way, str]]:
        """The feeds, sitemaps, REST addresses and listings that the file names."""
        return [(way, url) for key, way in _WAY_KEYS.items() for url in getattr(self, key)]

    @property
    def record(self) -> SourceRecord:
        """What the store keeps of it."""
        institution = f"ror:{self.ror}" if self.ror else None
        return SourceRecord(self.id, self.name, self.home, institution, self.country, self.lang)


def load_all(config: Config) -> dict[str, Source]:
    """All sources by id, the user's own winning over the shipped ones. Raises SourceError at the first bad file."""
    return {path.stem: load(path) for path in files(config).values()}


def files(config: Config) -> dict[str, Path]:
    """The source files by id, in alphabetical order, the user's own winning."""
    found = {path.stem: path for folder in (SHIPPED, config.sources) for path in sorted(folder.glob("*.toml"))}
    return dict(sorted(found.items()))


def own(config: Config) -> list[str]:
    """The ids of the user's own sources."""
    return sorted(path.stem for path in config.sources.glob("*.toml"))


def load(path: Path) -> Source:
    """Read one file; its name without ``.toml`` is the source's id."""
    try:
        return from_values(path.stem, parse(path.read_text(encoding="utf-8")), path)
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SourceError(f"{path}: line {line} is not UTF-8") from None
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from None


def parse(text: str) -> dict[str, Any]:
    """The values of a file's text. Raises SourceError, with the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"not readable as TOML: {error}") from None


def from_values(source_id: str, values: Mapping[str, Any], path: Path | None = None) -> Source:
    """Check the values of a file and make a Source of them."""
    if not _ID.fullmatch(source_id):
        raise SourceError(f"the file name {source_id!r} is not an id (lower-case letters, digits, hyphens)")
    known = {each.name for each in fields(Source)} - {"id", "path"}
    unknown = sorted(set(values) - known)
    if unknown:
        raise SourceError(f"unknown key {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    for key in ("name", "home"):
        if not values.get(key):
            raise SourceError(f"`{key}` is missing")
    checked = {key: _CHECKS[key](key, value) for key, value in values.items()}
    return Source(id=source_id, path=path, **checked)


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise SourceError(f"`{key}` must be a text, not {value!r}")
    return value.strip()


def _url(key: str, value: Any) -> str:
    text = _text(key, value)
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text
        _ = parts.port
    except ValueError:
        good = False
    if not good:
        raise SourceError(f"`{key}`: {text!r} is not an http(s) address")
    return text


def _list(key: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise SourceError(f"`{key}` must be a list, not {value!r}")
    return value


def _urls(key: str, value: Any) -> tuple[str, ...]:
    return tuple(_url(key, each) for each in _list(key, value))


def _texts(key: str, value: Any) -> tuple[str, ...]:
    return tuple(_text(key, each) for each in _list(key, value))


def _patterns(key: str, value: Any) -> tuple[re.Pattern[str], ...]:
    found = []
    for each in _list(key, value):
        try:
            found.append(re.compile(_text(key, each)))
        except re.error as error:
            raise SourceError(f"`{key}`: {each!r} is not a regular expression: {error}") from None
    return tuple(found)


def _matching(pattern: str, example: str) -> Any:
    def check(key: str, value: Any) -> str:
        text = _text(key, value)
        if not re.fullmatch(pattern, text):
            raise SourceError(f"`{key}`: {text!r} is not of the form {example}")
        return text

    return check


def _selector(key: str, value: Any) -> str:
    from cssselect import HTMLTranslator, SelectorError

    text = _text(key, value)
    try:
        HTMLTranslator().css_to_xpath(text)
    except SelectorError as error:
        raise SourceError(f"`{key}`: {text!r} is not a CSS selector: {error}") from None
    return text


def _count(key: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise SourceError(f"`{key}` must be a whole number, not {value!r}")
    return value


def _truth(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise SourceError(f"`{key}` must be true or false, not {value!r}")
    return value


_CHECKS: dict[str, Any] = {
    "name": _text,
    "home": _url,
    "ror": _matching(_ROR.pattern, "025vp2923"),
    "country": _matching(r"[A-Z]{2}", "FR"),
    "lang": _matching(r"[a-z]{2}", "fr"),
    "languages": _texts,
    "include": _patterns,
    "exclude": _patterns,
    "feeds": _urls,
    "sitemaps": _urls,
    "rest": _urls,
    "listings": _urls,
    "hosts": _texts,
    "item": _selector,
    "date_order": _matching("dmy|mdy|ymd", "dmy, mdy or ymd"),
    "cadence": _matching("|".join(CADENCES), "daily, weekly or monthly"),
    "expected_per_month": _count,
    "verify_tls": _truth,
}
