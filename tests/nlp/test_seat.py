"""The seat of an institution that no registry knows: adjectives beside it, its owner, its neighbours, the page."""

from __future__ import annotations

import pytest

from nlp.countries import find_countries
from nlp.institutions.finder import Finder
from nlp.sentences import split
from records import Document


@pytest.mark.parametrize(
    ("lang", "publisher", "text", "name", "country"),
    [
        ("en", "KTH", "It was built in Tbilisi with the Danish firm Lodbrok.", "Lodbrok", "DK"),
        ("fr", "INSA Lyon", "Une ingénieure de Sylvatech, le centre québécois, est là.", "Sylvatech", "CA"),
        ("de", "TU Graz", "Nach Windhoek reist auch die Firma Holzapfel.", "Holzapfel", "AT"),
        ("it", "Politecnico di Torino", "voluta dal governo uzbeko e dal costruttore AvtoSanoat", "AvtoSanoat", "UZ"),
        ("fr", "INSA Lyon", "Hier, le Laboratoire tuniso-japonais de photonique a ouvert.",
         "Laboratoire tuniso-japonais de photonique", "TN"),
        ("es", "Universidad de Chile", "Lo presentó el Instituto Cervantes de Tokio.", "Instituto Cervantes", "ES"),
        ("de", "TU Dresden", "Dazu lud das Sächsische Landwirtschaftsministerium ein, auch Gäste aus Ungarn.",
         "Sächsische Landwirtschaftsministerium", "DE"),
        ("pt", "Universidade do Porto", "A empresa angolana Petrolusa assinou.", "Petrolusa", "AO"),
    ],
)  # fmt: skip
def test_seats(finder: Finder, lang: str, publisher: str, text: str, name: str, country: str) -> None:
    findings = finder.find(
        text, lang, document=Document("d", text, lang, publisher=publisher),
        countries=find_countries(text, lang), sentences=split(text, lang),
    )  # fmt: skip
    found = {m.span.text: m.institution.country for m in findings.mentions}
    assert [c for surface, c in found.items() if surface.startswith(name)] == [country]
