"""Decisions hold through every rebuild, and are listed when what they are about is gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.review import review as command
from db import review
from db.merge import merge
from db.store import Store, StoreError
from tests.db.world import (
    ALES,
    KAGAWA,
    KEIO,
    OSAKA,
    RENEWAL,
    SIGNING_ALES,
    SIGNING_KAGAWA,
    SIGNING_PAPER,
    STANDING,
    VISIT,
    WORLD,
    date,
    elsewhere,
    everything,
    read,
)


@pytest.fixture
def world(store: Store) -> Store:
    for told in WORLD:
        read(store, told)
    merge(store)
    return store


def event(store: Store, type_: str, year: str) -> str:
    found = store.value("select id from events where type = ? and date_from like ?", (type_, year + "%"))
    assert found
    return str(found)


def test_rejected_event_stays_away_after_another_extraction(world: Store) -> None:
    visit = event(world, "visit", "2021")
    review.decide(world, visit, "reject", reviewer="Ada")
    assert merge(world).removed == 1
    read(world, replace(VISIT, confidence=0.95, who=(ALES, KAGAWA, OSAKA)), "2")
    merge(world)
    assert not world.column("select id from events where type = 'visit'")


def test_rejecting_an_agreement_takes_its_partnership_along(store: Store) -> None:
    read(store, SIGNING_ALES)
    merge(store)
    review.decide(store, event(store, "agreement", "2021"), "reject")
    merge(store)
    assert store.value("select count(*) from partnerships") == 0


def test_other_facts_of_a_sentence_are_not_rejected_with_one(store: Store) -> None:
    both = "L’école signe avec Kagawa et avec Osaka."
    kagawa = replace(SIGNING_ALES, sentence=both)
    read(store, kagawa, "1", replace(kagawa, who=(ALES, OSAKA)))
    merge(store)
    wrong = store.value("select event from event_institutions where institution = 'ror:osaka'")
    review.decide(store, wrong, "reject")
    merge(store)
    assert store.column("select partner from partnerships") == ["ror:kagawa"]
    read(store, kagawa, "2")
    merge(store)
    assert store.column("select partner from partnerships") == ["ror:kagawa"]


def test_corrections_stand_after_another_extraction(world: Store) -> None:
    renewal = event(world, "agreement", "2022")
    review.decide(world, renewal, "set", field="date", value="2022-06-04")
    review.decide(world, renewal, "set", field="institutions", value="ror:ales,ror:kagawa,ror:osaka")
    review.decide(world, renewal, "set", field="title", value="Renewal")
    merge(world)
    read(world, replace(RENEWAL, confidence=0.3, date=date("2022-06-05")), "2")
    merge(world)
    row = world.one("select title, date_edtf, reviewed from events where id = ?", (renewal,))
    assert row is not None
    assert tuple(row) == ("Renewal", "2022-06-04", 1)
    who = world.column("select institution from event_institutions where event = ? order by 1", (renewal,))
    assert who == ["ror:ales", "ror:kagawa", "ror:osaka"]


def test_accepted_event_stays_when_the_machine_no_longer_finds_it(world: Store) -> None:
    visit = event(world, "visit", "2021")
    review.decide(world, visit, "accept")
    merge(world)
    read(world, replace(VISIT, modality="generic"), "2")
    merge(world)
    row = world.one("select date_edtf, confidence from events where id = ?", (visit,))
    assert row is not None
    assert tuple(row) == ("2021-05-12", 1.0)
    assert review.evidence(world, visit)[0].text == VISIT.sentence
    before = everything(world)
    merge(world, everything=True)
    assert everything(world) == before
    read(world, VISIT, "3")
    merge(world)
    assert world.column("select claim from event_claims where event = ? and claim like 'r-%'", (visit,)) == []


def test_decision_whose_sentence_is_gone_is_listed_not_lost(world: Store) -> None:
    review.decide(world, event(world, "visit", "2021"), "accept", note="seen")
    merge(world)
    read(world, replace(VISIT, sentence="Page refaite.", modality="generic"))
    merge(world)
    assert not world.column("select id from events where type = 'visit'")
    assert [row.note for row in review.orphaned(world)] == ["seen"]
    read(world, VISIT)
    merge(world)
    assert review.orphaned(world) == []
    assert world.column("select reviewed from events where type = 'visit'") == [1]


def test_later_decision_wins(world: Store) -> None:
    visit = event(world, "visit", "2021")
    review.decide(world, visit, "accept")
    review.decide(world, visit, "reject")
    merge(world)
    assert not world.column("select id from events where type = 'visit'")
    assert len(review.history(world)) == 2


def test_merge_and_split_by_hand(store: Store) -> None:
    read(store, replace(SIGNING_ALES, date=date("2021-05-12")))
    read(store, elsewhere(SIGNING_KAGAWA, "kagawa", "b", date=date("2021-05-17")))
    merge(store)
    one, other = store.column("select id from events order by id")
    assert [item.kind for item in review.queue(store) if item.kind == "merge"] == ["merge"]
    review.join(store, one, other)
    assert merge(store).redirected == 1
    (kept,) = store.column("select id from events")
    claims = store.column("select claim from event_claims where event = ? order by 1", (kept,))
    review.split(store, kept, claims[:1])
    merge(store)
    assert sorted(store.column("select id from events")) == sorted([one, other])
    assert not store.all("select * from merge_candidates")


def test_split_holds_against_the_rule(world: Store) -> None:
    signing = event(world, "agreement", "2021")
    page = world.value("select id from pages where source = 'paper'")
    apart = world.column("select claim from event_claims where event = ? and page = ?", (signing, page))
    review.split(world, signing, apart)
    merge(world)
    read(world, replace(SIGNING_PAPER, confidence=0.5), "2")
    merge(world, everything=True)
    counts = world.column("select source_count from events where type = 'agreement' order by 1")
    assert counts == [1, 1, 2]


def test_partnership_can_be_rejected_and_corrected(world: Store) -> None:
    osaka = world.value("select id from partnerships where partner = 'ror:osaka'")
    kagawa = world.value("select id from partnerships where partner = 'ror:kagawa'")
    review.decide(world, osaka, "reject")
    review.decide(world, kagawa, "set", field="kinds", value="research,agreement")
    merge(world)
    read(world, replace(STANDING, confidence=0.99), "2")
    merge(world, everything=True)
    assert [tuple(row) for row in world.all("select partner, kinds, reviewed from partnerships")] == [
        ("ror:kagawa", "agreement,research", 1)
    ]


def test_queue_puts_what_matters_first(store: Store) -> None:
    read(store, replace(SIGNING_ALES, confidence=0.3))
    read(store, elsewhere(VISIT, "ales", "v", who=(ALES, KEIO), confidence=0.7))
    merge(store)
    scores = [item.score for item in review.queue(store)]
    assert scores == sorted(scores, reverse=True)
    assert review.queue(store)[0].confidence == 0.3


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("date", "12 mai 2021", "write 2026"),
        ("date", "2021-13", "no such date"),
        ("type", "party", "choose one of"),
        ("countries", "XX", "not in the register"),
        ("colour", "red", "cannot be set"),
    ],
)
def test_impossible_values_are_refused(world: Store, field: str, value: str, says: str) -> None:
    with pytest.raises(StoreError, match=says):
        review.decide(world, event(world, "visit", "2021"), "set", field=field, value=value)
    assert review.history(world) == []


def test_command_line(world: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_DATA", str(path.parent))
    visit = event(world, "visit", "2021")
    run = CliRunner()
    assert VISIT.sentence in run.invoke(command, ["show", visit]).output
    done = run.invoke(command, ["reject", visit, "--reviewer", "Ada", "--note", "no"])
    assert done.exit_code == 0, done.output
    assert "Ada: reject" in run.invoke(command, ["history"]).output
    merge(world)
    assert not world.column("select id from events where type = 'visit'")


def test_threshold_of_publication_on_the_command_line(
    world: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSERELLE_DATA", str(path.parent))
    run = CliRunner()
    assert run.invoke(command, ["threshold"]).output == "0.5: 0 events wait for review\n"
    assert run.invoke(command, ["threshold", "0.9"]).exit_code == 0
    assert run.invoke(command, ["threshold"]).output.startswith("0.9: 2 events wait")
    wrong = run.invoke(command, ["threshold", "1.5"])
    assert wrong.exit_code != 0
