"""`passerelle demo`: the whole service on two small sites of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import click

from commands.progress import shown
from config import Config

SITES = ("valmont", "rocheval")
FIRST_PORT = 8871
"""Fixed, because a page is known by its address: on other ports the same news would be new."""

_FILES = Path(__file__).resolve().parent.parent / "demo" / "files"


@click.command(epilog="\b\nExamples:\n  passerelle demo\n  passerelle demo --port 8080\n  passerelle demo --no-serve")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port of the register.")
@click.option("--sites-port", default=FIRST_PORT, show_default=True, type=click.IntRange(1, 65534),
              help="First of the two ports of the schools' sites.")  # fmt: skip
@click.option("--serve/--no-serve", "serves", default=True, help="Serve the register until Ctrl-C, or only build it.")
@click.pass_context
def demo(context: click.Context, port: int, sites_port: int, serves: bool) -> None:
    """Crawl two invented schools on this machine, and publish and serve what they did with whom.

    Everything lies in the folder `demo` of the data folder; your own register is not touched. Run again, it finds
    nothing new.
    """
    from commands.serve import serve

    config = demo_config(Config.from_environment())
    with sites(sites_port):
        build(config, sites_port)
        if serves:
            context.obj = config
            context.invoke(serve, port=port)


def demo_config(config: Config) -> Config:
    """Return the settings of the demonstration: a data folder of its own, the registry of the real one."""
    return replace(config, data=config.data / "demo", contact="demo@localhost", registry_folder=config.registry)


@contextmanager
def sites(first_port: int) -> Iterator[None]:
    """Serve the two schools' sites, on ``first_port`` and the next, while the block runs."""
    from demo import listing, wordpress
    from demo.posts import load
    from demo.server import serving

    builders = {"valmont": wordpress.build, "rocheval": listing.build}
    with ExitStack() as stack:
        for port, name in enumerate(SITES, first_port):
            site = builders[name](load(name), _address(port))
            try:
                stack.enter_context(serving(port, site))
            except OSError as error:
                message = f"port {port} is taken ({error.strerror}): is another demonstration running? See --sites-port"
                raise click.ClickException(message) from None
        yield


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def build(config: Config, first_port: int) -> None:
    """Crawl, ingest, extract, merge and publish; say what was found."""
    import cycle
    from commands.stages import summary
    from crawler import source_files
    from crawler.ingest import Frame, Ingester, IngestReport, find_inputs
    from nlp.registry import Registry

    release = Registry.open(config.registry).release
    if "supplement" in release:
        click.echo("Institutions: the built-in supplement; `passerelle institutions update` gets the full registry.")
    else:
        click.echo(f"Institutions: {release}")
    write_sources(config, first_port)
    frame = Frame(source_files.load(config.sources / f"{SITES[0]}.toml"))
    with cycle.open_store(config) as store:
        report = IngestReport()
        for name, path in find_inputs([str(_FILES / file) for file in ("lettre-internationale.md", "note.txt")]):
            Ingester(store, {}, frame).take(name, path, report)
    with shown() as progress:
        done = cycle.run(config, SITES, crawl_options={"allow_private": True, "delay": 0}, progress=progress)
    for line in summary(done):
        click.echo(line)


def write_sources(config: Config, first_port: int) -> None:
    """Write the demonstration's two source files."""
    from demo.posts import load

    config.sources.mkdir(parents=True, exist_ok=True)
    for port, name in enumerate(SITES, first_port):
        school = load(name)
        text = f'name = "{school.name}"\nhome = "{_address(port)}/"\ncountry = "FR"\nlang = "fr"\n'
        (config.sources / f"{name}.toml").write_text(text, encoding="utf-8")
