"""Merging what changed gives exactly what merging everything from the beginning gives, whatever came in what order."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from db import review
from db.merge import merge
from db.store import Store
from records import DateInterval, EventType, Institution, Modality
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

MODALITIES: list[Modality] = ["happened", "happened", "happened", "planned", "cancelled", "standing"]
MAY = date("2021-05", "2021-05-01", "2021-05-31", "month")
JUNE = date("2021-06", "2021-06-01", "2021-06-30", "month")
YEAR = date("2021", "2021-01-01", "2021-12-31", "year")
STAY = date("2021-05-17/2021-05-19", "2021-05-17", "2021-05-19", "range")
PUBLICATION = date("2021-05-20", basis="publication")
PUBLISHED = [None, "2021-04-20", "2021-05-10", "2021-06-02", "2021-06-20", "2021-07-10"]
DECISIONS = ("accept", "reject", "type", "join", "separate", "split")


@dataclass(frozen=True)
class World:
    """What pages can tell of."""

    types: Sequence[EventType]
    who: Sequence[tuple[Institution, ...]]
    days: Sequence[DateInterval | None]


WIDE = World(
    ("agreement", "agreement", "double_degree", "mobility", "research", "visit"),
    (
        *((ALES, KAGAWA), (KAGAWA, ALES), (ALES, OSAKA), (IMT, KAGAWA), (SISTER, KAGAWA), (ALES, TUM), (KAGAWA, TUM)),
        *((ALES, KAGAWA, TUM), (ALES, KAGAWA, OSAKA, TUM), (ALES, KAGAWA, KEIO, SISTER), (ALES, FIRM, KAGAWA), (ALES,)),
    ),
    (None, None, *(date(f"2021-05-{day:02}") for day in range(1, 31, 4)), MAY, JUNE, YEAR, STAY, PUBLICATION),
)
DENSE = World(
    ("agreement", "agreement", "double_degree"),
    (
        *((ALES, KAGAWA), (ALES, TUM), (KAGAWA, TUM), (ALES, OSAKA), (IMT, TUM), (SISTER, KAGAWA)),
        *((ALES, KAGAWA, TUM), (ALES, KAGAWA, OSAKA, TUM), (ALES, KAGAWA, KEIO, SISTER)),
    ),
    (None, date("2021-05-12"), date("2021-05-14"), date("2021-05-20"), MAY, YEAR),
)


@dataclass(frozen=True)
class Step:
    """A page that is read (again), a merge, or a decision about events chosen by number."""

    what: str
    told: tuple[Told, ...] = ()
    chosen: tuple[int, int] = (0, 0)


def steps(world: World, chance: random.Random) -> list[Step]:
    """Make up what happens one after the other; of ten pages some are read several times."""
    found = []
    for _ in range(chance.randint(4, 30)):
        lot = chance.random()
        if lot < 0.65:
            page = chance.randrange(10)
            found.append(Step("read", tuple(told(world, n, page, chance) for n in range(chance.randint(1, 3)))))
        elif lot < 0.8:
            found.append(Step("merge"))
        else:
            found.append(Step(chance.choice(DECISIONS), chosen=(chance.randrange(100), chance.randrange(100))))
    return found


def told(world: World, number: int, page: int, chance: random.Random) -> Told:
    """Something that a page tells in one of a few sentences."""
    return elsewhere(
        SIGNING_ALES,
        list(SOURCES)[page % 3],
        f"p{page}",
        type=chance.choice(world.types),
        who=chance.choice(world.who),
        date=chance.choice(world.days),
        modality=chance.choice(MODALITIES),
        published=PUBLISHED[page % len(PUBLISHED)],
        confidence=chance.choice([0.3, 0.45, 0.6, 0.9]),
        sentence=f"Phrase {chance.randrange(3)} {number}.",
    )


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


def play(store: Store, todo: Sequence[Step], after: Callable[[], None]) -> None:
    """Do the steps one by one; ``after`` is called after every merge."""
    for number, step in enumerate(todo):
        if step.told:
            first, *more = step.told
            read(store, first, str(number), *more)
            continue
        merge(store)
        after()
        if step.what != "merge":
            decide(store, step.what, *step.chosen)
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


@pytest.mark.parametrize("world", [WIDE, DENSE], ids=["wide", "dense"])
@pytest.mark.parametrize("seed", range(int(os.environ.get("PASSERELLE_TEST_ORDERS", "40"))))
def test_merging_step_by_step_is_merging_from_the_beginning(tmp_path: Path, world: World, seed: int) -> None:
    folder = tmp_path
    todo = steps(world, random.Random(seed))
    before: dict[str, set[str]] = {}
    with Store.open(folder / "a.db") as store:
        store.load_reference(COUNTRIES)
        play(store, todo, lambda: addresses_lead_on(store, before))
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


def test_a_store_that_kept_no_clusters_gets_them_and_keeps_its_ids(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path) as store:
        store.load_reference(COUNTRIES)
        play(store, steps(WIDE, random.Random(1)), lambda: None)
        expected, ids = register(store), store.column("select id from events order by id")
        with store.write():
            store.run("drop table claim_clusters")
            store.run("drop index claim_blocks_long")
            store.run("delete from _sqlite_migrations where name = '004_clusters'")
            store.run("update merge_state set value = '4' where key = 'rule'")
            store.run("pragma user_version = 3")
    with Store.open(path) as store:
        merge(store)
        assert register(store) == expected
        assert store.column("select id from events order by id") == ids
