"""A site in the manner of WordPress: posts, feed, REST answers, sitemap, JSON-LD."""

from __future__ import annotations

import json
from email.utils import format_datetime
from html import escape

from demo.posts import Post, School
from demo.server import Resource, Site, at_noon

_MENU = (
    "<nav class='menu'><a href='/'>Accueil</a> <a href='/actualites/'>Actualités</a> "
    "<a href='/contact/'>Contact</a></nav>"
)
_CONSENT = "<div id='cookie-notice' class='cookie-banner'>Ce site utilise des cookies. <button>Accepter</button></div>"
_FOOTER = "<footer>Site de démonstration de Passerelle : une école inventée, des événements inventés.</footer>"


def build(school: School, base: str) -> Site:
    """Return the site of ``school`` as it is served at ``base`` (scheme, host and port, no final slash)."""
    pages = {_path(post): _html(_post_page(post, school, base), post) for post in school.posts}
    newest = school.posts[0]
    pages["/"] = _html(_front(school, school.posts[:3]), newest)
    pages["/actualites/"] = _html(_front(school, school.posts), newest)
    pages["/contact/"] = _html(_frame("Contact", school, "<h1>Contact</h1><p>Écrivez-nous.</p>"), newest)
    pages["/feed/"] = Resource(_feed(school, base).encode(), "application/rss+xml; charset=utf-8", at_noon(newest.date))
    pages["/robots.txt"] = Resource(
        f"User-agent: *\nDisallow: /wp-admin/\nSitemap: {base}/wp-sitemap.xml\n".encode(),
        "text/plain",
        at_noon(newest.date),
    )
    pages["/wp-sitemap.xml"] = Resource(_sitemap(school, base).encode(), "application/xml", at_noon(newest.date))
    pages["/wp-json/"] = _json({"name": school.name, "namespaces": ["wp/v2"]}, newest)
    return pages


def _path(post: Post) -> str:
    return f"/{post.date:%Y/%m}/{post.slug}/"


def _html(text: str, post: Post) -> Resource:
    return Resource(text.encode(), "text/html; charset=utf-8", at_noon(post.date))


def _json(value: object, post: Post) -> Resource:
    return Resource(json.dumps(value).encode(), "application/json", at_noon(post.date))


def _frame(title: str, school: School, main: str, head: str = "", lang: str = "fr") -> str:
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'>"
        f"<title>{escape(title)} – {escape(school.name)}</title>"
        f"<link rel='alternate' type='application/rss+xml' title='{escape(school.short)}' href='/feed/'>"
        f"{head}</head><body>{_CONSENT}<header class='site-header'>{_MENU}</header>"
        f"<main>{main}</main>{_FOOTER}</body></html>"
    )


def _post_page(post: Post, school: School, base: str) -> str:
    stamp = at_noon(post.date).isoformat()
    data = json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": post.title, "datePublished": stamp}
    )
    head = (
        f"<link rel='canonical' href='{base}{_path(post)}'><meta property='og:type' content='article'>"
        f"<meta property='og:title' content='{escape(post.title)}'><script type='application/ld+json'>{data}</script>"
    )
    main = f"<article><h1>{escape(post.title)}</h1>{post.body_html}<div class='share-buttons'>Partager</div></article>"
    return _frame(post.title, school, main, head, post.lang)


def _front(school: School, posts: tuple[Post, ...]) -> str:
    teasers = "".join(
        f"<article class='teaser'><h2><a href='{_path(post)}'>{escape(post.title)}</a></h2>"
        f"<time datetime='{post.date}'>{post.date:%d/%m/%Y}</time><p>{escape(post.paragraphs[0][:140])}…</p></article>"
        for post in posts
    )
    return _frame("Actualités", school, f"<h1>{escape(school.name)}</h1>{teasers}")


def _feed(school: School, base: str) -> str:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{base}{_path(post)}</link><guid>{base}{_path(post)}</guid>"
        f"<pubDate>{format_datetime(at_noon(post.date))}</pubDate></item>"
        for post in school.posts[:10]
    )
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>{escape(school.name)}</title>"
        f"<link>{base}/</link><description>Actualités</description>{items}</channel></rss>"
    )


def _sitemap(school: School, base: str) -> str:
    urls = "".join(
        f"<url><loc>{base}{_path(post)}</loc><lastmod>{at_noon(post.date).isoformat()}</lastmod></url>"
        for post in school.posts
    )
    return f"<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
