"""The sources as Scrapy's spiders: `scrapy list` names them, `scrapy crawl ID` crawls one."""

from __future__ import annotations

from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from config import Config
from crawler import source_files
from crawler.addresses import same_site
from crawler.source_files import Source, SourceError


class SourceLoader:
    """Scrapy's spider loader over the TOML files of the sources."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._files = source_files.files(config)

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
        attributes: dict[str, Any] = {"name": source.id, "source": source, "__doc__": f"The news of {source.name}."}
        return type("SourceSpider", (NewsSpider,), attributes)

    def list(self) -> list[str]:
        """The ids of all sources."""
        return list(self._files)

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        """The sources whose site the request's address belongs to."""
        found: list[tuple[str, Source]] = []
        for name, path in self._files.items():
            found.append((name, source_files.load(path)))
        return [name for name, source in found if same_site(request.url, source.home, source.hosts)]
