"""The deployment files are what their programs accept, and name commands that exist."""

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

import cli
from config import SETTINGS

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
COMMAND = re.compile(r"passerelle[\"', ]+([a-z]+)((?:[\"', ]+[^\s\"',\]]+)*)")


def used_commands() -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(DEPLOY.iterdir()):
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"^(ExecStart=|CMD|\s*(command|test):|\d+ \d+ )", line):
                match = COMMAND.search(line.replace("/opt/passerelle/.venv/bin/", ""))
                if match:
                    found.append((path.name, match[1], match[2]))
    return found


def test_every_file_starts_a_command() -> None:
    assert {name for name, _, _ in used_commands()} >= {
        "passerelle.service", "passerelle-web.service", "passerelle-run.service", "crontab", "Dockerfile",
        "compose.yaml",
    }  # fmt: skip


@pytest.mark.parametrize(("file", "command", "rest"), used_commands())
def test_commands_and_options_exist(file: str, command: str, rest: str) -> None:
    found = cli.group.get_command(click.Context(cli.group), command)
    assert found is not None, f"{file}: passerelle {command}"
    known = {name for parameter in found.params for name in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", rest)) <= known


def test_settings_named_in_the_files_exist() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DEPLOY.iterdir())
    assert set(re.findall(r"PASSERELLE_[A-Z_]+", text)) <= set(SETTINGS)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    units = []
    for path in [*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]:
        text = path.read_text(encoding="utf-8").replace("/opt/passerelle/.venv/bin/passerelle", "/bin/true")
        (tmp_path / path.name).write_text(
            text.replace("User=passerelle", "User=root").replace("Group=passerelle", "Group=root")
        )
        units.append(str(tmp_path / path.name))
    result = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    complaints = [line for line in result.stderr.splitlines() if "passerelle" in line and "Documentation" not in line]
    assert not complaints


def test_the_crontab_has_five_times_and_a_command_a_line() -> None:
    lines = [
        line
        for line in (DEPLOY / "crontab").read_text().splitlines()
        if line and not line.startswith(("#", "PASSERELLE"))
    ]
    assert len(lines) == 3
    ranges = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]
    for line in lines:
        *times, command = line.split(None, 5)
        assert command.startswith("/opt/passerelle/.venv/bin/passerelle ")
        for value, (low, high) in zip(times, ranges, strict=True):
            assert value == "*" or low <= int(value) <= high


def test_the_container_is_not_root_and_has_a_health_check() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER passerelle$", text, re.M)
    assert "HEALTHCHECK" in text
    copied = re.search(r"^COPY (models.txt .*) \./$", text, re.M)
    assert copied
    for name in copied[1].split():
        assert (DEPLOY.parent / name).exists(), name


def test_the_health_check_of_the_daemon_is_of_the_daemon_not_of_single_sources() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert 'test: ["CMD", "passerelle", "schedule", "--check"]' in text
