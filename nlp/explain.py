"""What was found in a document, and why, in words: for whoever wonders about a fact, or mends a rule."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.annotate import REPORTED
from records import Analysis, Claim, DateInterval, Document, Institution, Span

QUOTED = 160
"""Characters of a sentence that are shown."""


def explanation(document: Document, analysis: Analysis) -> list[str]:
    """Return lines: the document, its mentions and what was rejected, its claims and the sentences they rest on."""
    return [
        *_frame(document, analysis),
        *_section("Institutions", _institutions(analysis)),
        *_section("Not taken for an institution, or not for this one", _rejected(analysis)),
        *_section("Countries", _countries(analysis)),
        *_section("Dates", _dates(analysis)),
        *_section("Claims", _claims(analysis)),
        *_section("Sentences with claims", _sentences(analysis)),
    ]


def _frame(document: Document, analysis: Analysis) -> Iterator[str]:
    yield f"{document.id} · {analysis.lang}{'' if document.lang else ' (guessed)'} · {len(document.text)} characters"
    if document.title:
        yield f"  title      {document.title}"
    yield f"  published  {document.published or 'unknown: relative dates are not resolved'}"
    publisher = f"{document.publisher or 'unknown'}"
    yield f"  publisher  {publisher}" + (f" = {_institution(analysis.publisher)}" if analysis.publisher else "")
    yield f"  relevant   {'yes' if any(claim.modality in REPORTED for claim in analysis.claims) else 'no'}"


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    yield ""
    yield title if found else f"{title}: none"
    yield from (f"  {line}" for line in found)


def _institutions(analysis: Analysis) -> Iterator[str]:
    for mention in analysis.institutions:
        yield f"{_place(mention.span)}  “{_short(mention.span.text)}” = {_institution(mention.institution)}"
        yield f"{'':11}  because: {mention.reason or 'not told'}"


def _rejected(analysis: Analysis) -> Iterator[str]:
    for what, why in analysis.notes.items():
        yield f"{what.removeprefix('not an institution: ')}: {why}"


def _countries(analysis: Analysis) -> Iterator[str]:
    for mention in analysis.countries:
        yield f"{_place(mention.span)}  “{_short(mention.span.text)}” = {mention.code} ({mention.basis})"


def _dates(analysis: Analysis) -> Iterator[str]:
    for mention in analysis.dates:
        yield f"{_place(mention.span)}  “{_short(mention.span.text)}” = {_interval(mention.interval)}"


def _claims(analysis: Analysis) -> Iterator[str]:
    names = {mention.institution.id: mention.institution for mention in analysis.institutions}
    if analysis.publisher is not None:
        names.setdefault(analysis.publisher.id, analysis.publisher)
    for number, claim in enumerate(analysis.claims, start=1):
        reported = "" if claim.modality in REPORTED else " (not reported as an event)"
        yield f"[{number}] {claim.type}, {claim.modality}{reported}, confidence {claim.confidence:.2f}"
        yield from (f"    {line}" for line in _claim(claim, names))


def _claim(claim: Claim, names: dict[str, Institution]) -> Iterator[str]:
    for evidence in claim.evidence:
        yield f"trigger    “{_short(evidence.trigger.text)}” at {evidence.trigger.start}"
    yield f"date       {_interval(claim.date) if claim.date else 'none'}"
    for participant in claim.participants:
        yield f"{participant.role:10} {_named(participant.institution_id, names)}"
    for country in claim.countries:
        yield f"country    {country.code} ({country.role})"
    for pair in claim.pairs:
        both = f"{_named(pair.school_id, names)} – {_named(pair.partner_id, names)}"
        yield f"pair       {both}: {pair.kind}"


def _sentences(analysis: Analysis) -> Iterator[str]:
    """Each sentence once, with the numbers of the claims that rest on it, in the order of the text."""
    resting: dict[Span, list[int]] = {}
    for number, claim in enumerate(analysis.claims, start=1):
        for evidence in claim.evidence:
            resting.setdefault(evidence.sentence, []).append(number)
    for sentence, numbers in sorted(resting.items(), key=lambda item: item[0].start):
        claims = "".join(f"[{number}]" for number in dict.fromkeys(numbers))
        yield f"{_place(sentence)}  {claims} {_short(sentence.text)}"


def _named(identity: str, names: dict[str, Institution]) -> str:
    return _institution(names[identity]) if identity in names else identity


def _institution(institution: Institution) -> str:
    return f"{institution.name} ({institution.id}, {institution.kind}, {institution.country or 'country unknown'})"


def _interval(interval: DateInterval | None) -> str:
    if interval is None:
        return "not resolved"
    days = f"{interval.start}" if interval.start == interval.end else f"{interval.start} to {interval.end}"
    return f"{days} ({interval.precision}, {interval.basis})"


def _place(span: Span) -> str:
    return f"{span.start:>5}–{span.end:<5}"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"
