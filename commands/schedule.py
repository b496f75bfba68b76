"""`passerelle schedule`: the daemon."""

from __future__ import annotations

import click

from config import Config


@click.command(epilog="\b\nExample:\n  PASSERELLE_CONTACT=you@example.org passerelle schedule")
@click.option("--allow-private", is_flag=True, help="Allow addresses of this machine and of private networks.")
def schedule(allow_private: bool) -> None:
    """Crawl each of your own sources at its own pace and keep the register fresh, until SIGTERM or Ctrl-C.

    A source is looked at twice in the time it usually takes to publish something, at least every two weeks and at most
    every six hours; one that fails is asked less and less. SIGHUP reads the source files again.
    """
    from crawler import contact
    from scheduler import serve

    config = Config.from_environment()
    try:
        contact.checked(config.contact)
    except contact.ContactError as error:
        raise click.ClickException(str(error)) from None
    serve(config, allow_private=allow_private, told=lambda line: click.echo(line))
