"""Pages are read beside the crawl: one that takes too long, or kills its reader, costs itself alone."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from crawler.reading import Reader, ReadingError
from records import Article
from tests.sites.schools import article


async def read(reader: Reader, number: int) -> Article:
    url = f"https://school.example/{number}"
    return await reader.read(article(number).encode(), url, "text/html", None, dt.date(2026, 3, 1))


def test_a_page_that_takes_too_long_and_a_reader_that_dies() -> None:
    async def story() -> None:
        reader = Reader(1, seconds=60)
        try:
            assert (await read(reader, 1)).title == "Accord numéro 1"
            reader._seconds = 0.0001
            with pytest.raises(ReadingError, match="took longer than"):
                await read(reader, 2)
            reader._seconds = 60
            assert (await read(reader, 3)).title == "Accord numéro 3"
            assert reader._pool
            for worker in (reader._pool._processes or {}).values():
                worker.kill()
            assert (await read(reader, 4)).title == "Accord numéro 4"
        finally:
            reader.close()

    asyncio.run(story())
