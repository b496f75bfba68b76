"""The process that crawls: ``python -m crawler.child ORDER.json``, started by `crawler.run`.

Standard output is JSON lines: how far each source is. Standard input is the parent's hand: when it closes, this
process ends.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import sys
import threading
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

import logs
from config import Config
from crawler import source_files
from crawler.addresses import host_of
from crawler.reading import Reader
from crawler.version import version
from db.store import Store, StoreError

if TYPE_CHECKING:
    from twisted.python.failure import Failure

PAUSE = 0.1
"""Seconds between two events of one source: who watches does not see more."""
AT_ONCE = 16
"""Sources crawled at the same time; those of one host one after the other."""


def main(order_file: str) -> None:
    """Crawl as the order says and write the report it names."""
    order: dict[str, Any] = json.loads(Path(order_file).read_text())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    config = Config.from_environment()
    try:
        with _lock(config):
            report = _crawl(config, order)
    except (StoreError, _BusyError, OSError) as error:
        report = {"error": str(error)}
    target = Path(order["report"])
    target.with_suffix(".part").write_text(json.dumps(report, default=str))
    target.with_suffix(".part").rename(target)


class _BusyError(Exception):
    """Another crawl is at work on the same data."""


def _end_with_parent() -> None:
    while os.read(0, 4096):
        pass
    os._exit(1)


def _lock(config: Config) -> IO[str]:
    """Hold the data folder's crawl lock: two crawls at once would ask one host twice as often."""
    config.data.mkdir(parents=True, exist_ok=True)
    handle = (config.data / "crawl.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise _BusyError(f"another crawl is at work on {config.data}: wait for it, or stop it") from None
    return handle


def _crawl(config: Config, order: Mapping[str, Any]) -> dict[str, Any]:
    with Store.open(config.work_db) as store:
        run_id = store.start_run("crawl", version())
        crawled = store.latest_source_runs()
    process = _process(order, run_id)
    reader = Reader.from_settings(process.settings)  # one for all: its workers are costly to start
    if not process.settings.getbool("DISCOVER_ONLY") and any(each not in crawled for each in order["sources"]):
        reader.start()  # there will be something to read
    try:
        stopped = _run_all(process, config, order["sources"], reader)
    except StoreError as error:
        with suppress(StoreError), Store.open(config.work_db) as store:  # on a full disk even this may be too much
            store.finish_run(run_id, "failed", {"error": str(error)})
        raise
    finally:
        reader.close()
    with Store.open(config.work_db) as store:
        runs = {each.source: each for each in store.latest_source_runs().values() if each.run == run_id}
        reports = [_source_report(each, runs.get(each)) for each in order["sources"]]
        status = "stopped" if stopped else "failed" if any(each["status"] == "failing" for each in reports) else "ok"
        totals = {name: sum(each["stats"].get(name, 0) for each in reports) for name in ("fetched", "new", "changed")}
        store.finish_run(run_id, status, totals | {"sources": len(reports)})  # type: ignore[arg-type]
    return {"run_id": run_id, "sources": reports, "stopped": stopped}


def _source_report(source: str, run: Any) -> dict[str, Any]:
    if run is None or run.status == "running":
        return {"id": source, "status": "stopped", "cause": "not crawled", "look_at": None, "stats": {}}
    return {"id": source, "status": run.status, "cause": run.cause, "look_at": run.look_at, "stats": dict(run.stats)}


def _process(order: Mapping[str, Any], run_id: int) -> Any:
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(dict(order["settings"]) | {"RUN_ID": run_id}, priority="cmdline")
    if order["log"]:
        settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
        logs.start_crawl(Path(order["log"]), run_id)
    return AsyncCrawlerProcess(settings)


def _run_all(process: Any, config: Config, names: list[str], reader: Reader) -> bool:
    """Crawl all sources; return whether Ctrl-C stopped it. Raises StoreError where nothing can be kept any more."""
    from scrapy import signals

    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        by_host[host_of(source_files.load(source_files.files(config)[name]).home)].append(name)
    room = asyncio.Semaphore(AT_ONCE)
    ended: list[str] = []
    lost: list[str] = []

    async def one_host(of_host: list[str]) -> None:
        async with room:
            for name in of_host:
                if "shutdown" in ended or lost:
                    return
                crawler = process.create_crawler(name)
                crawler.reader = reader
                crawler.signals.connect(_tell(crawler), signals.item_scraped, weak=False)
                crawler.signals.connect(lambda reason: ended.append(reason), signals.spider_closed, weak=False)
                try:
                    await process.crawl(crawler)
                except StoreError as error:
                    crawler.given_up = str(error)
                if getattr(crawler, "given_up", None):  # the disk is every source's
                    lost.append(crawler.given_up)
                    await process.stop()

    async def all_hosts() -> None:
        await asyncio.gather(*(one_host(of_host) for of_host in by_host.values()), return_exceptions=False)

    _start(process, all_hosts)
    if lost:
        raise StoreError(lost[0])
    return "shutdown" in ended


def _start(process: Any, work: Any) -> None:
    """Run the reactor until the work is done."""
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred

    def begin() -> None:
        done = Deferred.fromFuture(asyncio.ensure_future(work()))
        done.addErrback(_print)
        done.addBoth(lambda _: _stop(reactor))

    reactor.callWhenRunning(begin)
    process.start(stop_after_crawl=False)


def _print(failure: Failure) -> None:
    failure.printTraceback(file=sys.stderr)  # type: ignore[no-untyped-call]


def _stop(reactor: Any) -> None:
    if reactor.running:
        reactor.callLater(0, lambda: reactor.running and reactor.stop())


def _tell(crawler: Any) -> Any:
    told = 0.0

    def tell(item: Any) -> None:
        nonlocal told
        if monotonic() - told < PAUSE:
            return
        told = monotonic()
        stats = crawler.stats
        counts = {name: stats.get_value(f"source/{name}", 0) for name in ("new", "changed", "unchanged")}
        print(json.dumps({"source": crawler.spider.name, "url": item.article.url, **counts}), flush=True)

    return tell


if __name__ == "__main__":
    main(sys.argv[1])
