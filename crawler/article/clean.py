"""What is not content: scripts, menus, consent banners, share buttons, teasers of other pages."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from crawler.article.tree import has_tag, tags

_NEVER = frozenset("script style noscript template svg iframe object select button dialog canvas".split())
_FURNITURE_TAGS = ("nav", "footer", "form")
_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:cookies?|consent|gdpr|rgpd|tarteaucitron|onetrust|didomi|axeptio|breadcrumbs?|fil-?ariane|ariane|"
    r"share|sharing|partage|social|addtoany|navbar|nav|navigation|menu|megamenu|submenu|skip-?links?|newsletter|"
    r"pagination|pager|pagenavi|sidebar|toolbar|popup|modal|offcanvas|sr-only|visually-hidden|screen-reader-text|"
    r"filters?|facets?|advert|ads?|promo-bar|language-switch\w*|lang-?switch\w*|site-header|site-footer|footer|sort|"
    r"search-?form|back-?to-?top)(?:$|[-_\s])",
    re.IGNORECASE,
)
_MAIN = frozenset({"main", "h1"})
_KEEP = ("html", "body", "main", "article")


def words_of(element: Tag) -> str:
    """Return the classes, id and role of an element in one string."""
    words = [*element.get_attribute_list("class"), element.get("id"), element.get("role")]
    return " ".join(str(word) for word in words if word)


def strip_furniture(soup: BeautifulSoup) -> None:
    """Remove from ``soup``, in place, what never belongs to a page's content."""
    for element in tags(soup, _NEVER):
        element.decompose()
    whole = len(soup.get_text())
    stack: list[Tag] = [soup]
    while stack:
        for child in [child for child in stack.pop().children if isinstance(child, Tag)]:
            if child.name not in _KEEP and _is_furniture(child, whole):
                child.decompose()
            else:
                stack.append(child)


def _is_furniture(element: Tag, whole: int) -> bool:
    if element.name in _FURNITURE_TAGS:
        # Some systems (ASP.NET) put the whole page into one form.
        return element.name != "form" or len(element.find_all("p")) < 3
    if element.get("role") in ("navigation", "banner", "contentinfo", "dialog", "search", "alertdialog"):
        return True
    return bool(_FURNITURE.search(words_of(element))) and not _holds_the_page(element, whole)


def _holds_the_page(element: Tag, whole: int) -> bool:
    """Wrappers carry the names of what they wrap ("has-sidebar"): one that holds the main part is no furniture."""
    return has_tag(element, _MAIN) or len(element.get_text()) > 0.4 * whole
