"""The `passerelle` command. Thin: every command is one call, and lives in `commands/`."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from typing import Any

import click

import logs
from config import Config
from crawler.version import version

COMMANDS = {
    "run": "commands.stages",
    "crawl": "commands.crawl",
    "ingest": "commands.ingest",
    "extract": "commands.stages",
    "merge": "commands.stages",
    "publish": "commands.stages",
    "serve": "commands.serve",
    "schedule": "commands.schedule",
    "status": "commands.status",
    "digest": "commands.digest",
    "backup": "commands.backup",
    "restore": "commands.backup",
    "prune": "commands.backup",
    "demo": "commands.demo",
    "sources": "commands.sources",
    "institutions": "commands.institutions",
    "review": "commands.review",
    "annotate": "commands.annotate",
    "evaluate": "commands.annotate",
}
"""Each command and the module that holds it; modules are loaded when their command is used."""

logger = logging.getLogger("passerelle.command")


class Commands(click.Group):
    """Loads a command when it is named, and turns the errors a user can cause into one clear line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command's module and give the command."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a user can mend becomes a line and exit code 2."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            mistake = _is_users(error)
            logger.error("command failed", extra={"error": str(error)}, exc_info=None if mistake else error)
            if not mistake:
                raise
            click.echo(f"Error: {error}", err=True)
            ctx.exit(2)


def _is_users(error: Exception) -> bool:
    """Tell a fault that a user can cause and mend from one of the program."""
    from crawler.run import CrawlError
    from crawler.source_files import SourceError
    from db.errors import StoreError
    from lock import LockedError
    from nlp.registry.errors import RegistryError

    return isinstance(error, (CrawlError, SourceError, StoreError, LockedError, RegistryError, OSError))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), prog_name="passerelle")
@click.option("--verbose", "-v", is_flag=True, help="Log more, and to the terminal too.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress; log warnings and errors only.")
def group(verbose: bool, quiet: bool) -> None:
    """Read the news of engineering schools into a public register of international cooperation.

    Data lies in ./data, or where PASSERELLE_DATA points.
    """
    if verbose and quiet:
        raise click.UsageError("--verbose or --quiet, not both")
    config = Config.from_environment()
    logs.start(config.data, verbose=verbose, quiet=quiet, secrets=[config.smtp or ""])


def main() -> None:
    """Run the command line."""
    try:
        group(prog_name="passerelle")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
