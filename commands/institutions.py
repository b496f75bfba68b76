"""`passerelle institutions`: the registry of institutions that names are linked to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from config import Config
from nlp.registry import Registry, RegistryError, Relations, compile_registry
from nlp.registry.download import ZENODO, Told, download, newest_release
from records import Institution


@click.group(epilog="\b\nExample:\n  passerelle institutions update")
def institutions() -> None:
    """Fetch the registry of institutions, and look them up in it."""


@institutions.command(
    "update",
    epilog="\b\nExamples:\n  passerelle institutions update\n  passerelle institutions update --from ror-data.zip",
)
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Compile this ROR release (zip or JSON) instead of downloading one.",
)
@click.option(
    "--base-url",
    envvar="PASSERELLE_ZENODO",
    default=ZENODO,
    show_default=True,
    metavar="URL",
    help="Where releases are archived.",
)
def update(source: Path | None, base_url: str) -> None:
    """Download the newest release of the Research Organization Registry and put it to use.

    An interrupted download is continued the next time. Until the new release is complete and checked, the one in
    use stays in use.
    """
    folder = Config.from_environment().registry
    with _errors(), _bars() as bars:
        file = source or _downloaded(base_url, folder / "downloads", bars)
        release = compile_registry(file, folder, _told(bars, "Compiling"))
        if source is None:
            file.unlink(missing_ok=True)
    click.echo(f"{release.name}: {release.records:,} institutions, {release.names:,} names, in {folder}")


@institutions.command("search", epilog="\b\nExample:\n  passerelle institutions search 'Université de Keiô'")
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many at most.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object an institution.")
def search(text: str, limit: int, as_json: bool) -> None:
    """Find institutions by name, acronym or former name, the likeliest first."""
    with _errors():
        registry = Registry.open(Config.from_environment().registry)
        found = registry.search(text, limit)
    for institution in found:
        click.echo(_as_json(institution) if as_json else _line(institution))
    if not found:
        raise click.ClickException(f"Nothing by the name of {text!r} in {_what_is_there(registry)}.")


@institutions.command("show", epilog="\b\nExample:\n  passerelle institutions show ror:03e8rf594")
@click.argument("institution_id", metavar="ID")
def show(institution_id: str) -> None:
    """Show all that is known of one institution. ID is ror:…, x:…, a bare ROR id or its web address."""
    wanted = institution_id.rstrip("/").rsplit("/", 1)[-1]
    with _errors():
        registry = Registry.open(Config.from_environment().registry)
        institution = registry.get(wanted if ":" in wanted else f"ror:{wanted}")
    if institution is None:
        raise click.ClickException(f"No institution {institution_id} in {_what_is_there(registry)}.")
    click.echo(_line(institution))
    for label, value in _facts(registry, institution):
        click.echo(f"  {label:12} {value}")


def _facts(registry: Registry, institution: Institution) -> Iterator[tuple[str, str]]:
    """What ``show`` prints below the first line: label and value."""
    if institution.city:
        yield "city", institution.city
    if institution.website:
        yield "website", institution.website
    for value, language, kind in registry.names(institution.id):
        yield kind, f"{value} ({language})" if language else value
    relations: Relations = registry.related(institution.id)
    for label, ids in asdict(relations).items():
        for other in ids:
            known = registry.get(other)
            yield label, _line(known) if known else other


def _line(institution: Institution) -> str:
    return f"{institution.id}  {institution.name}  [{institution.kind}, {institution.country or 'no country'}]"


def _as_json(institution: Institution) -> str:
    return json.dumps(asdict(institution), ensure_ascii=False)


def _what_is_there(registry: Registry) -> str:
    if registry.compiled:
        return registry.release
    return "the built-in supplement; `passerelle institutions update` fetches the full registry"


def _downloaded(base_url: str, folder: Path, bars: Progress) -> Path:
    """The newest release's zip in ``folder``."""
    return download(newest_release(base_url), folder, _told(bars, "Downloading"))


def _told(bars: Progress, what: str) -> Told:
    """A function that shows how far some work is."""
    task = bars.add_task(what, total=None)
    return lambda done, total: bars.update(task, completed=done, total=total)


def _bars() -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:12}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    return Progress(*columns, TimeRemainingColumn(), console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def _errors() -> Iterator[None]:
    """Errors that a user can mend as one line."""
    try:
        yield
    except RegistryError as error:
        raise click.ClickException(str(error)) from error
