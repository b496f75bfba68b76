"""What a reader of the register would trip over: one happening shown as two, two shown as one, a question asked twice,
a rejected fact that comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from db import review
from db.merge import merge
from db.store import Store
from records import DateInterval
from tests.db.world import (
    ALES,
    FIRM,
    IMT,
    KAGAWA,
    OSAKA,
    RENEWAL,
    SIGNING_ALES,
    SIGNING_KAGAWA,
    VISIT,
    Told,
    date,
    elsewhere,
    everything,
    in_any_order,
    read,
)

DAY = date("2021-05-12")
MAY = date("2021-05", "2021-05-01", "2021-05-31", "month")
JUNE = ("2021-06-01", "2021-06-30")
STAY = date("2021-05-10/2021-05-14", "2021-05-10", "2021-05-14", "range")


def told(number: int, source: str = "paper", **changes: object) -> Told:
    """A further report of the signing, with a sentence of its own and no date of its own."""
    return elsewhere(
        SIGNING_KAGAWA, source, f"case{number}", **{"sentence": f"Report {number}.", "date": None} | changes
    )


DEGREE_OF_THE_PARTNER = told(1, "kagawa", type="double_degree", date=DAY, sentence="A double degree was signed.")
A_MONTH_LATER = told(2, "paper", published="2021-06-14", sentence="Il y a peu, l’école s’est liée à Kagawa.")
YEAR_ONLY = told(3, "ales", date=date("2021", "2021-01-01", "2021-12-31", "year"), published="2023-03-01")
OF_THE_PARENT = told(4, "paper", who=(IMT, KAGAWA), date=MAY)
RENEWED_ELSEWHERE = told(5, "kagawa", published="2022-06-20", sentence="The agreement was renewed.")


def registers(folder: Path, reports: Sequence[Told], orders: int = 24) -> list[tuple[str, str, int]]:
    """Type, date and number of sources of the events after these reports came one by one, the same in any order."""
    return [(event[0], event[3], event[4]) for event in in_any_order(folder, reports, orders)["events"]]


def test_a_signing_told_in_many_ways_and_its_renewal(tmp_path: Path) -> None:
    """Both partners, neighbouring types, a month later, two languages, by day, month and year, without a date, by the
    parent; and a year later the renewal, by both."""
    reports = [SIGNING_ALES, DEGREE_OF_THE_PARTNER, A_MONTH_LATER, YEAR_ONLY, OF_THE_PARENT, RENEWAL, RENEWED_ELSEWHERE]
    assert registers(tmp_path, reports[::-1], 30) == [
        ("agreement", "2022-06-03", 2),
        ("double_degree", "2021-05-12", 5),
    ]


def test_of_two_agreements_of_one_spring_an_undated_report_tells_the_nearer(tmp_path: Path) -> None:
    reports = [
        told(1, "ales", date=date("2021-04-20"), published="2021-04-21"),
        told(2, "kagawa", date=date("2021-05-30"), published="2021-06-01"),
        told(3, published="2021-06-03"),
    ]
    assert registers(tmp_path, reports) == [("agreement", "2021-04-20", 1), ("agreement", "2021-05-30", 2)]


@pytest.mark.parametrize(
    ("other", "events"),
    [
        (date("2021-05-15"), 1),
        (date("2021-05-18"), 2),
        (date("2021-05-15/2021-05-16", "2021-05-15", "2021-05-16", "range"), 1),
        (MAY, 1),
    ],
)
def test_a_stay_of_some_days_and_another_page_s_day(store: Store, other: DateInterval, events: int) -> None:
    read(store, replace(VISIT, date=STAY))
    read(store, elsewhere(VISIT, "kagawa", "v", date=other, sentence="Our visit to Alès."))
    merge(store)
    assert store.value("select count(*) from events") == events


def test_a_season_and_a_long_range_stay_as_wide_as_they_are(store: Store) -> None:
    read(store, replace(VISIT, date=date("2021-03/2021-08", "2021-03-01", "2021-08-31", "range")))
    read(store, elsewhere(VISIT, "kagawa", "v", date=date("2021-09-02"), sentence="Our visit to Alès."))
    merge(store)
    assert store.value("select count(*) from events") == 2


def test_a_report_without_any_date_is_put_before_a_person(store: Store) -> None:
    read(store, replace(SIGNING_KAGAWA, date=DAY))
    read(store, told(1, published=None))
    merge(store)
    assert store.column("select reason from merge_candidates") == ["undated"]
    one, other = store.column("select id from events")
    review.join(store, one, other)
    merge(store)
    assert [tuple(row) for row in store.all("select date_edtf, source_count from events")] == [("2021-05-12", 2)]


def test_it_is_asked_of_few_events_only(store: Store) -> None:
    for year in range(2000, 2020):
        read(store, told(year, date=date(f"{year}-05-12"), published=f"{year}-05-14"))
    read(store, told(1, published=None))
    merge(store)
    assert store.column("select reason from merge_candidates") == ["undated"] * 3


def test_two_commitments_of_one_day_under_types_that_are_no_words_for_each_other(store: Store) -> None:
    read(store, replace(SIGNING_ALES, type="double_degree", date=DAY))
    read(store, told(1, "kagawa", type="research", date=DAY))
    merge(store)
    assert store.value("select count(*) from events") == 2
    assert store.column("select reason from merge_candidates") == ["type"]


def test_one_page_that_tells_of_both_answers_the_question(store: Store) -> None:
    both = replace(SIGNING_ALES, type="double_degree", date=DAY)
    read(store, both, "1", replace(both, type="research", sentence="Un laboratoire commun est né."))
    merge(store)
    assert store.value("select count(*) from merge_candidates") == 0


def test_what_a_person_said_to_be_two_is_not_asked_again_when_a_further_page_tells_of_one(store: Store) -> None:
    read(store, replace(SIGNING_ALES, date=DAY))
    read(store, told(1, "kagawa", date=date("2021-05-17")))
    merge(store)
    one, other = store.column("select id from events")
    assert store.value("select count(*) from merge_candidates") == 1
    review.separate(store, one, other)
    merge(store)
    read(store, told(2, "paper", date=DAY))
    merge(store)
    assert store.value("select count(*) from events") == 2
    assert store.value("select count(*) from merge_candidates") == 0


def test_a_plan_for_a_month_and_what_came_of_it_a_few_days_later(store: Store) -> None:
    plan = date("2021-09", "2021-09-01", "2021-09-30", "month")
    read(store, told(1, "ales", modality="planned", date=plan, published="2021-05-01"))
    read(store, told(2, "kagawa", date=date("2021-10-05"), published="2021-10-06"))
    merge(store)
    assert [tuple(row) for row in store.all("select modality, date_edtf from events")] == [("happened", "2021-10-05")]


def test_a_cohort_of_each_year_is_an_event_of_its_own(store: Store) -> None:
    for year in (2019, 2020, 2021):
        for source in ("ales", "kagawa"):
            read(store, told(year, source, type="mobility", published=f"{year}-09-0{len(source)}"))
    merge(store)
    assert store.column("select source_count from events") == [2, 2, 2]


@pytest.mark.parametrize("later", [{"confidence": 0.9}, {"date": date("2021-05-13")}, {"type": "double_degree"}])
def test_a_rejected_event_whose_sentence_is_written_anew_waits_for_a_person(
    store: Store, later: dict[str, object]
) -> None:
    read(store, replace(SIGNING_KAGAWA, date=DAY))
    merge(store)
    rejected = store.value("select id from events")
    review.decide(store, rejected, "reject")
    merge(store)
    again = replace(SIGNING_KAGAWA, date=DAY, sentence="Signed at last: an agreement.")
    read(store, elsewhere(again, again.source, again.path, **later), "2")
    merge(store)
    assert store.column("select confidence from events") == [0.3]
    assert store.column("select confidence from partnerships") == [0.3]
    before = everything(store)
    merge(store, everything=True)
    assert everything(store) == before
    review.decide(store, store.value("select id from events"), "accept")
    merge(store)
    assert store.column("select confidence from events") == [1.0]


def test_the_rejection_of_what_is_gone_does_not_touch_other_facts(store: Store) -> None:
    read(store, replace(SIGNING_KAGAWA, date=DAY))
    merge(store)
    review.decide(store, store.value("select id from events"), "reject")
    merge(store)
    read(store, replace(SIGNING_KAGAWA, sentence="Gone.", modality="generic"), "2")
    read(store, told(1, who=(ALES, OSAKA), date=DAY, confidence=0.9))
    read(store, told(2, type="visit", date=DAY, confidence=0.9, paired=False))
    read(store, told(3, date=date("2022-05-12"), confidence=0.9))
    merge(store)
    assert store.column("select confidence from events") == [0.9, 0.9, 0.9]
    assert len(review.orphaned(store)) == 1


def test_an_address_leads_to_what_it_told_of_also_when_the_rest_of_its_evidence_is_gone(store: Store) -> None:
    first = told(2, "ales", who=(ALES, FIRM, KAGAWA), type="research", date=date("2021-06", *JUNE, "month"))
    read(store, first)
    read(store, told(1, published="2021-05-10"))
    merge(store)
    (old,) = store.column("select id from events")
    read(store, told(3, "kagawa", who=(ALES, FIRM, KAGAWA), type="mobility", date=date("2021-05-13")))
    merge(store)
    assert store.value("select count(*) from events") == 2
    read(store, replace(first, modality="generic"), "2")
    merge(store)
    (left,) = store.column("select id from events")
    assert left != old
    assert review.current_id(store, old) == left
