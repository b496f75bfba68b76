"""`passerelle backup`, `restore` and `prune`: keep what matters, let go what does not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from config import Config
from lock import only_one


@click.command(epilog="\b\nExamples:\n  passerelle backup\n  passerelle backup --into /mnt/backup")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), help="Folder for backups. Default: data/backups."
)
def backup(into: Path | None) -> None:
    """Copy both databases and your own sources, checked and with checksums, while everything goes on running.

    Raw responses (the folder warc) are listed, not copied: copy them with rsync, they never change.
    """
    from db.backup import backup as make

    config = Config.from_environment()
    if not config.work_db.exists():
        raise click.ClickException(f"there is nothing to back up: {config.work_db} does not exist")
    made = make(config.data, into or config.backups)
    size = sum(told["bytes"] for told in made.files.values())
    click.echo(f"{made.folder}: {len(made.files)} files, {size / 1e6:.1f} MB; {len(made.warc)} raw files listed")


@click.command(epilog="\b\nExample:\n  passerelle restore data/backups/passerelle-20261101T031500Z --check")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--check", is_flag=True, help="Only verify the backup; change nothing.")
def restore(folder: Path, check: bool) -> None:
    """Verify the backup in FOLDER and put it in place; what stood there is moved aside, never deleted."""
    from db.backup import restore as put_back
    from db.backup import verify

    config = Config.from_environment()
    if check:
        made = verify(folder)
        click.echo(f"{folder}: whole, made {made.created}")
        return
    with only_one(config.data, "restore"):
        made, aside, missing = put_back(folder, config.data)
    click.echo(f"Restored the backup of {made.created} into {config.data}")
    if aside:
        click.echo(f"What stood there before is in {aside}")
    for name in missing:
        click.echo(f"raw responses missing: {name}", err=True)


@click.command(
    epilog="\b\nExamples:\n  passerelle prune --older-than 365 --dry-run\n  passerelle prune --older-than 365"
)
@click.option("--older-than", type=click.IntRange(min=30), required=True, metavar="DAYS", help="Age of raw responses.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def prune(older_than: int, dry_run: bool) -> None:
    """Delete old raw responses, never one that a published fact or a page's newest text rests on.

    Addresses that could not be read and were not tried again for so long are forgotten too.
    """
    from db.retention import forget_failures, prunable
    from db.store import Store

    config = Config.from_environment()
    before = (dt.datetime.now(dt.UTC) - dt.timedelta(days=older_than)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with only_one(config.data, "prune"), Store.open(config.work_db) as store:
        found = prunable(store, config.warc, before)
        for path in found.files:
            click.echo(path.name)
            if not dry_run:
                path.unlink()
        forgotten = 0 if dry_run else forget_failures(store, before)
    click.echo(f"{len(found.files)} files, {found.bytes / 1e6:.1f} MB {'would go' if dry_run else 'deleted'}")
    if forgotten:
        click.echo(f"{forgotten} addresses that could not be read forgotten")
