"""Is a page one article, or a list of many?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from urllib.parse import urlsplit

from crawler.article.listing import Item, item_shows_day
from crawler.article.metadata import ARTICLE_TYPES, LISTING_TYPES, Metadata

_PROSE = 120
"""Characters: a line at least this long is prose, not a caption or a teaser's title."""
_TEASER = 900
"""Characters: the middle item of a list is shorter than this; longer ones are the sections of an article."""
_SLUG = 4
"""Words: an address whose last part has as many names an article; "newsroom" or "press-releases" a list."""
_LISTING_PATH = re.compile(
    r"^/?$|/(?:actualit[eé]s?|actus?|news|nouvelles|newsroom|aktuelles|nachrichten|noticias|notizie|presse|press|blog|"
    r"category|categorie|sections?|tag|archives?|page/\d+|agenda|evenements|events?)/?$|"
    r"/(?:category|categorie|categories|tag|sections?|collections?)/|[?&](?:page|paged|start|offset)=\d+",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[?&](?:p|id|nid|uid|art|article|id_article|news|actu|detail\w*)=\d+|article\d+", re.IGNORECASE)
"""Addresses that name one thing by its number, as WordPress, SPIP and home-made systems write them."""
_THRESHOLD = 2


def is_listing(metadata: Metadata, items: Sequence[Item], article: str, whole: str, url: str, *, dated: bool) -> bool:
    """Tell whether a page is a list of other pages.

    ``items`` are what its repeated shapes hold, ``article`` its text read as if it were one article, ``whole`` all
    its visible text, and ``dated`` says that it shows a day of its own at its headline. Several weak witnesses vote,
    because each of them errs on some system.
    """
    if not items or median(len(item.text) for item in items) > _TEASER:
        return False
    inside, outside, prose = _prose(article, items)
    types = metadata.types()
    words = _slug_words(url)
    parts = urlsplit(url)
    address = f"{parts.path}?{parts.query}" if parts.query else parts.path
    votes = (
        (2, any(LISTING_TYPES.match(kind) for kind in types)),
        (2, bool(_LISTING_PATH.search(address))),
        (-2, bool(_NUMBERED.search(address))),
        (1, sum(map(item_shows_day, items)) >= 3),
        (1, len(items) >= 8),
        (1, inside > outside),
        (1, prose < 0.4 * len(whole)),
        (1, words < _SLUG),
        (-2, words >= _SLUG),
        (-1, outside > inside),
        (-2, dated),
        (-3, any(ARTICLE_TYPES.search(kind) for kind in types)),
        (-1, metadata.first("og:type") == "article"),
    )
    return sum(weight for weight, true in votes if true) >= _THRESHOLD


def _slug_words(url: str) -> int:
    """Words of the longer of the address' last two parts: some systems put a number behind the title."""
    parts = urlsplit(url).path.rstrip("/").split("/")[-2:]
    return max(len(re.findall(r"[-_]+", part)) for part in parts) + 1


def _prose(article: str, items: Sequence[Item]) -> tuple[int, int, int]:
    """Return the items' length, that of the article's long lines that stand in no item, and that of all long lines."""
    within = _squeeze("".join(item.text for item in items))
    long_lines = [line for line in article.split("\n") if len(line) >= _PROSE]
    outside = sum(len(line) for line in long_lines if _squeeze(line)[:80] not in within)
    return len(within), outside, sum(map(len, long_lines))


def _squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text)
