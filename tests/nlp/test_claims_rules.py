"""Which words of six languages state an event, when it happened, and what is said of a person alone."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from nlp.claims import View, find_claims
from nlp.claims.triggers import lexicon
from nlp.claims.words import fold, split
from nlp.countries import find_countries
from nlp.dates import find_dates
from nlp.pipeline import Pipeline
from nlp.registry import Registry
from records import Claim, Document, Institution, InstitutionMention, Span

HOME = Institution("x:home", "Université de Nantes", "academic", "FR")
ABROAD = Institution("x:abroad", "Université de Hué", "academic", "VN")

TRIGGERS = [
    ("fr", "un master commun en ingénierie navale", "double_degree"),
    ("fr", "Elle codirige une thèse sur les antennes.", "research"),
    ("fr", "une thèse en co-tutelle", "research"),
    ("de", "an einer Sommerschule in Warnemünde", "school"),
    ("de", "die gemeinsame Tagung", "conference"),
    ("de", "ein Konsortium", "research"),
    ("es", "acogerá el congreso europeo", "conference"),
    ("es", "una mesa redonda", "conference"),
    ("it", "il convegno di Trieste", "conference"),
    ("it", "una tesi in cotutela e in cotutela", "research"),
    ("pt", "o seminário de abertura", "conference"),
    ("pt", "doutorandos em cotutela", "research"),
    ("en", "has opened a Global Centre in Nairobi", "campus"),
]


@pytest.mark.parametrize(("lang", "text", "kind"), TRIGGERS)
def test_a_trigger_word_states_its_type(lang: str, text: str, kind: str) -> None:
    folded = fold(text)
    assert kind in {hit.trigger.type for hit in lexicon(lang).hits(split(folded, 0, len(folded)))}


def _claims(text: str) -> list[Claim]:
    sentences = [Span(m.start(), m.end(), m[0]) for m in re.finditer(r"[^.\n]+\.?", text)]
    found = [
        InstitutionMention(Span(m.start(), m.end(), m[0]), institution)
        for institution, name in ((HOME, "Université de Nantes"), (ABROAD, "Université de Hué"))
        for m in re.finditer(name, text)
    ]
    found.sort(key=lambda mention: mention.span.start)
    published = dt.date(2023, 3, 21)
    return find_claims(
        View(
            text, "fr", sentences, found, find_countries(text, "fr"), find_dates(text, "fr", published), HOME, published
        )
    )


DATES = [
    (
        "Le 14 mars, l'Université de Nantes a renouvelé avec l'Université de Hué leur accord signé depuis 1993.",
        dt.date(2023, 3, 14),
    ),
    (
        "L'Université de Nantes et l'Université de Hué lancent un double diplôme. "
        "La convention a été signée le 2 mars.",
        dt.date(2023, 3, 2),
    ),
    (
        "Le président a visité l'Université de Hué le 9 mars. Lors de cette visite, "
        "l'Université de Nantes a signé un accord avec l'Université de Hué.",
        dt.date(2023, 3, 9),
    ),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_the_date_of_a_commitment_is_that_of_its_signature(text: str, day: dt.date) -> None:
    dates = [c.date for c in _claims(text) if c.type in ("agreement", "double_degree")]
    assert [date.start for date in dates if date] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Diplômée de l'école, Inès a passé un semestre à l'Université de Hué.",
        "Inès et Malo, tout juste rentrés d'une année d'échange à l'Université de Hué, ont remporté la finale.",
    ],
)
def test_a_biography_is_no_mobility(text: str) -> None:
    assert _claims(text) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("L'Université de Nantes obtient le label européen HRS4R.", ["award"]),
        ("L'Université de Nantes gagne dix places et se classe 24e du palmarès régional.", []),
        ("L'Université de Nantes n'ouvrira pas d'antenne à Hanoï.", []),
    ],
)
def test_what_is_international_by_nature_and_what_is_not(text: str, kinds: list[str]) -> None:
    assert [claim.type for claim in _claims(text)] == kinds


def test_a_place_in_the_name_of_a_school_elsewhere_is_no_country() -> None:
    text = "L'Université de Nantes et la Nanyang Technological University de Singapour"
    codes = {m.code for m in Pipeline(Registry.open(None)).analyse(Document("d", text, "fr")).countries}
    assert "SG" in codes
    assert "CN" not in codes
