"""Which year a month, and which week a weekday belongs to, as the words beside it tell; in six languages."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.dates import find_dates

PUBLISHED = dt.date(2022, 10, 11)  # a Tuesday

CASES = [
    # What stands between commas beside the date comes before the rest of the clause.
    ("en", "The branch is to admit a hundred students in June, on land provided by the province.", "2023-06"),
    ("en", "And in July, before the walls are even painted, a course begins.", "2023-07"),
    ("en", "A group from Astana is coming to see us in March.", "2023-03"),
    ("en", "Union to cut power on Saturday", "2022-10-15"),
    ("en", "Photo opportunity: Saturday, 10am, on the lawns", "2022-10-15"),
    ("en", "The rector wrote to us on Friday: it will take the whole year.", "2022-10-07"),
    ("en", "On Saturday morning Ms N. will walk across the stage.", "2022-10-15"),
    ("fr", "Nous ouvrirons en mai.", "2023-05"),
    ("fr", "L'École envoie en février douze étudiants.", "2023-02"),
    ("fr", "Elle est, depuis la rentrée, doctorante.", "2022-09"),
    ("fr", "Comme nous l'écrivions dans notre numéro de mars, tout va bien.", "2022-03"),
    ("fr", "L'agenda\nSamedi, 14 h : portes ouvertes", "2022-10-15"),
    ("de", "Einreichen will man es im Januar bei der Kommission.", "2023-01"),
    ("de", "Im Mai gingen drei Lehrende nach Riga.", "2022-05"),
    ("es", "La próxima edición será en Mérida, en octubre.", "2022-10"),
    ("es", "Y en enero reuniremos aquí a veinte colegas.", "2023-01"),
    ("it", "Mensa chiusa lunedì", "2022-10-17"),
    ("it", "La prossima edizione si tiene in marzo.", "2023-03"),
    ("pt", "O restaurante fecha na sexta", "2022-10-14"),
    ("fr", "Soixante élèves ont passé le week-end à Sierre.", "2022-10-08/2022-10-09"),
    ("de", "Am Wochenende kamen zwölf Gäste.", "2022-10-08/2022-10-09"),
    ("en", "They met over the weekend in Cork.", "2022-10-08/2022-10-09"),
    ("es", "Durante el fin de semana visitaron Granada.", "2022-10-08/2022-10-09"),
    ("it", "Il torneo si terrà nel weekend.", "2022-10-15/2022-10-16"),
    ("pt", "O torneio será no fim de semana.", "2022-10-15/2022-10-16"),
    ("fr", "On travaille le week-end.", ""),
    ("fr", "Le cours commence en mars, si le conseil le valide.", "2023-03"),
    ("fr", "Si le conseil valide en mars le principe, tout ira bien.", "2023-03"),
    ("fr", "Les travaux, lancés en mars, avancent.", "2022-03"),
    ("fr", "Le projet, démarré en juillet avec l'Institut, avance.", "2022-07"),
    (
        "fr",
        "Du 8 au 10 mai 2023, l'Institut des sciences de la mer (ISMER) et le Pôle Mer Noire",
        "2023-05-08/2023-05-10",
    ),
    ("pt", "Recebemos, desde março, dez colegas.", "2022-03"),
]


@pytest.mark.parametrize(("lang", "text", "edtf"), CASES, ids=[text for _, text, _ in CASES])
def test_the_words_beside_a_date_tell_past_or_future(lang: str, text: str, edtf: str) -> None:
    assert [m.interval.edtf for m in find_dates(text, lang, PUBLISHED) if m.interval] == ([edtf] if edtf else [])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "RAPPORT ANNUEL 2021\nUne école d'été, du 4 au 8 juillet : 22 inscrits."),
        ("en", "Annual Report 2021\nFrom 4 to 8 July a delegation came."),
        ("de", "Jahresbericht 2021\nVom 4. bis 8. Juli kam eine Delegation."),
        ("es", "Memoria anual 2021\nDel 4 al 8 de julio llegó una delegación."),
        ("it", "Relazione annuale 2021\nDal 4 all'8 luglio è venuta una delegazione."),
        ("pt", "Relatório anual 2021\nDe 4 a 8 de julho veio uma delegação."),
    ],
)
def test_a_yearly_report_tells_of_its_year(lang: str, text: str) -> None:
    found = [m.interval.edtf for m in find_dates(text, lang, dt.date(2022, 2, 1)) if m.interval]
    assert "2021-07-04/2021-07-08" in found


@pytest.mark.parametrize(
    ("lang", "text", "edtf"),
    [
        (
            "es",
            "Agenda: 31/10 Charla | 2/11 Peña | 14/11 arranca el Mundial",
            ["2022-10-31", "2022-11-02", "2022-11-14"],
        ),
        ("fr", "15/10 | Sarrebruck\nUne délégation.\n26/10 | En ligne", ["2022-10-15", "2022-10-26"]),
        ("de", "Termine: 5/11 Vortrag | 7/11 Feier", ["2022-11-05", "2022-11-07"]),
        ("en", "Results: 2/3 students passed | 3/4 of them came", []),
    ],
)
def test_pairs_of_figures_at_the_heads_of_items_are_an_agenda(lang: str, text: str, edtf: list[str]) -> None:
    assert [m.interval.edtf for m in find_dates(text, lang, PUBLISHED) if m.interval] == edtf


def test_a_grave_accent_is_no_verb() -> None:
    text = "Rendez-vous à Bruxelles du 2 au 4 novembre"
    assert [m.interval.edtf for m in find_dates(text, "fr", PUBLISHED) if m.interval] == ["2022-11-02/2022-11-04"]


def test_a_year_told_for_something_else_is_not_that_of_the_next_day() -> None:
    found = [m.interval.edtf for m in find_dates("Registration for 2024 closes on 29 October.", "en", PUBLISHED)
             if m.interval]  # fmt: skip
    assert found == ["2024", "2022-10-29"]
