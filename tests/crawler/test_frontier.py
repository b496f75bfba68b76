"""The one list of candidates: merged, sifted, weighed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from crawler.frontier import Frontier, weigh
from crawler.source_files import Source
from db.store import PageState
from records import Candidate

SOURCE = Source("school", "School", "https://school.example/")
NOW = dt.datetime(2026, 3, 20, tzinfo=dt.UTC)
STATE = PageState(
    1, "https://school.example/a", "school", "article", "", None, dt.date(2026, 3, 1), None, None,
    "2026-03-02T10:00:00Z", "0" * 64, 1, "2026-03-02T12:00:00Z", "2026-03-19T12:00:00Z", "2026-03-02T12:00:00Z", 0,
    None, False, None,
)  # fmt: skip


def sitemap(*paths: str, found_on: str = "https://school.example/sitemap.xml") -> list[Candidate]:
    return [Candidate(f"https://school.example{path}", "sitemap", found_on=found_on) for path in paths]


def test_ways_are_merged_with_the_date_of_one_and_the_modification_of_the_other() -> None:
    frontier = Frontier(SOURCE)
    frontier.add([replace(sitemap("/a/")[0], lastmod="2026-03-05")])
    frontier.add(
        [Candidate("http://www.school.example/a?utm_source=x", "feed", "Titre", dt.date(2026, 3, 1), guid="7")]
    )
    (merged,) = frontier.candidates()
    assert (merged.way, merged.title, merged.published) == ("feed", "Titre", dt.date(2026, 3, 1))
    assert (merged.lastmod, merged.guid) == ("2026-03-05", "7")


def test_a_sitemap_names_everything_and_only_news_is_taken() -> None:
    frontier = Frontier(SOURCE)
    frontier.add(sitemap("/", "/formations/master", "/actualites/un-accord", "/contact", "/tag/japon", "/photo.jpg"))
    frontier.add(sitemap("/un-titre", found_on="https://school.example/post-sitemap.xml"))
    assert [each.url.partition("example")[2] for each in frontier.candidates()] == [
        "/actualites/un-accord",
        "/un-titre",
    ]


def test_a_sitemap_without_telling_words_is_taken_whole() -> None:
    frontier = Frontier(SOURCE)
    frontier.add(sitemap("/", "/x/1", "/x/2"))
    assert len(frontier.candidates()) == 2


def test_the_shape_of_what_a_feed_names_brings_its_archive_in() -> None:
    frontier = Frontier(SOURCE)
    frontier.add([Candidate("https://school.example/vie/12-un", "feed")])
    frontier.add(sitemap("/vie/3-deux", "/ecole/histoire"))
    assert len(frontier.candidates()) == 2


def test_other_sites_traps_and_exclusions_are_left_out() -> None:
    import re

    frontier = Frontier(replace(SOURCE, exclude=(re.compile("/interne/"),)))
    paths = (
        "school.example/interne/a",
        "school.example/a/b/a/b/a/b",
        "school.example/a.docx",
        "school.example/doc.pdf",
    )
    feed = [Candidate(f"https://{path}", "feed") for path in ("other.example/a", *paths)]
    assert [each.url for each in frontier.add(feed)] == ["https://school.example/doc.pdf"]


@pytest.mark.parametrize(
    ("lastmod", "state", "action"),
    [
        (None, None, "fetch"),
        ("2026-03-02T10:00:00Z", STATE, "keep"),
        ("2026-03-02T11:00:00+01:00", STATE, "keep"),
        ("2026-03-10", STATE, "revalidate"),
        ("2026-03-01", replace(STATE, lastmod=None), "keep"),
        ("2026-03-10", replace(STATE, lastmod=None), "revalidate"),
        (None, STATE, "keep"),
        (None, replace(STATE, last_seen="2026-01-01T00:00:00Z"), "revalidate"),
        (None, replace(STATE, etag='"x"'), "revalidate"),
        (None, replace(STATE, etag='"x"', published=dt.date(2020, 1, 1)), "keep"),
    ],
)
def test_weigh(lastmod: str | None, state: PageState | None, action: str) -> None:
    assert weigh(Candidate(STATE.url, "sitemap", lastmod=lastmod), state, NOW) == action
