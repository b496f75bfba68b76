"""What a reviewer rejected stays away, whichever page states it; accepting it takes the rejection back."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands.review import review as command
from db import review
from db.merge import merge
from db.store import Store, StoreError
from tests.db.world import (
    ALES,
    COUNTRIES,
    KAGAWA,
    OSAKA,
    SIGNING_ALES,
    SIGNING_KAGAWA,
    STANDING,
    VISIT,
    content,
    date,
    elsewhere,
    everything,
    read,
)

ELSEWHERE = elsewhere(STANDING, "paper", "osaka", sentence="Osaka accueille des élèves de l’école.", confidence=0.95)
OTHER_WAY = elsewhere(ELSEWHERE, "kagawa", "osaka", who=(OSAKA, ALES), published="2023-01-05")
DEGREE = elsewhere(
    STANDING, "paper", "degree", sentence="Un double diplôme avec Osaka.", type="double_degree", confidence=0.9
)


def rows(store: Store) -> list[tuple[str, str, float, int]]:
    return [
        tuple(row)
        for row in store.all("select partner, kinds, confidence, reviewed from partnerships order by partner")
    ]


@pytest.fixture
def rejected(store: Store) -> str:
    """The id of a partnership that a reviewer rejected."""
    read(store, STANDING)
    merge(store)
    id_ = str(store.value("select id from partnerships"))
    review.decide(store, id_, "reject", note="a namesake")
    merge(store)
    assert rows(store) == []
    return id_


def test_another_page_does_not_bring_a_rejected_partnership_back(store: Store, rejected: str) -> None:
    for told in (ELSEWHERE, OTHER_WAY, replace(ELSEWHERE, path="later", published="2024-02-01")):
        read(store, told)
        merge(store)
        assert rows(store) == []
    event = replace(ELSEWHERE, path="exchange", modality="happened", date=date("2024-03-01"))
    read(store, event)
    merge(store)
    assert rows(store) == []
    assert store.column("select type from events") == ["mobility"]


def test_nor_does_another_extraction_or_merging_everything_anew(store: Store, rejected: str) -> None:
    read(store, replace(STANDING, confidence=0.99, sentence="Osaka reste partenaire."), "2")
    read(store, ELSEWHERE)
    merge(store)
    read(store, replace(ELSEWHERE, confidence=0.5), "3")
    merge(store)
    before = everything(store)
    merge(store, everything=True)
    assert everything(store) == before
    assert rows(store) == []


def test_the_order_of_page_and_rejection_does_not_matter(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate(permutations((ELSEWHERE, OTHER_WAY, DEGREE, None))):
        with Store.open(tmp_path / f"{number}.db") as store:
            store.load_reference(COUNTRIES)
            read(store, STANDING)
            merge(store)
            id_ = str(store.value("select id from partnerships"))
            for told in order:
                if told is None:
                    with store.write():
                        facts = '{"country": "JP", "kinds": "mobility", "partner": "ror:osaka", "school": "ror:ales"}'
                        store.run(
                            "insert into reviews (created, subject, key, action, machine)"
                            " values ('', 'partnership', 'ror:ales+ror:osaka', 'reject', ?)",
                            (facts,),
                        )
                        store.run("insert or ignore into merge_dirty select page from partnership_claims")
                else:
                    read(store, told)
                merge(store)
            found.append(content(store))
            assert review.evidence(store, id_)
    assert all(each == found[0] for each in found)


def test_a_link_of_another_kind_is_another_fact_but_a_doubted_one(store: Store, rejected: str) -> None:
    read(store, DEGREE)
    merge(store)
    assert rows(store) == [("ror:osaka", "double_degree", 0.3, 0)]
    assert [(item.kind, item.id) for item in review.queue(store)] == [("partnership", rejected)]
    review.decide(store, rejected, "accept")
    read(store, ELSEWHERE)
    merge(store)
    assert rows(store) == [("ror:osaka", "double_degree", 1.0, 1)]


def test_accepting_takes_the_rejection_back(store: Store, rejected: str) -> None:
    read(store, ELSEWHERE)
    merge(store)
    review.decide(store, rejected, "accept")
    merge(store)
    assert rows(store) == [("ror:osaka", "mobility", 1.0, 1)]
    read(store, replace(ELSEWHERE, confidence=0.4), "2")
    merge(store)
    assert rows(store) == [("ror:osaka", "mobility", 1.0, 1)]
    review.decide(store, rejected, "reject")
    merge(store)
    assert rows(store) == []


def test_what_was_corrected_before_is_rejected_with_it(store: Store) -> None:
    read(store, STANDING)
    merge(store)
    id_ = store.value("select id from partnerships")
    review.decide(store, id_, "set", field="kinds", value="research")
    merge(store)
    review.decide(store, id_, "reject")
    read(store, ELSEWHERE)
    merge(store)
    assert rows(store) == []


def test_rejecting_one_event_s_evidence_leaves_the_partnership_to_other_pages(store: Store) -> None:
    read(store, replace(VISIT, type="mobility", paired=True))
    read(store, replace(STANDING, who=(ALES, KAGAWA)))
    merge(store)
    review.decide(store, store.value("select id from events"), "reject")
    merge(store)
    assert rows(store) == [("ror:kagawa", "mobility", 0.8, 0)]


def test_a_partnership_is_doubted_that_rests_on_nothing_but_an_event_rejected_elsewhere(store: Store) -> None:
    read(store, SIGNING_ALES)
    merge(store)
    review.decide(store, store.value("select id from events"), "reject")
    merge(store)
    read(store, SIGNING_KAGAWA)
    merge(store)
    assert rows(store) == [("ror:kagawa", "agreement", 0.3, 0)]
    read(store, replace(STANDING, who=(ALES, KAGAWA), confidence=0.7))
    merge(store)
    ((_, kinds, confidence, _),) = rows(store)
    assert (kinds, confidence > 0.7) == ("agreement,mobility", True)


def test_a_rejected_event_is_accepted_by_its_id(store: Store) -> None:
    read(store, VISIT)
    read(store, SIGNING_KAGAWA)
    merge(store)
    visit = store.value("select id from events where type = 'visit'")
    review.decide(store, visit, "reject")
    merge(store)
    assert store.column("select type from events") == ["agreement"]
    review.decide(store, visit, "accept")
    merge(store)
    assert store.value("select confidence from events where id = ?", (visit,)) == 1.0
    assert review.current_id(store, visit) == visit


def test_of_two_events_in_one_sentence_the_rejected_one_is_accepted(store: Store) -> None:
    both = replace(SIGNING_ALES, sentence="L’école signe avec Kagawa et avec Osaka.")
    read(store, both, "1", replace(both, who=(ALES, OSAKA)))
    merge(store)
    sql = "select event from event_institutions where institution = ?"
    kagawa, osaka = (store.value(sql, (each,)) for each in ("ror:kagawa", "ror:osaka"))
    review.decide(store, osaka, "reject")
    review.decide(store, kagawa, "reject")
    merge(store)
    assert store.value("select count(*) from events") == 0
    review.decide(store, osaka, "accept")
    merge(store)
    assert store.column("select id from events") == [osaka]


def test_what_was_never_there_cannot_be_accepted(store: Store, rejected: str) -> None:
    for id_ in ("pa-aaaaaaaaaa", "ev-aaaaaaaaaa"):
        with pytest.raises(StoreError, match="no such"):
            review.decide(store, id_, "accept")
    with pytest.raises(StoreError, match="no such"):
        review.decide(store, rejected, "set", field="kinds", value="research")


def test_on_the_command_line(store: Store, rejected: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLE_DATA", str(path.parent))
    run = CliRunner()
    told = run.invoke(command, ["history"]).output
    assert f"reject: {rejected} ror:ales+ror:osaka (mobility) (a namesake)" in told
    assert STANDING.sentence in run.invoke(command, ["show", rejected]).output
    done = run.invoke(command, ["accept", rejected])
    assert done.exit_code == 0, done.output
    merge(store)
    assert rows(store) == [("ror:osaka", "mobility", 1.0, 1)]
    assert f"accept: {rejected}" in run.invoke(command, ["history"]).output
