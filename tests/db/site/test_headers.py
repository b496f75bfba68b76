"""What surrounds every answer: security, caching, hidden addresses, harmless cells."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from db.site.app import build
from db.site.headers import hidden
from db.site.kept import Kept
from db.site.settings import Site

Get = Callable[..., httpx.Response]


@pytest.mark.parametrize("path", ["/", "/event/e1", "/public", "/public/events", "/public/events/e1", "/public/visits",
                                  "/public?sql=select+1", "/public?sql=nonsense", "/nowhere", "/static/site.css",
                                  "/public/events.json", "/robots.txt"])  # fmt: skip
def test_every_answer_is_protected(get: Get, path: str) -> None:
    headers = get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", ["/", "/country/JP", "/event/e1", "/public", "/public/events", "/public/events/e1",
                                  "/public/visits", "/public?sql=select+1", "/nowhere"])  # fmt: skip
def test_no_page_needs_inline_script_or_style_or_another_host(get: Get, path: str) -> None:
    text = get(path).text
    assert not re.search(r"<style|\sstyle=|\son\w+=", text)
    assert all("src=" in tag or "ld+json" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert not re.search(r"""(?:src|<link[^>]*stylesheet[^>]*href)=["']https?:""", text)


@pytest.mark.parametrize("path", ["/-/threads", "/-/threads.json", "/-/databases.json", "/-/plugins",
                                  "/-/settings.json",
                                  "/-/metadata.json", "/-/versions", "/-/actor.json", "/-/permissions", "/-/logout",
                                  "/-/auth-token", "/-/patterns", "/_internal", "/_memory", "/_internal/databases",
                                  "/:memory:"])  # fmt: skip
def test_the_inner_state_is_hidden(get: Get, path: str) -> None:
    assert get(path).status_code == 404


def test_the_file_itself_is_only_given_as_a_checked_copy(get: Get) -> None:
    assert get("/public.db").status_code == 403


def test_hidden_addresses() -> None:
    assert hidden("/-/threads")
    assert hidden("/_internal.json")
    assert not hidden("/-/static/app.css")
    assert not hidden("/public")


def test_the_register_is_read_only(datasette: Any) -> None:
    assert asyncio.run(datasette.client.post("/public", data={"sql": "delete from events"})).status_code == 405
    answer = asyncio.run(datasette.client.get("/public.json?sql=delete+from+events"))
    assert answer.status_code == 400


def test_statements_are_limited(get: Get) -> None:
    forever = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    answer = get("/public.json", params={"sql": forever})
    assert answer.status_code == 400
    many = "with recursive n(i) as (select 1 union all select i + 1 from n limit 5000) select i from n"
    found = get("/public.json", params={"sql": many}).json()
    assert len(found["rows"]) == 1000
    assert found["truncated"]


def test_a_proxy_may_hold_an_answer_until_the_next_publication(public_db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    shutil.copy(public_db, copy)
    client = build(Site(public_db=copy)).client
    first = asyncio.run(client.get("/country/JP"))
    tag = first.headers["etag"]
    assert first.headers["vary"] == "Accept-Language"
    assert "public" in first.headers["cache-control"]
    assert asyncio.run(client.get("/country/JP", headers={"if-none-match": tag})).status_code == 304
    french = asyncio.run(client.get("/country/JP", headers={"if-none-match": tag, "accept-language": "fr"}))
    assert french.status_code == 200
    import sqlite3

    with sqlite3.connect(copy) as db:
        db.execute("update meta set value = 'other' where key = 'checksum'")
    assert asyncio.run(client.get("/country/JP", headers={"if-none-match": tag})).status_code == 200


def test_static_files_are_kept_for_good(get: Get) -> None:
    address = re.search(r'href="(/static/site\.css\?[0-9a-f]+)"', get("/").text)
    assert address
    assert "immutable" in get(address[1]).headers["cache-control"]


@pytest.mark.parametrize("path", ["/public/sentences.csv", "/public/sentences.csv?_stream=on",
                                  "/public/sentences.csv?_dl=on",
                                  "/public.csv?sql=select+text+from+sentences"])  # fmt: skip
def test_no_csv_cell_is_a_formula(get: Get, path: str) -> None:
    cells = [cell for row in csv.reader(io.StringIO(get(path).text, newline="")) for cell in row]
    assert any(cell.startswith("'=cmd|") for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


def test_an_error_tells_no_path_of_the_server(get: Get, public_db: Path) -> None:
    for path in ("/public?sql=select+*+from+nothing", "/public.json?sql=attach+'x'+as+y", "/public.json"):
        assert str(public_db.parent) not in get(path).text


def test_queries_are_kept_out_of_search_engines(get: Get) -> None:
    assert get("/public/events?type=visit").headers["x-robots-tag"] == "noindex"
    assert get("/public/events.json").headers["x-robots-tag"] == "noindex"
    assert "x-robots-tag" not in get("/country/JP").headers


def test_a_kept_answer_is_the_same_and_ends_with_the_publication(public_db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "public.db"
    shutil.copy(public_db, copy)
    client = build(Site(public_db=copy)).client
    first, again = (asyncio.run(client.get("/country/JP")) for _ in range(2))
    assert (first.text, dict(first.headers)) == (again.text, dict(again.headers))
    assert asyncio.run(client.get("/country/JP", headers={"accept-language": "fr"})).text != first.text
    import sqlite3

    with sqlite3.connect(copy) as db:
        db.execute("update countries set name_en = 'Nippon' where code = 'JP'")
        db.execute("update meta set value = 'other' where key = 'checksum'")
    assert "Nippon" in asyncio.run(client.get("/country/JP")).text


def test_kept_answers_are_bounded() -> None:
    kept = Kept(most=10, largest=6)
    for tag, size in (("a", 4), ("b", 4), ("c", 7), ("d", 4)):
        kept.put(tag, {}, b"x" * size)
    assert [bool(kept.get(tag)) for tag in "abcd"] == [False, True, False, True]
