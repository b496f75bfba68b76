"""Agreements of many sides: reports that name a part, the whole, or another consortium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from db import review
from db.merge import merge
from db.store import Store
from records import DateInterval, Institution
from tests.db.world import (
    ALES,
    EVERYONE,
    FIRM,
    KAGAWA,
    KEIO,
    OSAKA,
    SIGNING_KAGAWA,
    TUM,
    Told,
    date,
    elsewhere,
    everything,
    in_any_order,
    read,
)

BERLIN = Institution("ror:berlin", "TU Berlin", "academic", "DE")
LYON = Institution("ror:lyon", "INSA Lyon", "academic", "FR")
CITY = Institution("x:city", "The City", "public", "FR")
EMBASSY = Institution("x:embassy", "The Embassy", "public", "JP")
DAY = date("2021-05-12")
MAY = date("2021-05", "2021-05-01", "2021-05-31", "month")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (BERLIN, LYON, CITY, EMBASSY):
        monkeypatch.setitem(EVERYONE, each.id, each)


def told(number: int, *who: Institution, day: DateInterval | None = None, published: str = "2021-05-20") -> Told:
    """A report of an agreement between some, dated by its publication unless a day is given."""
    return elsewhere(
        SIGNING_KAGAWA, "paper", f"p{number}", who=who, date=day, published=published, sentence=f"Report {number}.",
        countries=("JP", "DE"),
    )  # fmt: skip


def events_in_any_order(folder: Path, reports: Sequence[Told]) -> list[tuple[int, str]]:
    """How many sources the events have, and who takes part, after these reports came one by one in every order."""
    events = in_any_order(folder, reports)["events"]
    return sorted((event[4], " ".join(sorted(each[4:] for each in event[7]))) for event in events)


def test_a_whole_that_only_its_publication_dates_joins_its_parts(tmp_path: Path) -> None:
    reports = [told(1, ALES, KAGAWA, day=DAY), told(2, ALES, TUM, day=DAY), told(3, ALES, KAGAWA, TUM)]
    assert events_in_any_order(tmp_path, reports) == [(3, "ales kagawa tum")]


def test_so_does_one_that_names_the_month(tmp_path: Path) -> None:
    reports = [told(1, ALES, KAGAWA, day=DAY), told(2, ALES, TUM, day=DAY), told(3, ALES, KAGAWA, TUM, day=MAY)]
    assert events_in_any_order(tmp_path, reports) == [(3, "ales kagawa tum")]


def test_parts_by_publication_join_the_whole(tmp_path: Path) -> None:
    reports = [
        told(1, ALES, KAGAWA, published="2021-05-14"),
        told(2, ALES, TUM, published="2021-06-01"),
        told(3, ALES, KAGAWA, TUM, published="2021-06-20"),
        told(4, KAGAWA, TUM, published="2021-06-25"),
    ]
    assert events_in_any_order(tmp_path, reports) == [(4, "ales kagawa tum")]


def test_different_parts_of_one_consortium_and_nobody_names_all(tmp_path: Path) -> None:
    reports = [
        told(1, ALES, KAGAWA, TUM),
        told(2, ALES, KAGAWA, OSAKA, published="2021-05-25"),
        told(3, KAGAWA, ALES, OSAKA, TUM, published="2021-06-05"),
        told(4, ALES, TUM, published="2021-06-10"),
    ]
    assert events_in_any_order(tmp_path, reports) == [(4, "ales kagawa osaka tum")]


def test_the_guests_of_a_signing_do_not_make_it_another_one(tmp_path: Path) -> None:
    reports = [told(1, ALES, KAGAWA, CITY, FIRM), told(2, ALES, KAGAWA, EMBASSY), told(3, KAGAWA, ALES, day=DAY)]
    ((sources, _),) = events_in_any_order(tmp_path, reports)
    assert sources == 3


def test_two_consortia_with_the_same_leaders_stay_two(tmp_path: Path) -> None:
    reports = [
        told(1, ALES, KAGAWA, TUM, OSAKA),
        told(2, ALES, KAGAWA, BERLIN, KEIO),
        told(3, KAGAWA, TUM, OSAKA, published="2021-06-01"),
        told(4, ALES, BERLIN, KEIO, published="2021-06-01"),
    ]
    assert events_in_any_order(tmp_path, reports) == [(2, "ales berlin kagawa keio"), (2, "ales kagawa osaka tum")]


def test_they_are_put_before_a_person(store: Store) -> None:
    read(store, told(1, ALES, KAGAWA, TUM, OSAKA))
    read(store, told(2, ALES, KAGAWA, BERLIN, KEIO))
    merge(store)
    assert store.column("select reason from merge_candidates") == ["ambiguous"]


def test_consortia_that_share_one_member_stay_two(tmp_path: Path) -> None:
    reports = [told(1, ALES, KAGAWA, OSAKA), told(2, ALES, TUM, BERLIN), told(3, ALES, KAGAWA), told(4, ALES, TUM)]
    assert events_in_any_order(tmp_path, reports) == [(2, "ales berlin tum"), (2, "ales kagawa osaka")]


def test_parts_of_different_days_stay_two_though_a_report_names_all(store: Store) -> None:
    read(store, told(1, ALES, KAGAWA, day=DAY))
    read(store, told(2, ALES, TUM, day=date("2021-05-30")))
    read(store, told(3, ALES, KAGAWA, TUM, published="2021-06-05"))
    merge(store)
    assert sorted(store.column("select source_count from events")) == [1, 2]
    assert store.value("select count(*) from merge_candidates") == 1


def test_parts_that_one_page_tells_apart_stay_two_though_another_names_all(store: Store) -> None:
    one = told(1, ALES, KAGAWA, day=DAY)
    read(store, one, "1", replace(one, who=(ALES, TUM), sentence="Another one with Munich."))
    read(store, told(3, ALES, KAGAWA, TUM))
    read(store, told(4, ALES, KAGAWA, day=DAY))
    merge(store)
    assert len(store.column("select id from events")) == 2


def test_a_part_of_something_else_does_not_come_in(tmp_path: Path) -> None:
    """The whole must name all sides of what it joins."""
    reports = [told(1, ALES, KAGAWA, day=DAY), told(2, ALES, TUM, LYON, day=DAY), told(3, ALES, KAGAWA, TUM)]
    assert len(events_in_any_order(tmp_path, reports)) == 2


def test_a_person_parts_what_the_whole_joined(store: Store) -> None:
    for each in (told(1, ALES, KAGAWA, day=DAY), told(2, ALES, TUM, day=DAY), told(3, ALES, KAGAWA, TUM)):
        read(store, each)
    merge(store)
    (event,) = store.column("select id from events")
    munich = store.column(
        "select c.id from claims c where not exists"
        " (select 1 from claim_institutions where claim = c.id and institution = 'ror:kagawa')"
    )
    review.split(store, event, munich)
    merge(store)
    assert sorted(store.column("select source_count from events")) == [1, 2]
    before = everything(store)
    merge(store, everything=True)
    assert everything(store) == before


def test_when_the_whole_goes_the_parts_are_two_again_and_keep_their_ids(store: Store) -> None:
    for each in (told(1, ALES, KAGAWA, day=DAY), told(2, ALES, TUM, day=DAY)):
        read(store, each)
    merge(store)
    ids = sorted(store.column("select id from events"))
    read(store, told(3, ALES, KAGAWA, TUM))
    assert merge(store).redirected == 1
    (kept,) = store.column("select id from events")
    assert {review.current_id(store, id_) for id_ in ids} == {kept}
    read(store, replace(told(3, ALES, KAGAWA, TUM), modality="generic"), "2")
    merge(store)
    assert sorted(store.column("select id from events")) == ids
