"""What a page tells a second time with little certainty is evidence of its main event, not another event."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import review
from db.merge import merge
from db.store import Store
from records import EventType
from tests.db.world import (
    ALES,
    KAGAWA,
    KEIO,
    SIGNING_ALES,
    SOURCES,
    Told,
    content,
    date,
    elsewhere,
    everything,
    read,
)

DEGREE = replace(
    SIGNING_ALES, type="double_degree", sentence="Un double diplôme est né à Kagawa.", date=date("2021-05-12")
)
EXCHANGE = replace(
    DEGREE, type="mobility", sentence="Les élèves partiront au Japon.", date=None, confidence=0.4, paired=False
)


def types(store: Store) -> list[str]:
    return sorted(store.column("select type from events"))


def test_a_doubtful_exchange_beside_the_double_degree_is_its_evidence(store: Store) -> None:
    read(store, DEGREE, "1", EXCHANGE)
    merge(store)
    ((id_, type_, when),) = [tuple(row) for row in store.all("select id, type, date_edtf from events")]
    assert (type_, when) == ("double_degree", "2021-05-12")
    assert {row.text for row in review.evidence(store, id_)} == {DEGREE.sentence, EXCHANGE.sentence}
    assert [(item.id, item.reason) for item in review.queue(store)] == [(id_, "second reading")]


@pytest.mark.parametrize(
    "other",
    [
        replace(EXCHANGE, confidence=0.6),
        replace(EXCHANGE, date=date("2021-09-01")),
        replace(EXCHANGE, modality="planned"),
        replace(EXCHANGE, who=(ALES, KEIO)),
        replace(EXCHANGE, type="visit"),
        replace(EXCHANGE, type="award"),
    ],
    ids=["sure", "dated otherwise", "still to come", "with somebody else", "a meeting", "of no order"],
)
def test_separate_happenings_stay_two(store: Store, other: Told) -> None:
    read(store, DEGREE, "1", other)
    merge(store)
    assert len(types(store)) == 2


def test_a_doubtful_conference_beside_the_visit_is_the_visit(store: Store) -> None:
    visit = replace(DEGREE, type="visit", paired=False)
    read(store, visit, "1", replace(EXCHANGE, type="conference"))
    merge(store)
    assert types(store) == ["visit"]


def test_a_visit_during_which_an_agreement_was_signed_is_two_events_however_doubtful(store: Store) -> None:
    read(store, SIGNING_ALES, "1", replace(EXCHANGE, type="visit"))
    merge(store)
    assert types(store) == ["agreement", "visit"]


def test_another_page_that_says_the_same_makes_it_an_event(store: Store) -> None:
    read(store, DEGREE, "1", EXCHANGE)
    merge(store)
    read(store, elsewhere(EXCHANGE, "paper", "exchange", confidence=0.5))
    merge(store)
    assert types(store) == ["double_degree", "mobility"]
    assert sorted(store.column("select source_count from events")) == [1, 2]


def test_when_it_proves_a_second_reading_its_id_leads_on_and_comes_back(store: Store) -> None:
    read(store, DEGREE, "1", replace(EXCHANGE, confidence=0.7))
    merge(store)
    ids = dict(tuple(row) for row in store.all("select type, id from events"))
    read(store, DEGREE, "2", EXCHANGE)
    assert merge(store).redirected == 1
    assert review.current_id(store, ids["mobility"]) == ids["double_degree"]
    read(store, DEGREE, "3", replace(EXCHANGE, confidence=0.7))
    merge(store)
    assert dict(tuple(row) for row in store.all("select type, id from events")) == ids
    assert store.value("select count(*) from event_redirects") == 0


def test_a_person_splits_it_off_and_it_stays_off(store: Store) -> None:
    read(store, DEGREE, "1", EXCHANGE)
    merge(store)
    event = store.value("select id from events")
    weak = store.column("select id from claims where type = 'mobility'")
    review.split(store, event, weak)
    merge(store)
    assert types(store) == ["double_degree", "mobility"]
    read(store, DEGREE, "2", replace(EXCHANGE, confidence=0.3))
    merge(store, everything=True)
    assert types(store) == ["double_degree", "mobility"]


def test_rejecting_the_event_rejects_its_second_reading(store: Store) -> None:
    read(store, DEGREE, "1", replace(EXCHANGE, sentence=DEGREE.sentence))
    merge(store)
    review.decide(store, store.value("select id from events"), "reject")
    merge(store)
    assert types(store) == []


KINDS: list[EventType] = ["double_degree", "agreement", "mobility", "visit", "conference"]
PAGES = st.lists(
    st.lists(
        st.builds(
            lambda kind, confidence, day, who, modality: replace(
                EXCHANGE, type=kind, confidence=confidence, date=day, who=who, modality=modality,
                sentence=f"Phrase {kind} {confidence} {modality} {len(who)} {day.edtf if day else ''}.",
            ),
            st.sampled_from(KINDS),
            st.sampled_from([0.3, 0.4, 0.5, 0.6, 0.8]),
            st.sampled_from([None, None, date("2021-05-12"), date("2021-05-20")]),
            st.sampled_from([(ALES, KAGAWA), (ALES, KAGAWA, KEIO), (ALES,)]),
            st.sampled_from(["happened", "happened", "planned", "cancelled"]),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda told: told.sentence,
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@settings(
    max_examples=int(os.environ.get("PASSERELLE_TEST_ORDERS", "20")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pages=PAGES, data=st.data())
def test_order_and_steps_never_matter(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[Told]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("order")
    sources = list(SOURCES)
    reports = [
        [replace(told, source=sources[number % 3], path=f"p{number}") for told in page]
        for number, page in enumerate(pages)
    ]
    order = data.draw(st.permutations(reports))
    with Store.open(folder / "a.db") as store:
        for first, *more in reports:
            read(store, first, "1", *more)
        merge(store)
        expected = content(store)
    with Store.open(folder / "b.db") as store:
        for first, *_ in order:
            read(store, replace(first, confidence=0.55), "0")
            merge(store)
        for first, *more in order:
            read(store, first, "1", *more)
            merge(store)
        assert content(store) == expected
        before = everything(store, "event_memory")
        merge(store, everything=True)
        assert everything(store, "event_memory") == before
