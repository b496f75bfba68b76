"""From analyses to rows: what the tables of mentions and claims will hold. No SQL here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from db.keys import claim_id, iso, sentence_id
from records import Analysis, ArticleItem, Claim, Span

Row = tuple[object, ...]
Analyses = Sequence[tuple[ArticleItem | None, Analysis]]


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The page that claims are read from."""

    page: int
    key: str
    snapshot: int
    text: str
    reported: dt.date | None
    items: tuple[ArticleItem, ...] = ()

    def position(self, item: ArticleItem | None) -> int | None:
        """Return an item's place among the page's items."""
        spans = [(other.start, other.end) for other in self.items]
        return spans.index((item.start, item.end)) if item and (item.start, item.end) in spans else None

    def place(self, span: Span, shift: int) -> tuple[int, int]:
        """Return where a span stands in the snapshot's text; (0, 0) for words of the title that are not in it."""
        start = span.start + shift
        if self.text[start : start + len(span.text)] != span.text:
            start = self.text.find(span.text)
        return (start, start + len(span.text)) if start >= 0 else (0, 0)


@dataclass(slots=True)
class ClaimRows:
    """The rows of one page's claims, by table, and the sentences they rest on."""

    claims: set[Row] = field(default_factory=set)
    evidence: set[Row] = field(default_factory=set)
    institutions: set[Row] = field(default_factory=set)
    countries: set[Row] = field(default_factory=set)
    pairs: set[Row] = field(default_factory=set)
    sentences: list[Row] = field(default_factory=list)

    def tables(self) -> dict[str, set[Row]]:
        """Return the rows by the name of their table, claims first."""
        return {
            "claims": self.claims,
            "claim_evidence": self.evidence,
            "claim_institutions": self.institutions,
            "claim_countries": self.countries,
            "claim_pairs": self.pairs,
        }

    def institution_ids(self) -> set[str]:
        """Return the ids of all institutions that take part or are paired."""
        return {str(row[1]) for row in self.institutions} | {str(id_) for row in self.pairs for id_ in row[1:3]}

    def country_codes(self) -> set[str]:
        """Return the codes of all countries concerned."""
        return {str(row[1]) for row in self.countries}


def mention_rows(frame: PageFrame, analyses: Analyses) -> list[Row]:
    """Return the rows of `mentions`, without doubles."""
    rows: dict[Row, Row] = {}
    for item, analysis in analyses:
        shift = item.start if item else 0
        for kind, target, span, detail in _mentions(analysis):
            row = (frame.snapshot, kind, target, span.start + shift, span.end + shift, span.text, detail)
            rows.setdefault(row[:5], row)
    return list(rows.values())


def _mentions(analysis: Analysis) -> Iterator[tuple[str, str, Span, str | None]]:
    for mention in analysis.institutions:
        yield "institution", mention.institution.id, mention.span, mention.reason or None
    for country in analysis.countries:
        yield "country", country.code, country.span, country.basis
    for date in analysis.dates:
        yield "date", date.interval.edtf if date.interval else "", date.span, None


def claim_rows(frame: PageFrame, analyses: Analyses) -> ClaimRows:
    """Return the rows of a page's claims. Of two claims that are the same, the surer one stays."""
    rows = ClaimRows()
    best: dict[str, tuple[ArticleItem | None, Claim]] = {}
    for item, analysis in analyses:
        for claim in analysis.claims:
            id_ = _id(frame, claim)
            if id_ not in best or claim.confidence > best[id_][1].confidence:
                best[id_] = (item, claim)
    seen: dict[object, Row] = {}
    for id_, (item, claim) in best.items():
        _add_claim(rows, frame, id_, item, claim)
        for row in _sentences(frame, item, claim):
            seen.setdefault(row[0], row)
    rows.sentences = list(seen.values())
    return rows


def _id(frame: PageFrame, claim: Claim) -> str:
    return claim_id(
        frame.key,
        claim.type,
        claim.date.edtf if claim.date else None,
        {participant.institution_id for participant in claim.participants},
        [sentence_id(frame.key, evidence.sentence.text) for evidence in claim.evidence],
    )


def _sentences(frame: PageFrame, item: ArticleItem | None, claim: Claim) -> Iterator[Row]:
    shift = item.start if item else 0
    for evidence in claim.evidence:
        text = evidence.sentence.text
        yield (sentence_id(frame.key, text), frame.page, frame.snapshot, *frame.place(evidence.sentence, shift), text)


def _add_claim(rows: ClaimRows, frame: PageFrame, id_: str, item: ArticleItem | None, claim: Claim) -> None:
    shift = item.start if item else 0
    date = claim.date
    dates = (iso(date.start), iso(date.end), date.edtf, date.precision, date.basis) if date else (None,) * 5
    reported = (item.published if item else None) or frame.reported
    rows.claims.add(
        (
            *(id_, frame.page, frame.snapshot, frame.position(item), claim.type, claim.modality),
            *(*dates, iso(reported), round(claim.confidence, 4)),
        )
    )
    for position, evidence in enumerate(claim.evidence):
        sentence = sentence_id(frame.key, evidence.sentence.text)
        rows.evidence.add((id_, position, sentence, *frame.place(evidence.trigger, shift)))
    roles = {participant.institution_id: participant.role for participant in reversed(claim.participants)}
    rows.institutions.update((id_, institution, role) for institution, role in roles.items())
    countries = {country.code: country.role for country in reversed(claim.countries)}
    rows.countries.update((id_, code, role) for code, role in countries.items())
    rows.pairs.update((id_, pair.school_id, pair.partner_id, pair.kind) for pair in claim.pairs)
