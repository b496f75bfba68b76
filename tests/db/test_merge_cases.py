"""Hard cases of merging: consortia and their parts, schools of one parent, several events in one week, rejected facts
that come again, ids that lead on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from db import review
from db.merge import merge
from db.store import Store
from records import Institution
from tests.db.world import (
    ALES,
    COUNTRIES,
    EVERYONE,
    IMT,
    KAGAWA,
    SIGNING_ALES,
    SIGNING_KAGAWA,
    SIGNING_PAPER,
    TUM,
    VISIT,
    Told,
    content,
    date,
    elsewhere,
    everything,
    read,
)

ATLANTIQUE = Institution("ror:atlantique", "IMT Atlantique", "academic", "FR", parent_id="ror:imt")
MEMBERS = tuple(
    Institution(f"ror:m{n}", f"Member {n}", "academic", code)
    for n, code in enumerate(("FR", "DE", "JP", "FR", "DE") * 2)
)
UNION = Institution("x:union", "Union", "network", None)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The institutions of these cases beside those of the small world."""
    for each in (ATLANTIQUE, UNION, *MEMBERS):
        monkeypatch.setitem(EVERYONE, each.id, each)


def told(number: int, source: str = "paper", **changes: object) -> Told:
    """A further report, with a sentence of its own."""
    return elsewhere(SIGNING_KAGAWA, source, f"case{number}", **{"sentence": f"Report {number}."} | changes)


def built(path: Path, reports: Sequence[Told]) -> dict[str, list[tuple[object, ...]]]:
    """The register after these reports came one by one."""
    with Store.open(path) as store:
        store.load_reference(COUNTRIES)
        for each in reports:
            read(store, each)
            merge(store)
        return content(store)


def sources(store: Store) -> list[tuple[str, int]]:
    return [tuple(row) for row in store.all("select type, source_count from events order by 1, 2")]


def participants(store: Store, event: str) -> set[str]:
    return set(store.column("select institution from event_institutions where event = ?", (event,)))


def test_both_partners_in_two_languages_with_two_words_for_it_and_three_ways_to_date_it(store: Store) -> None:
    read(store, SIGNING_ALES)  # in May, an agreement
    read(store, replace(SIGNING_KAGAWA, type="double_degree"))  # on the 12th
    read(store, SIGNING_PAPER)  # some weeks later, without a date
    merge(store)
    assert sources(store) == [("double_degree", 3)]
    assert store.value("select date_edtf from events") == "2021-05-12"


def test_a_visit_and_a_conference_of_one_pair_in_one_week_are_two_events_with_two_sources_each(store: Store) -> None:
    for number, (source, type_, day) in enumerate(
        [("ales", "visit", 12), ("kagawa", "visit", 13), ("ales", "conference", 14), ("kagawa", "conference", 14)]
    ):
        read(store, told(number, source, type=type_, date=date(f"2021-05-{day}"), paired=False))
    merge(store)
    assert sources(store) == [("conference", 2), ("visit", 2)]


def test_parts_of_a_consortium_find_the_whole_in_any_order(tmp_path: Path) -> None:
    reports = [
        told(number, who=who, countries=("JP", "DE"))
        for number, who in enumerate([(ALES, KAGAWA, TUM), (ALES, KAGAWA), (TUM, ALES), (KAGAWA, TUM)])
    ]
    for number, order in enumerate(permutations(reports)):
        register = built(tmp_path / f"{number}.db", order)
        ((*_, sources_, _, _, who, _),) = register["events"]
        assert (sources_, who) == (4, ("ror:ales", "ror:kagawa", "ror:tum"))


def test_a_network_founded_by_ten_and_reported_by_each(store: Store) -> None:
    for number, member in enumerate(MEMBERS):
        others = [each for each in MEMBERS if each != member]
        shown = others if number % 2 else others[: 6 + number // 2]
        read(store, told(number, type="network", who=(UNION, member, *shown), paired=False, countries=()))
    merge(store)
    assert sources(store) == [("network", 10)]
    assert participants(store, store.value("select id from events")) == {UNION.id, *(each.id for each in MEMBERS)}


def test_what_the_parent_announces_is_one_school_s_and_not_its_sister_s(tmp_path: Path) -> None:
    reports = [told(number, who=(who, KAGAWA)) for number, who in enumerate([ALES, IMT, ATLANTIQUE])]
    registers = [built(tmp_path / f"{number}.db", order) for number, order in enumerate(permutations(reports))]
    assert all(register == registers[0] for register in registers)
    together = sorted(str(event[-2]) for event in registers[0]["events"])
    assert len(together) == 2
    assert not any("ror:ales" in who and "ror:atlantique" in who for who in together)


def test_sisters_that_one_report_names_together_are_one_side(store: Store) -> None:
    for number, who in enumerate([(ALES, ATLANTIQUE, KAGAWA), (ALES, KAGAWA), (ATLANTIQUE, KAGAWA)]):
        read(store, told(number, who=who))
    merge(store)
    assert sources(store) == [("agreement", 3)]


def test_laboratories_of_one_body_do_not_part_what_both_schools_report(store: Store) -> None:
    for number, lab in enumerate((ALES, ATLANTIQUE)):
        read(store, told(number, who=(TUM, KAGAWA, lab)))
    merge(store)
    assert sources(store) == [("agreement", 2)]


def test_a_rejected_event_that_another_page_tells_again_waits_for_a_person(store: Store) -> None:
    read(store, SIGNING_ALES)
    merge(store)
    review.decide(store, store.value("select id from events"), "reject")
    merge(store)
    read(store, replace(SIGNING_KAGAWA, confidence=0.9))
    merge(store)
    assert sources(store) == [("agreement", 1)]
    assert store.value("select confidence from events") <= 0.3
    waiting = [(item.kind, item.reason, item.confidence) for item in review.queue(store)]
    assert waiting == [("event", "held", 0.3), ("partnership", "low confidence", 0.3)]
    before = everything(store)
    merge(store, everything=True)
    assert everything(store) == before
    review.decide(store, store.value("select id from events"), "accept")
    merge(store)
    assert store.value("select confidence from events") == 1.0
    assert store.value("select confidence from partnerships") == 0.9


def test_a_rejection_doubts_what_stands_already(store: Store) -> None:
    read(store, replace(SIGNING_ALES, date=date("2021-05-12")))
    read(store, told(1, "paper", who=(ALES, KAGAWA), confidence=0.9))
    merge(store)
    event = store.value("select id from events")
    page = store.column("select claim from event_claims join pages on pages.id = page where source = 'ales'")
    review.split(store, event, page)
    merge(store)
    (apart,) = store.column("select event from event_claims where claim = ?", (page[0],))
    review.decide(store, apart, "reject")
    merge(store)
    assert store.column("select confidence from events") == [0.3]


def test_addresses_lead_on_through_several_merges_and_come_back(store: Store) -> None:
    days = ("2021-05-01", "2021-05-08", "2021-05-15")
    reports = [told(number, date=date(day), published="2021-06-01") for number, day in enumerate(days)]
    for each in reports:
        read(store, each)
    merge(store)
    ids = dict(tuple(row) for row in store.all("select date_edtf, id from events"))
    read(store, replace(reports[1], date=date("2021-05-01")), "2")
    merge(store)
    read(store, replace(reports[2], date=date("2021-05-01")), "2")
    merge(store)
    (kept,) = store.column("select id from events")
    assert {review.current_id(store, id_) for id_ in ids.values()} == {kept}
    for each in reports:
        read(store, each, "3")
    merge(store)
    assert dict(tuple(row) for row in store.all("select date_edtf, id from events")) == ids
    assert store.value("select count(*) from event_redirects") == 0


def test_visits_in_both_directions_in_one_week_are_told_apart_by_their_days(store: Store) -> None:
    read(store, VISIT)
    read(store, elsewhere(VISIT, "kagawa", "out", date=date("2021-05-17"), sentence="Our delegation went to Alès."))
    merge(store)
    assert sources(store) == [("visit", 1), ("visit", 1)]
