"""Addresses that cannot be read: put off ever longer, never in the way of what was not tried yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler import retries
from db.retention import forget_failures
from db.store import Failure, Store
from records import Candidate, SourceRecord
from tests.sites.misbehaving import reset
from tests.sites.schools import FEED_LINK, article, home, news_site
from tests.sites.server import Page

if TYPE_CHECKING:
    from conftest import Lab

NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
TOLD = Candidate("https://s.example/a", "sitemap", lastmod="2026-03-01")
DEAD = 300


@pytest.mark.parametrize(
    ("cause", "days"),
    [
        ("HTTP 404", [1, 2, 4, 8, 16, 30, 30]),
        ("soft 404: says that it is not there", [1, 2, 4, 8, 16, 30, 30]),
        ("HTTP 410 (now counts as gone)", [7, 14, 28, 56, 90, 90]),
        ("robots.txt", [7, 14, 28, 56, 90, 90]),
        ("left the site: redirects to https://elsewhere.example/", [7, 14, 28, 56, 90, 90]),
    ],
)
def test_waits_grow(cause: str, days: list[int]) -> None:
    assert [retries.wait(cause, count).days for count in range(1, len(days) + 1)] == days


@pytest.mark.parametrize("cause", ["HTTP 500", "HTTP 503", "timeout", "connection refused", "connection broken"])
def test_what_may_pass_is_tried_sooner(cause: str) -> None:
    hours = [retries.wait(cause, count).total_seconds() / 3600 for count in (1, 2, 3, 12)]
    assert hours == [1, 2, 4, 720]


@pytest.mark.parametrize("cause", ["budget of 10 pages used up", "robots.txt unreachable: HTTP 500", "said HTTP 429"])
def test_what_is_no_fault_of_the_address_is_not_remembered(cause: str) -> None:
    assert retries.failed(TOLD, cause, None, "s", NOW) is None


def test_an_address_is_due_when_its_time_has_come_or_something_else_is_told_of_it() -> None:
    failure = retries.failed(TOLD, "HTTP 404", None, "s", NOW)
    assert failure
    assert not retries.is_due(failure, TOLD, NOW + dt.timedelta(hours=23))
    assert not retries.is_due(failure, replace(TOLD, lastmod=None), NOW)
    assert retries.is_due(failure, TOLD, NOW + dt.timedelta(hours=25))
    assert retries.is_due(failure, replace(TOLD, lastmod="2026-03-02"), NOW)
    again = retries.failed(replace(TOLD, lastmod=None), "HTTP 404", failure, "s", NOW)
    assert again
    assert (again.failures, again.lastmod) == (2, "2026-03-01")


def dead_feed(dead: int, live: range, pub: str = "Mar 2026") -> Page:
    """Dead links of March 2026, before the live articles of March 2025; without a way to ask conditionally."""
    items = [(f"/mort/{n}.html", f"{n % 28 + 1:02d} {pub}") for n in range(dead)]
    items += [(f"/actualites/{n}.html", f"{n % 28 + 1:02d} Mar 2025") for n in live]
    told = "".join(
        f"<item><title>Accord</title><link>{{root}}{path}</link><pubDate>{day} 09:00:00 +0100</pubDate></item>"
        for path, day in items
    )
    return Page(f"<rss version='2.0'><channel><title>École</title>{told}</channel></rss>", "application/rss+xml")


def site_with_dead_links(dead: int, live: int) -> dict[str, Page]:
    pages = {"/": Page(home(FEED_LINK)), "/feed.xml": dead_feed(dead, range(live))}
    return pages | {f"/actualites/{n}.html": Page(article(n)) for n in range(live)}


def test_dead_links_do_not_eat_the_budget_of_every_crawl(lab: Lab) -> None:
    site = lab.serve(site_with_dead_links(DEAD, 10))
    lab.source("school", site.root)
    budget = {"BUDGET_PAGES": 180}
    first = lab.crawl_one("school", settings=budget)
    assert first.stats["new"] == 0
    assert first.stats["budget"]
    assert 100 < first.stats["put_off"] < 180
    second = lab.crawl_one("school", settings=budget)
    third = lab.crawl_one("school", settings=budget)
    assert second.stats["new"] + third.stats["new"] == len(lab.pages("school")) == 10
    assert third.stats["put_off"] == DEAD
    assert sum(path.startswith("/mort/") for path, _ in site.seen) == DEAD, "each dead link was asked for once"
    site.forget()
    fourth = lab.crawl_one("school", settings=budget)
    assert [path for path, _ in site.seen] == ["/robots.txt", "/feed.xml"]
    assert fourth.status == "ok"


def later(lab: Lab) -> None:
    """Let the time of all that is put off come."""
    with Store.open(lab.config.work_db) as store, store.write():
        store.run("update candidate_failures set retry_at = '2026-01-01T00:00:00Z'")


def test_retries_come_last_are_few_and_a_link_that_comes_back_is_forgotten(lab: Lab) -> None:
    site = lab.serve(site_with_dead_links(30, 2))
    lab.source("school", site.root)
    lab.crawl("school")
    later(lab)
    site.pages["/mort/7.html"] = Page(article(7, title="Un accord revenu"))
    site.pages |= {"/feed.xml": dead_feed(30, range(3)), "/actualites/2.html": Page(article(2))}
    site.forget()
    report = lab.crawl_one("school", settings={"RETRIES": 20})
    asked = [path for path, _ in site.seen if path.startswith(("/mort", "/actualites"))]
    assert asked[0] == "/actualites/2.html"
    assert len(asked) == 21
    assert report.status == "ok", "links known to be dead do not make a source fail"
    later(lab)
    lab.crawl_one("school")
    with Store.open(lab.config.work_db) as store:
        failures = store.failures("school")
    assert len(failures) == 29
    assert max(each.failures for each in failures.values()) == 3
    assert "/mort/7.html" in lab.pages("school")


def test_a_new_date_brings_an_address_back_at_once(lab: Lab) -> None:
    site = lab.serve(site_with_dead_links(1, 1))
    lab.source("school", site.root)
    lab.crawl("school")
    site.pages["/mort/0.html"] = Page(article(9))
    assert lab.crawl_one("school").stats["new"] == 0
    site.pages["/feed.xml"] = dead_feed(1, range(1), pub="Apr 2026")
    assert lab.crawl_one("school").stats["new"] == 1


def test_what_broke_is_tried_again_although_the_feed_has_not_changed_or_tells_of_it_no_more(lab: Lab) -> None:
    site = lab.serve(news_site(4))
    site.pages |= {"/actualites/1.html": Page("no", status=404), "/actualites/2.html": reset}
    lab.source("school", site.root)
    assert lab.crawl_one("school").stats["put_off"] == 2
    site.pages |= {f"/actualites/{n}.html": Page(article(n)) for n in (1, 2)}
    site.pages["/sitemap.xml"] = site.pages["/feed.xml"] = Page("<rss version='2.0'><channel/></rss>", "text/xml")
    later(lab)
    assert lab.crawl_one("school").stats["new"] == 2


def failure(number: int, tried: str) -> Failure:
    return Failure(
        "s", f"https://s.example/{number}", "feed", None, None, None, "HTTP 404", 1, tried, "2999-01-01T00:00:00Z"
    )


def test_what_is_remembered_is_bounded(lab: Lab) -> None:
    with Store.open(lab.config.work_db) as store:
        store.upsert_source(SourceRecord("s", "S", "https://s.example/"))
        for number in range(10):
            store.save_failure(failure(number, f"2026-01-{number + 10}T00:00:00Z"))
        store.save_failure(failure(11, "2025-01-01T00:00:00Z"))
        assert store.put_off() == {"s": (11, "HTTP 404")}
        assert forget_failures(store, "2025-06-01T00:00:00Z") == 1
        store.prune_failures("2025-06-01T00:00:00Z", "s", most=4)
        assert [each.url[-1] for each in store.failures("s").values()] == ["6", "7", "8", "9"]
