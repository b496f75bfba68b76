"""The command line as its users meet it: help everywhere, clear errors, no traceback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import cli

ROOT = Path(__file__).resolve().parent.parent


def commands(
    group: click.Group = cli.group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def passerelle(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PASSERELLE_DATA": str(data), "COLUMNS": "120", "PASSERELLE_CONTACT": ""}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


ALL = [pytest.param(path, command, id=" ".join(path)) for path, command in commands()]


@pytest.mark.parametrize(("path", "command"), ALL)
def test_every_command_has_help_and_an_example(path: tuple[str, ...], command: click.Command) -> None:
    result = CliRunner().invoke(cli.group, [*path, "--help"])
    assert result.exit_code == 0, result.output
    assert command.help
    if not isinstance(command, click.Group):
        assert "passerelle " + " ".join(path) in result.output, "no example"


@pytest.mark.parametrize(("path", "command"), ALL)
def test_every_option_says_what_it_does(path: tuple[str, ...], command: click.Command) -> None:
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert not silent


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-command"], "No such command"),
        (["ingest", "no-such-file.txt"], "no such file"),
        (["ingest", "ftp://example.org/x"], "only http and https"),
        (["crawl", "no-such-source"], "no-such-source"),
        (["crawl", "cesi"], "PASSERELLE_CONTACT"),
        (["institutions", "show", "ror:000000000"], "ror:000000000"),
    ],
)
def test_a_users_mistake_is_one_clear_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    result = passerelle(tmp_path, *arguments)
    assert result.returncode != 0
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_a_database_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "work.db").write_text("not a database, but long enough to be taken for one " * 50)
    result = passerelle(tmp_path, "merge")
    assert result.returncode == 2
    assert "work.db" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_empty_review_queue_says_so(tmp_path: Path) -> None:
    result = passerelle(tmp_path, "review", "list")
    assert (result.returncode, result.stdout) == (0, "")
    assert "nothing waits for review" in result.stderr
