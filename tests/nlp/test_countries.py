"""Countries in a text: names, adjectives, compounds, places, and what looks like one and is none."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.countries import all_countries, country_name, find_countries, mark_inside, place_country

CASES = [
    ("it", "le università di Patrasso, Leida e Capodistria", "GR NL SI"),
    ("de", "die Agraruniversität Plowdiw und die Universität Charkiw", "BG UA"),
    ("de", "Wien\nAuch neu: Open House", "AT"),
    ("es", "una comisión viajará a Francia a fines de enero", "FR"),
    ("fr", "trois établissements de Noukous et de Naryn", "UZ KG"),
    ("pt", "estudantes de Nanquim e de Bombaim", "CN IN"),
    ("en", "teams from Dinant, Finnmark and Cork", "BE NO IE"),
    ("fr", "Le double diplôme franco-vietnamien avec Hanoï", "FR VN"),
    ("fr", "un Institut sino-européen à Lille", "CN FR"),
    ("fr", "des cours d'allemand, d'espagnol, de chinois et de japonais", ""),
    ("fr", "enseigné en anglais et en français", ""),
    ("fr", "la rue de Turin, l'avenue d'Italie et le boulevard de Strasbourg", ""),
    ("fr", "l'université latino-américaine, sud-américain, nord-américaines", ""),
    ("fr", "étudiants américains", "US"),
    ("fr", "Géorgie : Tbilissi accueille", "GE"),
    ("fr", "Georgia Tech à Atlanta, en Géorgie", "US"),
    ("fr", "au Congo, à Kinshasa", "CD"),
    ("fr", "au Congo et à Brazzaville", "CG"),
    ("fr", "Guinée équatoriale, Guinée-Bissau, Guinée, Papouasie-Nouvelle-Guinée", "GQ GW GN PG"),
    ("fr", "le Niger et le Nigeria, nigériens et nigérians", "NE NG"),
    ("fr", "En Corée, puis en Corée du Nord", "KR KP"),
    ("fr", "les États-\nUnis", "US"),
    ("fr", "Coope\u0301ration avec la Core\u0301e du Sud et l'Alle\u00admagne", "KR DE"),
    ("fr", "Clara Bordeaux, Marie Chambéry et M. Tours", ""),
    ("fr", "l’océan Indien et la mer de Chine", ""),
    ("fr", "Europe, Asie, Maghreb et Afrique", ""),
    ("fr", "à Valence, en Espagne", "ES"),
    ("fr", "à Valence et à Grenoble", "FR"),
    ("fr", "Maryland, Bavière, Sichuan, Aïchi, Hauts-de-France", "US DE CN JP FR"),
    ("fr", "Hong-Kong, Macao, Taïwan et Kosovo", "HK MO TW XK"),
    ("fr", "l'étudiante argentine et le ministre grec", "AR GR"),
    ("fr", "Tours d'horizon", ""),
    ("fr", "UNE DÉLÉGATION AU JAPON", "JP"),
    ("en", "a nice tour of reading and bath", ""),
    ("en", "the University in Reading", "GB"),
    ("en", "courses taught in English, lessons in French", ""),
    ("en", "in German universities", "DE"),
    ("en", "Birmingham, Alabama", "US"),
    ("en", "Athens, Georgia", "US"),
    ("en", "JOIN US NOW FOR A DAY", ""),
    ("de", "die deutsch-französische Hochschule in München", "DE FR"),
    ("de", "auf Deutsch und Englisch", ""),
    ("es", "alumnos mexicanos en Alemania, en inglés", "MX DE"),
    ("es", "Córdoba, Argentina", "AR"),
    ("it", "Monaco di Baviera e Lipsia; la delegazione svizzera", "DE CH"),
    ("it", "corsi in inglese", ""),
    ("pt", "alunos franceses e espanhóis em Lião; em inglês", "FR ES"),
    ("en", "two English universities", "GB"),
    ("en", "taught in English; English-language courses; an English teacher; English is spoken", ""),
    ("fr", "aux Etats\u00adUnis, à l'uni\u00adversité", "US"),
    ("de", "im Deutschen, ins Deutsche übersetzt", ""),
    ("de", "im deutschen Team", "DE"),
    ("en", "Orange trees bloom", ""),
    ("fr", "l'ENSTA à Paris, HEC à Paris et encore Paris", "FR"),
    ("en", "a conference in Athens with colleagues from Athens", "GR"),
    ("fr", "sur le campus Artem", ""),
]


@pytest.mark.parametrize(("lang", "text", "codes"), CASES)
def test_the_countries_of_a_text(lang: str, text: str, codes: str) -> None:
    assert {m.code for m in find_countries(text, lang)} == set(codes.split())


def test_no_row_of_a_table_has_more_fields_than_its_head() -> None:
    for path in (Path(__file__).parents[2] / "nlp" / "data").rglob("*.csv"):
        rows = list(csv.reader(line for line in path.open(encoding="utf-8") if not line.startswith("#")))
        assert [row for row in rows if len(row) > len(rows[0])] == [], path.name


def test_adjectives_are_explicit_and_cities_are_places() -> None:
    assert [(m.code, m.basis) for m in find_countries("Une délégation japonaise à Munich", "fr")] == [
        ("JP", "explicit"),
        ("DE", "place"),
    ]


def test_what_lies_inside_an_institution_is_marked() -> None:
    text = "L'Université de Munich en Allemagne"
    marked = mark_inside(find_countries(text, "fr"), [(2, 22)])
    assert [(m.code, m.basis) for m in marked] == [("DE", "institution"), ("DE", "explicit")]


def test_the_table_of_countries_is_iso_3166_and_kosovo() -> None:
    table = all_countries()
    assert len(table) == 250
    assert ("XK", "Kosovo", "Kosovo") in table
    assert country_name("JP", "de") == "Japan"


@pytest.mark.parametrize(("name", "code"), [("Pékin", "CN"), ("Bayern", "DE"), ("Japon", "JP"), ("Nirgendwo", None)])
def test_a_name_alone_leads_to_its_country(name: str, code: str | None) -> None:
    assert place_country(name) == code


@settings(max_examples=150, deadline=None)
@given(st.text(), st.sampled_from(["fr", "en", "de", "es", "it", "pt", "xx"]), st.sampled_from(CASES))
def test_no_text_raises_and_offsets_fit(noise: str, lang: str, case: tuple[str, str, str]) -> None:
    text = noise + case[1] + noise
    for mention in find_countries(text, lang):
        assert text[mention.span.start : mention.span.end] == mention.span.text
