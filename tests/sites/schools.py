"""School sites of several kinds, as pages for `server.Site`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

from tests.sites.pdf import pdf
from tests.sites.server import Page, Raw

Pages = dict[str, "Page | Raw"]
TEXT = (
    "L'école a signé un accord de double diplôme avec l'université partenaire. Les étudiantes et étudiants passeront "
    "deux semestres dans chacun des deux établissements. La cérémonie a réuni les directions et l'ambassade. "
)


def article(number: int, *, text: str = TEXT, title: str | None = None, head: str = "") -> str:
    """An article of a school's news, dated in March 2025."""
    title = title or f"Accord numéro {number}"
    day = number % 28 + 1
    return (
        f"<!doctype html><html lang='fr'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta property='article:published_time' content='2025-03-{day:02d}T09:00:00+01:00'>{head}</head><body>"
        f"<nav><a href='/'>Accueil</a> <a href='/actualites/'>Actualités</a></nav>"
        f"<main><article><h1>{title}</h1><p>{text} C'est l'accord {number} de l'année.</p>"
        f"<p>{TEXT}</p></article></main>"
        f"<footer>Mentions légales</footer></body></html>"
    )


def rss(numbers: list[int], path: str = "/actualites/{n}.html", query: str = "") -> str:
    items = "".join(
        f"<item><title>Accord numéro {n}</title><link>{{root}}{path.format(n=n)}{query}</link>"
        f"<guid isPermaLink='false'>accord-{n}</guid>"
        f"<pubDate>{n % 28 + 1:02d} Mar 2025 09:00:00 +0100</pubDate></item>"
        for n in numbers
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>École</title>{items}</channel></rss>"
    )


def sitemap(numbers: list[int], path: str = "/actualites/{n}.html", lastmod: str = "2025-04-01T10:00:00Z") -> str:
    urls = "".join(f"<url><loc>{{root}}{path.format(n=n)}</loc><lastmod>{lastmod}</lastmod></url>" for n in numbers)
    return f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"


def home(head: str = "", body: str = "") -> str:
    return (
        f"<!doctype html><html lang='fr'><head><title>École d'ingénieurs</title>{head}</head>"
        f"<body><h1>École</h1>{body}</body></html>"
    )


FEED_LINK = "<link rel='alternate' type='application/rss+xml' href='/feed.xml'>"


def news_site(count: int, *, in_feed: int = 10) -> Pages:
    """A site with a declared feed of its newest articles, and a sitemap of all."""
    numbers = list(range(count))
    pages: Pages = {
        "/": Page(home(FEED_LINK)),
        "/robots.txt": Page("User-agent: *\nDisallow: /prive/\nSitemap: {root}/sitemap.xml\n", "text/plain"),
        "/feed.xml": Page(rss(numbers[:in_feed]), "application/rss+xml", validators=True),
        "/sitemap.xml": Page(sitemap(numbers), "application/xml", validators=True),
    }
    return pages | {f"/actualites/{n}.html": Page(article(n)) for n in numbers}


def old_listing_site(count: int = 23, per_page: int = 5) -> Pages:
    """Dated listings in Windows-1252 without feed, sitemap or charset header: tables, numbered pages, French dates."""
    months = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre")
    dated = [(n, f"{n % 28 + 1}{'er' if n % 28 == 0 else ''} {months[n % 10]} 2024") for n in range(count)]
    last = (count - 1) // per_page + 1
    pages: Pages = {"/": _old("Accueil", "<a href='actu.php'>Nos actualités</a> <a href='contact.php'>Contact</a>")}
    for page in range(1, last + 1):
        rows = "".join(
            f"<tr><td>{day}</td><td><a href='article.php?id={n}&amp;PHPSESSID=abc{page}{n}'>Séminaire franco-japonais "
            f"n° {n} – l’été</a></td></tr>"
            for n, day in dated[(page - 1) * per_page : page * per_page]
        )
        links = " ".join(
            f"<b>{n}</b>" if n == page else f"<a href='actu.php?page={n}'>{n}</a>" for n in range(1, last + 1)
        )
        body = f"<h2>Actualités</h2><table>{rows}</table><div class='pagination'>{links}</div>"
        pages["/actu.php" if page == 1 else f"/actu.php?page={page}"] = _old("Actualités", body)
    pages["/actu.php?page=1"] = pages["/actu.php"]
    for n, day in dated:
        text = f"Un séminaire s’est tenu à l’école, avec 30 chercheurs – venus d’Ōsaka. {TEXT} Numéro {n}.".replace(
            "Ō", "O"
        )
        body = f"<h1>Séminaire franco-japonais n° {n} – l’été</h1><p>Publié le {day}</p><p>{text}</p><p>{TEXT}</p>"
        page = _old(f"Séminaire n° {n}", body)
        for session in range(1, last + 1):
            pages[f"/article.php?id={n}&PHPSESSID=abc{session}{n}"] = page
        pages[f"/article.php?id={n}"] = page
    return pages


def _old(title: str, body: str) -> Page:
    text = (
        f"<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1252'><title>{title}</title>"
        f"</head><body bgcolor='#ffffff'><center>{body}</center></body></html>"
    )
    return Page(text.encode("cp1252"), "text/html")


def press_site(count: int = 4) -> Pages:
    """Press releases as PDF files, listed on a page in French and on one in English; no feed, no sitemap."""
    alternates = "<link rel='alternate' hreflang='en' href='/en/'><link rel='alternate' hreflang='fr' href='/'>"
    pages: Pages = {
        "/": Page(home(alternates, "<a href='/presse/'>Espace presse</a>")),
        "/en/": Page(
            home(alternates, "<a href='/en/press/'>Press room</a>").replace("lang='fr'", "lang='en'"),
        ),
    }
    for lang, folder, phrase in (("fr", "/presse/", "Communiqué de presse"), ("en", "/en/press/", "Press release")):
        items = "".join(
            f"<li><time datetime='2025-0{n + 1}-15'>{n + 1}/2025</time> "
            f"<a href='{folder}cp-{n}.pdf'>{phrase} {n}</a></li>"
            for n in range(count)
        )
        pages[folder] = Page(home("", f"<h2>{phrase}</h2><ul>{items}</ul>"))
        for n in range(count):
            text = (
                f"Communiqué de presse {n}. L'école et l'université de Kagawa ont signé un accord de coopération."
                if lang == "fr"
                else f"Press release {n}. The school and Kagawa University have signed a cooperation agreement."
            )
            pages[f"{folder}cp-{n}.pdf"] = Page(pdf([text, "Contact: presse"]), "application/pdf")
    return pages


def wordpress_site(count: int = 130, modified: Mapping[int, str] | None = None) -> Pages:
    """A WordPress that declares its REST interface: pages of a hundred posts, modified_after honoured.

    ``modified`` are the instants of posts that were changed later than they were written.
    """
    pages: Pages = {"/": Page(home("<link rel='https://api.w.org/' href='/wp-json/'>"))}
    posts = {n: f"2025-04-{n % 28 + 1:02d}T08:00:00" for n in range(count)} | dict(modified or {})
    pages |= {f"/{n}-accord/": Page(article(n)) for n in posts}

    def answer(handler: BaseHTTPRequestHandler) -> None:
        query = dict(parse_qsl(urlsplit(handler.path).query))
        wanted = [n for n, modified in posts.items() if modified > query.get("modified_after", "")]
        first = (int(query.get("page", "1")) - 1) * int(query["per_page"])
        shown = wanted[first : first + int(query["per_page"])]
        body = json.dumps([_post(n, posts[n], f"http://{handler.headers['Host']}") for n in shown]).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("X-WP-TotalPages", str(-(-len(wanted) // int(query["per_page"]))))
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return pages | {"/wp-json/wp/v2/posts": answer}


def _post(number: int, modified: str, root: str) -> dict[str, object]:
    title = {"rendered": f"Accord numéro {number}"}
    link, date = f"{root}/{number}-accord/", f"2025-03-{number % 28 + 1:02d}T09:00:00"
    return {"id": number, "link": link, "date": date, "modified_gmt": modified, "title": title}
