from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.countries import find_countries
from nlp.institutions import acronyms
from nlp.institutions.entities import identity, slug
from nlp.institutions.finder import Finder, Findings
from nlp.institutions.patterns import NameReader
from nlp.institutions.publisher import publisher_of, site_country
from nlp.institutions.words import words_of
from nlp.registry import Registry
from nlp.sentences import split
from records import Document


def read(finder: Finder, text: str, lang: str = "fr", publisher: str | None = None, url: str | None = None) -> Findings:
    document = Document("d", text, lang, published=dt.date(2024, 1, 1), url=url, publisher=publisher)
    return finder.find(text, lang, document=document, countries=find_countries(text, lang), sentences=split(text, lang))


def ids(findings: Findings) -> dict[str, str]:
    return {m.span.text: m.institution.id for m in findings.mentions}


def names(text: str, lang: str) -> list[str]:
    return [c.text for c in NameReader(text, words_of(text), lang).names()]


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("fr", "Avec l'Université de Kagawa au Japon.", ["Université de Kagawa"]),
        ("fr", "L'École nationale supérieure des mines de Rabat recrute.",
         ["École nationale supérieure des mines de Rabat"]),
        ("fr", "Le ministère de l'Économie, des Finances et de l'Industrie signe.",
         ["ministère de l'Économie, des Finances et de l'Industrie"]),
        ("fr", "Université technique « Gheorghe Asachi » de Iași", ["Université technique « Gheorghe Asachi »"]),
        ("en", "At Tashkent State Transport University today", ["Tashkent State Transport University"]),
        ("en", "The Natural Environment Research Council paid.", ["Natural Environment Research Council"]),
        ("de", "An der Technischen Universität München lernt man.", ["Technischen Universität München"]),
        ("de", "Die Hochschule für Technik und Wirtschaft Berlin", ["Hochschule für Technik und Wirtschaft Berlin"]),
        ("es", "La Universidad Nacional de Rosario firma.", ["Universidad Nacional de Rosario"]),
        ("it", "La Fondazione El-Yurt Umidi arriva.", ["Fondazione El-Yurt Umidi"]),
        ("pt", "A Universidade Federal de Santa Catarina recebe.", ["Universidade Federal de Santa Catarina"]),
        ("fr", "une école d'ingénieurs et un laboratoire de recherche", []),
    ],
)  # fmt: skip
def test_names_are_read_by_their_grammar(lang: str, text: str, wanted: list[str]) -> None:
    assert names(text, lang) == wanted


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("la Tokyo Denki University (TDU) et", "TDU", "Tokyo Denki University"),
        ("FICEM, pour French Indonesian Consortium in Engineering and Management, réunit", "FICEM",
         "French Indonesian Consortium in Engineering and Management"),
        ("la NUS (National University of Singapore) accueille", "NUS", "National University of Singapore"),
        ("l'Universidad de la República (UdelaR), qui", "UdelaR", "Universidad de la República"),
        ("Direction des relations internationales et des partenariats académiques (DRIPA)", "DRIPA",
         "Direction des relations internationales et des partenariats académiques"),
    ],
)  # fmt: skip
def test_acronyms_are_defined_by_their_letters(text: str, short: str, long: str) -> None:
    assert [(d.short, text[d.start : d.end]) for d in acronyms.definitions(text)] == [(short, long)]


@pytest.mark.parametrize("text", ["zones à régime restrictif (ZRR)", "au Japon (Tokyo)", "trois écoles (2024)"])
def test_what_is_no_definition(text: str) -> None:
    assert list(acronyms.definitions(text)) == []


@pytest.mark.parametrize(
    ("lang", "text", "surface", "institution"),
    [
        ("fr", "IMT Mines Alès signe.", "IMT Mines Alès", "ror:03e8rf594"),
        ("fr", "IMT MINES ALES SIGNE UN ACCORD", "IMT MINES ALES", "ror:03e8rf594"),
        ("fr", "l’Institut Mines‑Télécom a signé", "Institut Mines‑Télécom", "ror:025vp2923"),
        ("fr", "chez Institut\nMines-Télécom hier", "Institut\nMines-Télécom", "ror:025vp2923"),
        ("fr", "avec l'Université technique de Munich", "Université technique de Munich", "ror:02kkvpp62"),
        ("pt", "o Poli de Turin renovou", "Poli de Turin", "ror:00bgk9508"),
        ("fr", "Campus France accueille", "Campus France", "ror:04wtce741"),
    ],
)
def test_registered_names_are_linked(finder: Finder, lang: str, text: str, surface: str, institution: str) -> None:
    found = ids(read(finder, text, lang))
    assert found[surface] == institution


def test_an_acronym_needs_support(finder: Finder) -> None:
    alone = read(finder, "Le vote de la CTI a duré une heure à Genève.")
    assert "CTI" not in ids(alone) or alone.mentions[0].institution.id == "x:commission-des-titres-d-ingenieur"
    defined = read(finder, "Tokyo Denki University (TDU) signe. La TDU est au Japon.")
    assert set(ids(defined).values()) == {defined.mentions[0].institution.id}
    assert [m.span.text for m in defined.mentions] == ["Tokyo Denki University", "TDU", "TDU"]


def test_embassies_have_the_country_they_act_for(finder: Finder) -> None:
    found = read(finder, "L'ambassade de France au Japon et la Botschaft.").mentions
    assert [(m.span.text, m.institution.country, m.institution.kind) for m in found] == [
        ("ambassade de France au Japon", "FR", "public")
    ]


def test_a_ministry_has_the_country_of_its_adjective(finder: Finder) -> None:
    found = read(finder, "sous l’égide du ministère marocain de l’Industrie et du Commerce.").mentions
    assert [(m.span.text, m.institution.country) for m in found] == [
        ("ministère marocain de l’Industrie et du Commerce", "MA")
    ]


def test_companies_are_known_by_name_and_words_are_not_companies(finder: Finder) -> None:
    found = ids(read(finder, "Alstom et Renault Trucks recrutent. Il vit à Orange. Le casino est fermé."))
    assert set(found) == {"Alstom", "Renault Trucks"}


def test_generic_words_programmes_and_persons_are_refused(finder: Finder) -> None:
    text = (
        "Erasmus+ et Horizon 2020 : M. Laval, de l'école d'ingénieurs, et les universités partenaires, un laboratoire."
    )
    assert ids(read(finder, text)) == {}


@pytest.mark.parametrize(
    "text",
    [
        "son programme Grande École",
        "L'école est accréditée EQUIS, AACSB et AMBA.",
        "un Laboratoire international associé (LIA) consacré aux volcans",
    ],
)
def test_a_noun_with_adjectives_names_nothing(finder: Finder, text: str) -> None:
    assert read(finder, text).mentions == []


def test_every_refusal_says_why(finder: Finder) -> None:
    rejected = read(finder, "Les Écoles d'ingénieurs et la CTI. HOME").rejected
    assert all(r.why and r.text for r in rejected)


def test_unlinked_names_share_one_institution(finder: Finder) -> None:
    found = read(finder, "L'Institut Zorglub de Kyoto (IZK) ouvre. L'IZK et l'Institut Zorglub de Kyoto.").mentions
    assert len({m.institution.id for m in found}) == 1
    assert found[0].institution.id == "x:institut-zorglub-de-kyoto"
    assert found[0].institution.country == "JP"
    assert found[0].reason


def test_the_publisher_comes_from_name_or_site() -> None:
    registry = Registry.open(None)
    by_name = publisher_of(Document("d", "", publisher="IMT Mines Alès"), registry)
    by_site = publisher_of(Document("d", "", url="https://www.imt-mines-ales.fr/actualites/x"), registry)
    assert by_name is not None
    assert by_site is not None
    assert by_name.id == by_site.id == "ror:03e8rf594"
    assert publisher_of(Document("d", "", url="https://www.journal.example/x"), registry) is None


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("https://www.unicamp.br/x", "BR"),
        ("https://ox.ac.uk/", "GB"),
        ("https://mit.edu", "US"),
        ("https://x.com", None),
        (None, None),
    ],
)
def test_a_site_tells_its_country(address: str | None, country: str | None) -> None:
    assert site_country(address) == country


def test_slugs_and_identities() -> None:
    assert slug("Région Grand Est") == "x:region-grand-est"
    assert identity("l'Université de Keiô") == identity("Keio University")


@given(st.text(max_size=200))
def test_offsets_always_fit(text: str) -> None:
    finder = Finder(Registry.open(None))
    for mention in finder.find(text, "fr").mentions:
        assert text[mention.span.start : mention.span.end] == mention.span.text
