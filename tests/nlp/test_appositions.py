"""Names that a common noun beside them declares, in six languages; and words that only look like such names."""

from __future__ import annotations

import pytest

from nlp.countries import find_countries
from nlp.institutions.finder import Finder
from nlp.sentences import split


def found(finder: Finder, text: str, lang: str) -> dict[str, tuple[str, str | None]]:
    findings = finder.find(text, lang, countries=find_countries(text, lang), sentences=split(text, lang))
    return {m.span.text: (m.institution.kind, m.institution.country) for m in findings.mentions}


@pytest.mark.parametrize(
    ("lang", "text", "name", "kind"),
    [
        ("fr", "La moitié est payée par la conserverie Gloaguen.", "Gloaguen", "company"),
        ("fr", "L'association norvégienne Blå Skole a remis un trophée.", "Blå Skole", "other"),
        ("fr", "L'école est membre du réseau européen TEXNET depuis 2021.", "TEXNET", "network"),
        ("fr", "L'idée revient à Voltara, l'électricien qui dote le concours.", "Voltara", "company"),
        ("fr", "Ils ont lancé GLACIX, un consortium de recherche.", "GLACIX", "network"),
        ("en", "It was built with the Danish firm Lodbrok.", "Lodbrok", "company"),
        ("en", "It joined the AUROLIA network in May.", "AUROLIA", "network"),
        ("de", "Die Firma Holzapfel stellt den Motor.", "Holzapfel", "company"),
        ("de", "Die Nachricht der Agentur QASIN kam am Montag.", "QASIN", "public"),
        ("es", "Lo financia la cooperativa Lechera Sur desde ayer.", "Lechera Sur", "company"),
        ("it", "Il premio dell'associazione Mare Nostro è andato a lei.", "Mare Nostro", "other"),
        ("pt", "A empresa Petrolusa, dona do edifício, assinou.", "Petrolusa", "company"),
    ],
)
def test_a_noun_declares_the_name_beside_it(finder: Finder, lang: str, text: str, name: str, kind: str) -> None:
    assert found(finder, text, lang).get(name, ("", None))[0] == kind


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("es", "El rector estampó su firma Emilio Chuayffet.", "Emilio Chuayffet"),
        ("en", "Each alliance may obtain five million.", "Each"),
        ("fr", "Au-delà, l'école n'exclut pas de s'y intéresser.", "Au-delà"),
        ("fr", "Ensuite, l'entreprise a signé.", "Ensuite"),
        ("fr", "Le club Cuisine du monde propose un atelier.", "Cuisine"),
        ("fr", "Une entreprise de Nantes, l'association et Paris, la banque du coin.", "Paris"),
    ],
)
def test_what_is_no_name(finder: Finder, lang: str, text: str, name: str) -> None:
    assert name not in found(finder, text, lang)
