"""When a source is failing, why, and where to look."""

from __future__ import annotations

from typing import Any

from crawler.health import diagnose
from db.store import SourceRun

HOME = "https://school.example/"
FEED = {"way": "feed", "url": HOME + "feed", "status": "read", "pages": 1, "candidates": 10}
FINE: dict[str, Any] = {
    "candidates": {"feed": 10}, "fetched": 10, "new": 10, "changed": 0, "unchanged": 0, "saved": 10, "failed": {},
    "refused": {}, "fields": {"title": 10, "text": 10, "published": 10}, "ways": [FEED],
}  # fmt: skip
QUIET = FINE | {
    "candidates": {},
    "fetched": 0,
    "new": 0,
    "saved": 0,
    "fields": {},
    "ways": [FEED | {"status": "unchanged"}],
}


def run(stats: dict[str, Any], number: int = 9, day: int = 20, month: int = 3) -> SourceRun:
    return SourceRun(number, "school", f"2026-{month:02d}-{day:02d}T08:00:00+00:00", None, "ok", None, None, stats)


def test_a_first_crawl_and_a_quiet_one_are_fine() -> None:
    assert diagnose([run(FINE)], HOME).status == "ok"
    assert diagnose([run(QUIET), run(FINE)], HOME).status == "ok"


def test_nothing_where_there_used_to_be_something() -> None:
    empty = FINE | {"candidates": {}, "new": 0, "saved": 0, "fields": {}}
    health = diagnose([run(empty), run(QUIET), run(FINE)], HOME)
    assert (health.status, health.look_at) == ("failing", HOME + "feed")
    assert "redesigned" in (health.cause or "")


def test_a_site_that_does_not_answer() -> None:
    dead = FINE | {"candidates": {}, "ways": [FEED | {"status": "timeout"}], "failed": {"timeout": 3}}
    assert diagnose([run(dead), run(FINE)], HOME).cause == "nothing could be read: timeout"


def test_a_way_that_used_to_work() -> None:
    other = {"way": "sitemap", "url": HOME + "sitemap.xml", "status": "read", "pages": 1, "candidates": 5}
    before = FINE | {"ways": [FEED, other]}
    now = FINE | {"ways": [FEED | {"status": "HTTP 404"}, other]}
    health = diagnose([run(now), run(before)], HOME)
    assert (health.cause, health.look_at) == ("the feed that used to work does not: HTTP 404", HOME + "feed")


def test_a_field_that_pages_have_lost() -> None:
    undated = FINE | {"fields": {"title": 10, "text": 10, "published": 0}}
    assert diagnose([run(undated), run(FINE), run(QUIET), run(FINE)], HOME).cause == "pages have lost their published"
    assert diagnose([run(undated)], HOME).status == "ok", "what was never there is not lost"


def test_most_requests_failing() -> None:
    failing = FINE | {"failed": {"HTTP 403": 40}, "fetched": 2}
    assert diagnose([run(failing), run(FINE)], HOME).cause == "40 of 42 requests failed, most by: HTTP 403"


def test_fewer_than_expected_once_followed_for_a_month() -> None:
    few = FINE | {"new": 1}
    history = [run(few), run(few, day=1), run(FINE, month=1)]
    assert diagnose(history, HOME, expected_per_month=5).cause == "2 new pages in 30 days, 5 expected"
    assert diagnose(history[:2], HOME, expected_per_month=5).status == "ok", "not followed for a month yet"
    assert diagnose(history, HOME, expected_per_month=2).status == "ok"
