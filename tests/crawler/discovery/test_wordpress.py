"""Posts of WordPress' REST interface, page by page, and only what was modified."""

from __future__ import annotations

import datetime as dt
import json

from crawler.discovery import wordpress

POSTS = [
    {
        "id": 7,
        "link": "https://www.school.example/accord/",
        "date": "2026-03-01T00:30:00",
        "modified_gmt": "2026-03-04T09:00:00",
        "title": {"rendered": "Accord &#8211; <em>Kagawa</em>"},
    }
]


def test_posts_with_their_dates() -> None:
    address = wordpress.posts_address("https://www.school.example/wp-json/")
    found = wordpress.read(json.dumps(POSTS).encode(), address, pages=3)
    (post,) = found.candidates
    assert (post.title, post.published, post.lastmod) == (
        "Accord – Kagawa",
        dt.date(2026, 3, 1),
        "2026-03-04T09:00:00Z",
    )
    assert "page=2" in found.follow[0].url
    assert wordpress.read(json.dumps(POSTS).encode(), found.follow[0].url.replace("page=2", "page=3"), 3).follow == ()


def test_address_without_pretty_links() -> None:
    address = wordpress.posts_address("https://www.school.example/?rest_route=/")
    assert address.startswith("https://www.school.example/?rest_route=/wp/v2/posts&")


def test_modified_after_leaves_a_day_of_overlap() -> None:
    since = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
    assert "modified_after=2026-03-03T12:00:00" in wordpress.modified_after(
        "https://s.example/wp-json/wp/v2/posts", since
    )


def test_an_error_is_no_list_of_posts() -> None:
    assert not wordpress.read(b'{"code": "rest_no_route"}', "https://s.example/").readable
    assert not wordpress.read(b"<html>", "https://s.example/").readable
