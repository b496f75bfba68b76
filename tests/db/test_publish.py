"""The published copy: complete, private things left out, switched under readers, never emptied by accident."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from db import review, schema
from db.merge import merge
from db.merging.held import set_hold_below
from db.publish import publish, published
from db.site import app as site
from db.site.settings import Site
from db.sources import SourceStatus
from db.store import Store, StoreError
from tests.db.world import RENEWAL, SIGNING_ALES, VISIT, WORLD, Told, date, elsewhere, fetch, read


@pytest.fixture
def public(path: Path) -> Path:
    return path.with_name("public.db")


def build(path: Path, reports: tuple[Told, ...] = WORLD) -> None:
    with Store.open(path) as store:
        store.load_reference([("FR", "France", "France"), ("JP", "Japan", "Japon")])
        for told in reports:
            read(store, told)
        merge(store)


def dump(public: Path) -> str:
    with sqlite3.connect(public) as connection:
        lines = [line for line in connection.iterdump() if "published_at" not in line and "sqlite_stat" not in line]
    connection.close()
    return "\n".join(lines)


def test_partnerships_by_country_with_their_sentences(path: Path, public: Path) -> None:
    build(path)
    report = publish(path, public)
    assert report.written
    assert str(report) == "Published 3 events, 2 partnerships, 6 pages"
    with sqlite3.connect(public) as connection:
        rows = connection.execute("select school_name, partner_name, kinds from partnerships where country = 'JP'")
        assert sorted(rows) == [
            ("IMT Mines Alès", "Kagawa University", "agreement"),
            ("IMT Mines Alès", "Osaka University", "mobility"),
        ]
        cursor = connection.execute("select * from provenance where subject = 'partnership' and type = 'mobility'")
        columns = [column[0] for column in cursor.description]
        assert columns[: len(schema.PROVENANCE_COLUMNS)] == list(schema.PROVENANCE_COLUMNS)
        (row,) = cursor.fetchall()
        assert dict(zip(columns, row, strict=True))["sentence_text"].startswith("Les échanges")
        for table, word in (("events", "ales"), ("sentences", "delegation"), ("institutions", "kagawa")):
            assert connection.execute(
                f"select count(*) from {table}_fts where {table}_fts match ?", (word,)
            ).fetchone()[0]
    connection.close()


def shown(public: Path) -> list[str]:
    with sqlite3.connect(public) as connection:
        rows = [row[0] for row in connection.execute("select type from events order by 1")]
    connection.close()
    return rows


def test_an_event_less_likely_right_than_wrong_waits_for_a_person(path: Path, public: Path) -> None:
    build(path, (SIGNING_ALES, replace(VISIT, confidence=0.45)))
    publish(path, public)
    assert shown(public) == ["agreement"]
    with sqlite3.connect(public) as connection:
        assert connection.execute("select event_count, last_activity_edtf from partnerships").fetchall() == [
            (1, "2021-05")
        ]
        assert not connection.execute(
            "select 1 from evidence where modality = 'happened' and type = 'visit'"
        ).fetchall()
    connection.close()
    with Store.open(path) as store:
        (item,) = [item for item in review.queue(store) if item.reason == "held"]
        review.decide(store, item.id, "accept")
        merge(store)
    publish(path, public)
    assert shown(public) == ["agreement", "visit"]


def test_another_site_or_a_lower_threshold_brings_it_out(path: Path, public: Path) -> None:
    build(path, (SIGNING_ALES, replace(VISIT, confidence=0.45)))
    with Store.open(path) as store:
        set_hold_below(store, 0.4)
        merge(store)
        assert store.value("select event_count from partnerships") == 2
        set_hold_below(store, 0.5)
        merge(store)
        assert store.value("select event_count from partnerships") == 1
        read(store, elsewhere(VISIT, "kagawa", "visit", confidence=0.45))
        merge(store)
        assert store.value("select event_count from partnerships") == 2
    publish(path, public)
    assert shown(public) == ["agreement", "visit"]


def test_unchanged_content_is_not_written_and_comes_out_the_same_from_scratch(path: Path, public: Path) -> None:
    build(path)
    publish(path, public)
    before = dump(public)
    with Store.open(path) as store:
        fetch(store, VISIT, "2026-03-01T00:00:00Z")
        merge(store)
    assert not publish(path, public).written
    for file in public.parent.glob("public.db*"):
        file.unlink()
    assert publish(path, public).written
    assert dump(public).replace("2026-03-01", "2026-01-01") == before


def test_every_foreign_key_has_an_index(path: Path, public: Path) -> None:
    build(path)
    publish(path, public)
    with sqlite3.connect(public) as connection:
        tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            first = {row[1] for row in connection.execute(f"pragma table_info({table})") if row[5] == 1}
            for index in connection.execute(f"pragma index_list({table})").fetchall():
                first.add(connection.execute(f"pragma index_info({index[1]})").fetchone()[2])
            keys = {row[3] for row in connection.execute(f"pragma foreign_key_list({table})")}
            assert keys - {"run"} <= first, table
    connection.close()


def test_nothing_private_is_published(path: Path, public: Path) -> None:
    build(path)
    with Store.open(path) as store:
        store.run("update snapshots set warc_file = '/srv/secret/warc/a.warc.gz'")
        store.run("update pages set url = 'file:/home/ada/notes.md' where id = 1")
        visit = store.value("select id from events where type = 'visit'")
        review.decide(store, visit, "accept", reviewer="Ada Lovelace", note="hush")
        merge(store)
    publish(path, public)
    for file in public.parent.glob("public.db*"):
        content = file.read_bytes()
        for word in (b"Lovelace", b"hush", b"/srv/secret", b"/home/ada"):
            assert word not in content, (file, word)
    assert "a.warc.gz" in dump(public)


def test_whole_texts_stay_at_home(path: Path, public: Path) -> None:
    long = "Mot. " * 400
    build(path, (replace(VISIT, sentence="Une délégation est venue."),))
    with Store.open(path) as store:
        told = replace(VISIT, sentence=f"{long}Une délégation de Kagawa a visité l’école.{long}")
        read(store, told)
        merge(store)
        store.run("update sentences set char_start = char_start + 2000, char_end = char_end - 2000")
    publish(path, public)
    with sqlite3.connect(public) as connection:
        assert connection.execute("select max(length(before)), max(length(after)) from sentences").fetchone() == (
            300,
            300,
        )
        assert "text" not in [row[1] for row in connection.execute("pragma table_info(snapshots)")]
    connection.close()


def test_empty_register_does_not_replace_a_full_one(path: Path, public: Path) -> None:
    build(path)
    publish(path, public)
    for file in path.parent.glob("work.db*"):
        file.unlink()
    build(path, ())
    with pytest.raises(StoreError, match="no events and no partnerships"):
        publish(path, public)
    assert published(public)["counts"].startswith('{"events": 3')
    assert publish(path, public, force=True).counts["events"] == 0


def test_readers_never_see_an_error_or_half_a_register(path: Path, public: Path) -> None:
    build(path)
    publish(path, public)
    stop, seen, faults = threading.Event(), set(), []

    def look() -> None:
        connection = sqlite3.connect(f"file:{public}?mode=ro", uri=True, timeout=5)
        while not stop.is_set():
            try:
                connection.execute("begin")
                events = connection.execute("select count(*) from events").fetchone()[0]
                proved = connection.execute("select count(distinct subject_id) from provenance where subject = 'event'")
                seen.add((events, proved.fetchone()[0]))
                connection.execute("commit")
            except sqlite3.Error as error:
                faults.append(error)
                return
        connection.close()

    readers = [threading.Thread(target=look) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(5):
        with Store.open(path) as store:
            day = f"201{number}-06-03"
            read(store, elsewhere(RENEWAL, "ales", f"r{number}", date=date(day), published=day))
            merge(store)
        assert publish(path, public).written
    stop.set()
    for reader in readers:
        reader.join()
    assert not faults
    assert all(events == proved for events, proved in seen)


def test_copy_that_fails_a_check_is_not_published(path: Path, public: Path) -> None:
    build(path)
    publish(path, public)
    before = dump(public)
    with Store.open(path) as store:
        store.run("delete from claim_evidence where claim in (select claim from event_claims)")
    with pytest.raises(StoreError, match="has no evidence"):
        publish(path, public)
    assert dump(public) == before
    assert not list(public.parent.glob(".public.db*"))


def test_killed_while_publishing_the_old_register_stands(path: Path, public: Path) -> None:
    build(path)
    publish(path, public)
    before = dump(public)
    with Store.open(path) as store:
        read(store, elsewhere(SIGNING_ALES, "ales", "again", date=date("2015-05-05")))
        merge(store)
    code = (
        "import os, sys, pathlib, db.publish as p\n"
        "real = p.connect\n"
        "class Dying:\n"
        "    def __init__(self, c): self.c = c\n"
        "    def __getattr__(self, n): return getattr(self.c, n)\n"
        "def switch(build, path):\n"
        "    live = real(path); build.backup(live, pages=1, progress=lambda *a: os.kill(os.getpid(), 9))\n"
        "p._switch = switch\n"
        "p.publish(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(public)], check=False, cwd=Path(__file__).parents[2]
    )
    assert done.returncode == -9
    assert dump(public) == before
    assert publish(path, public).counts["events"] == 4
    assert not list(public.parent.glob(".public.db*"))


def test_health_of_sources_tells_how_the_latest_run_went_and_nothing_internal(path: Path, public: Path) -> None:
    build(path)
    with Store.open(path) as store:
        told: tuple[tuple[SourceStatus, str, str | None], ...] = (
            ("ok", "2026-01-02", None),
            ("failing", "2026-01-09", "no such file: /srv/secret"),
        )
        for status, day, cause in told:
            run = store.start_run("crawl")
            store.save_source_run(run, "ales", status, cause=cause, look_at="/srv/secret", started=f"{day}T04:00:00Z")
    publish(path, public)
    with sqlite3.connect(public) as connection:
        rows = connection.execute("select source, status, last_run, last_ok, new_pages from source_health").fetchall()
        pages = connection.execute("select count(*) from pages where source = 'ales'").fetchone()[0]
    connection.close()
    assert rows == [("ales", "failing", "2026-01-09", "2026-01-02", pages)]
    assert b"/srv/secret" not in public.read_bytes()
    with Store.open(path) as store:
        run = store.start_run("crawl")
        store.save_source_run(run, "ales", "failing", started="2026-03-20T04:00:00Z")
    assert not publish(path, public).written  # another day of the same is nothing new


def test_health_is_on_the_sources_page_in_both_languages(path: Path, public: Path) -> None:
    build(path)
    with Store.open(path) as store:
        run = store.start_run("crawl")
        store.save_source_run(run, "ales", "failing", cause="timed out", started="2026-01-09T04:00:00Z")
    publish(path, public)

    async def pages() -> tuple[str, str]:
        served = site.build(Site(public_db=public))
        await served.invoke_startup()
        english, french = [await served.client.get(f"/sources?lang={lang}") for lang in ("en", "fr")]
        return english.text, french.text

    english, french = asyncio.run(pages())
    assert 'class="health failing">failing<' in english
    assert 'class="health failing">' in french
    assert "timed out" not in english + french
