"""`passerelle ingest`: files, folders, WARC archives and addresses into the store."""

from __future__ import annotations

import datetime as dt
import sys

import click

from commands.progress import shown
from config import Config
from db.sources import RunStatus


@click.command(
    epilog="\b\nExamples:\n  passerelle ingest press-releases/\n"
    "  passerelle ingest release.pdf --source cesi --published 2026-03-12\n"
    "  passerelle ingest crawl-2026.warc.gz\n  passerelle ingest https://www.imt.fr/some-article"
)
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|FOLDER|URL...")
@click.option("--source", "source_id", metavar="ID", help="The source whose pages these are (see `sources list`).")
@click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), help="Their day of publication, where they do not say it."
)
@click.option("--url", metavar="URL", help="The address a single file was saved from; else its name stands for it.")
@click.option("--allow-private", is_flag=True, help="Fetch addresses of this machine and of private networks too.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
def ingest(
    inputs: tuple[str, ...], source_id: str | None, published: dt.datetime | None, url: str | None,
    allow_private: bool, quiet: bool,
) -> None:  # fmt: skip
    """Take text, Markdown, HTML, PDF and WARC files, folders of them, and single addresses into the store.

    They are stored like crawled pages; `passerelle run --no-crawl` then extracts, merges and publishes. Taking the
    same input in again changes nothing. Exits with 1 if an input could not be read.
    """
    from crawler import source_files
    from crawler.ingest import Frame, Ingester, IngestError, IngestReport, find_inputs
    from cycle import open_store
    from lock import only_one

    config = Config.from_environment()
    try:
        found = find_inputs(inputs)
        sources = source_files.load_all(config)
    except (IngestError, source_files.SourceError) as error:
        raise click.ClickException(str(error)) from None
    if source_id is not None and source_id not in sources:
        raise click.UsageError(f"no source {source_id}: `passerelle sources list` names all")
    if url is not None and len(found) != 1:
        raise click.UsageError("--url goes with a single file")
    frame = Frame(sources.get(source_id or ""), published.date() if published else None, url)
    report = IngestReport()
    with only_one(config.data, "ingest"), open_store(config) as store, shown(quiet=quiet) as progress:
        run = store.start_run("ingest")
        status: RunStatus = "stopped"
        try:
            ingester = Ingester(store, sources, frame, config.contact, allow_private, run)
            for number, (name, path) in enumerate(found, 1):
                ingester.take(name, path, report)
                progress("ingest", number, len(found))
            status = "failed" if report.failed else "ok"
        finally:
            counts = {"new": report.new, "changed": report.changed, "unchanged": report.unchanged}
            store.finish_run(run, status, {**counts, "failed": len(report.failed)})
    for name, reason in report.failed:
        click.echo(f"{name}: {reason}", err=True)
    click.echo(f"{report.new} new, {report.changed} changed, {report.unchanged} unchanged, {len(report.failed)} failed")
    if report.failed:
        sys.exit(1)
