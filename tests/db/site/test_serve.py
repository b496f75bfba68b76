"""The command: says where it is, ends cleanly, tells what is wrong."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from commands.serve import serve

Start = Callable[..., tuple[subprocess.Popen[str], str]]


def test_a_real_process_serves_until_interrupted(public_db: Path, run_server: Start) -> None:
    process, address = run_server(public_db.parent)
    try:
        assert httpx.get(f"{address}/country/JP").status_code == 200
        assert httpx.head(f"{address}/").status_code == 200
        assert httpx.get(f"{address}/register.db").content[:15] == b"SQLite format 3"
        assert "server" not in httpx.get(f"{address}/").headers
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == 0
    assert "Traceback" not in output
    assert output.strip().endswith("Stopped.")


def test_without_a_register_it_serves_an_empty_one_that_fills_itself(
    tmp_path: Path, public_db: Path, run_server: Start
) -> None:
    import sqlite3

    process, address = run_server(tmp_path)
    try:
        assert "still empty" in httpx.get(f"{address}/").text
        with sqlite3.connect(public_db) as source, sqlite3.connect(tmp_path / "public.db") as target:
            source.backup(target)
        assert httpx.get(f"{address}/country/JP").status_code == 200
        assert "Delegation to Tokyo" in httpx.get(f"{address}/").text
    finally:
        process.terminate()
        process.wait(10)


def test_a_taken_port_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, public_db: Path) -> None:
    monkeypatch.setenv("PASSERELLE_DATA", str(public_db.parent))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = CliRunner().invoke(serve, ["--port", str(port)])
    assert result.exit_code == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in result.output
    assert "--port" in result.output
    assert "Traceback" not in result.output


def test_a_file_that_is_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "public.db").write_text("no database at all, only text" * 100)
    monkeypatch.setenv("PASSERELLE_DATA", str(tmp_path))
    result = CliRunner().invoke(serve, ["--port", "0"])
    assert result.exit_code == 1
    assert "is no database" in result.output


def test_review_needs_a_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PASSERELLE_DATA", str(tmp_path))
    monkeypatch.delenv("PASSERELLE_REVIEW_PASSWORD", raising=False)
    result = CliRunner().invoke(serve, ["--review", "--port", "0"])
    assert result.exit_code == 1
    assert "PASSERELLE_REVIEW_PASSWORD" in result.output


def test_help_has_an_example() -> None:
    assert "Example: passerelle serve" in CliRunner().invoke(serve, ["--help"]).output


def test_a_register_of_another_layout_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import sqlite3

    monkeypatch.setenv("PASSERELLE_DATA", str(tmp_path))
    with sqlite3.connect(tmp_path / "public.db") as connection:
        connection.execute("create table events (id text primary key, title text)")
    connection.close()
    result = CliRunner().invoke(serve, ["--port", "0"])
    assert result.exit_code == 1
    assert "layout of another version" in result.output
    assert "passerelle publish" in result.output
    assert "Traceback" not in result.output
