"""A small world made by hand: pages and what a pipeline would find on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, permutations
from pathlib import Path
from typing import Any

from db.merge import merge
from db.store import Store
from records import (
    Analysis,
    Article,
    Claim,
    ClaimCountry,
    DateBasis,
    DateInterval,
    EventType,
    Evidence,
    Fetch,
    Institution,
    InstitutionMention,
    Modality,
    Pair,
    Participant,
    Precision,
    SourceRecord,
    Span,
)

COUNTRIES = [("FR", "France", "France"), ("JP", "Japan", "Japon"), ("DE", "Germany", "Allemagne")]
ALES = Institution("ror:ales", "IMT Mines Alès", "academic", "FR", parent_id="ror:imt")
IMT = Institution("ror:imt", "Institut Mines-Télécom", "academic", "FR")
SISTER = Institution("ror:sister", "IMT Sister", "academic", "FR", parent_id="ror:imt")
KAGAWA = Institution("ror:kagawa", "Kagawa University", "academic", "JP")
OSAKA = Institution("ror:osaka", "Osaka University", "academic", "JP")
KEIO = Institution("ror:keio", "Keio University", "academic", "JP")
TUM = Institution("ror:tum", "Technical University of Munich", "academic", "DE")
APAIE = Institution("x:apaie", "APAIE", "network", None)
FIRM = Institution("x:firm", "A Firm", "company", "FR")
EVERYONE = {each.id: each for each in (ALES, IMT, SISTER, KAGAWA, OSAKA, KEIO, TUM, APAIE, FIRM)}

SOURCES = {
    "ales": SourceRecord("ales", "IMT Mines Alès", "https://ales.example", "ror:ales", "FR", "fr"),
    "kagawa": SourceRecord("kagawa", "Kagawa University", "https://kagawa.example", "ror:kagawa", "JP", "en"),
    "paper": SourceRecord("paper", "The Paper", "https://paper.example", None, None, "fr"),
}
COMMITMENTS = ("agreement", "double_degree", "mobility", "research", "network", "campus")


@dataclass(frozen=True)
class Told:
    """One page that tells one thing in one sentence."""

    source: str
    path: str
    sentence: str
    type: EventType
    who: tuple[Institution, ...]
    published: str | None = None
    date: DateInterval | None = None
    modality: Modality = "happened"
    countries: tuple[str, ...] = ("JP",)
    confidence: float = 0.8
    paired: bool = True

    @property
    def url(self) -> str:
        return f"{SOURCES[self.source].home}/{self.path}"

    @property
    def text(self) -> str:
        return f"Nouvelles.\n\n{self.sentence}\n\nLire la suite."

    def claim(self) -> Claim:
        start = self.text.index(self.sentence)
        span = Span(start, start + len(self.sentence), self.sentence)
        word = self.sentence.split()[0]
        pairs = tuple(
            Pair(self.who[0].id, other.id, self.type)  # type: ignore[arg-type]
            for other in self.who[1:]
            if self.paired and self.type in COMMITMENTS
        )
        return Claim(
            self.type,
            self.modality,
            (Evidence(span, Span(start, start + len(word), word)),),
            tuple(Participant(each.id) for each in self.who),
            tuple(ClaimCountry(code) for code in self.countries),
            self.date,
            pairs,
            self.confidence,
        )


def date(
    edtf: str,
    start: str | None = None,
    end: str | None = None,
    precision: Precision = "day",
    basis: DateBasis = "stated",
) -> DateInterval:
    first = dt.date.fromisoformat(start or edtf)
    return DateInterval(first, dt.date.fromisoformat(end) if end else first, precision, basis, edtf)


MAY_2021 = date("2021-05", "2021-05-01", "2021-05-31", "month")

SIGNING_ALES = Told(
    "ales", "convention", "IMT Mines Alès et l’université de Kagawa signent une convention.", "agreement",
    (ALES, KAGAWA), "2021-06-02", MAY_2021,
)  # fmt: skip
SIGNING_KAGAWA = Told(
    "kagawa", "news/12", "Signed: an agreement with IMT Mines Alès on 12 May 2021.", "agreement",
    (KAGAWA, ALES), "2021-05-14", date("2021-05-12"),
)  # fmt: skip
SIGNING_PAPER = Told(
    "paper", "education/japon", "L’école alésienne se lie à Kagawa.", "agreement", (ALES, KAGAWA), "2021-06-20",
)  # fmt: skip
RENEWAL = Told(
    "ales", "renouvellement", "Renouvellement de l’accord avec Kagawa le 3 juin 2022.", "agreement",
    (ALES, KAGAWA), "2022-06-05", date("2022-06-03"),
)  # fmt: skip
VISIT = Told(
    "ales", "visite", "Une délégation de Kagawa a visité l’école le 12 mai 2021.", "visit", (ALES, KAGAWA),
    "2021-05-20", date("2021-05-12"), countries=("FR", "JP"),
)  # fmt: skip
STANDING = Told(
    "ales", "osaka", "Les échanges avec l’université d’Osaka se poursuivent.", "mobility", (ALES, OSAKA),
    "2021-06-02", modality="standing",
)  # fmt: skip
WORLD = (SIGNING_ALES, SIGNING_KAGAWA, SIGNING_PAPER, RENEWAL, VISIT, STANDING)


def fetch(store: Store, told: Told, at: str = "2026-01-01T00:00:00Z") -> int:
    """Keep the page; return its snapshot."""
    store.upsert_source(SOURCES[told.source])
    published = dt.date.fromisoformat(told.published) if told.published else None
    article = Article(told.url, told.text, title="Nouvelles", lang="fr", published=published)
    saved = store.save_article(article, Fetch(at, told.source))
    assert saved.snapshot_id is not None
    return saved.snapshot_id


def read(store: Store, told: Told, version: str = "1", *more: Told) -> bool:
    """Keep the page and what it tells; return whether its claims changed."""
    snapshot = fetch(store, told)
    claims = tuple(each.claim() for each in (told, *more))
    mentions = tuple(
        InstitutionMention(Span(index, index + 1, told.text[index]), EVERYONE[part.institution_id])
        for index, part in enumerate({p.institution_id: p for c in claims for p in c.participants}.values())
    )
    analysis = Analysis(told.url, "fr", True, institutions=mentions, claims=claims)
    return store.save_analyses(snapshot, [(None, analysis)], version, institutions=[IMT])


def elsewhere(told: Told, source: str, path: str, **changes: object) -> Told:
    """The same, told by another page."""
    return replace(told, source=source, path=path, **changes)  # type: ignore[arg-type]


Register = dict[str, list[tuple[Any, ...]]]
"""Tables with their rows, in an order of their own."""


def content(store: Store) -> Register:
    """The register without the ids that depend on who came first."""
    events = store.all("select id, type, title, modality, date_edtf, source_count, confidence, reviewed from events")
    return {
        "events": sorted(
            (
                *tuple(row)[1:],
                tuple(store.column("select institution from event_institutions where event = ? order by 1", (row[0],))),
                tuple(store.column("select claim from event_claims where event = ? order by 1", (row[0],))),
            )
            for row in events
        ),
        "partnerships": sorted(
            tuple(row)
            for row in store.all(
                "select p.id, school, partner, country, kinds, first_date_edtf, last_activity_edtf, event_count,"
                " p.source_count, p.confidence, e.title from partnerships p left join events e on e.id = latest_event"
            )
        ),
    }


def in_any_order(folder: Path, reports: Sequence[Told], orders: int | None = None) -> Register:
    """The register after these reports came one by one, the same in the first ``orders`` orders, or in all."""
    found = []
    for number, order in enumerate(islice(permutations(reports), orders)):
        with Store.open(folder / f"{number}.db") as store:
            store.load_reference(COUNTRIES)
            for each in order:
                read(store, each)
                merge(store)
            found.append(content(store))
    assert all(each == found[0] for each in found)
    return found[0]


def everything(store: Store, *leave_out: str) -> Register:
    """All rows of all tables."""
    tables = store.column("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
    return {
        table: sorted((tuple(row) for row in store.all(f"select * from {table}")), key=repr)
        for table in tables
        if table not in leave_out
    }
