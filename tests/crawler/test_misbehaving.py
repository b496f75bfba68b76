"""Servers that misbehave: each is noted, costs what is bounded, and harms no other source."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

from crawler.run import CrawlReport, SourceReport
from db.store import Store
from tests.sites import misbehaving as bad
from tests.sites.schools import article, news_site, rss, sitemap
from tests.sites.server import Page, Raw, Site

if TYPE_CHECKING:
    from conftest import Lab


def bad_sitemap(lastmod: str) -> str:
    return sitemap([0], lastmod=lastmod)


SITES: Mapping[str, Mapping[str, Page | Raw]] = {
    "healthy": news_site(5),
    "loop": bad.with_bad(bad.redirect(bad.BAD)),
    "to-file": bad.with_bad(bad.redirect("file:///etc/passwd")),
    "away": bad.with_bad(bad.redirect("http://example.invalid/")),
    "bomb": bad.with_bad(bad.bomb()),
    "endless": bad.with_bad(bad.endless),
    "slow": bad.with_bad(bad.one_byte_a_second),
    "truncated": bad.with_bad(bad.truncated),
    "reset": bad.with_bad(bad.reset),
    "garbage": bad.with_bad(bad.garbage),
    "busy-429": bad.with_bad(bad.busy(1, 429, **{"Retry-After": "1"})),
    "busy-503": bad.with_bad(bad.busy(1, 503)),
    "busy-for-long": bad.with_bad(bad.busy(9, 503, **{"Retry-After": "86400"})),
    "busy-always": bad.with_bad(bad.busy(99, 429)),
    "entity-bomb": bad.with_feed(bad.ENTITY_BOMB),
    "external-entity": bad.with_feed(bad.EXTERNAL_ENTITY) | {"/secret": Page("SECRET"), "/secret.dtd": Page("SECRET")},
    "huge-feed": bad.huge_feed(),
    "nested": bad.with_bad(bad.nested()),
    "strange-bytes": bad.with_bad(Page(bad.STRANGE)),
    "wrong-charset": bad.with_bad(bad.WRONG_CHARSET),
    "year-9999": bad.with_feed(rss([0]).replace("Mar 2025", "Mar 9999")),
    "year-0": bad.with_feed(rss([0]).replace("Mar 2025", "Jan 0000")),
    "year-1970": bad.with_feed(rss([0]).replace("01 Mar 2025 09:00:00 +0100", "Thu, 01 Jan 1970 00:00:00 GMT")),
    "far-future": bad.with_sitemap(bad_sitemap("2199-01-01")),
    "sitemap-year-0": bad.with_sitemap(bad_sitemap("0000-00-00T00:00:00Z")),
    "broken-json": bad.with_feed(
        '{"version": "https://jsonfeed.org/version/1.1", "items": [' + "[" * 100_000, "application/feed+json"
    ),
    "surrogate": bad.with_feed(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "items": [
                    {
                        "id": "\ud800",
                        "url": "/actualites/0.html",
                        "title": '=HYPERLINK("x") <b>Accord</b> \udfff &lt;i&gt;',
                    }
                ],
            }
        ),
        "application/feed+json",
    ),
    "page-9999": bad.with_bad(Page(article(1).replace("2025-03-02T09", "9999-12-31T09"))),
    "entity-sitemap": bad.with_sitemap(bad.ENTITY_SITEMAP),
    "sitemap-bomb": bad.with_sitemap(gzip.compress(b"<urlset>" + b" " * 60_000_000, 1)),
    "no-charset": bad.with_bad(bad.NO_CHARSET),
    "robots-error": news_site(2) | {"/robots.txt": Page("no", status=500)},
    "minting": {},
    "calendar": {},
}


class Outcome:
    """All the sites crawled at once."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.sites: dict[str, Site] = {}
        for name, pages in SITES.items():
            site = self.sites[name] = lab.serve(pages)
            lab.source(name, site.root)
        self.sites["minting"].fallback = bad.minting
        self.sites["calendar"].fallback = bad.calendar
        self.report: CrawlReport = lab.crawl(
            *SITES,
            settings={
                "PAGE_MAXSIZE": 12_000_000,
                "LISTING_PAGES": 15,
                "BUDGET_PAGES": 80,
                "DOWNLOAD_TIMEOUT": 8.0,
                "READER_PROCESSES": 2,
                "READER_SECONDS": 60.0,
            },
        )

    def __getitem__(self, name: str) -> SourceReport:
        return next(each for each in self.report.sources if each.id == name)

    def causes(self, name: str) -> dict[str, int]:
        return {**self[name].stats["failed"], **self[name].stats["refused"]}


@pytest.fixture(scope="module")
def outcome(module_lab: Lab) -> Outcome:
    return Outcome(module_lab)


def test_the_other_sources_are_unharmed(outcome: Outcome) -> None:
    assert outcome["healthy"].status == "ok"
    assert len(outcome.lab.pages("healthy")) == 5


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("loop", "redirect loop"),
        ("to-file", "redirect to a file: address"),
        ("away", "robots.txt unreachable: host name does not resolve (or to a private address)"),
        ("bomb", "too large"),
        ("endless", "too large"),
        ("slow", "timeout"),
        ("truncated", "response cut off"),
        ("reset", "connection broken"),
        ("garbage", "connection broken"),
        ("busy-for-long", "asked to come back in 86400 s (HTTP 503)"),
        ("busy-always", "HTTP 429"),
    ],
)
def test_the_cause_is_counted_and_logged_and_the_good_article_kept(outcome: Outcome, name: str, cause: str) -> None:
    assert cause in outcome.causes(name)
    assert list(outcome.lab.pages(name)) == [bad.GOOD]
    events = [json.loads(line) for line in outcome.lab.log.splitlines()]
    warnings = [event["event"] for event in events if event.get("source") == name and event["level"] == "warning"]
    assert any(cause in text for text in warnings)


@pytest.mark.parametrize("name", ["busy-429", "busy-503", "strange-bytes", "wrong-charset", "no-charset"])
def test_what_can_be_read_is_read(outcome: Outcome, name: str) -> None:
    assert sorted(outcome.lab.pages(name)) == [bad.GOOD, bad.BAD]


def test_retry_after_is_honoured(outcome: Outcome) -> None:
    assert "asks to wait 1.0 s (HTTP 429)" in outcome.lab.log
    assert outcome["busy-429"].stats["seconds"] >= 1


def test_a_host_that_wants_to_be_left_alone_is(outcome: Outcome) -> None:
    assert outcome.sites["busy-for-long"].count(bad.BAD) == 1


@pytest.mark.parametrize(
    "name",
    [
        "entity-bomb",
        "external-entity",
        "entity-sitemap",
        "sitemap-bomb",
        "surrogate",
        "year-9999",
        "year-0",
        "year-1970",
        "far-future",
        "sitemap-year-0",
    ],
)
def test_feeds_that_mean_harm_are_read_without_it(outcome: Outcome, name: str) -> None:
    assert list(outcome.lab.pages(name)) == [bad.GOOD]
    assert outcome[name].stats["seconds"] < 30


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("entity-bomb", "/feed.xml declares XML entities, which are left out"),
        ("external-entity", "/feed.xml declares XML entities, which are left out"),
        ("entity-sitemap", "/sitemap.xml declares XML entities, which are left out"),
        ("sitemap-bomb", "/sitemap.xml: not readable as sitemap"),
        ("broken-json", "/feed.xml: not readable as feed"),
        ("year-9999", "/feed.xml: impossible dates left out: 1, the first '01 Mar 9999 09:00:00 +0100'"),
        ("year-0", "/feed.xml: impossible dates left out: 1, the first '01 Jan 0000 09:00:00 +0100'"),
        ("year-1970", "/feed.xml: impossible dates left out: 1, the first 'Thu, 01 Jan 1970 00:00:00 GMT'"),
        ("far-future", "/sitemap.xml: impossible dates left out: 1, the first '2199-01-01'"),
        ("sitemap-year-0", "/sitemap.xml: impossible dates left out: 1, the first '0000-00-00T00:00:00Z'"),
        ("page-9999", "impossible date left out: '9999-12-31T09:00:00+01:00'"),
        ("calendar", "impossible dates left out: 1, the first '31/12/9999'"),
        ("huge-feed", "budget of 80 pages used up"),
        ("minting", "left after 15 pages, each of which told something new"),
        ("minting", "budget of 80 pages used up"),
        ("busy-429", "asks to wait 1.0 s (HTTP 429)"),
        ("busy-503", "(HTTP 503)"),
        ("robots-error", "robots.txt answers HTTP 500: nothing of this host is fetched"),
    ],
)
def test_what_was_met_is_in_the_log(outcome: Outcome, name: str, event: str) -> None:
    port = outcome.sites[name].root.rpartition(":")[2]
    events = [json.loads(line) for line in outcome.lab.log.splitlines()]
    told = [each["event"] for each in events if each["source"] == name or f":{port}" in each["event"]]
    assert any(event in text for text in told)


def test_entities_open_no_file_and_no_address(outcome: Outcome) -> None:
    assert outcome.sites["external-entity"].count("/secret") == 0
    assert outcome.sites["external-entity"].count("/secret.dtd") == 0


def test_a_feed_of_fifty_thousand_items_is_taken_newest_first_within_the_budget(outcome: Outcome) -> None:
    assert outcome["huge-feed"].stats["candidates"]["feed"] == 50_000
    assert list(outcome.lab.pages("huge-feed")) == [bad.GOOD]
    assert len(outcome.sites["huge-feed"].seen) <= 80


def test_a_million_nested_tags_cost_one_page(outcome: Outcome) -> None:
    assert bad.GOOD in outcome.lab.pages("nested")


def test_strange_bytes_do_not_get_into_the_text(outcome: Outcome) -> None:
    text = outcome.lab.text("strange-bytes", bad.BAD)
    assert "Les étudiants partiront" in text
    assert "\x00" not in text


def test_a_wrong_charset_is_seen_through(outcome: Outcome) -> None:
    assert "établissements" in outcome.lab.text("wrong-charset", bad.BAD)


def test_broken_json_is_no_feed(outcome: Outcome) -> None:
    assert outcome["broken-json"].status == "failing"


def test_robots_txt_that_fails_forbids_everything(outcome: Outcome) -> None:
    site = outcome.sites["robots-error"]
    assert {path for path, _ in site.seen} == {"/robots.txt"}
    assert outcome.causes("robots-error")["robots.txt unreachable: HTTP 500"]


def test_minted_addresses_end_with_the_listing_pages_and_the_budget(outcome: Outcome) -> None:
    site = outcome.sites["minting"]
    assert sum(path.startswith("/actualites/liste") for path, _ in site.seen) == 15
    assert len(site.seen) <= 80
    assert not any("Cookie" in headers for headers in site.headers)


def test_a_calendar_ends_where_it_tells_nothing_new(outcome: Outcome) -> None:
    assert sum(path.startswith("/agenda") for path, _ in outcome.sites["calendar"].seen) == 2
    assert {state.published.year for state in outcome.lab.pages("calendar").values() if state.published} == {2025}


def test_no_fault_of_ours(outcome: Outcome) -> None:
    assert "Traceback" not in outcome.lab.log
    assert "fault:" not in outcome.lab.log
    with Store.open(outcome.lab.config.work_db) as store:
        assert store.value("pragma integrity_check") == "ok"


def test_redirects_to_private_addresses_are_refused(caplog: pytest.LogCaptureFixture) -> None:
    """Only the middleware is asked, as the site itself is on loopback."""
    from scrapy import Request
    from scrapy.utils.test import get_crawler

    from crawler.middlewares import AddressGuard, RefusedError

    guard = AddressGuard(get_crawler(settings_dict={"ALLOW_PRIVATE": False}))
    for host in (
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "[::1]",
        "[fe80::1]",
        "[::ffff:192.168.0.1]",
        "localhost",
        "0.0.0.0",
    ):
        with pytest.raises(RefusedError, match="private address"):
            guard.process_request(Request(f"http://{host}/"))
        assert f"Refused http://{host}/: private address" in caplog.text
    with pytest.raises(RefusedError, match="ftp: address"):
        guard.process_request(Request("ftp://example.org/"))
    guard.process_request(Request("https://www.imt.fr/"))
