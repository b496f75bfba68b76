"""`passerelle status`: how the installation fares, for a person, a program, or a monitoring system."""

from __future__ import annotations

import json
import sys

import click

from config import Config
from db.status import Status, gather


@click.command(
    epilog="\b\nExamples:\n  passerelle status\n  passerelle status --json\n"
    "  passerelle status --prometheus > passerelle.prom"
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--prometheus", is_flag=True, help="Print Prometheus' text format.")
def status(as_json: bool, prometheus: bool) -> None:
    """Show the last and next runs, the sources' health, queues, sizes, and versions.

    Exits with 0 if nobody needs to do anything, with 1 if something is wrong (it is named), so that a monitoring system
    can call it.
    """
    from db.store import Store
    from nlp.pipeline import Pipeline
    from nlp.registry import Registry
    from scheduler import next_runs

    if as_json and prometheus:
        raise click.UsageError("--json or --prometheus, not both")
    config = Config.from_environment()
    registry = Registry.open(config.registry)
    with Store.open(config.work_db, readonly=True) as store:
        found = gather(
            store,
            config.public_db,
            config.warc,
            version=Pipeline(registry).version,
            registry=registry.release,
            next_runs=next_runs(config),
        )
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(prometheus_lines(found) if prometheus else text_lines(found)))
    if not found.ok:
        sys.exit(1)


def text_lines(found: Status) -> list[str]:
    """Return the status as a person reads it."""
    lines = ["All is well." if found.ok else "To look at:", *(f"  {problem}" for problem in found.problems), ""]
    lines += [
        f"{stage:10} {run['status']:8} {run['finished'] or run['started']}" for stage, run in found.last_runs.items()
    ]
    lines.append(f"Published  {found.published_at or 'never'}, newest event {found.newest_event or 'none'}")
    if found.next_runs:
        source, when = min(found.next_runs.items(), key=lambda item: item[1])
        lines.append(f"Next       {source} at {when} ({len(found.next_runs)} sources scheduled)")
    lines.append("Counts     " + ", ".join(f"{count} {name}" for name, count in found.counts.items()))
    lines.append("Waiting    " + ", ".join(f"{count} {name}" for name, count in found.queues.items()))
    lines.append("Sizes      " + ", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in found.sizes.items()))
    lines.append(f"Registry   {found.registry}")
    if found.sources:
        lines += ["", f"{'source':32}{'status':10}{'pages':>7}{'new':>6}  last crawl"]
        lines += [f"{s.id:32}{s.status:10}{s.pages:7}{s.new:6}  {s.last_run}" for s in found.sources]
    return lines


def prometheus_lines(found: Status) -> list[str]:
    """Return the status in Prometheus' text exposition format."""
    lines = ["# TYPE passerelle_ok gauge", f"passerelle_ok {int(found.ok)}"]
    for name, values in (("rows", found.counts), ("queue", found.queues), ("bytes", found.sizes)):
        lines.append(f"# TYPE passerelle_{name} gauge")
        lines += [f'passerelle_{name}{{of="{of.removeprefix("to ")}"}} {value}' for of, value in values.items()]
    lines.append("# TYPE passerelle_source_ok gauge")
    lines += [f'passerelle_source_ok{{source="{s.id}"}} {int(s.status != "failing")}' for s in found.sources]
    lines.append("# TYPE passerelle_source_pages gauge")
    return lines + [f'passerelle_source_pages{{source="{s.id}"}} {s.pages}' for s in found.sources]
