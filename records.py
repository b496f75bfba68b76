"""The dataclasses that pass between the packages. This module imports nothing of the project.

Conventions: every offset counts Unicode characters of the text it belongs to, ``text[start:end]`` is the
string given; every date is a calendar date without time zone; every instant is an ISO 8601 string in UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

EventType = Literal[
    "agreement",
    "double_degree",
    "mobility",
    "visit",
    "conference",
    "school",
    "research",
    "network",
    "campus",
    "award",
    "other",
]
PartnershipKind = Literal["agreement", "double_degree", "mobility", "research", "network", "campus"]
Modality = Literal["happened", "planned", "standing", "cancelled", "generic"]
Precision = Literal["day", "month", "season", "year", "range"]
DateBasis = Literal["stated", "relative", "publication"]
InstitutionKind = Literal["academic", "public", "network", "company", "other"]
CountryBasis = Literal["explicit", "place", "institution"]
PublishedBasis = Literal[
    "json-ld", "meta", "time", "text", "feed", "sitemap", "rest", "listing", "url", "guess", "given"
]
Way = Literal["feed", "sitemap", "rest", "listing", "ingest"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DateInterval:
    """A date as an interval of days, both ends included, never more precise than the text is."""

    start: dt.date
    end: dt.date
    precision: Precision
    basis: DateBasis
    edtf: str


# ---------------------------------------------------------------------------------------------- crawler → store


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that a feed, sitemap, REST answer or listing told of, with what it said about it."""

    url: str
    way: Way
    title: str | None = None
    published: dt.date | None = None
    lastmod: str | None = None
    guid: str | None = None
    found_on: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleItem:
    """One dated item of a listing page: a stretch of the article's text with a frame of its own."""

    start: int
    end: int
    title: str
    url: str | None = None
    published: dt.date | None = None
    published_precision: Precision | None = None
    published_basis: PublishedBasis | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What one response says, read: the input of the store."""

    url: str
    text: str
    title: str = ""
    lang: str | None = None
    kind: Literal["article", "listing", "pdf", "text"] = "article"
    canonical_url: str | None = None
    published: dt.date | None = None
    published_precision: Precision | None = None
    published_basis: PublishedBasis | None = None
    modified: dt.date | None = None
    items: tuple[ArticleItem, ...] = ()
    links: tuple[str, ...] = ()
    noindex: bool = False
    nofollow: bool = False
    body_start: int = 0
    """Where the body begins in ``text``: what stands before it is the headline."""
    odd_date: str | None = None
    """What the page's head states as its publication, as written, where no page can have been published then."""
    unreadable: str | None = None
    """Why nothing could be read (a scanned PDF, a broken file); the text is then empty."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source as the store knows it; the TOML file says more."""

    id: str
    name: str
    home: str
    institution_id: str | None = None
    country: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """How a response came: what the store keeps beside the article."""

    fetched_at: str
    source_id: str | None = None
    run_id: int | None = None
    status: int = 200
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    lastmod: str | None = None
    """The sitemap's or the REST answer's word on when the page last changed."""
    warc_file: str | None = None
    warc_offset: int | None = None


# ---------------------------------------------------------------------------------------------- store → nlp → store


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its frame: the input of the pipeline (a page, or one item of a listing)."""

    id: str
    text: str
    lang: str | None = None
    title: str | None = None
    published: dt.date | None = None
    url: str | None = None
    publisher: str | None = None
    """The publisher's name as the source gives it."""
    publisher_id: str | None = None
    """Its registry id (``ror:…`` or ``x:…``), where the source knows it."""
    publisher_country: str | None = None
    """Its country, for a publisher that no registry has."""


@dataclass(frozen=True, slots=True)
class Institution:
    """An organisation: of the registry (``ror:…``), of the supplement or met in a text (``x:slug``)."""

    id: str
    name: str
    kind: InstitutionKind
    country: str | None = None
    ror: str | None = None
    """The bare ROR id, nine characters, without prefix."""
    city: str | None = None
    website: str | None = None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class InstitutionMention:
    """An institution named in a text, and why it was taken for this one."""

    span: Span
    institution: Institution
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CountryMention:
    """A country named in a text. ``code`` is ISO 3166-1 alpha-2, or XK."""

    span: Span
    code: str
    basis: CountryBasis


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression; ``interval`` is None where nothing resolves it."""

    span: Span
    interval: DateInterval | None


@dataclass(frozen=True, slots=True)
class Participant:
    """An institution that takes part in what a claim states."""

    institution_id: str
    role: Literal["publisher", "partner", "host", "member", "body"] = "partner"


@dataclass(frozen=True, slots=True)
class ClaimCountry:
    """A country that a claim concerns."""

    code: str
    role: Literal["partner", "place", "met"] = "partner"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two institutions that a claim states to have, or to conclude, a standing cooperation."""

    school_id: str
    partner_id: str
    kind: PartnershipKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence, headline or list item that states a claim, and the words that gave it away."""

    sentence: Span
    trigger: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One happening, or one standing cooperation, as one document states it, in however many sentences."""

    type: EventType
    modality: Modality
    evidence: tuple[Evidence, ...]
    """Best first; never empty."""
    participants: tuple[Participant, ...] = ()
    countries: tuple[ClaimCountry, ...] = ()
    date: DateInterval | None = None
    pairs: tuple[Pair, ...] = ()
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that the pipeline found in one document."""

    document_id: str
    lang: str
    relevant: bool
    sentences: tuple[Span, ...] = ()
    institutions: tuple[InstitutionMention, ...] = ()
    countries: tuple[CountryMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    claims: tuple[Claim, ...] = ()
    publisher: Institution | None = None
    """The publisher as the registry knows it; it may take part in claims without being named in the text."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """What ``annotate --explain`` prints beside the mentions' own reasons."""
