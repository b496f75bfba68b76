"""Which pages belong to a source, beside those of other sources and institutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler import sites
from crawler.sites import Site
from crawler.source_files import Source, load_all
from db.store import Store
from records import Institution
from tests.sites.schools import FEED_LINK, article, home
from tests.sites.server import Page

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Lab

SOURCES = {
    each.id: each
    for each in (
        Source("psl", "Université PSL", "https://psl.eu"),
        Source("dauphine", "Dauphine", "https://www.dauphine.psl.eu/"),
        Source("univ-x", "Université X", "https://www.univ-x.fr/fr/index.html"),
        Source("ecole", "École", "https://ecole.univ-x.fr/"),
        Source("institut", "Institut", "https://www.univ-x.fr/institut/"),
        Source("news", "Actualités d'Y", "https://actu.univ-y.fr/"),
        Source("far", "Loin", "https://far.example/", hosts=("presse-far.example",)),
        Source("uk", "UK", "https://www.x.ac.uk/"),
        Source("pages", "Pages", "https://ecole.github.io/"),
    )
}


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://www.psl.eu/actualites/a", "psl"),
        ("https://psl.eu/a", "psl"),
        ("https://news.psl.eu/a", "psl"),
        ("http://international.psl.eu/a", "psl"),
        ("https://presse.psl.eu/a", "psl"),
        ("https://dauphine.psl.eu/a", "dauphine"),
        ("https://actu.dauphine.psl.eu/a", "dauphine"),
        ("https://univ-x.fr/actualites/a", "univ-x"),
        ("https://actu.univ-x.fr/a", "univ-x"),
        ("https://ecole.univ-x.fr/a", "ecole"),
        ("https://www.ecole.univ-x.fr/a", "ecole"),
        ("https://www.univ-x.fr/institut/actualites/a", "institut"),
        ("https://www.univ-x.fr/institutions/a", "univ-x"),
        ("https://www.univ-y.fr/a", "news"),
        ("https://actu.univ-y.fr/a", "news"),
        ("https://presse-far.example/a", "far"),
        ("https://notpsl.eu/a", None),
        ("https://psl.eu.example.org/a", None),
        ("https://y.ac.uk/a", None),
        ("https://autre.github.io/a", None),
    ],
)
def test_owner(url: str, owner: str | None) -> None:
    assert sites.owners(url, SOURCES.values()) == ([owner] if owner else [])


def test_a_parent_keeps_the_hosts_of_which_nobody_says_that_they_are_anothers() -> None:
    alone = Site.of(SOURCES["psl"])
    assert alone.has("https://dauphine.psl.eu/a")
    registry = {
        "ror:espci": "https://www.espci.psl.eu/fr/",
        "ror:lab": "https://www.psl.eu/recherche/laboratoire",
        "ror:psl": "https://www.psl.eu",
    }
    beside = Site.of(SOURCES["psl"], SOURCES.values(), registry)
    assert not beside.has("https://dauphine.psl.eu/a")
    assert not beside.has("https://www.espci.psl.eu/a")
    assert beside.has("https://www.psl.eu/recherche/laboratoire/a"), (
        "the registry's word counts for hosts, not for paths"
    )
    assert beside.has("https://www.psl.eu/a")


def test_the_same_home_twice_belongs_to_both() -> None:
    mine = Source("mine", "Mine", "https://psl.eu/")
    assert sites.owners("https://psl.eu/a", [mine, SOURCES["psl"]]) == ["mine", "psl"]


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("news.univ-x.fr", "univ-x.fr"),
        ("international.ac.uk", "international.ac.uk"),
        ("presse.fr", "presse.fr"),
        ("ecole.univ-x.fr", "ecole.univ-x.fr"),
        ("127.0.0.1:8000", "127.0.0.1:8000"),
    ],
)
def test_base(host: str, base: str) -> None:
    assert sites.base_of(host) == base


def test_public_suffixes_are_known_without_the_net() -> None:
    assert all(map(sites.is_public_suffix, ("fr", "ac.uk", "github.io", "gouv.fr")))
    assert not any(map(sites.is_public_suffix, ("univ-x.fr", "x.ac.uk", "localhost", "127.0.0.1")))


def test_every_shipped_source_has_its_own_home(lab: Lab) -> None:
    shipped = load_all(lab.config)
    assert [each.id for each in shipped.values() if each.id not in sites.owners(each.home, shipped.values())] == []


def test_a_crawl_leaves_the_pages_of_another_source_to_it(lab: Lab) -> None:
    paths = ["/actualites/0.html", "/ecole/actualites/1.html"]
    items = "".join(f"<item><title>A</title><link>{{root}}{path}</link></item>" for path in paths)
    feed = Page(f"<rss version='2.0'><channel><title>U</title>{items}</channel></rss>", "application/rss+xml")
    pages = {path: Page(article(number)) for number, path in enumerate(paths)}
    site = lab.serve({"/": Page(home(FEED_LINK)), "/ecole/": Page(home(FEED_LINK)), "/feed.xml": feed, **pages})
    lab.source("university", site.root)
    lab.source("school", f"{site.root}/ecole")
    lab.crawl("university", "school")
    assert list(lab.pages("university")) == [paths[0]]
    assert list(lab.pages("school")) == [paths[1]]


def test_websites_are_those_of_the_register(tmp_path: Path) -> None:
    with Store.open(tmp_path / "work.db") as store:
        store.load_reference([("FR", "France", "France")])
        store.save_institutions([Institution("ror:espci", "ESPCI", "academic", "FR", website="https://espci.psl.eu")])
        assert store.websites() == {"ror:espci": "https://espci.psl.eu"}
