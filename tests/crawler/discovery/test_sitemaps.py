"""Sitemaps: plain, news, index, packed, as text; and robots.txt that names them."""

from __future__ import annotations

import datetime as dt
import gzip

from crawler.discovery import sitemaps

URL = "https://www.school.example/sitemap.xml"
NS = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
NEWS = f"""<urlset {NS} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>/actu/1</loc>
<lastmod>2026-03-02T10:00:00+01:00</lastmod><news:news><news:title>Accord &amp; visite</news:title>
<news:publication_date>2026-03-01</news:publication_date></news:news></url><url><loc>/actu/2</loc><lastmod>soon</lastmod>
</url><url><lastmod>2026-01-01</lastmod></url></urlset>"""


def test_news_sitemap() -> None:
    first, second = sitemaps.read(NEWS.encode(), URL).candidates
    assert (first.url, first.title) == ("https://www.school.example/actu/1", "Accord & visite")
    assert (first.published, first.lastmod) == (dt.date(2026, 3, 1), "2026-03-02T10:00:00+01:00")
    assert second.lastmod is None


def test_packed_sitemap_is_unpacked() -> None:
    assert len(sitemaps.read(gzip.compress(NEWS.encode()), URL).candidates) == 2


def test_index_leads_on() -> None:
    index = f"<sitemapindex {NS}><sitemap><loc>/post-sitemap.xml</loc></sitemap></sitemapindex>"
    assert [each.url for each in sitemaps.read(index.encode(), URL).follow] == [
        "https://www.school.example/post-sitemap.xml"
    ]


def test_text_sitemap() -> None:
    assert len(sitemaps.read(b"https://a.example/1\nhttps://a.example/2\n", URL).candidates) == 2


def test_a_page_is_no_sitemap() -> None:
    assert not sitemaps.read(b"<html><body>not found</body></html>", URL).readable
    assert not sitemaps.read(gzip.compress(b" " * 200_000_000), URL).readable


def test_robots_names_them_each_once() -> None:
    robots = (
        b"User-agent: *\nSitemap: /a.xml\nsitemap:https://www.school.example/a.xml\nSITEMAP: http://x.example/b.xml"
    )
    assert sitemaps.in_robots(robots, "https://www.school.example/robots.txt") == (
        "https://www.school.example/a.xml",
        "http://x.example/b.xml",
    )


def test_modification_of_all_pages_just_now_is_not_believed() -> None:
    def read(lastmod: str) -> set[str | None]:
        urls = "".join(f"<url><loc>/{n}</loc><lastmod>{lastmod}</lastmod></url>" for n in range(30))
        found = sitemaps.read(
            f"<urlset {NS}>{urls}</urlset>".encode(), URL, dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
        )
        return {each.lastmod for each in found.candidates}

    assert read("2026-03-20T11:59:00Z") == {None}
    assert read("2026-03-02T11:59:00Z") == {"2026-03-02T11:59:00Z"}
