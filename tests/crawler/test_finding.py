"""What a site offers is found and followed on real servers: sitemaps of all kinds, "load more", sessions, pace."""

from __future__ import annotations

import gzip
import json
import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from tests.sites import misbehaving as bad
from tests.sites.schools import FEED_LINK, article, home, news_site, rss, sitemap
from tests.sites.server import Page, Site

if TYPE_CHECKING:
    from conftest import Lab

NEWS = (
    "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
    "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>{root}/x/accord-7</loc><news:news>"
    "<news:publication_date>2025-03-08T09:00:00+01:00</news:publication_date><news:title>Accord</news:title>"
    "</news:news></url></urlset>"
)


def test_an_index_that_robots_txt_names_leads_to_news_and_packed_sitemaps(lab: Lab) -> None:
    site = lab.serve({})
    index = "".join(
        f"<sitemap><loc>{site.root}/{name}</loc></sitemap>" for name in ("news.xml", "a.xml.gz", "tags.xml")
    )
    packed = sitemap([0, 1, 2]).replace("{root}", site.root)
    site.pages = {
        "/": Page(home()),
        "/robots.txt": Page("User-agent: *\nSitemap: {root}/plans/index.xml\n", "text/plain"),
        "/plans/index.xml": Page(f"<sitemapindex>{index}</sitemapindex>", "application/xml"),
        "/news.xml": Page(NEWS, "application/xml"),
        "/a.xml.gz": Page(gzip.compress(packed.encode()), "application/gzip"),
        "/x/accord-7": Page(article(7)),
        **{f"/actualites/{n}.html": Page(article(n)) for n in range(3)},
    }
    lab.source("school", site.root)
    report = lab.crawl_one("school")
    assert report.stats["candidates"] == {"sitemap": 4}
    assert sorted(lab.pages("school")) == [*(f"/actualites/{n}.html" for n in range(3)), "/x/accord-7"]
    assert site.count("/tags.xml") == 0


def _cards(numbers: range) -> str:
    return "".join(
        f"<article><h2><a href='/actualites/{n}.html'>Accord {n}</a></h2><p>{n % 28 + 1} mars 2025</p></article>"
        for n in numbers
    )


def test_a_load_more_button_that_answers_with_json_is_followed_to_the_end(lab: Lab) -> None:
    def part(numbers: range, following: str) -> str:
        return f"<div>{_cards(numbers)}</div>" + (
            f"<button data-url='{following}'>Voir plus</button>" if following else ""
        )

    def answer(numbers: range, following: str = "") -> Page:
        return Page(json.dumps({"ok": True, "html": part(numbers, following)}), "application/json")

    site = lab.serve({
        "/": Page(home("", "<a href='/actualites/'>Actualités</a>")),
        "/actualites/": Page(home("", "<h2>Actualités</h2>" + part(range(5), "/actualites/more?page=2"))),
        "/actualites/more?page=2": answer(range(5, 10), "/actualites/more?page=3"),
        "/actualites/more?page=3": answer(range(10, 12)),
        **{f"/actualites/{n}.html": Page(article(n)) for n in range(12)},
    })  # fmt: skip
    lab.source("school", site.root)
    report = lab.crawl_one("school")
    assert report.stats["candidates"] == {"listing": 12}
    assert len(lab.pages("school")) == 12


def test_the_modified_posts_of_a_wordpress_come_in_pages_too(lab: Lab) -> None:
    """At the second crawl so many posts were modified that they fill two pages."""
    from tests.sites.schools import wordpress_site

    site = lab.serve(wordpress_site(130))
    lab.source("school", site.root)
    lab.crawl("school")
    later = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
    site.pages |= wordpress_site(130, modified=dict.fromkeys(range(110), later))
    site.forget()
    lab.crawl("school")
    asked = [path for path, _ in site.seen if path.startswith("/wp-json")]
    assert [("modified_after=" in path, "page=2" in path.split("per_page=100")[1]) for path in asked] == [
        (True, False),
        (True, True),
    ]


def test_session_ids_tracking_parameters_and_fragments_are_one_page(lab: Lab) -> None:
    site = lab.serve(news_site(3))
    listed = "".join(
        f"<article><h2><a href='/actualites/{n}.html{end}'>Accord</a></h2><p>3 mars 2025</p></article>"
        for n in range(3)
        for end in (";jsessionid=AB12", "?sid=77&amp;utm_campaign=x", "?fbclid=1", "#commentaires")
    )
    site.pages["/"] = Page(home(FEED_LINK, "<a href='/actualites/'>Actualités</a>"))
    site.pages["/actualites/"] = Page(home("", listed))
    lab.source("school", site.root)
    lab.crawl("school")
    assert len(lab.pages("school")) == 3
    assert all(sum(path.startswith(f"/actualites/{n}.html") for path, _ in site.seen) == 1 for n in range(3))


def test_an_address_with_and_without_www_is_one_page(lab: Lab) -> None:
    site = lab.stack.enter_context(Site(news_site(3), name="school.public.example"))
    other = site.root.replace("//", "//www.")
    links = "".join(f"<a href='{root}/actualites/{n}.html'>Accord</a>" for n in range(3) for root in (site.root, other))
    site.pages["/"] = Page(home(FEED_LINK, links))
    site.pages["/feed.xml"] = Page(rss([0, 1, 2]).replace("{root}/actualites/1", f"{other}/actualites/1"))
    lab.source("school", site.root)
    resolver = {"TWISTED_DNS_RESOLVER": "tests.sites.names.PublicNames"}
    lab.crawl("school", allow_private=False, settings=resolver)
    assert len(lab.pages("school")) == 3
    assert all(sum(path.startswith(f"/actualites/{n}.html") for path, _ in site.seen) == 1 for n in range(3))


class Counting:
    """Answers slowly, and counts how many requests are under way at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.begun: list[float] = []
        self._lock = threading.Lock()

    def __call__(self, handler: Any) -> None:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
            self.begun.append(time.monotonic())
        time.sleep(0.15)
        with self._lock:
            self.now -= 1
        handler._send(Page(article(int("".join(filter(str.isdigit, handler.path))))))


def slow_source(lab: Lab) -> Counting:
    """A source of eight articles that all take their time."""
    counting = Counting()
    site = lab.serve(news_site(8))
    site.pages |= {f"/actualites/{n}.html": counting for n in range(8)}
    lab.source("school", site.root)
    return counting


def test_a_host_is_asked_one_thing_at_a_time_and_slower_when_it_is_slow(lab: Lab) -> None:
    counting = slow_source(lab)
    assert lab.crawl_one("school", delay=0.01).stats["new"] == 8
    assert counting.most == 1
    pauses = [later - earlier for earlier, later in pairwise(counting.begun)]
    assert sorted(pauses)[len(pauses) // 2] > 0.2, "the pause grows with the time that answers take"


def test_without_any_delay_a_host_is_still_asked_one_thing_at_a_time(lab: Lab) -> None:
    counting = slow_source(lab)
    assert lab.crawl_one("school", delay=0).stats["new"] == 8
    assert counting.most == 1


def test_two_sources_of_one_host_take_turns(lab: Lab) -> None:
    counting = Counting()
    site = lab.serve({"/a.xml": Page(rss([0, 1, 2])), "/b.xml": Page(rss([3, 4, 5]))})
    site.pages |= {f"/actualites/{n}.html": counting for n in range(6)}
    for name in ("a", "b"):
        lab.source(name, site.root, f'feeds = ["{site.root}/{name}.xml"]\n')
    report = lab.crawl("a", "b")
    assert [each.stats["new"] for each in report.sources] == [3, 3]
    assert counting.most == 1


def test_a_busy_host_is_waited_for_as_long_as_it_says_or_a_little_longer_each_time(lab: Lab) -> None:
    in_two = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 4))
    answers = {
        "asked-503": bad.busy(1, 503, **{"Retry-After": "1"}),
        "dated-429": bad.busy(1, 429, **{"Retry-After": in_two}),
        "silent-429": bad.busy(1, 429),
        "silent-503": bad.busy(1, 503),
    }
    for name, answer in answers.items():
        lab.source(name, lab.serve(bad.with_bad(answer)).root)
    report = lab.crawl(*answers, settings={"RETRY_BACKOFF": 0.3})
    assert all(sorted(lab.pages(name)) == [bad.GOOD, bad.BAD] for name in answers)
    assert "asks to wait 1.0 s (HTTP 503)" in lab.log
    assert lab.log.count("asks to wait 0.3 s (HTTP 429)") == lab.log.count("asks to wait 0.3 s (HTTP 503)") == 1
    seconds = {each.id: each.stats["seconds"] for each in report.sources}
    assert seconds["asked-503"] >= 1
