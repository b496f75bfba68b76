"""`passerelle schedule`: the daemon."""

from __future__ import annotations

import sys

import click

from config import Config


@click.command(
    epilog="\b\nExamples:\n  PASSERELLE_CONTACT=you@example.org passerelle schedule\n  passerelle schedule --check"
)
@click.option("--allow-private", is_flag=True, help="Allow addresses of this machine and of private networks.")
@click.option(
    "--check",
    is_flag=True,
    help="Start nothing: exit with 1, and say why, if cycles do not end or the last one broke off.",
)
def schedule(allow_private: bool, check: bool) -> None:
    """Crawl each of your own sources at its own pace and keep the register fresh, until SIGTERM or Ctrl-C.

    A source is looked at twice in the time it usually takes to publish something, at least every two weeks and at most
    every six hours; one that fails is asked less and less. SIGHUP reads the source files again.

    --check is for health checks: a source that fails is no trouble of the daemon's (`passerelle status` names it).
    """
    from crawler import contact
    from scheduler import serve, trouble

    config = Config.from_environment()
    if check:
        reason = trouble(config)
        click.echo(reason or "ok")
        sys.exit(1 if reason else 0)
    try:
        contact.checked(config.contact)
    except contact.ContactError as error:
        raise click.ClickException(str(error)) from None
    serve(config, allow_private=allow_private, told=lambda line: click.echo(line))
