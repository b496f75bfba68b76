"""Whole crawls of local sites: found, read, kept; and what a second crawl costs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config import Config
from crawler import warc
from crawler.run import CrawlError, crawl
from db.store import Store
from tests.sites.schools import (
    FEED_LINK,
    article,
    home,
    news_site,
    old_listing_site,
    press_site,
    rss,
    sitemap,
    wordpress_site,
)
from tests.sites.server import Page

if TYPE_CHECKING:
    from conftest import Lab


def test_feed_and_sitemap_give_one_list_and_each_page_is_fetched_once(lab: Lab) -> None:
    site = lab.serve(news_site(15))
    lab.source("school", site.root)
    report = lab.crawl_one("school")
    assert report.status == "ok"
    assert report.stats["candidates"] == {"feed": 10, "sitemap": 15}
    assert report.stats["new"] == len(lab.pages("school")) == 15
    assert all(site.count(f"/actualites/{n}.html") == 1 for n in range(15))
    assert lab.pages("school")["/actualites/3.html"].published == dt.date(2025, 3, 4)
    assert "double diplôme" in lab.text("school", "/actualites/3.html")


def test_unchanged_site_costs_its_feed_and_sitemap_and_no_article(lab: Lab) -> None:
    site = lab.serve(news_site(200))
    lab.source("school", site.root)
    lab.crawl("school")
    site.forget()
    report = lab.crawl_one("school")
    assert site.seen == [("/robots.txt", 200), ("/feed.xml", 304), ("/sitemap.xml", 304)]
    assert (report.status, report.stats["new"], report.stats["changed"]) == ("ok", 0, 0)


def test_without_conditional_requests_the_content_of_feed_and_sitemap_tells(lab: Lab) -> None:
    pages = news_site(12)
    for path in ("/feed.xml", "/sitemap.xml"):
        pages[path] = replace(pages[path], validators=False)
    site = lab.serve(pages)
    lab.source("school", site.root)
    lab.crawl("school")
    site.forget()
    lab.crawl("school")
    assert [path for path, _ in site.seen] == ["/robots.txt", "/feed.xml", "/sitemap.xml"]


def test_one_new_article_costs_one_article(lab: Lab) -> None:
    site = lab.serve(news_site(12))
    lab.source("school", site.root)
    lab.crawl("school")
    site.forget()
    site.pages |= {
        "/feed.xml": Page(rss(list(range(3, 13))), "application/rss+xml", validators=True),
        "/sitemap.xml": Page(sitemap(list(range(13))), "application/xml", validators=True),
        "/actualites/12.html": Page(article(12)),
    }
    report = lab.crawl_one("school")
    assert report.stats["new"] == 1
    assert [path for path, _ in site.seen if path.startswith("/actualites")] == ["/actualites/12.html"]


def test_changed_article_gets_a_new_snapshot_and_a_changed_menu_does_not(lab: Lab) -> None:
    site = lab.serve(news_site(6))
    lab.source("school", site.root)
    lab.crawl("school")
    before = lab.pages("school")
    site.pages["/actualites/1.html"] = Page(article(1, text="L'accord a été prolongé de cinq ans, jusqu'en 2031. "))
    site.pages["/actualites/2.html"] = Page(article(2).replace("Mentions légales", "Plan du site"))
    site.pages["/sitemap.xml"] = Page(sitemap(list(range(6)), lastmod="2025-06-01T10:00:00Z"), "application/xml")
    report = lab.crawl_one("school")
    after = lab.pages("school")
    assert (report.stats["changed"], report.stats["unchanged"]) == (1, 5)
    assert after["/actualites/1.html"].snapshot_id != before["/actualites/1.html"].snapshot_id
    assert after["/actualites/2.html"].snapshot_id == before["/actualites/2.html"].snapshot_id
    assert "prolongé" in lab.text("school", "/actualites/1.html")


def test_vanished_page_is_gone_after_three_misses_and_one_that_comes_back_is_not(lab: Lab) -> None:
    site = lab.serve(news_site(5))
    lab.source("school", site.root)
    lab.crawl("school")
    site.pages["/sitemap.xml"] = Page(sitemap([0, 1, 2]), "application/xml")
    site.pages["/feed.xml"] = Page(rss([0, 1, 2]), "application/rss+xml")
    kept = {path: site.pages.pop(path) for path in ("/actualites/3.html", "/actualites/4.html")}
    for misses in (1, 2):
        lab.crawl("school")
        assert lab.pages("school")["/actualites/4.html"].misses == misses
    site.pages["/actualites/3.html"] = kept["/actualites/3.html"]
    lab.crawl("school")
    pages = lab.pages("school")
    assert pages["/actualites/4.html"].gone_at
    assert pages["/actualites/3.html"].misses == 0
    assert pages["/actualites/0.html"].misses == 0


def test_a_page_that_no_way_tells_of_is_looked_after_when_it_was_not_seen_for_long(lab: Lab) -> None:
    pages = news_site(3)
    del pages["/sitemap.xml"], pages["/robots.txt"]
    site = lab.serve(pages)
    lab.source("school", site.root)
    lab.crawl("school")
    site.pages["/feed.xml"] = Page(rss([0]), "application/rss+xml")
    del site.pages["/actualites/2.html"]
    lab.crawl("school")
    assert lab.pages("school")["/actualites/2.html"].misses == 0
    with Store.open(lab.config.work_db) as store, store.write():
        store.run("update pages set last_seen = '2025-01-01T00:00:00Z'")
    lab.crawl("school")
    seen = {path: (state.misses, state.last_seen > "2026") for path, state in lab.pages("school").items()}
    assert (seen["/actualites/1.html"], seen["/actualites/2.html"]) == ((0, True), (1, False))


def test_soft_404_is_a_miss_and_not_an_article(lab: Lab) -> None:
    lost = Page(
        "<html><head><title>École</title></head><body><main><p>Oups ! Retournez à l'accueil du site, ou "
        "utilisez le menu pour trouver ce que vous cherchez sur nos pages.</p></main></body></html>"
    )
    site = lab.serve(news_site(4))
    site.fallback = lambda handler: handler._send(lost)  # type: ignore[attr-defined]
    site.pages["/actualites/1.html"] = lost
    site.pages["/actualites/2.html"] = Page("<title>Page introuvable - École</title><p>Cette page n'existe plus.</p>")
    site.pages["/actualites/3.html"] = Page(status=302, headers={"Location": "/"})
    lab.source("school", site.root)
    report = lab.crawl_one("school")
    assert list(lab.pages("school")) == ["/actualites/0.html"]
    assert sum(count for cause, count in report.stats["failed"].items() if cause.startswith("soft 404")) == 3


def test_spellings_of_one_address_are_one_page(lab: Lab) -> None:
    site = lab.serve(news_site(3))
    site.pages["/feed.xml"] = Page(rss([0, 1, 2], query="?utm_source=rss&amp;PHPSESSID=1f2"), "application/rss+xml")
    site.pages["/sitemap.xml"] = Page(sitemap([0, 1, 2], path="/actualites/{n}.html/"), "application/xml")
    canonical = "<link rel='canonical' href='{root}/actualites/0.html'>"
    site.pages["/copie.html"] = Page(article(0, head=canonical))
    site.pages["/actualites/0.html"] = Page(article(0, head=canonical))
    site.pages["/"] = Page(home(FEED_LINK, "<a href='/actualites/'>Actualités</a>"))
    site.pages["/actualites/"] = Page(
        home(
            "",
            "".join(
                f"<article><h2><a href='{path}#suite'>Accord</a></h2><p>3 mars 2025</p></article>"
                for path in (
                    "/copie.html",
                    "/actualites/0.html?utm_medium=x",
                    "/actualites/1.html",
                    "/actualites/2.html",
                )
            ),
        )
    )
    lab.source("school", site.root)
    lab.crawl("school")
    assert len(lab.pages("school")) == 3
    assert all(site.count(f"/actualites/{n}.html") + site.count(f"/actualites/{n}.html/") == 1 for n in range(3))
    site.forget()
    lab.crawl("school")
    assert not [path for path, _ in site.seen if path.startswith(("/copie", "/actualites/1"))]


def test_dated_listings_in_an_old_encoding_without_feed(lab: Lab) -> None:
    site = lab.serve(old_listing_site())
    lab.source("old", site.root)
    report = lab.crawl_one("old")
    pages = lab.pages("old")
    assert report.stats["candidates"] == {"listing": 23}
    assert len(pages) == 23
    state = next(state for path, state in pages.items() if "id=7&" in path)
    assert (state.title, state.published) == ("Séminaire n° 7", dt.date(2024, 8, 8))
    assert "s’est tenu à l’école, avec 30 chercheurs – venus" in lab.text(
        "old", f"/article.php?{state.url.partition('?')[2]}"
    )
    site.forget()
    lab.crawl("old")
    assert not [path for path, _ in site.seen if path.startswith("/article.php")]


def test_press_releases_in_pdf_and_two_languages(lab: Lab) -> None:
    site = lab.serve(press_site())
    lab.source("press", site.root)
    report = lab.crawl_one("press")
    pages = lab.pages("press")
    assert report.stats["languages"] == {"en": f"{site.root}/en/"}
    assert sorted(pages) == [f"/en/press/cp-{n}.pdf" for n in range(4)] + [f"/presse/cp-{n}.pdf" for n in range(4)]
    assert {path.startswith("/en"): state.lang for path, state in pages.items()} == {True: "en", False: "fr"}
    assert pages["/presse/cp-2.pdf"].published == dt.date(2025, 3, 15)
    assert "université de Kagawa" in lab.text("press", "/presse/cp-2.pdf")
    assert lab.crawl_one("press").stats["new"] == 0


def test_wordpress_posts_and_then_only_what_was_modified(lab: Lab) -> None:
    site = lab.serve(wordpress_site())
    lab.source("press", site.root)
    report = lab.crawl_one("press")
    assert (report.stats["candidates"], report.stats["new"]) == ({"rest": 130}, 130)
    assert lab.pages("press")["/5-accord/"].lastmod == "2025-04-06T08:00:00Z"
    site.forget()
    report = lab.crawl_one("press")
    assert [path.partition("&modified")[1] for path, _ in site.seen] == ["", "&modified"]
    assert report.status == "ok"


def test_items_without_pages_of_their_own_are_read_on_the_listing_again_when_it_changes(lab: Lab) -> None:
    def listing(count: int) -> Page:
        text = "Visite d'une délégation de l'université de Kagawa et signature d'un accord de double diplôme."
        items = "".join(f"<li><strong>{n + 1} mars 2025</strong> {text} Épisode {n}.</li>" for n in range(count))
        return Page(home("", f"<h2>Actualités</h2><ul>{items}</ul>"), validators=True)

    site = lab.serve({"/": Page(home("", "<a href='/actualites/'>Actualités</a>")), "/actualites/": listing(4)})
    lab.source("school", site.root)
    assert lab.crawl_one("school").stats["new"] == 1
    assert lab.crawl_one("school").stats["changed"] == 0
    site.pages["/actualites/"] = listing(5)
    assert lab.crawl_one("school").stats["changed"] == 1
    assert "Épisode 4" in lab.text("school", "/actualites/")


def test_a_limit_leaves_the_rest_to_the_next_crawl(lab: Lab) -> None:
    site = lab.serve(news_site(8))
    lab.source("school", site.root)
    assert lab.crawl_one("school", limit=3).stats["new"] == 3
    assert lab.crawl_one("school").stats["new"] == 5


def test_a_budget_stops_a_source_and_the_next_crawl_goes_on(lab: Lab) -> None:
    site = lab.serve(news_site(20))
    lab.source("school", site.root)
    first = lab.crawl_one("school", settings={"BUDGET_PAGES": 10})
    assert 0 < first.stats["new"] < 10
    assert first.stats["budget"] == "budget of 10 pages used up"
    assert first.stats["new"] + lab.crawl_one("school").stats["new"] == 20


def test_every_response_is_in_the_warc_and_a_replay_needs_no_net(lab: Lab) -> None:
    site = lab.serve(news_site(5))
    lab.source("school", site.root)
    lab.crawl("school", settings={"WARC_MAX_FILE": 2000})
    files = warc.files(lab.config.warc)
    assert len(files) > 1
    assert sum(len(list(warc.read_all(path))) for path in files) == len(site.seen)
    with Store.open(lab.config.work_db) as store:
        rows = store.all("select p.url, s.warc_file, s.warc_offset from snapshots s join pages p on p.id = s.page")
    for row in rows:
        assert warc.read_at(lab.config.warc / row["warc_file"], row["warc_offset"]).url == row["url"]
    lab.config.work_db.unlink()
    site.forget()
    report = lab.crawl_one("school", offline=True, allow_private=False)
    assert (report.stats["new"], site.seen) == (5, [])
    assert lab.crawl_one("school", offline=True, allow_private=False).stats["new"] == 0


def test_noindex_is_kept_with_the_page(lab: Lab) -> None:
    site = lab.serve(news_site(3))
    site.pages["/actualites/0.html"] = Page(article(0), headers={"X-Robots-Tag": "noindex"})
    site.pages["/actualites/1.html"] = Page(article(1, head="<meta name='robots' content='noindex'>"))
    lab.source("school", site.root)
    lab.crawl("school")
    assert [state.noindex for _, state in sorted(lab.pages("school").items())] == [True, True, False]


def test_include_and_exclude_override(lab: Lab) -> None:
    site = lab.serve(news_site(6))
    lab.source("school", site.root, 'include = ["/actualites/[0-3]"]\nexclude = ["/2\\\\."]\n')
    lab.crawl("school")
    assert sorted(lab.pages("school")) == [f"/actualites/{n}.html" for n in (0, 1, 3)]


def test_what_keeps_a_crawl_from_starting_is_said(lab: Lab) -> None:
    site = lab.serve({})
    lab.source("school", site.root)
    with pytest.raises(CrawlError, match="PASSERELLE_CONTACT"):
        crawl(Config(lab.config.data), ["school"])
    with pytest.raises(CrawlError, match="nobody"):
        lab.crawl("nobody")
    lab.source("broken", site.root, "homme = 1\n")
    with pytest.raises(CrawlError, match=r"broken\.toml: unknown key homme"):
        lab.crawl("broken")


def test_private_addresses_are_refused_unless_allowed(lab: Lab) -> None:
    site = lab.serve(news_site(3))
    lab.source("number", site.root)
    lab.source("name", site.root.replace("127.0.0.1", "localhost"))
    lab.source("resolved", site.root.replace("127.0.0.1", "127.1"))  # private only once it is resolved
    report = lab.crawl("number", "name", "resolved", allow_private=False)
    assert [each.status for each in report.sources] == ["failing"] * 3
    assert site.seen == []
    assert "Refused 127.1: it resolves to the private address 127.0.0.1" in lab.log
    assert "private address" in (report.sources[0].cause or "")
