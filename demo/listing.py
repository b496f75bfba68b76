"""An old-fashioned site: pages of dated listings, addresses with numbers, Latin-1, a press release as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from demo.posts import Post, School
from demo.server import Resource, Site, at_noon

PER_PAGE = 4
_FILES = Path(__file__).parent / "files"
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def build(school: School, base: str) -> Site:
    """Return the site of ``school`` as it is served at ``base``."""
    newest = school.posts[0]
    pages = {f"/actu.php?id={post.slug}": _html(_article(post, school), post) for post in school.posts}
    chunks = [school.posts[start : start + PER_PAGE] for start in range(0, len(school.posts), PER_PAGE)]
    for number, posts in enumerate(chunks, 1):
        address = "/actualites.php" if number == 1 else f"/actualites.php?page={number}"
        pages[address] = _html(_listing(posts, number, len(chunks), school), newest)
    pages["/"] = _html(_front(school), newest)
    pages["/robots.txt"] = Resource(b"User-agent: *\nDisallow: /intranet/\n", "text/plain", at_noon(newest.date))
    if school.release is not None:
        pdf = (_FILES / f"{school.release.slug}.pdf").read_bytes()
        pages[f"/presse/{school.release.slug}.pdf"] = Resource(pdf, "application/pdf", at_noon(school.release.date))
    return pages


def _html(text: str, post: Post) -> Resource:
    return Resource(text.encode("iso-8859-1", "xmlcharrefreplace"), "text/html", at_noon(post.date))


def _day(post: Post) -> str:
    day = "1er" if post.date.day == 1 else str(post.date.day)
    return f"{day} {_MONTHS[post.date.month - 1]} {post.date.year}"


def _frame(title: str, main: str) -> str:
    return (
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>"
        f"<title>{escape(title)}</title></head><body><table width='100%'><tr><td class='menu'>"
        "<a href='/'>Accueil</a><br><a href='/actualites.php'>Actualités</a></td>"
        f"<td id='contenu'>{main}</td></tr></table>"
        "<p class='footer'>Site de démonstration : école et événements inventés.</p></body></html>"
    )


def _article(post: Post, school: School) -> str:
    return _frame(
        f"{post.title} - {school.name}", f"<h1>{escape(post.title)}</h1><i>Publié le {_day(post)}</i>{post.body_html}"
    )


def _listing(posts: Sequence[Post], number: int, last: int, school: School) -> str:
    rows = "".join(
        f"<tr class='actu'><td>{_day(post)}</td><td><a href='/actu.php?id={post.slug}'>"
        f"{escape(post.title)}</a></td></tr>"
        for post in posts
    )
    pages = " ".join(
        f"<a href='/actualites.php{'' if page == 1 else f'?page={page}'}'>{page}</a>"
        for page in range(1, last + 1)
        if page != number
    )
    release = _release_link(school) if number == 1 else ""
    return _frame(
        "Actualités", f"<h1>Actualités</h1><table>{rows}</table>{release}<p class='pages'>Pages : {pages}</p>"
    )


def _release_link(school: School) -> str:
    if school.release is None:
        return ""
    href = f"/presse/{school.release.slug}.pdf"
    return (
        f"<h2>Presse</h2><ul><li>{_day(school.release)} : <a href='{href}'>{escape(school.release.title)}</a></li></ul>"
    )


def _front(school: School) -> str:
    links = "".join(
        f"<li><a href='/actu.php?id={post.slug}'>{escape(post.title)}</a></li>" for post in school.posts[:3]
    )
    return _frame(school.name, f"<h1>{escape(school.name)}</h1><p>Bienvenue.</p><ul>{links}</ul>")
