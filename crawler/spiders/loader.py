"""The sources as Scrapy's spiders: `scrapy list` names them, `scrapy crawl ID` crawls one."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from config import Config
from crawler import source_files
from crawler.sites import owners
from crawler.source_files import Source, SourceError


class SourceLoader:
    """Scrapy's spider loader over the TOML files of the sources."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._files = source_files.files(config)
        self._sources: Sequence[Source] | None = None

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> SourceLoader:
        """Scrapy's constructor; the data folder is the environment's."""
        return cls(Config.from_environment())

    def load(self, spider_name: str) -> type[Spider]:
        """The news spider bound to this source. Raises KeyError for an unknown one, UsageError for a bad file."""
        from crawler.spiders.news import NewsSpider

        try:
            source = source_files.load(self._files[spider_name])
        except SourceError as error:
            raise UsageError(str(error), print_help=False) from None
        attributes: dict[str, Any] = {
            "name": source.id,
            "source": source,
            "others": self._others(),
            "__doc__": f"The news of {source.name}.",
        }
        return type("SourceSpider", (NewsSpider,), attributes)

    def list(self) -> list[str]:
        """The ids of all sources."""
        return list(self._files)

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        """The sources whose site the request's address belongs to."""
        return owners(request.url, self._others())

    def _others(self) -> Sequence[Source]:
        """All sources whose files can be read; a bad one is told when it is crawled itself."""
        if self._sources is None:
            found = []
            for path in self._files.values():
                with suppress(SourceError):
                    found.append(source_files.load(path))
            self._sources = tuple(found)
        return self._sources
