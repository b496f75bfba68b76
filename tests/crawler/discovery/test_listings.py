"""Listing pages of many makes, told by structure alone; and the way to their next page."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from crawler.discovery import listings

URL = "https://www.school.example/actualites/"
DAYS = [dt.date(2026, 3, day) for day in (12, 8, 1)]
MENU = "<nav><ul>" + "".join(f"<li><a href='/menu/{n}'>Menu 1{n} mars 2026</a></li>" for n in range(6)) + "</ul></nav>"


def page(items: list[str], before: str = "", after: str = "") -> str:
    return f"<html><body>{MENU}<main>{before}{''.join(items)}{after}</main><footer>© 2026</footer></body></html>"


SHAPES = {
    "cards": page(
        [
            f"<div class='card c{n}'><h3><a href='/a/{n}'>Titre {n}</a></h3><span>{d:%d/%m/%Y}</span></div>"
            for n, d in enumerate(DAYS)
        ],
        "<div class='list'>",
        "</div>",
    ),
    "link around the card": page(
        [
            f"<a href='/a/{n}'><article><time datetime='{d}T08:00:00+01:00'>x</time><h2>Titre {n}</h2></article></a>"
            for n, d in enumerate(DAYS)
        ]
    ),
    "table": page(
        [f"<tr><td>{d.day} mars 2026</td><td><a href='/a/{n}'>Titre {n}</a></td></tr>" for n, d in enumerate(DAYS)],
        "<table>",
        "</table>",
    ),
    "definitions": page(
        [f"<dt>{d.day}. März 2026</dt><dd><a href='/a/{n}'>Titre {n}</a></dd>" for n, d in enumerate(DAYS)],
        "<dl>",
        "</dl>",
    ),
    "flat headings": page(
        [
            f"<h3><a href='/a/{n}'>Titre {n}</a></h3><p class='d'>March {d.day}, 2026</p><p>Chapô.</p>"
            for n, d in enumerate(DAYS)
        ]
    ),
    "text and link": page(
        [
            f"<li>{d.day} mars 2026 : <a href='/a/{n}'>Titre {n}</a> (<a href='/t'>tag</a>)</li>"
            for n, d in enumerate(DAYS)
        ],
        "<ul>",
        "</ul>",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_dated_items_are_found_whatever_the_markup(shape: str) -> None:
    found = listings.read(SHAPES[shape], URL)
    assert [(each.url, each.title, each.published) for each in found.candidates] == [
        (f"https://www.school.example/a/{n}", f"Titre {n}", day) for n, day in enumerate(DAYS)
    ]


def test_a_menu_is_no_listing() -> None:
    assert not listings.read(page(["<p>Un paragraphe.</p>"]), URL).readable


def test_undated_items_count_on_a_news_page_only() -> None:
    text = page([f"<div><h3><a href='/a/{n}'>Titre {n}</a></h3></div>" for n in range(5)])
    assert len(listings.read(text, URL).candidates) == 5
    assert not listings.read(text, "https://www.school.example/formations/").readable


def test_numeric_dates_follow_the_order_told() -> None:
    text = page([f"<li><a href='/a/{n}'>Titre</a> 03/0{n + 1}/2026</li>" for n in range(3)], "<ul>", "</ul>")
    assert listings.read(text, URL).candidates[0].published == dt.date(2026, 1, 3)
    assert listings.read(text, URL, order="mdy").candidates[0].published == dt.date(2026, 3, 1)


def test_a_selector_overrides() -> None:
    text = page(["<p class='x'><a href='/a/1'>Un</a></p><p><a href='/a/2'>Deux</a></p>"])
    assert [each.url for each in listings.read(text, URL, selector="p.x").candidates] == [
        "https://www.school.example/a/1"
    ]


def test_press_releases_outside_a_list_are_found() -> None:
    text = page(
        [
            "<p>Télécharger le <a href='/doc/cp-kagawa.pdf'>communiqué de presse</a> du 4 mars 2026</p>"
            "<p><a href='/doc/plaquette.pdf'>Plaquette</a></p>"
        ]
    )
    (found,) = listings.read(text, URL).candidates
    assert (found.url, found.published) == ("https://www.school.example/doc/cp-kagawa.pdf", dt.date(2026, 3, 4))


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ("<link rel='next' href='?page=2'>", "?page=2"),
        ("<a class='n' href='page/2/'>Page suivante »</a>", "page/2/"),
        ("<div class='pager'><a href='?p=3'>›</a></div>", "?p=3"),
        (
            "<ul class='pagination'><li class='active'><a href='?page=0'>1</a><li><a href='?page=1'>2</a></ul>",
            "?page=1",
        ),
        (
            "<nav aria-label='Pagination'><span aria-current='page'>2</span><a href='?page=1'>1</a>"
            "<a href='?page=3'>3</a></nav>",
            "?page=3",
        ),
        ("<p class='pages'>Pages : <a href='?page=1'>1</a> <a href='?page=3'>3</a></p>", "?page=3"),
        ("<p class='pages'>Pages : <a href='?page=1'>1</a> <a href='?page=2'>2</a></p>", None),
        ("<button data-url='/actualites/?offset=10'>Voir plus</button>", "?offset=10"),
        ("<a href='#' data-next='?ajax=2'>Charger plus…</a>", "?ajax=2"),
        ("<div class='pager'><a href='?page=1'>1</a> <b>2</b></div>", None),
        ("<a rel='next' href='https://other.example/'>next</a>", None),
        ("<a href='/visite'>Suivant le programme</a>", None),
    ],
)
def test_next_page(pager: str, expected: str | None) -> None:
    found = listings.read(page([SHAPES["cards"]], after=pager), URL)
    assert [each.url for each in found.follow] == ([URL + expected] if expected else [])


def test_items_that_lead_nowhere_are_read_on_the_listing_itself() -> None:
    text = "Une délégation de l'université partenaire a visité l'école et ses laboratoires."
    listing = page([f"<p><b>{day.day} mars 2026</b> {text}</p>" for day in DAYS])
    assert [each.url for each in listings.read(listing, URL).candidates] == [URL]


def test_load_more_may_answer_with_json() -> None:
    answer = json.dumps({"success": True, "data": {"html": SHAPES["cards"], "more": [1, {"x": "y"}]}})
    assert len(listings.read(answer, URL + "?ajax=2").candidates) == 3


def test_nofollow_is_obeyed() -> None:
    meta = "<meta name='robots' content='noindex, nofollow'>"
    assert not listings.read(meta + SHAPES["cards"], URL).readable
    assert not listings.read(SHAPES["cards"].replace("<a href='/a", "<a rel='nofollow' href='/a"), URL).readable


def test_what_is_left_over_on_the_last_page_is_found() -> None:
    row = "<tr><td>2 décembre 2024</td><td><a href='/actu.php?id=981'>Cotutelle de thèse à Varsovie</a></td></tr>"
    page = f"<html><body><table>{row}</table></body></html>"
    last = listings.read(page, "https://school.example/actualites.php?page=3")
    assert [each.url for each in last.candidates] == ["https://school.example/actu.php?id=981"]
    assert not listings.read(page, "https://school.example/contact.php").candidates
