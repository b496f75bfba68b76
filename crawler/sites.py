"""Which pages belong to a source: those of its host and the hosts below it, but for what is another institution's.

A university's domain carries its members' sites (dauphine.psl.eu below psl.eu): where another source has its home on
a host, or on a path of it, or where the register knows another institution at that host, the pages there are not ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from tldextract import TLDExtract

from crawler.addresses import host_of
from crawler.discovery.words import words
from crawler.source_files import Source

Rank = tuple[int, int, bool]
"""How closely a place fits an address: its host's length, its path's, and whether it is a home or only below one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A host with those below it, or a path of it; ``home`` is False for what a home implies but does not say."""

    host: str
    path: str = ""
    home: bool = True

    def rank(self, host: str, path: str) -> Rank | None:
        """How closely the place fits; None where the address is elsewhere."""
        if not (host == self.host or (host.endswith("." + self.host) and not is_public_suffix(self.host))):
            return None
        if not (path + "/").startswith(self.path + "/"):
            return None
        return len(self.host), len(self.path), self.home


@dataclass(frozen=True, slots=True)
class Site:
    """What belongs to one source."""

    own: tuple[Place, ...]
    others: tuple[Place, ...] = ()

    @classmethod
    def of(cls, source: Source, others: Iterable[Source] = (), websites: Mapping[str, str] | None = None) -> Site:
        """The site of ``source`` beside the other sources' and the institutions whose ``websites`` are known by id."""
        own = places_of(source)
        foreign = [home_place(each.home) for each in others if each.id != source.id]
        for institution, website in (websites or {}).items():
            place = home_place(website)
            if institution != source.record.institution_id and place.host and not place.path:
                foreign.append(place)
        return cls(own, tuple(each for each in foreign if any(_touch(each, mine) for mine in own)))

    def has(self, url: str) -> bool:
        """Whether a page belongs to the source."""
        host, path = host_of(url), urlsplit(url).path.rstrip("/")
        mine = max(filter(None, (each.rank(host, path) for each in self.own)), default=None)
        if mine is None:
            return False
        theirs = max(filter(None, (each.rank(host, path) for each in self.others)), default=None)
        return theirs is None or mine >= theirs

    def with_host(self, host: str) -> Site:
        """The same with a further host."""
        return Site((*self.own, Place(host)), self.others)


def places_of(source: Source) -> tuple[Place, ...]:
    """The places that a source's file names or implies."""
    home = home_place(source.home)
    implied = [Place(host, home=False) for host in (home.host, base_of(home.host))]
    further = [Place(host.lower().removeprefix("www.")) for host in source.hosts]
    return tuple(dict.fromkeys((home, *further, *implied)))


def home_place(home: str) -> Place:
    """The host and folder of a home page's address; a file's name and a language's folder do not count."""
    segments = [each for each in urlsplit(home).path.split("/") if each]
    if segments and "." in segments[-1]:
        segments.pop()
    if segments and len(segments[0]) == 2:
        segments.pop(0)
    return Place(host_of(home), "".join("/" + each for each in segments))


def base_of(host: str) -> str:
    """The host that a section's host belongs to: ``news.school.example`` is ``school.example``'s."""
    label, _, above = host.partition(".")
    return above if label in words("section_hosts") and _registrable(above) else host


def owners(url: str, sources: Iterable[Source]) -> list[str]:
    """The ids of the sources that a page belongs to; more than one only where their homes are the same."""
    known = list(sources)
    return [each.id for each in known if Site.of(each, known).has(url)]


def is_public_suffix(host: str) -> bool:
    """Whether anybody may register a name below this host (``fr``, ``ac.uk``, ``github.io``)."""
    found = _suffixes()(host)
    return bool(found.suffix) and not found.domain


def _registrable(host: str) -> bool:
    found = _suffixes()(host)
    return bool(found.suffix and found.domain)


@cache
def _suffixes() -> TLDExtract:
    """The public suffix list as tldextract brings it: nothing is fetched, nothing kept."""
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _touch(other: Place, own: Place) -> bool:
    """Whether a place of another can matter: it is at or below one of ours, or ours at or below it."""
    return other.host == own.host or other.host.endswith("." + own.host) or own.host.endswith("." + other.host)
