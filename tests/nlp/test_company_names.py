from __future__ import annotations

import pytest

from nlp.countries import find_countries
from nlp.institutions.finder import Finder
from nlp.sentences import split
from records import Document, Institution


def institutions(
    finder: Finder, text: str, lang: str, labels: tuple[tuple[str, str], ...] = ()
) -> dict[str, Institution]:
    marks = [(text.index(name), text.index(name) + len(name), label) for name, label in labels]
    findings = finder.find(
        text, lang, document=Document("d", text, lang), countries=find_countries(text, lang),
        sentences=split(text, lang), entities_of_model=marks,
    )  # fmt: skip
    return {m.span.text: m.institution for m in findings.mentions}


@pytest.mark.parametrize(
    ("lang", "text", "name", "country"),
    [
        ("en", "Bridge Works (India) Limited, or BWL, has teamed up.", "Bridge Works (India) Limited", "IN"),
        ("de", "Die Firma Sonnblick Technik GmbH zahlt.", "Sonnblick Technik GmbH", "DE"),
        ("it", "L'accordo con Valdora Energia S.p.A. è firmato.", "Valdora Energia S.p.A.", "IT"),
        ("pt", "A Montalva Motores Ltda recebe alunos.", "Montalva Motores Ltda", None),
        ("fr", "Il fait son stage chez Nortal, à Lyon.", "Nortal", None),
        ("en", "She now works for Pixelar in California.", "Pixelar", None),
        ("fr", "Monté par Rochavalor, filiale de l'école.", "Rochavalor", None),
        ("fr", "Avec Airbus, Safran et Novadyne, l'école crée une chaire.", "Novadyne", None),
    ],
)
def test_companies_are_known_by_what_stands_around(
    finder: Finder, lang: str, text: str, name: str, country: str | None
) -> None:
    found = institutions(finder, text, lang)
    assert found[name].kind == "company"
    assert country is None or found[name].country == country


def test_the_short_form_of_a_company_is_the_same(finder: Finder) -> None:
    found = institutions(finder, "Bridge Works (India) Limited, or BWL, has teamed up. BWL will pay.", "en")
    assert found["BWL"] == found["Bridge Works (India) Limited"]


@pytest.mark.parametrize(
    ("lang", "text", "labels"),
    [
        ("fr", "Un stage chez Marie Dupont, la doyenne.", (("Marie Dupont", "PER"),)),
        ("fr", "Avec Airbus et Safran, Paul part.", ()),
        ("en", "She works for London and for Nature.", ()),
        ("en", "An LLC is one. They are working with Quillsoft.", ()),
    ],
)
def test_persons_places_and_words_are_no_companies(
    finder: Finder, lang: str, text: str, labels: tuple[tuple[str, str], ...]
) -> None:
    assert set(institutions(finder, text, lang, labels)) <= {"Airbus", "Safran"}


def test_acronyms_joined_by_a_stroke_are_two(finder: Finder) -> None:
    text = "Il copilote avec le laboratoire Bimec (INSERM-CNRS) un projet."
    assert {"INSERM", "CNRS"} <= set(institutions(finder, text, "fr"))


@pytest.mark.parametrize(
    ("lang", "text", "name", "country"),
    [
        ("fr", "avec des ingénieurs de Safran et d'Enel Chile", "Enel Chile", "CL"),
        ("it", "presso le imprese di Confindustria Albania", "Confindustria Albania", "AL"),
        ("de", "Ein Praktikum bei Siemens Österreich lohnt sich.", "Siemens Österreich", "AT"),
        ("en", "Interns of Airbus France were there.", "Airbus", "FR"),
        ("en", "Many Microsoft French users complain.", "Microsoft", "US"),
    ],
)
def test_a_branch_abroad_is_a_company_of_its_own(finder: Finder, lang: str, text: str, name: str, country: str) -> None:
    assert institutions(finder, text, lang)[name].country == country
