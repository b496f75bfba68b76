"""Raw responses on disk."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from crawler import warc

HEADERS = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("X-Odd", "é\r")]


def write(folder: Path, count: int, max_file: int = warc.MAX_FILE) -> list[tuple[str, int]]:
    writer = warc.Writer(folder, "school", max_file)
    places = [
        writer.write(f"https://s.example/{n}", 200, HEADERS, f"<p>{n}</p>".encode() * 50, "2026-03-01T00:00:00Z")
        for n in range(count)
    ]
    writer.close()
    return places


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    places = write(tmp_path, 3)
    stored = warc.read_at(tmp_path / places[1][0], places[1][1])
    assert (stored.url, stored.status, stored.body) == ("https://s.example/1", 200, b"<p>1</p>" * 50)
    assert (stored.content_type, stored.fetched_at) == ("text/html", "2026-03-01T00:00:00Z")
    assert [each.url for each in warc.read_all(warc.files(tmp_path)[0])] == [f"https://s.example/{n}" for n in range(3)]
    assert [each.offset for each in warc.read_all(warc.files(tmp_path)[0])] == [offset for _, offset in places]


def test_files_are_rotated_by_size(tmp_path: Path) -> None:
    places = write(tmp_path, 6, max_file=600)
    assert len({name for name, _ in places}) > 1
    assert all(warc.read_at(tmp_path / name, offset).url.endswith(str(n)) for n, (name, offset) in enumerate(places))


def test_a_cut_off_end_is_left_out(tmp_path: Path) -> None:
    (name, last), path = write(tmp_path, 3)[2], warc.files(tmp_path)[0]
    path.write_bytes(path.read_bytes()[: last + 40])
    assert len(list(warc.read_all(path))) == 2
    with pytest.raises(LookupError, match="no response at offset"):
        warc.read_at(tmp_path / name, last)


def test_packed_bodies_are_unpacked_within_bounds(tmp_path: Path) -> None:
    writer = warc.Writer(tmp_path, "school")
    headers = [("Content-Encoding", "gzip")]
    name, first = writer.write("https://s.example/", 200, headers, gzip.compress(b"hello"), "2026-03-01T00:00:00Z")
    _, second = writer.write(
        "https://s.example/", 200, headers, gzip.compress(b" " * 200_000_000), "2026-03-01T00:00:00Z"
    )
    writer.close()
    assert warc.read_at(tmp_path / name, first).content() == b"hello"
    assert len(warc.read_at(tmp_path / name, second).content()) == warc.MAX_BODY
