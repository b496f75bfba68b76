"""Backups are consistent, verified, and put back without losing what stood there."""

import sqlite3
from pathlib import Path

import pytest

from db import backup
from db.errors import StoreError
from db.retention import prunable
from db.store import Store
from records import Article, Fetch


def installation(data: Path, pages: int = 3) -> None:
    with Store.open(data / "work.db") as store:
        for number in range(pages):
            article = Article(f"https://school.example/{number}", f"Text {number}.", f"Title {number}")
            store.save_article(article, Fetch("2026-01-01T00:00:00Z", warc_file=f"w{number}.warc.gz", warc_offset=0))
    (data / "sources").mkdir()
    (data / "sources" / "school.toml").write_text('name = "School"\nhome = "https://school.example/"\n')
    (data / "warc").mkdir()
    for number in range(pages):
        (data / "warc" / f"w{number}.warc.gz").write_bytes(b"x" * 10)


def pages(data: Path) -> int:
    with Store.open(data / "work.db", readonly=True) as store:
        return len(list(store.pages_of(None)))


def test_a_backup_is_taken_while_somebody_writes_and_restored_whole(tmp_path: Path) -> None:
    data = tmp_path / "data"
    installation(data)
    with Store.open(data / "work.db") as writer, writer.write():
        writer.run("update pages set title = 'half done'")
        made = backup.backup(data, tmp_path / "backups")
    assert set(made.files) == {"work.db", "sources/school.toml"}
    assert made.warc == {f"w{n}.warc.gz": 10 for n in range(3)}
    with sqlite3.connect(made.folder / "work.db") as copy:
        assert copy.execute("select count(*) from pages where title like 'Title %'").fetchone() == (3,)

    with Store.open(data / "work.db") as store:
        store.save_article(Article("https://school.example/new", "New.", "New"), Fetch("2026-02-01T00:00:00Z"))
    (data / "warc" / "w1.warc.gz").unlink()
    restored, aside, missing = backup.restore(made.folder, data)
    assert restored.created == made.created
    assert pages(data) == 3
    assert missing == ["w1.warc.gz"]
    assert aside
    with Store.open(aside / "work.db", readonly=True) as before:
        assert len(list(before.pages_of(None))) == 4


def test_a_backup_that_was_changed_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    data = tmp_path / "data"
    installation(data)
    made = backup.backup(data, tmp_path / "backups")
    with (made.folder / "work.db").open("r+b") as file:
        file.seek(5000)
        file.write(b"rotten")
    with pytest.raises(StoreError, match=r"work\.db: missing or changed"):
        backup.restore(made.folder, data)
    assert pages(data) == 3


def test_a_folder_that_is_no_backup_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no backup"):
        backup.verify(tmp_path)


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    data = tmp_path / "data"
    installation(data)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="no backup was made"):
        backup.backup(data, tmp_path / "file" / "backups")


def test_pruning_keeps_what_a_newest_text_rests_on(tmp_path: Path) -> None:
    data = tmp_path / "data"
    installation(data, pages=2)
    with Store.open(data / "work.db") as store:
        again = Article("https://school.example/0", "Another text.", "Title 0")
        store.save_article(again, Fetch("2026-03-01T00:00:00Z", warc_file="w9.warc.gz", warc_offset=0))
        (data / "warc" / "w9.warc.gz").write_bytes(b"y")
        (data / "warc" / "unknown.warc.gz").write_bytes(b"z")
        found = prunable(store, data / "warc", "2026-04-01T00:00:00Z")
        assert [path.name for path in found.files] == ["w0.warc.gz"]
        assert found.bytes == 10
        assert not prunable(store, data / "warc", "2025-12-01T00:00:00Z").files
