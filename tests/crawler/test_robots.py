"""robots.txt holds for every request, also for those that wait for it, and its Crawl-delay is kept."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.sites.schools import FEED_LINK, article, home, news_site, rss
from tests.sites.server import Page

if TYPE_CHECKING:
    from conftest import Lab


def test_requests_that_wait_for_robots_txt_obey_it(lab: Lab) -> None:
    def slowly(handler: object) -> None:
        time.sleep(0.3)
        handler._send(Page("User-agent: *\nDisallow: /prive/\n", "text/plain"))  # type: ignore[attr-defined]

    ways = [f"/prive/{n}.xml" for n in range(4)]
    site = lab.serve({"/robots.txt": slowly, "/feed.xml": Page(rss([0])), "/actualites/0.html": Page(article(0))})
    feeds = ", ".join(f'"{site.root}{path}"' for path in [*ways, "/feed.xml"])
    lab.source("school", site.root, f"feeds = [{feeds}]\n")
    report = lab.crawl_one("school")
    assert not [path for path, _ in site.seen if path.startswith("/prive")]
    assert site.count("/robots.txt", 200) == 1
    assert report.stats["refused"]["robots.txt"] == 4
    assert report.stats["new"] == 1


def test_disallowed_articles_are_not_fetched(lab: Lab) -> None:
    pages = news_site(4)
    pages["/robots.txt"] = Page(
        "User-agent: Passerelle\nDisallow: /actualites/1\nDisallow: /actualites/2\n", "text/plain"
    )
    site = lab.serve(pages)
    lab.source("school", site.root)
    lab.crawl("school")
    assert sorted(lab.pages("school")) == ["/actualites/0.html", "/actualites/3.html"]


def test_crawl_delay_is_kept_although_delays_are_off(lab: Lab) -> None:
    times: list[float] = []

    def timed(number: int) -> object:
        def answer(handler: object) -> None:
            times.append(time.monotonic())
            handler._send(Page(article(number)))  # type: ignore[attr-defined]

        return answer

    site = lab.serve({
        "/robots.txt": Page("User-agent: *\nCrawl-delay: 0.5\n", "text/plain"),
        "/": Page(home(FEED_LINK)), "/feed.xml": Page(rss([0, 1, 2])),
        **{f"/actualites/{n}.html": timed(n) for n in range(3)},
    })  # fmt: skip
    lab.source("school", site.root, f'feeds = ["{site.root}/feed.xml"]\n')
    lab.crawl("school")
    assert len(times) == 3
    assert all(later - earlier > 0.45 for earlier, later in pairwise(times))


def test_the_user_agent_names_who_is_there(lab: Lab) -> None:
    site = lab.serve(news_site(1))
    lab.source("school", site.root)
    lab.crawl("school")
    assert {headers["User-Agent"].startswith("Passerelle/") for headers in site.headers} == {True}
    assert all(headers["User-Agent"].endswith("(+test@example.org)") for headers in site.headers)
