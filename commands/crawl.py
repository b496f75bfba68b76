"""`passerelle crawl`: fetch what is new on the sources' sites."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from config import Config
from crawler import source_files
from crawler.run import CrawlError, CrawlReport, SourceReport, log_file
from crawler.run import crawl as run_crawl


@click.command(
    epilog="\b\nExamples:\n  passerelle crawl telecom-paris cesi\n  passerelle crawl --all --limit 20\n"
    "  passerelle crawl --allow-private        (your own sources, also on this machine)"
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--all", "everything", is_flag=True, help="Crawl all sources, those shipped with Passerelle too.")
@click.option("--allow-private", is_flag=True, help="Allow addresses of this machine and of private networks.")
@click.option("--offline", is_flag=True, help="Replay the stored raw responses instead of asking the sites.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Fetch at most N pages of each source.")
@click.option(
    "--delay",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    help="Pause between two requests to one host. Default: 2.",
)
@click.option("--verbose", is_flag=True, help="Write the log to the terminal instead of crawl.log in the data folder.")
def crawl(
    sources: tuple[str, ...],
    everything: bool,
    allow_private: bool,
    offline: bool,
    limit: int | None,
    delay: float | None,
    verbose: bool,
) -> None:
    """Fetch what is new on the sites of the SOURCEs and store it.

    Without a SOURCE, your own ones (the files in the data folder's `sources`) are crawled. Ctrl-C once finishes what
    is under way; what was stored stays. Exits with 1 if a source failed.
    """
    config = Config.from_environment()
    chosen = _chosen(config, sources, everything)
    try:
        report = run_crawl(
            config,
            chosen,
            allow_private=allow_private,
            offline=offline,
            limit=limit,
            delay=delay,
            verbose=verbose,
            progress=_progress,
        )
    except CrawlError as error:
        raise click.ClickException(str(error)) from None
    click.echo(err=True)
    for source in report.sources:
        click.echo(_line(source))
    click.echo(_sum(report))
    if report.failing or report.stopped:
        click.echo(f"The log is {log_file(config)}", err=True)
        sys.exit(1)


def _chosen(config: Config, sources: tuple[str, ...], everything: bool) -> list[str] | None:
    if everything and sources:
        raise click.UsageError("name sources, or use --all: not both")
    if everything:
        return None
    chosen = list(sources) or source_files.own(config)
    if not chosen:
        raise click.UsageError(
            "no SOURCE named, and you have none of your own: name some (`passerelle sources list`), "
            "add one (`passerelle sources add URL`), or crawl --all"
        )
    return chosen


def _progress(event: Mapping[str, Any]) -> None:
    """One line that is overwritten on a terminal; elsewhere every fiftieth page a line."""
    count = event["new"] + event["changed"] + event["unchanged"]
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{event['source']}: {count} pages  {event['url']}"[:118], nl=False, err=True)
    elif count % 50 == 0:
        click.echo(f"{event['source']}: {count} pages", err=True)


def _line(source: SourceReport) -> str:
    stats = source.stats
    figures = ", ".join(f"{stats.get(name, 0)} {name}" for name in ("new", "changed", "unchanged"))
    trouble = sum(stats.get("failed", {}).values()), sum(stats.get("refused", {}).values())
    text = (
        f"{source.id}: {source.status}; {figures}, {stats.get('known', 0)} known, {stats.get('requests', 0)} requests"
    )
    text += f", {trouble[0]} failed" if trouble[0] else ""
    text += f", {trouble[1]} refused" if trouble[1] else ""
    text += f", {stats['put_off']} addresses put off" if stats.get("put_off") else ""
    if source.cause:
        text += f"\n    {source.cause}" + (f"; look at {source.look_at}" if source.look_at else "")
    return text


def _sum(report: CrawlReport) -> str:
    text = f"{len(report.sources)} sources: {report.total('new')} new pages, {report.total('changed')} changed"
    text += f"; {len(report.failing)} failing" if report.failing else ""
    return text + ("; stopped before the end" if report.stopped else "")
