"""What reading one feed, sitemap, REST answer or listing yields: candidates, and further addresses to read."""

from __future__ import annotations

from dataclasses import dataclass

from records import Candidate, Way


@dataclass(frozen=True, slots=True)
class Address:
    """Where a way to articles starts or goes on: a feed, a sitemap, a page of posts, a page of a listing."""

    way: Way
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """The yield of one response. ``readable`` is False where it was not of the kind that it was asked for."""

    candidates: tuple[Candidate, ...] = ()
    follow: tuple[Address, ...] = ()
    readable: bool = True
    odd_dates: tuple[str, ...] = ()
    """What stood where a date was told and was left out: no date, or none at which a page can have been published."""


NOTHING = Found(readable=False)
