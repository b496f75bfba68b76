"""Institutions that only texts know: what most pages say holds, in whatever order they are read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.merge import merge
from db.store import Store
from db.votes import Vote, elected
from records import Analysis, Institution, InstitutionKind, InstitutionMention, Span
from tests.db.world import ALES, SIGNING_ALES, Told, content, elsewhere, fetch, read

COUNTRIES = [("FR", "France", "France"), ("JP", "Japan", "Japon"), ("DE", "Germany", "Allemagne")]
LAB = Institution("x:hakuba-lab", "Hakuba Lab", "other")


def told_of(number: int, lab: Institution, day: str = "2021-06-02") -> tuple[Told, Institution]:
    """A page that names the laboratory, with what it makes of it."""
    page = elsewhere(SIGNING_ALES, "paper", f"p{number}", who=(ALES, lab), date=None, published=day, countries=())
    return replace(page, sentence=f"Accord numéro {number}."), lab


def save(store: Store, page: tuple[Told, Institution], version: str = "1", *, named: bool = True) -> None:
    told, lab = page
    mentions = tuple(InstitutionMention(Span(0, 1, told.text[0]), each) for each in (ALES, lab))
    analysis = Analysis(
        told.url, "fr", True, institutions=mentions if named else mentions[:1], claims=(told.claim(),) if named else ()
    )
    store.save_analyses(fetch(store, told), [(None, analysis)], version)


def lab_of(store: Store) -> Institution:
    found = store.institution(LAB.id)
    assert found is not None
    return found


def test_most_pages_win_and_not_the_last(store: Store) -> None:
    for number, country in enumerate(("JP", "JP", "DE")):
        save(store, told_of(number, replace(LAB, country=country, kind="academic")))
    assert (lab_of(store).country, lab_of(store).kind) == ("JP", "academic")


def test_what_a_page_does_not_know_it_does_not_vote_on(store: Store) -> None:
    save(store, told_of(1, replace(LAB, country="JP", kind="academic")))
    for number in range(2, 6):
        save(store, told_of(number, LAB))
    assert (lab_of(store).country, lab_of(store).kind) == ("JP", "academic")


def test_another_extraction_replaces_the_vote_and_one_that_is_gone_is_withdrawn(store: Store) -> None:
    pages = [told_of(number, replace(LAB, country=country)) for number, country in enumerate(("JP", "DE", "DE"))]
    for page in pages:
        save(store, page)
    assert lab_of(store).country == "DE"
    save(store, (pages[1][0], replace(LAB, country="JP")), "2")
    assert lab_of(store).country == "JP"
    save(store, pages[0], "2", named=False)
    save(store, pages[1], "3", named=False)
    assert lab_of(store).country == "DE"


def test_a_changed_majority_is_merged_anew(store: Store) -> None:
    save(store, told_of(0, replace(LAB, country="FR", kind="academic")))
    merge(store)
    assert store.value("select count(*) from partnerships") == 0
    for number in (1, 2):
        save(store, told_of(number, replace(LAB, country="JP", kind="academic")))
    merge(store)
    assert store.column("select country from partnerships") == ["JP"]
    assert store.value("select source_count from partnerships") == 3


def test_the_supplement_goes_before_all_pages(store: Store) -> None:
    for number in range(3):
        save(store, told_of(number, replace(LAB, name="Hakuba", country="DE")))
    store.save_institutions([replace(LAB, name="Hakuba Laboratory", kind="academic", country=None)])
    save(store, told_of(4, replace(LAB, name="Hakuba Lab.")))
    assert lab_of(store) == replace(LAB, name="Hakuba Laboratory", kind="academic", country="DE")


def test_an_institution_of_ror_is_what_the_registry_says_last(store: Store) -> None:
    read(store, SIGNING_ALES)
    assert store.value("select count(*) from institution_votes") == 0


@pytest.mark.parametrize(
    ("column", "said", "taken"),
    [
        (0, ("Lab", "Laboratory"), "Laboratory"),
        (1, ("company", "academic"), "academic"),
        (1, ("other", "company"), "company"),
        (2, ("JP", "DE"), "DE"),
        (2, (None, "JP"), "JP"),
    ],
)
def test_of_equal_numbers_a_fixed_one_wins(column: int, said: Sequence[str | None], taken: str) -> None:
    def vote(value: str | None) -> Vote:
        details: list[str | None] = ["Lab", "other", None, None, None, None, None]
        details[column] = value
        return Vote(tuple(details), 1)

    for order in (said, said[::-1]):
        assert elected(map(vote, order))[column] == taken


KINDS: list[InstitutionKind] = ["academic", "company", "other"]
LABS = st.builds(
    lambda name, kind, country: replace(LAB, name=name, kind=kind, country=country),
    st.sampled_from(["Hakuba Lab", "Hakuba lab", "Laboratoire Hakuba"]),
    st.sampled_from(KINDS),
    st.sampled_from([None, "JP", "DE", "FR"]),
)


@settings(
    max_examples=int(os.environ.get("PASSERELLE_TEST_ORDERS", "15")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    labs=st.lists(
        st.tuples(LABS, LABS, st.sampled_from(["2021-06-02", "2021-06-20", "2022-01-01"])), min_size=2, max_size=6
    ),
    data=st.data(),
)
def test_neither_order_nor_another_extraction_matters(
    tmp_path_factory: pytest.TempPathFactory, labs: list[tuple[Institution, Institution, str]], data: st.DataObject
) -> None:
    folder: Path = tmp_path_factory.mktemp("votes")
    pages = [told_of(number, lab, day) for number, (lab, _, day) in enumerate(labs)]
    first_read = [told_of(number, other, day) for number, (_, other, day) in enumerate(labs)]
    with Store.open(folder / "a.db") as store:
        store.load_reference(COUNTRIES)
        for page in pages:
            save(store, page)
        merge(store)
        expected = lab_of(store), content(store)
    order = data.draw(st.permutations(range(len(pages))))
    again = data.draw(st.permutations(range(len(pages))))
    with Store.open(folder / "b.db") as store:
        store.load_reference(COUNTRIES)
        for number in order:
            save(store, first_read[number], "0", named=number % 3 > 0)
            merge(store)
        for number in again:
            save(store, pages[number])
            merge(store)
        assert (lab_of(store), content(store)) == expected
