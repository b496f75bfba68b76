"""The small world: the right events, partnerships and sources, in whatever order the reports arrive."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.merge import MergeReport, merge
from db.migrations import VERSION
from db.store import Store
from tests.db.world import (
    ALES,
    APAIE,
    COUNTRIES,
    FIRM,
    IMT,
    KAGAWA,
    KEIO,
    OSAKA,
    RENEWAL,
    SIGNING_ALES,
    SIGNING_KAGAWA,
    SIGNING_PAPER,
    SISTER,
    STANDING,
    TUM,
    VISIT,
    WORLD,
    Told,
    content,
    date,
    elsewhere,
    everything,
    read,
)


def built(path: Path, *batches: Sequence[Told]) -> dict[str, list[tuple[object, ...]]]:
    with Store.open(path) as store:
        store.load_reference(COUNTRIES)
        for batch in batches:
            for told in batch:
                read(store, told)
            merge(store)
        return content(store)


def titles(store: Store) -> list[str]:
    return sorted(store.column("select title from events"))


def test_small_world(store: Store) -> None:
    for told in WORLD:
        read(store, told)
    report = merge(store)
    assert (report.new, report.removed, report.redirected) == (3, 0, 0)
    assert [tuple(row) for row in store.all("select title, source_count from events order by title")] == [
        ("Agreement: IMT Mines Alès – Kagawa University (2021-05-12)", 3),
        ("Agreement: IMT Mines Alès – Kagawa University (2022-06-03)", 1),
        ("Visit: IMT Mines Alès – Kagawa University (2021-05-12)", 1),
    ]
    partnerships = store.all(
        "select school, partner, country, kinds, first_date, last_activity, event_count, source_count from partnerships"
        " order by partner"
    )
    assert [tuple(row) for row in partnerships] == [
        ("ror:ales", "ror:kagawa", "JP", "agreement", "2021-05-12", "2022-06-03", 3, 5),
        ("ror:ales", "ror:osaka", "JP", "mobility", "2021-06-02", "2021-06-02", 0, 1),
    ]


def test_any_order_of_arrival_gives_the_same_register(tmp_path: Path) -> None:
    expected = built(tmp_path / "all.db", WORLD)
    signing = (SIGNING_ALES, SIGNING_KAGAWA, SIGNING_PAPER, RENEWAL)
    for number, order in enumerate(permutations(signing)):
        one_by_one = [(told,) for told in (*order, VISIT, STANDING)]
        assert built(tmp_path / f"{number}.db", *one_by_one) == expected


def test_merging_again_changes_no_row(store: Store) -> None:
    for told in WORLD:
        read(store, told)
    merge(store)
    before = everything(store)
    assert merge(store) == MergeReport()
    report = merge(store, everything=True)
    assert (report.new, report.changed, report.removed, report.partnerships_changed) == (0, 0, 0, 0)
    assert everything(store) == before


def test_half_extracted_again_with_another_rule_keeps_the_ids(store: Store) -> None:
    for told in WORLD:
        read(store, told)
    merge(store)
    before = dict(tuple(row) for row in store.all("select title, id from events"))
    read(store, replace(SIGNING_ALES, date=None, confidence=0.6), "2")
    read(store, replace(SIGNING_PAPER, who=(ALES, KAGAWA, OSAKA)), "2")
    read(store, replace(VISIT, type="conference", paired=False), "2")
    report = merge(store)
    assert (report.new, report.removed) == (0, 0)
    rows = {row["id"]: row["type"] for row in store.all("select id, type from events")}
    assert rows.keys() == set(before.values())
    assert rows[before["Visit: IMT Mines Alès – Kagawa University (2021-05-12)"]] == "conference"
    for told in WORLD:
        read(store, told, "3")
    merge(store)
    assert dict(tuple(row) for row in store.all("select title, id from events")) == before


def test_events_that_prove_to_be_one_leave_a_redirect_and_part_again_under_their_own_ids(store: Store) -> None:
    early = replace(SIGNING_KAGAWA, date=date("2021-04-02"))
    late = replace(SIGNING_ALES, date=date("2021-06-20"))
    for told in (early, late):
        read(store, told)
    merge(store)
    ids = set(store.column("select id from events"))
    assert len(ids) == 2
    read(store, replace(late, date=date("2021-04-03")), "2")
    assert merge(store).redirected == 1
    (kept,) = store.column("select id from events")
    assert [tuple(row) for row in store.all("select old_id, new_id from event_redirects")] == [
        ((ids - {kept}).pop(), kept)
    ]
    read(store, late, "3")
    merge(store)
    assert set(store.column("select id from events")) == ids
    assert not store.all("select * from event_redirects")


def test_an_id_once_given_is_not_given_to_other_evidence(store: Store) -> None:
    """A listing that drops one meeting and adds another does not hand the id on."""
    read(store, VISIT)
    merge(store)
    (old,) = store.column("select id from events")
    other = replace(VISIT, sentence="Une délégation de Kagawa est revenue le 4 mai 2024.", date=date("2024-05-04"))
    read(store, other)
    merge(store)
    (new,) = store.column("select id from events")
    assert new != old


def test_parent_and_school_are_one_side_but_sisters_are_not(store: Store) -> None:
    read(store, SIGNING_KAGAWA)
    read(store, elsewhere(SIGNING_ALES, "paper", "imt", who=(IMT, KAGAWA)))
    merge(store)
    assert store.value("select count(*) from events") == 1


@pytest.mark.parametrize(
    ("first", "second", "events"),
    [
        (date("2021-05-12"), date("2021-05-15"), 1),
        (date("2021-05-12"), date("2021-05-16"), 2),
        (date("2021-05", "2021-05-01", "2021-05-31", "month"), date("2021-06", "2021-06-01", "2021-06-30", "month"), 1),
        (date("2021-05", "2021-05-01", "2021-05-31", "month"), date("2021-07", "2021-07-01", "2021-07-31", "month"), 2),
        (date("2021", "2021-01-01", "2021-12-31", "year"), date("2021-11-30"), 1),
        (date("2021", "2021-01-01", "2021-12-31", "year"), date("2022-01-02"), 2),
        (date("2021-05-12", basis="publication"), date("2021-06-26"), 1),
        (date("2021-05-12", basis="publication"), date("2021-06-27"), 2),
    ],
)
def test_how_far_dates_may_differ(store: Store, first: object, second: object, events: int) -> None:
    read(store, elsewhere(SIGNING_ALES, "ales", "a", date=first))
    read(store, elsewhere(SIGNING_KAGAWA, "kagawa", "b", date=second))
    merge(store)
    assert store.value("select count(*) from events") == events


def test_reports_by_publication_date_do_not_chain(store: Store) -> None:
    for number, day in enumerate(("2021-01-01", "2021-02-10", "2021-03-20", "2021-04-30")):
        read(store, elsewhere(SIGNING_PAPER, "paper", f"{number}", published=day))
    merge(store)
    assert sorted(store.column("select source_count from events")) == [2, 2]


def test_agreement_and_what_was_agreed_are_one_unless_one_page_presents_both(store: Store) -> None:
    degree = elsewhere(SIGNING_KAGAWA, "kagawa", "dd", type="double_degree", sentence="A double degree is born.")
    read(store, SIGNING_ALES)
    read(store, degree)
    merge(store)
    assert store.column("select type from events") == ["double_degree"]
    read(store, SIGNING_ALES, "2", replace(degree, source="ales"))
    merge(store)
    assert sorted(store.column("select type from events")) == ["agreement", "double_degree"]


def test_generic_claims_make_nothing_and_cancelled_ones_no_partnership(store: Store) -> None:
    read(store, replace(SIGNING_ALES, modality="generic"))
    read(store, replace(VISIT, modality="cancelled"))
    read(store, elsewhere(SIGNING_ALES, "paper", "keio", who=(ALES, KEIO), modality="cancelled"))
    merge(store)
    assert sorted(store.column("select modality from events")) == ["cancelled", "cancelled"]
    assert store.value("select count(*) from partnerships") == 0


def test_a_plan_becomes_what_happened(store: Store) -> None:
    read(store, elsewhere(SIGNING_KAGAWA, "paper", "plan", modality="planned", published="2021-05-01"))
    merge(store)
    (planned,) = store.column("select id from events")
    assert store.column("select modality from events") == ["planned"]
    read(store, SIGNING_KAGAWA)
    merge(store)
    assert [tuple(row) for row in store.all("select id, modality from events")] == [(planned, "happened")]


def test_sides_of_a_partnership_do_not_depend_on_who_reports(store: Store) -> None:
    read(store, elsewhere(SIGNING_KAGAWA, "kagawa", "tum", who=(KAGAWA, TUM), countries=("DE",)))
    read(store, elsewhere(SIGNING_KAGAWA, "paper", "mut", who=(TUM, KAGAWA), countries=("JP",)))
    read(store, elsewhere(SIGNING_KAGAWA, "paper", "apaie", type="network", who=(APAIE, ALES)))
    read(store, elsewhere(SIGNING_KAGAWA, "paper", "home", who=(ALES, IMT), countries=()))
    read(store, elsewhere(SIGNING_KAGAWA, "paper", "firm", who=(FIRM, APAIE), countries=()))
    merge(store)
    rows = store.all("select school, partner, country from partnerships order by school")
    assert [tuple(row) for row in rows] == [("ror:ales", "x:apaie", None), ("ror:kagawa", "ror:tum", "DE")]


def test_near_but_not_certain_goes_to_the_queue(store: Store) -> None:
    read(store, replace(SIGNING_ALES, date=date("2021-05-12")))
    read(store, elsewhere(SIGNING_KAGAWA, "kagawa", "b", date=date("2021-05-16")))
    merge(store)
    assert store.column("select reason from merge_candidates") == ["date"]


def test_a_changed_page_takes_its_old_claims_along(store: Store) -> None:
    read(store, SIGNING_ALES)
    merge(store)
    read(store, replace(SIGNING_ALES, sentence="Rien de neuf à Kagawa.", modality="generic"))
    report = merge(store)
    assert (report.removed, report.partnerships_removed) == (1, 1)
    assert store.value("select count(*) from sentences") == 2


def test_cost_grows_with_what_changed(store: Store) -> None:
    for year in range(1980, 2020):
        read(store, elsewhere(RENEWAL, "ales", str(year), date=date(f"{year}-06-03"), published=f"{year}-06-05"))
    merge(store)
    read(store, SIGNING_KAGAWA)
    assert merge(store).claims <= 2


def test_a_store_of_an_earlier_version_is_merged_anew_and_comes_out_the_same(path: Path) -> None:
    expected = built(path, WORLD)
    with Store.open(path) as store, store.write():
        store.run("drop table institution_votes")
        for column in ("site", "confidence", "since", "since_edtf", "reported"):
            store.run(f"alter table partnership_claims drop column {column}")
        store.run("delete from _sqlite_migrations where name = '002_votes_and_statements'")
        store.run("update merge_state set value = '1' where key = 'rule'")
        store.run(f"pragma user_version = {VERSION - 1}")
    with Store.open(path) as store:
        ids = store.column("select id from events order by id")
        merge(store)
        assert content(store) == expected
        assert store.column("select id from events order by id") == ids
        assert store.value("select min(confidence) from partnership_claims") > 0


REPORTS = st.lists(
    st.builds(
        lambda source, number, who, day, kind: elsewhere(
            SIGNING_ALES, source, f"p{number}", who=who, date=day, type=kind, sentence=f"Phrase {number} {kind}."
        ),
        st.sampled_from(["ales", "kagawa", "paper"]),
        st.integers(0, 50),
        st.sampled_from(
            [
                (ALES, KAGAWA),
                (KAGAWA, ALES),
                (IMT, KAGAWA),
                (ALES, OSAKA),
                (ALES, KAGAWA, OSAKA),
                (ALES,),
                (SISTER, KAGAWA),
            ]
        ),
        st.sampled_from([None, date("2021-05-12"), date("2021-05-14"), date("2021-05-17"), date("2021-08-01")])
        | st.just(date("2021-05", "2021-05-01", "2021-05-31", "month"))
        | st.just(date("2021", "2021-01-01", "2021-12-31", "year")),
        st.sampled_from(["agreement", "double_degree", "visit"]),
    ),
    min_size=2,
    max_size=8,
    unique_by=lambda told: told.url,
)


@settings(
    max_examples=int(os.environ.get("PASSERELLE_TEST_ORDERS", "20")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(reports=REPORTS, data=st.data())
def test_order_never_matters(
    tmp_path_factory: pytest.TempPathFactory, reports: list[Told], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("order")
    shuffled = data.draw(st.permutations(reports))
    cut = data.draw(st.integers(0, len(reports)))
    assert built(folder / "b.db", shuffled[:cut], shuffled[cut:]) == built(folder / "a.db", reports)
