"""What a home page tells of its ways."""

from __future__ import annotations

from crawler.discovery import pages

HOME = """<html lang="fr-FR"><head><title>École</title>
<link rel="alternate" type="application/rss+xml" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Flux des commentaires" href="/comments/feed/">
<link rel="alternate" hreflang="fr-FR" href="https://www.school.example/">
<link rel="alternate" hreflang="en" href="/en/"><link rel="alternate" hreflang="x-default" href="/x/">
<link rel="https://api.w.org/" href="/wp-json/"></head><body>
<a href="/formations/">Formations</a><a href="/ecole/presse">Espace presse</a><a href="/vie/blog-etudiant/">Vie</a>
<a href="/a-la-une">Actualités</a><a href="https://facebook.example/actu">Actu</a></body></html>"""


def test_feeds_posts_languages_and_sections() -> None:
    home = pages.read(HOME, "https://www.school.example/")
    base = "https://www.school.example"
    assert home.feeds == (f"{base}/feed/",)
    assert home.rest == f"{base}/wp-json/"
    assert (home.lang, home.languages) == ("fr", (("en", f"{base}/en/"),))
    assert home.sections == (f"{base}/a-la-une", f"{base}/ecole/presse", f"{base}/vie/blog-etudiant/")


def test_wordpress_is_told_by_its_files() -> None:
    home = pages.read("<img src='/sub/wp-content/themes/x.png'>", "https://www.school.example/sub/")
    assert home.rest == "https://www.school.example/sub/wp-json/"


def test_nothing_is_no_home_page() -> None:
    assert pages.read("", "https://www.school.example/") == pages.Home()
