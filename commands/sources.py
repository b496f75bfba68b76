"""`passerelle sources`: whom we read."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import click

from config import Config
from crawler import source_files
from crawler.addresses import host_of
from crawler.discover import Discovery, address_of, as_toml, discover, source_id
from crawler.run import CrawlError
from crawler.source_files import Source, SourceError
from db.store import Store, StoreError
from nlp.registry import Registry
from records import Institution

_PRIVATE = click.option(
    "--allow-private", is_flag=True, help="Allow addresses of this machine and of private networks."
)
_TLS = click.option(
    "--verify-tls/--no-verify-tls", default=True, help="Whether the site's certificate must be valid. Default: it must."
)
_DELAY = click.option(
    "--delay", type=click.FloatRange(min=0), metavar="SECONDS", help="Pause between two requests. Default: 2."
)


@click.group(epilog="\b\nExample:\n  passerelle sources add https://www.example-university.edu/")
def sources() -> None:
    """List, find, add and check the sites that are read."""


@sources.command("list", epilog="\b\nExample:\n  passerelle sources list --own")
@click.option("--own", is_flag=True, help="Only your own sources, not those shipped with Passerelle.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a source.")
def list_sources(own: bool, as_json: bool) -> None:
    """List all sources: id, name, home page, addresses put off; your own are marked with *.

    Put off are addresses that could not be read; `passerelle status` says more of them.
    """
    config = Config.from_environment()
    mine, put_off = set(source_files.own(config)), _put_off(config)
    for name, path in source_files.files(config).items():
        if own and name not in mine:
            continue
        source = _load(path)
        count, cause = put_off.get(name, (0, None))
        if as_json:
            values = {"id": name, "name": source.name, "home": source.home, "ror": source.ror, "own": name in mine}
            click.echo(json.dumps(values | {"put_off": count, "put_off_cause": cause}, ensure_ascii=False))
        else:
            told = f"  ({count} addresses put off, most by: {cause})" if count else ""
            click.echo(f"{'*' if name in mine else ' '} {name:28} {source.name}  {source.home}{told}")


def _put_off(config: Config) -> Mapping[str, tuple[int, str]]:
    """How many addresses of each source are put off, and by what; nothing where nothing was crawled yet."""
    if not config.work_db.exists():
        return {}
    try:
        with Store.open(config.work_db, readonly=True) as store:
            return store.put_off()
    except StoreError as error:
        click.echo(f"addresses put off are not known: {error}", err=True)
        return {}


@sources.command("discover", epilog="\b\nExample:\n  passerelle sources discover https://www.imt.fr/")
@click.argument("url")
@_PRIVATE
@_TLS
@_DELAY
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def discover_source(url: str, allow_private: bool, verify_tls: bool, delay: float | None, as_json: bool) -> None:
    """Look for a site's news and report what there is: feeds, sitemaps, posts, listings, languages. Writes nothing."""
    config = Config.from_environment()
    found = _discover(config, url, allow_private, delay, verify_tls)
    institution = _institution(config, found.home)
    if as_json:
        click.echo(json.dumps(asdict(found) | {"institution": institution and institution.id}, ensure_ascii=False))
    else:
        _show(found, institution)
    if not found.ways:
        sys.exit(1)


@sources.command("add", epilog="\b\nExample:\n  passerelle sources add https://www.imt.fr/ --id imt")
@click.argument("url")
@click.option("--id", "name_of_file", metavar="ID", help="The source's id. Default: made of the host.")
@click.option("--name", help="The publisher's name. Default: the registry's, found by the site's domain.")
@_PRIVATE
@_TLS
@_DELAY
@click.option("--force", is_flag=True, help="Overwrite a source of this id; add one although nothing was found.")
def add_source(
    url: str,
    name_of_file: str | None,
    name: str | None,
    allow_private: bool,
    verify_tls: bool,
    delay: float | None,
    force: bool,
) -> None:
    """Look for a site's news and write what was found to a file in the data folder's `sources`.

    Its institution is found in the registry by the site's domain. The file may be edited afterwards.
    """
    config = Config.from_environment()
    name_of_file = name_of_file or source_id(_address(url))
    path = config.sources / f"{name_of_file}.toml"
    if path.exists() and not force:
        raise click.ClickException(f"{path} exists already: choose another --id, or --force to overwrite it")
    found = _discover(config, url, allow_private, delay, verify_tls)
    if not found.ways and not force:
        raise click.ClickException(f"no way to the news of {found.home} found: {found.cause}; --force adds it anyway")
    institution = _institution(config, found.home)
    title = name or (institution.name if institution else found.title) or host_of(found.home)
    text = as_toml(
        found,
        title,
        ror=institution.ror if institution else None,
        country=institution.country if institution else None,
    )
    try:
        source_files.from_values(name_of_file, source_files.parse(text))
    except SourceError as error:
        raise click.ClickException(str(error)) from None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    _show(found, institution)
    click.echo(f"Wrote {path}\nNext: passerelle crawl {name_of_file}" + (" --allow-private" if allow_private else ""))


@sources.command("check", epilog="\b\nExamples:\n  passerelle sources check\n  passerelle sources check --live cesi")
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--live",
    is_flag=True,
    help="Also ask the sites: can the news of each be found, by what its file names too?",
)
@_PRIVATE
@_DELAY
def check_sources(names: tuple[str, ...], live: bool, allow_private: bool, delay: float | None) -> None:
    """Check the files of all sources, or of the SOURCEs named. Exits with 1 if one is wrong."""
    config = Config.from_environment()
    files = source_files.files(config)
    unknown = sorted(set(names) - set(files))
    if unknown:
        raise click.ClickException(f"no source {', '.join(unknown)}: `passerelle sources list` names all")
    chosen = {name: path for name, path in files.items() if not names or name in names}
    wrong = 0
    for name, path in chosen.items():
        try:
            source = source_files.load(path)
        except SourceError as error:
            trouble: str | None = str(error)
        else:
            trouble = _live_trouble(config, source, allow_private, delay) if live else None
        if trouble:
            wrong += 1
            click.echo(trouble if trouble.startswith(str(path)) else f"{name}: {trouble}", err=True)
        elif live:
            click.echo(f"{name}: ok")
    click.echo(f"{len(chosen)} sources checked, {wrong} wrong")
    if wrong:
        sys.exit(1)


def _live_trouble(config: Config, source: Source, allow_private: bool, delay: float | None) -> str | None:
    found = _discover(config, source.home, allow_private, delay, source.verify_tls, source.path)
    if not found.ways:
        return f"no way to its news: {found.cause}"
    lost = [f"the {way['way']} {way['url']} that its file names cannot be read: {way['status']}" for way in found.lost]
    return "; ".join(lost) or None


def _load(path: Path) -> Source:
    try:
        return source_files.load(path)
    except SourceError as error:
        raise click.ClickException(str(error)) from None


def _address(url: str) -> str:
    try:
        return address_of(url)
    except CrawlError as error:
        raise click.ClickException(str(error)) from None


def _discover(
    config: Config,
    url: str,
    allow_private: bool,
    delay: float | None,
    verify_tls: bool = True,
    file: Path | None = None,
) -> Discovery:
    how = {"allow_private": allow_private, "verify_tls": verify_tls}
    try:
        return discover(config, _address(url), delay=delay, file=file, **how)
    except CrawlError as error:
        raise click.ClickException(str(error)) from None


def _institution(config: Config, home: str) -> Institution | None:
    """The registry's institution of a site, by its domain."""
    return Registry.open(config.registry).by_domain(host_of(home).partition(":")[0])


def _show(found: Discovery, institution: Institution | None) -> None:
    click.echo(f"{found.home}  {found.title}")
    known = f"{institution.name} ({institution.id})" if institution else "not in the registry by this domain"
    click.echo(f"institution: {known}")
    languages = ", ".join(filter(None, (found.lang, *found.languages))) or "not told"
    click.echo(f"languages: {languages}")
    for way in found.ways:
        if not way["child"]:
            click.echo(f"{way['way']:8} {way['url']}  ({way['candidates']} addresses)")
    if not found.ways:
        click.echo(f"nothing found: {found.cause}")
    click.echo(f"{found.candidates} pages to read, {found.pdfs} of them PDF files")
    for each in found.newest:
        click.echo(f"    {each['published'] or '          '}  {each['title'] or each['url']}")
