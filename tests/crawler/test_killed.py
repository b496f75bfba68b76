"""A crawl that is killed goes on where it was: nothing lost, nothing twice. Ctrl-C finishes what is under way."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from crawler import warc
from db.store import Store
from tests.sites.schools import news_site
from tests.sites.server import Page

if TYPE_CHECKING:
    from conftest import Lab

KILLS = 20
COUNT = 120
ROOT = Path(__file__).resolve().parents[2]


def start(lab: Lab, folder: Path, **settings: object) -> subprocess.Popen[bytes]:
    """Start the process that crawls, as `crawler.run` does."""
    lab.config.data.mkdir(exist_ok=True)
    order = folder / "order.json"
    quick = {"ALLOW_PRIVATE": True, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_START_DELAY": 0, "ADAPT_DELAY": False}
    order.write_text(
        json.dumps(
            {
                "sources": ["school"],
                "settings": quick | settings,
                "log": str(lab.config.data / "crawl.log"),
                "report": str(folder / "report.json"),
            }
        )
    )
    environment = os.environ | {"PASSERELLE_DATA": str(lab.config.data), "PASSERELLE_CONTACT": "t@example.org"}
    return subprocess.Popen(
        [sys.executable, "-m", "crawler.child", str(order)],
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )


def kill(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()


def test_twenty_kills_at_random_instants(lab: Lab, tmp_path: Path) -> None:
    site = lab.serve(news_site(COUNT))
    lab.source("school", site.root)
    chance = random.Random(20260311)
    counts = []
    for number in range(KILLS):
        # Counted in requests, as a busy machine is slow: anywhere from the first one, or well among the articles.
        requests = len(site.seen) + (chance.randint(12, 24) if number % 4 == 3 else chance.randint(1, 10))
        child = start(lab, tmp_path, READER_PROCESSES=0)
        while len(site.seen) < requests and child.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.05))
        kill(child)
        with Store.open(lab.config.work_db) as store:
            counts.append(store.value("select count(*) from pages"))
    assert counts == sorted(counts)
    assert counts[-1] > 0
    report = lab.crawl_one("school")
    pages = lab.pages("school")
    assert (report.status, len(pages)) == ("ok", COUNT)
    with Store.open(lab.config.work_db) as store:
        assert store.value("pragma integrity_check") == "ok"
        assert store.value("select count(*) from snapshots") == COUNT
        rows = store.all("select p.url, s.warc_file, s.warc_offset from snapshots s join pages p on p.id = s.page")
    assert all(warc.read_at(lab.config.warc / row["warc_file"], row["warc_offset"]).url == row["url"] for row in rows)
    twice = sum(path.startswith("/actualites/") for path, _ in site.seen) - COUNT
    assert twice <= KILLS * 8, "only what was under way at a kill is fetched again"


def test_a_kill_in_the_second_crawl_loses_no_new_article(lab: Lab, tmp_path: Path) -> None:
    pages = news_site(12, in_feed=12)
    del pages["/sitemap.xml"], pages["/robots.txt"]
    more = {path: pages.pop(path) for path in [f"/actualites/{n}.html" for n in range(6)]}
    site = lab.serve(pages)
    site.pages["/feed.xml"] = Page(_feed(range(6, 12)), "application/rss+xml", validators=True)
    lab.source("school", site.root)
    lab.crawl("school")
    site.pages |= more
    site.pages["/feed.xml"] = Page(_feed(range(12)), "application/rss+xml", validators=True)
    site.forget()
    child = start(lab, tmp_path, READER_PROCESSES=0)
    while not any(path.startswith("/actualites") for path, _ in site.seen):
        time.sleep(0.01)
    kill(child)
    lab.crawl("school")
    assert len(lab.pages("school")) == 12


def _feed(numbers: range) -> str:
    from tests.sites.schools import rss

    return rss(list(numbers))


def test_ctrl_c_finishes_what_is_under_way(lab: Lab, tmp_path: Path) -> None:
    site = lab.serve(news_site(COUNT))
    lab.source("school", site.root)
    child = start(lab, tmp_path, READER_PROCESSES=2)
    while sum(path.startswith("/actualites") for path, _ in site.seen) < 5:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    assert child.wait(60) == 0
    report = json.loads((tmp_path / "report.json").read_text())
    saved = len(lab.pages("school"))
    assert report["stopped"]
    assert report["sources"][0]["status"] == "stopped"
    assert saved == report["sources"][0]["stats"]["new"] == sum(path.startswith("/actualites") for path, _ in site.seen)
    assert saved < COUNT
    assert lab.crawl_one("school").stats["new"] == COUNT - saved


def test_the_crawl_ends_with_the_process_that_asked_for_it(lab: Lab, tmp_path: Path) -> None:
    site = lab.serve(news_site(COUNT))
    lab.source("school", site.root)
    child = start(lab, tmp_path, READER_PROCESSES=2, DOWNLOAD_DELAY=1)
    while not site.seen:
        time.sleep(0.01)
    assert child.stdin
    child.stdin.close()
    assert child.wait(20) == 1


def test_two_crawls_at_once_are_refused(lab: Lab, tmp_path: Path) -> None:
    import pytest

    from crawler.run import CrawlError

    site = lab.serve(news_site(3))
    lab.source("school", site.root)
    child = start(lab, tmp_path, DOWNLOAD_DELAY=2)
    while not site.seen:
        time.sleep(0.01)
    with pytest.raises(CrawlError, match="another crawl is at work"):
        lab.crawl("school")
    kill(child)
