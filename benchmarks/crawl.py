"""Pages a second of a crawl against a bare Scrapy spider on the same local site, and what a second crawl costs.

Run: ``python benchmarks/crawl.py [PAGES]``. Delays are off on both sides. Three
measures are taken in turns, three rounds, and the quickest of each counts:

- a bare spider that follows the sitemap and yields each page's title (Scrapy and the site alone);
- a bare spider that also reads each page with trafilatura, as anyone would who wants its text;
- `crawler.run.crawl`, which finds, fetches, reads, archives and stores.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROUNDS = 3
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config import Config  # noqa: E402
from crawler.run import crawl  # noqa: E402

BARE = """
import sys
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.spiders import SitemapSpider

class Bare(SitemapSpider):
    name = "bare"
    sitemap_urls = [sys.argv[1] + "/sitemap.xml"]

    def parse(self, response):
        item = {"url": response.url, "title": response.css("title::text").get()}
        if sys.argv[2] == "text":
            import trafilatura
            item["text"] = trafilatura.extract(response.text)
        yield item

process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": True,
                               "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0})
crawler = process.create_crawler(Bare)
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
took = (stats.get("finish_time") - stats["start_time"]).total_seconds()
print(stats["item_scraped_count"], took)
"""
SERVER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from tests.sites.schools import news_site
from tests.sites.server import Site
with Site(news_site(int(sys.argv[2]))) as site:
    print(site.root, flush=True)
    sys.stdin.read()
"""


def bare(root: str, what: str) -> tuple[int, float]:
    """Pages and seconds of the bare spider; ``what`` is "title" or "text"."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:  # Scrapy wants to see the source
        script.write(BARE)
        script.flush()
        command = [sys.executable, script.name, root, what]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    pages, seconds = done.stdout.split()
    return int(pages), float(seconds)


def main(count: int) -> None:
    """Measure and print a table."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(ROOT), str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    root = server.stdout.readline().strip()
    try:
        with tempfile.TemporaryDirectory() as folder:
            rows = measure(Config(Path(folder), "bench@example.org"), root)
    finally:
        server.kill()
    for name, pages, seconds, requests in rows:
        rate = f"{pages / seconds:8.1f} pages/s" if pages else " " * 16
        print(f"{name:48} {pages:6} pages {seconds:8.2f} s {rate} {requests or '':>6}")


def measure(config: Config, root: str) -> list[tuple[str, int, float, int]]:
    """Each row: what, pages, seconds, requests."""
    rows: list[tuple[str, int, float, int]] = []
    best: dict[str, tuple[int, float, int]] = {}
    for turn in range(ROUNDS):  # in turns, as other work on the machine comes and goes
        for what in ("title", "text"):
            _keep(best, f"bare spider, {what}", (*bare(root, what), 0))
        data = replace(config, data=config.data / str(turn))
        data.sources.mkdir(parents=True)
        (data.sources / "site.toml").write_text(f'name = "site"\nhome = {json.dumps(root + "/")}\n')
        for name in ("crawl", "second crawl, nothing changed"):
            began = time.monotonic()
            stats = crawl(data, ["site"], allow_private=True, delay=0).sources[0].stats
            _keep(best, name, (stats["new"], stats["seconds"], stats["requests"]))
            took = time.monotonic() - began
            _keep(best, f"{name}, with its process", (stats["new"], took, stats["requests"]))
    rows += [(name, *figures) for name, figures in best.items()]
    return rows


def _keep(best: dict[str, tuple[int, float, int]], name: str, figures: tuple[int, float, int]) -> None:
    """Keep the quickest round of each measure."""
    if name not in best or figures[1] < best[name][1]:
        best[name] = figures


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
