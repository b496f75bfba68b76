"""From the spider to the store: one transaction a page, as it arrives."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from db.store import StoreError
from records import Article, Fetch


@dataclass(frozen=True, slots=True)
class PageItem:
    """A page that was read: what the spider yields."""

    article: Article
    fetch: Fetch
    asked: str
    """The address that was asked for, before redirects."""


class StorePage:
    """Saves each page in the store as it arrives, and counts what became of it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePage:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_item(self, item: Any) -> Any:
        """Save a PageItem; anything else passes."""
        if isinstance(item, PageItem):
            spider: Any = self._crawler.spider
            try:
                saved = spider.store.save_article(item.article, item.fetch, aliases=(item.asked,))
            except StoreError as error:
                spider.give_up(error)
                raise DropItem(str(error)) from None
            stats = self._crawler.stats
            stats.inc_value("source/saved")
            stats.inc_value(f"source/{saved.state}")
            for name in filled(item.article):
                stats.inc_value(f"source/fields/{name}")
        return item


_WATCHED = {"title", "text", "lang", "published", "canonical_url"}


def filled(article: Article) -> list[str]:
    """The watched fields that an article has: what a redesign of a site makes disappear."""
    return [each.name for each in fields(article) if each.name in _WATCHED and getattr(article, each.name)]
