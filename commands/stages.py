"""`passerelle extract`, `merge`, `publish` and `run`: the stages alone, and all of them."""

from __future__ import annotations

import sys
from typing import Any

import click

import cycle
from commands.progress import shown
from config import Config


@click.command(epilog="\b\nExamples:\n  passerelle extract\n  passerelle extract --limit 500")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Read at most N pages; the rest stay for later.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def extract(limit: int | None, quiet: bool) -> None:
    """Read the stored pages that are new, changed, or were read by an older version: mentions and claims."""
    with shown(quiet=quiet) as progress:
        report = cycle.extract(Config.from_environment(), limit=limit, progress=progress)
    for url, reason in report.failed:
        click.echo(f"{url}: {reason}", err=True)
    click.echo(f"{report.pages} pages read, {report.changed} with other claims, {len(report.failed)} failed")
    if report.failed:
        sys.exit(1)


@click.command(epilog="\b\nExample:\n  passerelle merge")
def merge() -> None:
    """Bring events and partnerships up to date with what the pages state and the reviewers decided."""
    click.echo(_merged(cycle.merge(Config.from_environment())))


@click.command(epilog="\b\nExamples:\n  passerelle publish\n  passerelle publish --force")
@click.option("--force", is_flag=True, help="Publish even if the register lost most of its content.")
def publish(force: bool) -> None:
    """Check the register and write it into public.db, which a running `passerelle serve` shows at once."""
    click.echo(_published(cycle.publish(Config.from_environment(), force=force)))


@click.command(
    epilog="\b\nExamples:\n  passerelle run\n  passerelle run telecom-paris cesi\n  passerelle run --no-crawl\n"
    "\b\nIn a crontab:\n  15 4 * * *  PASSERELLE_CONTACT=you@example.org passerelle run --quiet"
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("--all", "everything", is_flag=True, help="Crawl all sources, those shipped with Passerelle too.")
@click.option("--no-crawl", is_flag=True, help="Only extract, merge and publish what is stored.")
@click.option("--allow-private", is_flag=True, help="Allow addresses of this machine and of private networks.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress, only the summary.")
def run(sources: tuple[str, ...], everything: bool, no_crawl: bool, allow_private: bool, quiet: bool) -> None:
    """Do one whole cycle: crawl, extract, merge, publish.

    Without a SOURCE, your own ones are crawled. Two cycles at once are impossible. Exits with 0 if all went well, 1 if
    a source or page failed (the rest is published all the same), 2 if nothing could be done.
    """
    from crawler import source_files

    config = Config.from_environment()
    if no_crawl and (sources or everything):
        raise click.UsageError("--no-crawl goes with neither SOURCE nor --all")
    chosen: list[str] | None = None if everything else [] if no_crawl else list(sources) or source_files.own(config)
    with shown(quiet=quiet) as progress:
        report = cycle.run(config, chosen, crawl_options={"allow_private": allow_private}, progress=progress)
    for line in summary(report):
        click.echo(line)
    if report.failed:
        sys.exit(1)


def summary(report: cycle.CycleReport) -> list[str]:
    """Return the lines that tell a person what a cycle did."""
    lines = []
    if report.crawl is not None:
        total = report.crawl.total
        lines.append(
            f"Crawled {len(report.crawl.sources)} sources: {total('new')} new pages, {total('changed')} changed, "
            f"{total('unchanged')} unchanged"
        )
        lines += [f"  {each.id}: {each.cause} ({each.look_at})" for each in report.crawl.failing]
    lines.append(f"Read {report.extract.pages} pages")
    lines += [f"  {url}: {reason}" for url, reason in report.extract.failed]
    return [*lines, _merged(report.merge), _published(report.publish)]


def _merged(report: Any) -> str:
    return f"Events: {report.new} new, {report.changed} changed, {report.removed} removed"


def _published(report: Any) -> str:
    return str(report)
