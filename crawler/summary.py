"""What a crawl of one source leaves behind: its figures, its health, and what the next crawl may rely on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from scrapy.settings import BaseSettings

from crawler import retries
from crawler.health import Health, diagnose
from crawler.source_files import Source
from db.store import SourceRun

if TYPE_CHECKING:
    from crawler.spiders.news import NewsSpider

HISTORY = 60
_PREFIX = "source/"


def collect(spider: NewsSpider) -> dict[str, Any]:
    """The figures of a crawl as the store keeps them: counts, counts by name, the ways and how they fared."""
    figures: dict[str, Any] = {"candidates": {}, "failed": {}, "refused": {}, "fields": {}}
    for key, value in spider.crawler.stats.get_stats().items():
        if not key.startswith(_PREFIX):
            continue
        group, _, name = key.removeprefix(_PREFIX).partition("/")
        if name:
            figures[group][name] = value
        else:
            figures[group] = value
    for name in ("fetched", "new", "changed", "unchanged", "known", "saved", "bytes"):
        figures.setdefault(name, 0)
    figures["requests"] = spider.crawler.stats.get_value("downloader/request_count", 0)
    figures["seconds"] = round((dt.datetime.now(dt.UTC) - spider.began).total_seconds(), 2)
    figures["merged"] = len(spider.frontier)
    figures["ways"] = [
        {
            "way": each.way,
            "url": each.url,
            "status": each.status,
            "pages": each.pages,
            "candidates": each.candidates,
            "child": each.child,
        }
        for each in spider.ways.readings.values()
        if each.usable or each.known is not None or (each.way, each.url) in spider.source.ways()
    ]
    if spider.discovered:
        figures["discovered"] = True
        figures["languages"] = spider.languages
        figures["home_lang"] = spider.home_page.lang if spider.home_page else None
        figures["title"] = spider.home_page.title if spider.home_page else ""
    return figures


def _shown(spider: NewsSpider) -> dict[str, Any]:
    """What `sources discover` shows besides: the newest candidates and how many there are, PDFs among them."""
    candidates = spider.frontier.candidates()
    return {
        "sifted": len(candidates),
        "pdfs": sum(each.url.partition("?")[0].lower().endswith(".pdf") for each in candidates),
        "newest": [
            {"url": each.url, "title": each.title, "published": str(each.published or "")} for each in candidates[:5]
        ],
    }


def finish(spider: NewsSpider, reason: str) -> None:
    """Keep ways, figures and health of a crawl that ended for ``reason`` (Scrapy's: finished, shutdown, …)."""
    stats, source = collect(spider), spider.source
    whole = reason == "finished" and not spider.broken_off
    complete = whole and not spider.cut_short and not spider.passing_failures
    stats["complete"] = complete
    discovering = spider.crawler.settings.getbool("DISCOVER_ONLY")
    if discovering:
        stats |= _shown(spider)
    if whole and not discovering and not spider.offline:
        spider.ways.keep(complete=complete, at=_now())
    stats["put_off"] = _put_off(spider)
    run = SourceRun(spider.run_id, source.id, spider.began.isoformat(), None, "ok", None, None, stats)
    earlier = [each for each in spider.store.source_runs(source.id, limit=HISTORY) if each.run != spider.run_id]
    health = diagnose([run, *earlier], source.home, source.expected_per_month)
    if spider.broken_off or reason not in ("finished", "shutdown"):
        health = Health("failing", f"the crawl broke off: {spider.broken_off or reason}", source.home)
    stopped = reason == "shutdown" and not spider.broken_off
    status: Literal["ok", "failing", "stopped"] = "stopped" if stopped else health.status
    spider.store.save_source_run(spider.run_id, source.id, status, stats, cause=health.cause, look_at=health.look_at)
    if not spider.crawler.settings.getint("RUN_ID"):
        spider.store.finish_run(
            spider.run_id, "ok" if status == "ok" else "stopped" if status == "stopped" else "failed"
        )
    spider.logger.info("Figures: %s", stats)


def _put_off(spider: NewsSpider) -> int:
    """Forget failures of long ago; return how many addresses of the source are put off."""
    before = (spider.began - dt.timedelta(days=retries.KEPT_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    spider.store.prune_failures(before, spider.source.id)
    return spider.store.put_off().get(spider.source.id, (0, ""))[0]


def discovery_due(history: Sequence[SourceRun], settings: BaseSettings, source: Source, now: dt.datetime) -> bool:
    """Whether it is time to look for ways anew; never where the source's file names them."""
    if source.ways() or settings.getbool("DISCOVER_ONLY"):
        return settings.getbool("DISCOVER_ONLY")
    since = now - dt.timedelta(days=settings.getint("REDISCOVER_DAYS"))
    return not any(run.stats.get("discovered") and dt.datetime.fromisoformat(run.started) > since for run in history)


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
