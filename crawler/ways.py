"""The ways to a source's articles: which are known, what they answered, and what the next crawl may rely on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from crawler.discovery.found import Address
from crawler.source_files import Source
from db.store import Store, WayState
from records import Way


@dataclass(slots=True)
class Reading:
    """How one way fared in this crawl. ``pages`` counts its pages, ``candidates`` what they told."""

    way: Way
    url: str
    known: WayState | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None
    status: str = "asked"
    """asked, read, unchanged, or why it could not be read."""
    pages: int = 0
    candidates: int = 0
    child: bool = False
    """Whether a sitemap index named it, so that it need not be known to be found again."""
    leads_on: bool = False
    """Whether it named further ways (a sitemap index)."""

    @property
    def usable(self) -> bool:
        """Whether it is a way at all: it answered with articles, now or before."""
        read = self.status == "read" and (self.candidates > 0 or self.leads_on or self.known is not None)
        return read or self.status == "unchanged"

    @property
    def complete_before(self) -> bool:
        """Whether an earlier crawl followed it to its end and had everything it told."""
        return self.known is not None and self.known.last_ok is not None


@dataclass(slots=True)
class Ways:
    """All ways of one source in one crawl."""

    source: Source
    store: Store
    readings: dict[tuple[Way, str], Reading] = field(default_factory=dict)
    _known: dict[tuple[str, str], WayState] = field(default_factory=dict)

    def known(self) -> list[Address]:
        """The ways that the source's file names, or else those that an earlier crawl found."""
        states = self.store.ways(self.source.id)
        self._known = {(state.way, state.url): state for state in states}
        named = [Address(way, url) for way, url in self.source.ways()]
        found = [Address(state.way, state.url) for state in states]  # type: ignore[arg-type]
        return named or found

    def begin(self, address: Address, *, child: bool = False) -> Reading | None:
        """Note that a way is about to be asked; None when it already was."""
        key = (address.way, address.url)
        if key in self.readings:
            return None
        reading = Reading(address.way, address.url, self._known.get(key), child=child)
        self.readings[key] = reading
        return reading

    def conditions(self, reading: Reading) -> dict[str, str]:
        """The headers of a conditional request."""
        known = reading.known
        if known is None or known.last_ok is None:
            return {}
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in headers.items() if value}

    def took(self, reading: Reading, body: bytes, etag: str | None, last_modified: str | None) -> bool:
        """Note the first page's answer; return False when it is the same as at the last complete crawl."""
        reading.sha256 = hashlib.sha256(body).hexdigest()
        reading.etag, reading.last_modified = etag, last_modified
        known = reading.known
        same = known is not None and known.last_ok is not None and known.sha256 == reading.sha256
        reading.status = "unchanged" if same else "read"
        return not same

    def not_modified(self, reading: Reading) -> None:
        """Note a 304: everything stays as it was."""
        reading.status = "unchanged"
        if reading.known:
            reading.etag, reading.last_modified = reading.known.etag, reading.known.last_modified
            reading.sha256 = reading.known.sha256

    def doubt(self) -> None:
        """Before articles are fetched: until the crawl is complete, the next one must not rely on the ways' word."""
        with self.store.write():
            for reading in self.readings.values():
                if reading.complete_before:
                    self.store.save_way(self.source.id, reading.way, reading.url)

    def keep(self, *, complete: bool, at: str) -> None:
        """At the end: keep the usable ways, with what a conditional request needs if the crawl was complete."""
        with self.store.write():
            for reading in self.readings.values():
                if not reading.usable:
                    continue
                if complete:
                    self.store.save_way(
                        self.source.id,
                        reading.way,
                        reading.url,
                        etag=reading.etag,
                        last_modified=reading.last_modified,
                        sha256=reading.sha256,
                        last_ok=at,
                    )
                elif reading.status == "read":
                    self.store.save_way(self.source.id, reading.way, reading.url)
