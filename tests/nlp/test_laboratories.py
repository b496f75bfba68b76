from __future__ import annotations

import pytest

from nlp.countries import find_countries
from nlp.institutions.context import Context
from nlp.institutions.finder import Finder
from nlp.institutions.laboratories import laboratories
from nlp.registry import Registry
from nlp.sentences import split
from records import Document


def found(lang: str, text: str) -> dict[str, str | None]:
    context = Context(text, lang, find_countries(text, lang), split(text, lang))
    read: dict[str, str | None] = {}
    for candidate in laboratories(context):
        read[candidate.text] = read.get(candidate.text) or candidate.country
    return read


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("fr", "À l'occasion des dix ans du laboratoire commun OptoNova Global, ils ont fêté.",
         {"OptoNova Global": None}),
        ("fr", "VENTOS : un laboratoire franco-chilien pour la mer", {"VENTOS": None}),
        ("fr", "Ils signent la création de VENTOS. Ce laboratoire international de recherche est installé à Santiago.",
         {"VENTOS": "CL"}),
        ("fr", "Un laboratoire international associé, le LIA Marenet, étudie la mer. Marenet recrute.",
         {"LIA Marenet": None, "Marenet": None}),
        ("fr", "Trois unités mixtes internationales (UMI), parmi lesquelles SOLARIX et TERRAQ, travaillent.",
         {"SOLARIX": None, "TERRAQ": None}),
        ("fr", "Un laboratoire international associé (LIA) consacré aux volcans. Baptisé Vulcain, il réunit dix pays.",
         {"Vulcain": None}),
        ("en", "Today they inaugurated QuantLab II, a joint laboratory for quantum technologies.",
         {"QuantLab II": None}),
        ("en", "The International Research Laboratory (IRL) GreenTech opens.", {"GreenTech": None}),
        ("en", "the joint laboratory SINTRAX in Singapore", {"SINTRAX": "SG"}),
        ("de", "ein gemeinsames Labor namens Pantarhei, das Labor SINERGY", {"Pantarhei": None, "SINERGY": None}),
        ("it", "il laboratorio congiunto LIPhy2 e un laboratorio internazionale denominato «Aurora»",
         {"LIPhy2": None, "Aurora": None}),
        ("es", "el laboratorio conjunto LAFMEX, con sede en México", {"LAFMEX": "MX"}),
        ("pt", "o laboratório internacional associado JLab", {"JLab": None}),
    ],
)  # fmt: skip
def test_a_text_declares_a_laboratory(lang: str, text: str, wanted: dict[str, str | None]) -> None:
    assert found(lang, text) == wanted


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Le laboratoire Jean Kuntzmann et le laboratoire du CNRS, un laboratoire d'idées."),
        ("fr", "Cette unité mixte de recherche est une UMR CNRS. Le label EUR-ACE est accordé."),
        ("fr", "L'EXPO, un laboratoire d'idées pour tous"),
        ("en", "The lab is at KAUST. UNESCO, a joint programme. The collaboration with HSBC."),
        ("en", "A LABORATORY FOR ALL. The label ABET is awarded."),
    ],
)
def test_what_declares_none(lang: str, text: str) -> None:
    assert found(lang, text) == {}


def test_every_mention_of_a_declared_laboratory_is_found() -> None:
    text = (
        "VENTOS AU LARGE\n\nLe CNRS et l'Université de Nantes lancent VENTOS. "
        "Ce laboratoire international est neuf. VENTOS recrute."
    )
    document = Document("d", text, "fr")
    findings = Finder(Registry.open(None)).find(
        text, "fr", document=document, countries=find_countries(text, "fr"), sentences=split(text, "fr")
    )
    mentions = [m for m in findings.mentions if m.span.text == "VENTOS"]
    assert len(mentions) == 3
    assert {m.institution.kind for m in mentions} == {"academic"}
    assert len({m.institution.id for m in mentions}) == 1
