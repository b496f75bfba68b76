"""Names whose words no list holds: nouns of fields after "de", adjectives by their endings, articles before them."""

from __future__ import annotations

import pytest

from nlp.countries import find_countries
from nlp.institutions.finder import Finder
from nlp.institutions.patterns import NameReader
from nlp.institutions.words import words_of
from nlp.sentences import split
from records import Document


def read(text: str, lang: str) -> list[str]:
    adjectives = frozenset(m.span.start for m in find_countries(text, lang) if m.span.text.islower())
    return [c.text for c in NameReader(text, words_of(text), lang, adjectives).names() if c.sure]


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("it", "Il rettore dell'Università di Medea 3 è arrivato.", "Università di Medea 3"),
        ("it", "La riunione si è tenuta all'Accademia lettone delle arti, a Riga.", "Accademia lettone delle arti"),
        ("it", "Borse nell'Istituto di fisica nucleare di Cracovia", "Istituto di fisica nucleare di Cracovia"),
        ("fr", "Avec l'Université pédagogique Oushinski, elle a fondé", "Université pédagogique Oushinski"),
        ("fr", "L'Institut de chimie organique de Douchanbé recrute.", "Institut de chimie organique de Douchanbé"),
        ("fr", "À l'Institut d'urbanisme et de génie civil de Boukhara,",
         "Institut d'urbanisme et de génie civil de Boukhara"),
        ("fr", "Le prix de la Société coréenne d'optique appliquée est allé", "Société coréenne d'optique appliquée"),
        ("fr", "L'Institut franco-ouzbek du textile a ouvert.", "Institut franco-ouzbek du textile"),
        ("fr", "L'Institut volcanologique italien était là.", "Institut volcanologique italien"),
        ("es", "El Laboratorio Binacional de Sismología abrió.", "Laboratorio Binacional de Sismología"),
        ("es", "El Instituto de óptica aplicada de Tartu abrió.", "Instituto de óptica aplicada de Tartu"),
        ("pt", "O Instituto de química orgânica de Minsk recebeu", "Instituto de química orgânica de Minsk"),
        ("de", "Das Institut für Optik Jena lädt ein.", "Institut für Optik Jena"),
        ("en", "The Institute of Applied Optics of Jena invites.", "Institute of Applied Optics of Jena"),
    ],
)  # fmt: skip
def test_a_name_holds_fields_and_adjectives_that_no_list_has(lang: str, text: str, wanted: str) -> None:
    assert wanted in read(text, lang)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "L'École rappelle que les inscriptions sont ouvertes."),
        ("fr", "L'Institut de demain se prépare, une École d'été aussi."),
        ("fr", "Le Conseil d'administration de l'école s'est réuni."),
        ("fr", "une École de commerce pour mécènes"),
        ("it", "alcune Università pubbliche per rilasciare un doppio titolo"),
        ("es", "El Instituto indica sus resultados."),
    ],
)
def test_verbs_seasons_and_organs_make_no_name(lang: str, text: str) -> None:
    assert read(text, lang) == []


@pytest.mark.parametrize(
    "name", ["Fondation Aga Khan", "Laboratoire germano-suisse de photonique", "Institut Confucius"]
)
def test_what_belongs_to_no_school_does_not_go_under_the_publisher(finder: Finder, name: str) -> None:
    text = f"L'INSA Lyon et le {name} ont signé."
    findings = finder.find(
        text, "fr", document=Document("d", text, "fr", publisher="INSA Lyon"),
        countries=find_countries(text, "fr"), sentences=split(text, "fr"),
    )  # fmt: skip
    own = {m.span.text: m.institution.id for m in findings.mentions}
    assert own[name] != own["INSA Lyon"]


@pytest.mark.parametrize(
    ("lang", "publisher", "text", "name"),
    [
        ("it", "Politecnico di Torino", "il Ministero degli Affari Esteri e della Cooperazione Internazionale,",
         "Ministero degli Affari Esteri e della Cooperazione Internazionale"),
        ("es", "Universidad de Chile", "la Secretaría de Obras Públicas y la Consejería de Cultura firmaron",
         "Secretaría de Obras Públicas"),
        ("de", "TU Dresden", "Das Deutsche Institut für Luft- und Raumfahrt lädt ein.",
         "Deutsche Institut für Luft- und Raumfahrt"),
        ("en", "KTH", "lent by Marsabit County Government since May", "Marsabit County Government"),
        ("fr", "INSA Lyon", "la Communauté d'agglomération du Libournais", "Communauté d'agglomération du Libournais"),
        ("en", "KTH", "paid by Mars Wrigley and Togo Cocoa Board", "Togo Cocoa Board"),
        ("en", "KTH", "at the Moi Teaching and Referral Hospital", "Moi Teaching and Referral Hospital"),
        ("en", "KTH", "The building belongs to Muscat Municipality.", "Muscat Municipality"),
        ("fr", "INSA Lyon", "Le prêt est de Grand Besançon Métropole.", "Grand Besançon Métropole"),
        ("fr", "INSA Lyon", "L'Organisation mondiale des vins (OMV) a décerné un prix.", "OMV"),
        ("pt", "Universidade do Porto", "o prémio da Organização Internacional do Sal (OIS)", "OIS"),
        ("fr", "INSA Lyon", "Le local est loué par la municipalité de Larnaca.", "municipalité de Larnaca"),
        ("it", "Politecnico di Torino", "Un tirocinio presso l'ospedale universitario di Heidelberg.",
         "ospedale universitario di Heidelberg"),
        ("es", "Universidad de Chile", "Firmó la Municipalidad de Fraga.", "Municipalidad de Fraga"),
        ("de", "TU Dresden", "So entschied das Verwaltungsgericht Schleswig.", "Verwaltungsgericht Schleswig"),
        ("fr", "INSA Lyon", "Le doyen de la Faculté d'architecture de Porto est venu.",
         "Faculté d'architecture de Porto"),
    ],
)  # fmt: skip
def test_organisations_towns_hospitals_and_faculties_abroad(
    finder: Finder, lang: str, publisher: str, text: str, name: str
) -> None:
    findings = finder.find(
        text, lang, document=Document("d", text, lang, publisher=publisher),
        countries=find_countries(text, lang), sentences=split(text, lang),
    )  # fmt: skip
    assert name in {m.span.text for m in findings.mentions}
