"""Pages a second of a crawl against a bare Scrapy spider on the same local site, and what a second crawl costs.

Run: ``python benchmarks/crawl.py [PAGES [ROUNDS]]``. Delays are off on both sides; both obey robots.txt and have one
request at a time under way. Three measures are taken in turns, in every round:

- a bare spider that follows the sitemap and yields each page's title (Scrapy and the site alone);
- a bare spider that also reads each page with trafilatura, as anyone would who wants its text;
- `crawler.run.crawl`, which finds, fetches, reads, archives and stores.

Of each the quickest round is shown. The ratios are taken within a round, whose measures met the same load, and the
middle one of all rounds counts. The site is a process of its own and takes its share of the cores.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

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


@dataclass(frozen=True)
class Figures:
    """One measure of one round."""

    pages: int
    seconds: float
    requests: int = 0

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds


def main(count: int = 1000, rounds: int = 3) -> None:
    """Measure and print a table."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(ROOT), str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    root = server.stdout.readline().strip()
    table: defaultdict[str, list[Figures]] = defaultdict(list)
    try:
        with tempfile.TemporaryDirectory() as folder:
            for turn in range(rounds):  # in turns, as other work on the machine comes and goes
                for name, figures in measure(Config(Path(folder, str(turn)), "bench@example.org"), root).items():
                    table[name].append(figures)
    finally:
        server.kill()
    show(table)


def measure(config: Config, root: str) -> dict[str, Figures]:
    """One round: each measure by its name."""
    row = {f"bare spider, {what}": Figures(*bare(root, what)) for what in ("title", "text")}
    config.sources.mkdir(parents=True)
    (config.sources / "site.toml").write_text(f'name = "site"\nhome = {json.dumps(root + "/")}\n')
    for name in ("crawl", "second crawl, nothing changed"):
        began = time.monotonic()
        stats = crawl(config, ["site"], allow_private=True, delay=0).sources[0].stats
        row[name] = Figures(stats["new"], stats["seconds"], stats["requests"])
        row[f"{name}, with its process"] = replace(row[name], seconds=time.monotonic() - began)
    return row


def show(table: dict[str, list[Figures]]) -> None:
    """Print the quickest round of each measure, and the ratios."""
    print(f"{len(os.sched_getaffinity(0))} cores, {len(table['crawl'])} rounds")
    for name, rounds in table.items():
        best = min(rounds, key=lambda figures: figures.seconds)
        rate = f"{best.rate:8.1f} pages/s" if best.pages else " " * 16
        print(f"{name:48} {best.pages:6} pages {best.seconds:8.2f} s {rate} {best.requests or '':>6}")
    for what in ("title", "text"):
        pairs = zip(table["crawl"], table[f"bare spider, {what}"], strict=True)
        ratios = [ours.rate / theirs.rate for ours, theirs in pairs]
        middle = statistics.median(ratios)
        print(f"crawl / bare spider, {what}: {middle:.2f} (rounds: {min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
