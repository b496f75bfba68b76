"""`passerelle status`: how the installation fares, for a person, a program, or a monitoring system."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Mapping

import click

from config import Config
from db.status import SourceStatus, Status, gather


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
    import lock
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
            at_work=lock.holder(config.data),
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
    newest = f"{found.newest_event} ({found.newest_event_days} days ago)" if found.newest_event else "none"
    lines.append(f"Published  {found.published_at or 'never'}, newest event {newest}")
    lines.append(f"At work    {found.at_work or 'nobody'}")
    if found.next_runs:
        source, when = min(found.next_runs.items(), key=lambda item: item[1])
        lines.append(f"Next       {source} at {when} ({len(found.next_runs)} sources scheduled)")
    lines.append("Counts     " + ", ".join(f"{count} {name}" for name, count in found.counts.items()))
    lines.append("Waiting    " + ", ".join(f"{count} {name}" for name, count in found.queues.items()))
    lines.append("Sizes      " + ", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in found.sizes.items()))
    lines.append(f"Versions   registry {found.registry}; extraction {found.version}")
    if found.sources:
        lines += ["", f"{'source':32}{'status':10}{'pages':>7}{'new':>6}  last crawl"]
        lines += [f"{s.id:32}{s.status:10}{s.pages:7}{s.new:6}  {s.last_run}{_put_off(s)}" for s in found.sources]
    return lines


def _put_off(source: SourceStatus) -> str:
    return f"  {source.put_off} addresses put off, most by: {source.put_off_cause}" if source.put_off else ""


def prometheus_lines(found: Status) -> list[str]:
    """Return the status in Prometheus' text exposition format."""
    families: list[tuple[str, str, dict[str, float]]] = [
        ("ok", "Whether nobody needs to do anything.", {"": int(found.ok)}),
        ("rows", "Rows of a table.", _labelled("of", found.counts)),
        ("queue", "What waits for a stage.", _labelled("of", _short(found.queues))),
        ("bytes", "Size of a store.", _labelled("of", found.sizes)),
        ("last_run_timestamp_seconds", "When a stage last ended.", _labelled("stage", _ends(found))),
        ("last_run_ok", "Whether a stage last ended well.", _labelled("stage", _fared(found))),
        ("source_ok", "Whether a source's last crawl went well.",
         _labelled("source", {each.id: int(each.status != "failing") for each in found.sources})),
        ("source_pages", "Pages of a source.", _labelled("source", {each.id: each.pages for each in found.sources})),
        ("source_put_off", "Addresses of a source that could not be read and are put off.",
         _labelled("source", {each.id: each.put_off for each in found.sources})),
        ("next_run_timestamp_seconds", "When a source is due.",
         _labelled("source", {name: _seconds(at) for name, at in found.next_runs.items()})),
    ]  # fmt: skip
    if found.published_at:
        families.append(("published_timestamp_seconds", "Last publication.", {"": _seconds(found.published_at)}))
    if found.newest_event:
        families.append(
            ("newest_event_timestamp_seconds", "Day of the newest event.", {"": _seconds(found.newest_event)})
        )
    lines = []
    for name, what, values in families:
        lines += [f"# HELP passerelle_{name} {what}", f"# TYPE passerelle_{name} gauge"] if values else []
        lines += [f"passerelle_{name}{labels} {value:.15g}" for labels, value in values.items()]
    return lines


def _labelled(label: str, values: Mapping[str, float]) -> dict[str, float]:
    return {f'{{{label}="{name}"}}': value for name, value in values.items()}


def _short(queues: Mapping[str, int]) -> dict[str, int]:
    return {name.removeprefix("to "): count for name, count in queues.items()}


def _ends(found: Status) -> dict[str, float]:
    return {stage: _seconds(run["finished"]) for stage, run in found.last_runs.items() if run["finished"]}


def _fared(found: Status) -> dict[str, int]:
    return {stage: int(run["status"] in ("ok", "running")) for stage, run in found.last_runs.items()}


def _seconds(instant: str) -> float:
    at = dt.datetime.fromisoformat(instant)
    return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).timestamp()
