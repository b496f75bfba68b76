"""From bytes to an Article: pages, listings, PDFs, Markdown, and what is broken."""

import datetime as dt
import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.article import UnreadableError, read

TODAY = dt.date(2026, 6, 1)
DEMO_FILES = Path(__file__).resolve().parents[3] / "demo" / "files"
SENTENCE = "L’école a signé un accord de double diplôme avec l’université de Kagawa, au Japon, le 3 mars. "

ARTICLE = f"""<html lang="fr"><head><title>Un double diplôme – École des Ponts de bois</title>
<link rel="canonical" href="/actualites/un-double-diplome"></head><body>
<div class="cookie-banner"><p>Nous utilisons des cookies pour mesurer l'audience de ce site et de ses pages.</p></div>
<nav class="menu"><a href="/">Accueil</a><a href="/formations">Formations</a></nav>
<main><h1>Un double diplôme</h1><p>{SENTENCE * 4}</p><p>{SENTENCE * 3}</p></main>
<div class="share-buttons">Partager sur les réseaux</div><footer>Mentions légales</footer></body></html>"""


def listing(count: int = 6) -> str:
    teasers = "".join(
        f'<article class="teaser"><h2><a href="/actualites/nouvelle-{n}">'
        f"Accord numéro {n} avec une université partenaire</a></h2><time datetime='2025-03-0{n}'>{n} mars 2025</time>"
        f"<p>Une délégation a été reçue sur le campus, épisode {n}.</p></article>"
        for n in range(1, count + 1)
    )
    head = "<html lang=fr><head><title>Actualités</title></head>"
    return f"{head}<body><main><h1>Actualités</h1>{teasers}</main></body></html>"


def test_an_article_keeps_its_text_and_loses_the_furniture() -> None:
    article = read(ARTICLE.encode(), "https://ponts.example/actualites/un-double-diplome?utm_source=x", fetched=TODAY)
    assert article.kind == "article"
    assert article.title == "Un double diplôme"
    assert article.lang == "fr"
    assert article.canonical_url == "https://ponts.example/actualites/un-double-diplome"
    assert "Kagawa" in article.text
    for furniture in ("cookies", "Formations", "Partager", "Mentions"):
        assert furniture not in article.text
    assert article.text.startswith("Un double diplôme\n")
    assert article.text.count("Un double diplôme") == 1


def test_a_listing_is_split_into_its_dated_items() -> None:
    article = read(listing().encode(), "https://ponts.example/actualites/", fetched=TODAY)
    assert article.kind == "listing"
    assert [item.published for item in article.items] == [dt.date(2025, 3, n) for n in range(1, 7)]
    assert article.items[2].url == "https://ponts.example/actualites/nouvelle-3"
    assert article.items[2].title == "Accord numéro 3 avec une université partenaire"
    for number, item in enumerate(article.items, 1):
        part = article.text[item.start : item.end]
        assert part.startswith(f"Accord numéro {number}")
        assert part.endswith(f"épisode {number}.")


def test_markdown_teasers_become_items() -> None:
    source = "# Title: Stratégie\n\nL'école agit.\n\n" + "\n".join(
        f"  * #### [Visite {city}Partenariats — 0{n}/10/2024L’école a reçu [...]]"
        f'(https://ponts.example/v{n} "Visite {city}")'
        for n, city in enumerate(("Berlin", "Wien", "Delft"), 1)
    )
    article = read(source.encode(), "file:///x/strategie.md", fetched=TODAY)
    assert article.title == "Stratégie"
    assert [(item.title, item.published) for item in article.items] == [
        ("Visite Berlin", dt.date(2024, 10, 1)),
        ("Visite Wien", dt.date(2024, 10, 2)),
        ("Visite Delft", dt.date(2024, 10, 3)),
    ]
    assert all("Visite " in article.text[item.start : item.end] for item in article.items)
    assert "01/10/2024\nL’école a reçu" in article.text
    assert "](" not in article.text


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_the_charset_is_found_whatever_is_declared(charset: str) -> None:
    body = ARTICLE.replace("’", "'").replace("–", "-").encode(charset)
    declared = f"text/html; charset={charset}" if charset == "utf-16" else "text/html"
    assert "diplôme" in read(body, "https://ponts.example/a", declared, fetched=TODAY).title


def test_nul_bytes_and_lone_surrogates_do_not_reach_the_store() -> None:
    article = read(
        ARTICLE.replace("Kagawa", "Ka\x00gawa").encode() + b"\xed\xa0\x80", "https://ponts.example/a", fetched=TODAY
    )
    article.text.encode("utf-8")
    assert "\x00" not in article.text


def test_a_million_nested_tags_are_survived() -> None:
    assert read(
        b"<html><body>" + b"<div>" * 1_000_000 + b"x", "https://ponts.example/a", fetched=TODAY
    ).text.strip() in ("", "x")


def test_a_pdf_without_text_says_so() -> None:
    empty = pdfium.PdfDocument.new()
    empty.new_page(300, 300)
    buffer = io.BytesIO()
    empty.save(buffer)
    article = read(buffer.getvalue(), "https://ponts.example/cp.pdf", "application/pdf", fetched=TODAY)
    assert article.kind == "pdf"
    assert "scanned" in (article.unreadable or "")


def test_a_broken_pdf_says_so() -> None:
    article = read(b"%PDF-1.4 nothing behind it", "https://ponts.example/cp.pdf", "application/pdf", fetched=TODAY)
    assert "broken" in (article.unreadable or "")


def test_an_image_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"logo\.png"):
        read(b"\x89PNG\r\n\x1a\n\x00\x00", "https://ponts.example/logo.png", "image/png")


def test_an_empty_page_is_unreadable() -> None:
    assert read(b"<html><body></body></html>", "https://ponts.example/a", fetched=TODAY).unreadable


def test_a_canonical_address_of_another_site_is_not_believed() -> None:
    body = ARTICLE.replace('href="/actualites/un-double-diplome"', 'href="https://elsewhere.example/x"')
    assert read(body.encode(), "https://ponts.example/a", fetched=TODAY).canonical_url is None


@settings(deadline=None)  # the first page loads the tables
@given(
    st.text(max_size=400), st.sampled_from(["https://x.example/", "https://x.example/a.txt", "https://x.example/a.md"])
)
def test_no_text_raises_and_items_fit(text: str, url: str) -> None:
    article = read(b"<html>" + text.encode("utf-8", "surrogatepass"), url, fetched=TODAY)
    for item in article.items:
        assert 0 <= item.start < item.end <= len(article.text)


def test_a_press_release_in_pdf_has_its_letterheads_day_and_whole_sentences() -> None:
    body = (DEMO_FILES / "communique-2026-03.pdf").read_bytes()
    article = read(body, "https://ponts.example/presse/communique-2026-03.pdf", fetched=TODAY)
    assert (article.published, article.published_basis) == (dt.date(2026, 3, 25), "text")
    assert "ont annoncé le 24 mars 2026" in article.text
    assert "installé à Prague" in article.text
