"""RSS, Atom, RDF and JSON feeds as they are met."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from crawler.discovery import feeds

URL = "https://www.school.example/feed.xml"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<link>https://www.school.example/</link>
<item><title>Accord &amp; d&#233;fi <![CDATA[<b>franco-japonais</b>]]></title><link> /actu/1 </link>
<guid isPermaLink="false">17</guid><pubDate>Mon, 02 Mar 2026 23:30:00 +0100</pubDate></item>
<item><title>Sans lien</title></item>
<item><guid>https://www.school.example/actu/2</guid><dc:date>2026-02-28</dc:date></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="?page=2"/>
<entry><title type="html">&lt;i&gt;Visite&lt;/i&gt;</title><id>tag:1</id><link rel="edit" href="/edit/1"/>
<link href="/actu/1#top"/><published>2026-03-01T00:30:00+02:00</published><updated>2026-03-05T08:00:00Z</updated>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/><item><title>Colloque</title>
<link>https://www.school.example/c</link><dc:date>2025-11-03T10:00:00+01:00</dc:date></item></rdf:RDF>"""


def test_rss() -> None:
    first, second = feeds.read(RSS.encode(), URL).candidates
    assert (first.url, first.title) == ("https://www.school.example/actu/1", "Accord & défi franco-japonais")
    assert (first.published, first.guid) == (dt.date(2026, 3, 2), "17"), "the day is the one written, not UTC's"
    assert (second.url, second.published) == ("https://www.school.example/actu/2", dt.date(2026, 2, 28))


def test_atom() -> None:
    found = feeds.read(ATOM.encode(), URL)
    (entry,) = found.candidates
    assert (entry.url, entry.title) == ("https://www.school.example/actu/1", "Visite")
    assert (entry.published, entry.lastmod) == (dt.date(2026, 3, 1), "2026-03-05T08:00:00Z")
    assert found.follow[0].url == f"{URL}?page=2"


def test_rdf() -> None:
    (item,) = feeds.read(RDF.encode(), URL).candidates
    assert (item.title, item.published) == ("Colloque", dt.date(2025, 11, 3))


def test_json_feed() -> None:
    items = [{"id": 5, "url": "/a", "title": "A \ud800", "date_published": "2026-01-02T00:00:00Z"}, {"id": 6}, 7]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items, "next_url": "/feed.json?p=2"}
    found = feeds.read(json.dumps(feed).encode(), URL)
    (item,) = found.candidates
    assert (item.url, item.title, item.guid) == ("https://www.school.example/a", "A", "5")
    assert found.follow[0].url == "https://www.school.example/feed.json?p=2"


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    cut = RSS.replace("</channel></rss>", "").replace("&amp;", "&nbsp;")
    assert len(feeds.read(cut.encode(), URL).candidates) == 2


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Not here</body></html>", b"{}", b"[1]", b"\x00\xff", b"{" * 100_000]
)
def test_what_is_no_feed_is_said_not_to_be(body: bytes) -> None:
    assert not feeds.read(body, URL).readable


@pytest.mark.parametrize("date", ["Mon, 01 Jan 9999 00:00:00 GMT", "0001-01-01", "32 Foo 2026", "1 Jan 99999999999"])
def test_absurd_dates_are_no_dates(date: str) -> None:
    body = f"<rss><channel><item><link>/a</link><pubDate>{date}</pubDate></item></channel></rss>"
    assert feeds.read(body.encode(), URL).candidates[0].published is None


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "mailto:a@b", "file:///etc/passwd", "http://[::1", "/" + "x" * 5000]
)
def test_links_that_are_none_are_left_out(link: str) -> None:
    body = f"<rss><channel><item><link>{link}</link></item></channel></rss>"
    assert feeds.read(body.encode(), URL).candidates == ()
