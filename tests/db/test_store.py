"""What the crawl and the extraction keep, and how the file itself is looked after."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from db import migrations
from db.event_types import event_types, makes_partnership
from db.merge import merge
from db.store import Store, StoreError
from records import Article, ArticleItem, EventType, Fetch, PartnershipKind
from tests.db.world import SIGNING_ALES, SOURCES, VISIT, WORLD, everything, fetch, read

ROOT = Path(__file__).parents[2]
ARTICLE = Article("https://ales.example/a", "Un texte.", title="Titre", lang="fr", published=dt.date(2021, 5, 3))


def at(day: int, **more: object) -> Fetch:
    return Fetch(f"2026-01-{day:02}T00:00:00Z", **more)  # type: ignore[arg-type]


def test_an_article_is_new_then_unchanged_then_changed(store: Store) -> None:
    first = store.save_article(ARTICLE, at(1))
    again = store.save_article(replace(ARTICLE, links=("https://x.example",)), at(2, etag="b"))
    changed = store.save_article(replace(ARTICLE, text="Un autre texte."), at(3))
    assert [first.state, again.state, changed.state] == ["new", "unchanged", "changed"]
    assert first.snapshot_id == again.snapshot_id != changed.snapshot_id
    page = store.find_page(ARTICLE.url)
    assert page is not None
    assert (page.first_seen, page.last_seen, page.last_changed) == tuple(f"2026-01-0{n}T00:00:00Z" for n in (1, 3, 3))
    assert store.value("select count(*) from snapshots") == 2


def test_a_page_is_found_under_all_its_addresses(store: Store) -> None:
    article = replace(ARTICLE, canonical_url="https://www.ales.example/article")
    saved = store.save_article(article, at(1), ["https://ales.example/?p=12"])
    for url in (
        "http://www.ales.example/a/",
        "https://ales.example/article?utm_source=x",
        "https://ales.example/?p=12",
    ):
        page = store.find_page(url)
        assert page is not None
        assert page.id == saved.page_id
    assert store.find_page("https://ales.example/?p=13") is None


def test_the_same_article_at_its_canonical_address_is_one_page(store: Store) -> None:
    copy = replace(ARTICLE, url="https://ales.example/a?print=1", canonical_url=ARTICLE.url)
    assert store.save_article(ARTICLE, at(1)).page_id == store.save_article(copy, at(1)).page_id


def test_one_canonical_link_on_all_pages_does_not_make_them_one(store: Store) -> None:
    pages = [
        replace(ARTICLE, url=f"https://ales.example/{n}", text=f"Texte {n}.", canonical_url="https://ales.example/news")
        for n in range(3)
    ]
    listing = replace(ARTICLE, url="https://ales.example/news", text="Toutes les nouvelles.")
    ids = {store.save_article(page, at(1)).page_id for page in (*pages, listing)}
    assert len(ids) == 4
    found = store.find_page(listing.url)
    assert found is not None
    assert found.url == listing.url


def test_missing_pages_are_gone_after_three_times_and_come_back(store: Store) -> None:
    store.save_article(ARTICLE, at(1))
    assert [store.record_miss(ARTICLE.url, f"2026-01-0{n}T00:00:00Z") for n in (2, 3, 4)] == [False, False, True]
    store.touch(ARTICLE.url, "2026-01-05T00:00:00Z", etag="x")
    page = store.find_page(ARTICLE.url)
    assert page is not None
    assert (page.misses, page.gone_at, page.etag) == (0, None, "x")
    assert store.record_miss(ARTICLE.url, "2026-01-06T00:00:00Z", final=True)


def test_a_clock_set_back_does_not_unsee_a_page(store: Store) -> None:
    store.save_article(ARTICLE, at(9))
    store.touch(ARTICLE.url, "2020-01-01T00:00:00Z")
    page = store.find_page(ARTICLE.url)
    assert page is not None
    assert page.last_seen == "2026-01-09T00:00:00Z"


def test_unreadable_pages_are_known_but_not_extracted(store: Store) -> None:
    saved = store.save_article(replace(ARTICLE, text="", unreadable="a scanned PDF"), at(1))
    assert (saved.state, saved.snapshot_id) == ("new", None)
    assert list(store.pending("1")) == []


def test_pages_of_a_source(store: Store) -> None:
    for source in SOURCES.values():
        store.upsert_source(source)
    for number in range(1100):
        store.save_article(replace(ARTICLE, url=f"https://ales.example/{number}"), at(1, source_id="ales"))
    assert len(list(store.pages_of("ales"))) == 1100
    assert list(store.pages_of("paper")) == []


def test_pending_knows_new_changed_redated_and_outdated_pages(store: Store) -> None:
    item = ArticleItem(0, 8, "Un", published=dt.date(2020, 1, 1))
    store.save_article(replace(ARTICLE, items=(item,)), at(1))
    (pending,) = store.pending("1")
    assert pending.items == (item,)
    store.save_analyses(pending.snapshot_id, [], "1")
    assert list(store.pending("1")) == []
    assert [found.snapshot_id for found in store.pending("2")] == [pending.snapshot_id]
    store.save_article(replace(ARTICLE, items=(item,), published=dt.date(2021, 5, 4)), at(2))
    assert [found.published for found in store.pending("1")] == [dt.date(2021, 5, 4)]


def test_offsets_of_an_item_are_those_of_the_page(store: Store) -> None:
    from records import Analysis, Claim, Evidence, Span

    text = "Accueil.\nUn accord avec Kagawa.\n"
    item = ArticleItem(9, 31, "Un accord")
    saved = store.save_article(replace(ARTICLE, text=text, items=(item,)), at(1))
    sentence, trigger = Span(0, 22, "Un accord avec Kagawa."), Span(3, 9, "accord")
    claim = Claim("agreement", "happened", (Evidence(sentence, trigger),))
    assert saved.snapshot_id is not None
    store.save_analyses(saved.snapshot_id, [(item, Analysis("x", "fr", True, claims=(claim,)))], "1")
    row = store.one("select char_start, char_end, trigger_start, trigger_end from sentences, claim_evidence")
    assert row is not None
    assert (text[row[0] : row[1]], text[row[2] : row[3]]) == (sentence.text, trigger.text)
    assert store.value("select item from claims") == 0


def test_extracting_the_same_again_leaves_nothing_to_merge(store: Store) -> None:
    assert read(store, SIGNING_ALES)
    merge(store)
    before = everything(store, "extractions")
    assert not read(store, SIGNING_ALES, "2")
    assert everything(store, "extractions") == before


def test_what_the_registry_learns_is_merged_anew(store: Store) -> None:
    read(store, SIGNING_ALES)
    merge(store)
    kagawa = store.institution("ror:kagawa")
    assert kagawa is not None
    store.save_institutions([replace(kagawa, name="Kagawa Daigaku")])
    merge(store)
    assert "Kagawa Daigaku" in store.value("select title from events")
    assert store.save_institutions([kagawa, kagawa]) == 1


def test_runs(store: Store) -> None:
    store.upsert_source(SOURCES["ales"])
    killed = store.start_run("crawl")
    run = store.start_run("crawl", "1.0")
    store.save_source_run(run, "ales", "running")
    store.save_source_run(run, "ales", "failing", {"new": 2}, cause="no feed", look_at="https://ales.example")
    store.finish_run(run, "ok", {"new": 2})
    assert [(each.id, each.status) for each in store.runs("crawl")] == [(run, "ok"), (killed, "stopped")]
    assert store.latest_source_runs()["ales"].cause == "no feed"
    store.save_way("ales", "feed", "https://ales.example/feed", etag="1")
    store.save_way("ales", "feed", "https://ales.example/feed", etag="2")
    assert [way.etag for way in store.ways("ales")] == ["2"]


def test_event_types_are_those_of_the_records() -> None:
    from typing import get_args

    assert tuple(row[0] for row in event_types()) == get_args(EventType)
    assert makes_partnership() == set(get_args(PartnershipKind))


def test_number_of_steps_is_the_version() -> None:
    assert len(migrations.names()) == migrations.VERSION


def test_newer_file_is_refused_and_not_touched(path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer Passerelle \(store version 99"):
        Store.open(path)
    assert path.read_bytes() == before


def test_older_file_is_copied_before_it_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path) as store:
        fetch(store, VISIT)
    known = migrations.migrations

    def more():  # type: ignore[no-untyped-def]
        steps = known()

        @steps(name="999_colour")
        def colour(db):  # type: ignore[no-untyped-def]
            db.execute("alter table pages add column colour text")

        return steps

    monkeypatch.setattr(migrations, "migrations", more)
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    with Store.open(path) as store:
        assert store.value("select count(*) from pages where colour is null") == 1
    with sqlite3.connect(path.with_name(f"work.db.before-v{migrations.VERSION}")) as copy:
        assert copy.execute("pragma user_version").fetchone()[0] == migrations.VERSION - 1
        assert copy.execute("select count(*) from pages").fetchone()[0] == 1
    copy.close()


def test_older_file_is_not_read_by_those_who_may_not_change_it(path: Path) -> None:
    Store.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 0")
    connection.close()
    with pytest.raises(StoreError, match="older Passerelle"):
        Store.open(path, readonly=True)


def test_failed_step_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(path).close()
    known = migrations.migrations

    def more():  # type: ignore[no-untyped-def]
        steps = known()

        @steps(name="999_wrong")
        def wrong(db):  # type: ignore[no-untyped-def]
            db.execute("create table halfway (a)")
            db.execute("select from")

        return steps

    monkeypatch.setattr(migrations, "migrations", more)
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    with pytest.raises(StoreError):
        Store.open(path)
    monkeypatch.undo()
    with Store.open(path) as store:
        assert store.one("select 1 from sqlite_master where name = 'halfway'") is None


@pytest.mark.parametrize(
    ("content", "says"), [(b"This is no database. " * 100, "not an SQLite database"), (None, "another program")]
)
def test_other_files_are_refused(path: Path, content: bytes | None, says: str) -> None:
    if content is None:
        with sqlite3.connect(path) as connection:
            connection.execute("create table shopping (item text)")
        connection.close()
    else:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=says):
        Store.open(path)


def test_full_disk_is_said_and_changes_nothing(store: Store) -> None:
    read(store, VISIT)
    before = everything(store)
    store.connection.execute(f"pragma max_page_count = {store.value('pragma page_count') + 1}")
    with pytest.raises(StoreError, match=r"disk .* is full"):
        store.save_article(replace(ARTICLE, text="Un long texte. " * 5000), at(1))
    assert everything(store) == before
    store.connection.execute("pragma max_page_count = 1000000")
    assert store.save_article(ARTICLE, at(1)).state == "new"


def test_locked_file_is_said(store: Store, path: Path) -> None:
    locked = pytest.raises(StoreError, match="locked by another process")
    with Store.open(path, timeout=0.1) as other, store.write(), locked:
        other.save_article(ARTICLE, at(1))
    assert store.save_article(ARTICLE, at(1)).state == "new"


def test_read_only_store_is_said(store: Store, path: Path) -> None:
    with Store.open(path, readonly=True) as other:
        assert other.sources() == []
        with pytest.raises(StoreError, match="cannot be written"):
            other.upsert_source(SOURCES["ales"])
    with pytest.raises(StoreError, match="does not exist yet"):
        Store.open(path.with_name("none.db"), readonly=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_read_only_folder_is_said(path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        with pytest.raises(StoreError, match=r"[Pp]ermission"):
            Store.open(path)
    finally:
        path.parent.chmod(0o700)


def test_the_file_is_for_its_owner_only(store: Store, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


KILLED = """
import os, pathlib, sys, signal
from db.merge import merge
from db.store import Store
from tests.db.world import WORLD, read
count, limit = 0, int(sys.argv[2])
def step():
    global count
    count += 1
    if count >= limit:
        os.kill(os.getpid(), signal.SIGKILL)
    return 0
with Store.open(pathlib.Path(sys.argv[1])) as store:
    store.connection.set_progress_handler(step, 200)
    for told in WORLD:
        read(store, told)
    merge(store)
"""


def test_killed_in_the_middle_and_run_again_gives_the_same(tmp_path: Path) -> None:
    expected = None
    for limit in (10**9, 1, 4, 9, 15, 25, 45, 70):
        path = tmp_path / f"{limit}.db"
        command = [sys.executable, "-c", KILLED, str(path)]
        subprocess.run([*command, str(limit)], check=False, cwd=ROOT)
        assert subprocess.run([*command, str(10**9)], check=False, cwd=ROOT).returncode == 0
        with Store.open(path) as store:
            assert store.value("pragma integrity_check") == "ok"
            found = everything(store, "extractions", "_sqlite_migrations")
        expected = expected or found
        assert found == expected, limit
    assert len(WORLD) == 6
