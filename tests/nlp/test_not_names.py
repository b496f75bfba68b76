"""What is written like an institution's name and is none: organs, events, addresses, figures behind a name."""

from __future__ import annotations

import pytest

from nlp.countries import find_countries
from nlp.institutions.finder import Finder
from nlp.sentences import split


def found(finder: Finder, text: str, lang: str) -> set[str]:
    findings = finder.find(text, lang, countries=find_countries(text, lang), sentences=split(text, lang))
    return {m.span.text for m in findings.mentions}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It was signed with the Governing Council in the small hours."),
        ("en", "The Peatland Summer School takes place in May."),
        ("en", "Write to us: 550 University Avenue, PE."),
        ("en", "The two-day Conference on River Pollution begins."),
        ("fr", "Le Conseil scientifique s'est réuni mardi."),
        ("fr", "On nous trouve au 28 rue Notre-Dame-des-Champs."),
        ("fr", "Écrivez à la boîte 01 BP 594."),
        ("de", "Laser-Sommerschule für 30 Studierende beider Häuser"),
        ("es", "La Escuela de Verano empieza en julio."),
        ("it", "La Scuola estiva comincia a luglio, in piazza Università 21."),
        ("pt", "A próxima Escola de Inverno será em julho."),
    ],
)
def test_what_only_looks_like_a_name(finder: Finder, lang: str, text: str) -> None:
    assert found(finder, text, lang) == set()


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("de", "Beim Studierendenwerk Seeblick 1.140 Namen auf der Liste.", "Studierendenwerk Seeblick"),
        ("fr", "Elle étudie à l'École Zahraoui pour 2019-2020.", "École Zahraoui"),
        ("fr", "L'École Zahraoui et les Ponts ont posé la pierre.", "École Zahraoui"),
        ("it", "Un colloquio al Ministero dell'Istruzione e dello Sport.", "Ministero dell'Istruzione e dello Sport"),
        ("en", "The Arctic Council met in Tromsø.", "Arctic Council"),
        ("fr", "Le Conseil des universités du Sahel est né.", "Conseil des universités du Sahel"),
    ],
)
def test_a_name_ends_before_figures_and_keeps_its_fields(finder: Finder, lang: str, text: str, name: str) -> None:
    assert name in found(finder, text, lang)
