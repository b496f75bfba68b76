"""``passerelle serve``: the published register on a web address of this machine."""

from __future__ import annotations

import os
import socket
import sqlite3
import tempfile
import webbrowser
from pathlib import Path
from typing import Any

import click

from config import Config


@click.command(epilog="Example: passerelle serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option(
    "--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--url", help="Address under which the public reaches it, for feeds: https://example.org")
@click.option("--report", help="Mail address or page for reports of errors; else PASSERELLE_CONTACT.")
@click.option("--open", "open_", is_flag=True, help="Open it in a browser.")
@click.option("--review", is_flag=True, help="Also serve the review page, /review, behind a password.")
@click.option("--password", envvar="PASSERELLE_REVIEW_PASSWORD", help="Its password; else PASSERELLE_REVIEW_PASSWORD.")
@click.pass_context
def serve(
    context: click.Context,
    host: str,
    port: int,
    url: str | None,
    report: str | None,
    open_: bool,
    review: bool,
    password: str | None,
) -> None:
    """Serve the published register until Ctrl-C.

    It can run while others crawl and publish: a publication shows at once.
    """
    config = context.find_object(Config) or Config.from_environment()
    if review:
        _check_review(config, host, password)
    listener = _listen(host, port)
    with tempfile.TemporaryDirectory(prefix="passerelle-") as dumps:
        app = _build(config, url, report or config.contact, Path(dumps), password if review else None)
        address = f"http://{host if host != '0.0.0.0' else 'localhost'}:{listener.getsockname()[1]}/"  # noqa: S104
        click.echo(f"Passerelle is at {address} (Ctrl-C stops it)")
        _check_layout(config.public_db)
        if _is_empty(config.public_db):
            click.echo("Nothing is published yet: the pages are empty until `passerelle run` (or publish) has run.")
        if review:
            click.echo(f"Review: {address}review")
        if open_:
            webbrowser.open(address)
        _run(app, listener)


def _check_review(config: Config, host: str, password: str | None) -> None:
    if not password:
        raise click.ClickException("--review needs --password, or PASSERELLE_REVIEW_PASSWORD.")
    if not config.work_db.exists():
        raise click.ClickException(f"There is nothing to review: {config.work_db} does not exist. Run a crawl first.")
    if host not in ("127.0.0.1", "localhost", "::1"):
        click.echo("The review page is reachable from other machines; put TLS in front of it.", err=True)


def _listen(host: str, port: int) -> socket.socket:
    """A bound socket, so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio turns off Nagle's delay on the connections.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise click.ClickException(
            f"Cannot listen on {host}:{port} ({error.strerror}). Is something else running there?"
            f" Try --port {port + 1}."
        ) from error
    return listener


def _build(config: Config, url: str | None, report: str | None, dumps: Path, password: str | None) -> Any:
    from db.site.app import build
    from db.site.settings import Site
    from lock import holder
    from scheduler import next_runs

    site = Site(
        public_db=config.public_db,
        base_url=url,
        report=report,
        dumps=dumps,
        work_db=config.work_db if password else None,
        review_password=password,
        next_runs=lambda: next_runs(config),
        at_work=lambda: holder(config.data),
    )
    try:
        return build(site).app()
    except (OSError, sqlite3.Error) as error:
        raise click.ClickException(f"Cannot open {config.public_db}: {error}") from error


def _is_empty(path: Path) -> bool:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return not connection.execute("select 1 from sqlite_master where name = 'events'").fetchone()
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{path} is no database ({error}). Remove it and publish again.") from error
    finally:
        connection.close()


def _check_layout(path: Path) -> None:
    """Say so, rather than show broken pages, where the register was published by another version."""
    from db.public_schema import lacking

    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        missing = lacking(connection)
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{path} is no database ({error}). Remove it and publish again.") from error
    finally:
        connection.close()
    if missing:
        some = ", ".join(missing[:3]) + (" …" if len(missing) > 3 else "")
        raise click.ClickException(
            f"{path} has the layout of another version of Passerelle (without {some}). Run `passerelle publish` first."
        )


def _run(app: Any, listener: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        listener.close()
    click.echo("Stopped.")
