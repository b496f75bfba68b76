"""Merging what changed gives exactly what merging everything from the beginning gives, whatever came in what order."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import review
from db.merge import merge
from db.store import Store
from records import DateInterval, EventType, Modality
from tests.db.world import (
    ALES,
    COUNTRIES,
    FIRM,
    IMT,
    KAGAWA,
    KEIO,
    OSAKA,
    SIGNING_ALES,
    SISTER,
    SOURCES,
    TUM,
    Told,
    content,
    date,
    elsewhere,
    everything,
    read,
)

TYPES: list[EventType] = ["agreement", "agreement", "double_degree", "mobility", "research", "visit"]
MODALITIES: list[Modality] = ["happened", "happened", "happened", "planned", "cancelled", "standing"]
WHO = [
    (ALES, KAGAWA),
    (KAGAWA, ALES),
    (ALES, OSAKA),
    (IMT, KAGAWA),
    (SISTER, KAGAWA),
    (ALES, KAGAWA, TUM),
    (ALES, TUM),
    (KAGAWA, TUM),
    (ALES, KAGAWA, OSAKA, TUM),
    (ALES, KAGAWA, KEIO, SISTER),
    (ALES, FIRM, KAGAWA),
    (ALES,),
]
DAYS: list[DateInterval | None] = [
    None,
    None,
    *(date(f"2021-05-{day:02}") for day in range(1, 31, 4)),
    date("2021-05", "2021-05-01", "2021-05-31", "month"),
    date("2021-06", "2021-06-01", "2021-06-30", "month"),
    date("2021", "2021-01-01", "2021-12-31", "year"),
    date("2021-05-20", basis="publication"),
]
PUBLISHED = [None, "2021-04-20", "2021-05-10", "2021-06-02", "2021-06-20", "2021-07-10"]


def told(number: int, page: int) -> st.SearchStrategy[Told]:
    """Something that a page tells in one of a few sentences."""
    return st.builds(
        lambda type_, who, day, modality, confidence, sentence: elsewhere(
            SIGNING_ALES, list(SOURCES)[page % 3], f"p{page}", type=type_, who=who, date=day, modality=modality,
            published=PUBLISHED[page % len(PUBLISHED)], confidence=confidence, sentence=f"Phrase {sentence} {number}.",
        ),
        st.sampled_from(TYPES),
        st.sampled_from(WHO),
        st.sampled_from(DAYS),
        st.sampled_from(MODALITIES),
        st.sampled_from([0.3, 0.45, 0.6, 0.9]),
        st.integers(0, 2),
    )  # fmt: skip


PAGE = st.integers(0, 9).flatmap(
    lambda page: st.tuples(told(0, page), told(1, page), told(2, page)).flatmap(
        lambda all_: st.integers(1, 3).map(lambda count: all_[:count])
    )
)
CHOICE = st.integers(0, 99)
STEP = st.one_of(
    PAGE.map(lambda page: ("read", page)),
    PAGE.map(lambda page: ("read", page)),
    PAGE.map(lambda page: ("read", page)),
    st.just(("merge", (0, 0))),
    st.tuples(st.sampled_from(["accept", "reject", "type", "join", "separate", "split"]), st.tuples(CHOICE, CHOICE)),
)
Step = tuple[str, tuple[Told, ...] | tuple[int, int]]


def decide(store: Store, what: str, one: int, other: int) -> None:
    """Have a reviewer decide something about events chosen by what they contain."""
    events = store.column("select event from event_claims group by event order by min(claim)")
    if not events:
        return
    a, b = events[one % len(events)], events[other % len(events)]
    claims = store.column("select claim from event_claims where event = ? order by 1", (a,))
    if what in ("accept", "reject"):
        review.decide(store, a, "accept" if what == "accept" else "reject")
    elif what == "type":
        review.decide(store, a, "set", field="type", value="research")
    elif what == "split" and len(claims) > 1:
        review.split(store, a, claims[: 1 + other % (len(claims) - 1)])
    elif what in ("join", "separate") and a != b:
        (review.join if what == "join" else review.separate)(store, a, b)


def play(store: Store, steps: Sequence[Step], after: Callable[[], None]) -> None:
    """Do the steps one by one; ``after`` is called after every merge."""
    for number, (what, values) in enumerate(steps):
        first, *more = values
        if isinstance(first, Told):
            read(store, first, str(number), *(each for each in more if isinstance(each, Told)))
            continue
        merge(store)
        after()
        if what != "merge":
            decide(store, what, first, int(str(more[0])))
    merge(store)
    after()


def addresses_lead_on(store: Store, before: dict[str, set[str]]) -> None:
    """Hold that an event which is no more leads to another while any of its claims stands; remember what is now."""
    now: dict[str, set[str]] = {}
    for event, claim in store.all("select event, claim from event_claims"):
        now.setdefault(event, set()).add(claim)
    standing = {claim for claims in now.values() for claim in claims}
    leads = dict(tuple(row) for row in store.all("select old_id, new_id from event_redirects"))
    for event in before.keys() - now.keys():
        if before[event] & standing:
            assert leads[event] in now
    assert not leads.keys() & now.keys()
    before.clear()
    before.update(now)


def register(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything a merge makes, without the ids that depend on who came first."""
    name = "(select min(claim) from event_claims where event = {})"
    doubles = store.all(
        f"select min(a, b), max(a, b), reason, score from (select {name.format('event_a')} a,"
        f" {name.format('event_b')} b, reason, score from merge_candidates)"
    )
    clusters = store.all("select * from claim_clusters")
    return {
        **content(store),
        "doubles": sorted(tuple(row) for row in doubles),
        "clusters": sorted(tuple(row) for row in clusters),
        "stated": sorted((tuple(row) for row in store.all("select * from partnership_claims")), key=repr),
    }


def forget(path: Path) -> None:
    """Take all that merges made out of a store, and leave the claims and the decisions."""
    tables = (
        *("merge_candidates", "event_claims", "event_institutions", "event_countries", "partnerships", "events"),
        *("partnership_claims", "event_redirects", "event_memory", "claim_blocks", "claim_clusters"),
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in tables:
            connection.execute(f"delete from {table}")
        connection.execute("insert or ignore into merge_dirty select page from claims")


@settings(
    max_examples=int(os.environ.get("PASSERELLE_TEST_ORDERS", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=st.lists(STEP, min_size=4, max_size=22))
def test_merging_step_by_step_is_merging_from_the_beginning(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    folder: Path = tmp_path_factory.mktemp("steps")
    before: dict[str, set[str]] = {}
    with Store.open(folder / "a.db") as store:
        store.load_reference(COUNTRIES)
        play(store, steps, lambda: addresses_lead_on(store, before))
        expected = register(store)
        rows = everything(store, "event_memory")
        merge(store, everything=True)
        assert everything(store, "event_memory") == rows
        with closing(sqlite3.connect(folder / "b.db")) as copy:
            store.connection.backup(copy)
    forget(folder / "b.db")
    with Store.open(folder / "b.db") as store:
        merge(store)
        assert register(store) == expected
