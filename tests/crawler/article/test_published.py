"""Which day is a page's, when several are on it."""

import datetime as dt

import pytest

from crawler.article import read
from records import Candidate

TODAY = dt.date(2026, 6, 1)
BODY = "<p>" + "L’école et l’université ont signé un accord de coopération pour cinq ans. " * 8 + "</p>"


JSON_LD = '<script type="application/ld+json">%s</script>'


def page(head: str = "", top: str = "", bottom: str = "", title: str = "Un accord signé") -> bytes:
    main = f"<main><h1>{title}</h1>{top}{BODY}{bottom}</main>"
    return f"<html lang=fr><head><title>{title}</title>{head}</head><body>{main}</body></html>".encode()


@pytest.mark.parametrize(
    ("head", "top", "day", "basis"),
    [
        (JSON_LD % '{"@type":"NewsArticle","datePublished":"2024-03-05T23:30:00+01:00"}', "", "2024-03-05", "json-ld"),
        (JSON_LD % '{"@graph":[{"@type":"WebPage","datePublished":"2024-03-05"},]}', "", "2024-03-05", "json-ld"),
        ('<meta property="article:published_time" content="2024-03-05T08:00:00+00:00">', "", "2024-03-05", "meta"),
        ("", "<p>Publié le 1er mars 2026</p>", "2026-03-01", "text"),
        ("", "<p>Mis à jour le 3 avril 2026 – publié le 12 février 2026</p>", "2026-02-12", "text"),
        ("", "<div>04/10/2024</div>", "2024-10-04", "text"),
        ("", "<div>Veröffentlicht am 12. März 2025</div>", "2025-03-12", "text"),
        ("", "<div>Posted on March 7, 2025</div>", "2025-03-07", "text"),
        ("", "<div>Publicado el 7 de mayo de 2025</div>", "2025-05-07", "text"),
        ("", "<time datetime='2025-02-03'>hier</time>", "2025-02-03", "time"),
    ],
)  # fmt: skip
def test_each_witness_is_heard(head: str, top: str, day: str, basis: str) -> None:
    article = read(page(head, top), "https://ecole.example/actualites/un-accord", fetched=TODAY)
    assert article.published is not None
    assert (article.published.isoformat(), article.published_basis) == (day, basis)


def test_the_day_of_change_is_not_the_day_of_publication() -> None:
    head = (
        '<meta property="article:published_time" content="2023-05-02">'
        '<meta property="article:modified_time" content="2025-09-09">'
    )
    article = read(page(head, "<div>9 septembre 2025</div>"), "https://ecole.example/a", fetched=TODAY)
    assert article.published == dt.date(2023, 5, 2)
    assert article.modified == dt.date(2025, 9, 9)


def test_a_stamp_in_utc_is_moved_to_the_sites_own_clock() -> None:
    head = '<meta property="article:published_time" content="2024-07-01T01:30:00Z">'
    assert read(page(head), "https://www.ecole.ca/nouvelle", fetched=TODAY).published == dt.date(2024, 6, 30)
    assert read(page(head), "https://www.ecole.fr/nouvelle", fetched=TODAY).published == dt.date(2024, 7, 1)


def test_neither_the_future_nor_the_year_9999_is_believed() -> None:
    head = '<meta property="article:published_time" content="9999-12-31">'
    assert read(page(head, "<div>12 décembre 2031</div>"), "https://ecole.example/a", fetched=TODAY).published is None


def test_a_bare_year_gives_no_first_of_january() -> None:
    assert (
        read(page(bottom="<footer>© 2024 École</footer>"), "https://ecole.example/a", fetched=TODAY).published is None
    )


def test_what_a_feed_told_serves_where_the_page_says_nothing() -> None:
    hint = Candidate("https://ecole.example/a", "feed", published=dt.date(2026, 2, 3))
    article = read(page(), "https://ecole.example/a", hint=hint, fetched=TODAY)
    assert (article.published, article.published_basis) == (dt.date(2026, 2, 3), "feed")
    own = read(page(top="<p>Publié le 1er mars 2026</p>"), "https://ecole.example/a", hint=hint, fetched=TODAY)
    assert own.published == dt.date(2026, 3, 1)
