"""`passerelle institutions` against an archive on loopback that answers as Zenodo does."""

from __future__ import annotations

import hashlib
import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commands.institutions import institutions
from nlp.registry import Registry, RegistryError
from nlp.registry.download import download, newest_release

NAME = "v9.2-2026-02-03-ror-data.zip"


def release() -> bytes:
    record = {
        "id": "https://ror.org/00example1",
        "status": "active",
        "types": ["education"],
        "names": [{"value": "Norland University", "types": ["ror_display", "label"], "lang": "en"}],
        "locations": [{"geonames_details": {"country_code": "NO", "name": "Norby"}}],
        "links": [{"type": "website", "value": "https://norland.example"}],
        "relationships": [],
        "padding": "".join(hashlib.sha256(str(i).encode()).hexdigest() for i in range(4000)),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ror.json", json.dumps([record]))
    return file.getvalue()


class Archive(ThreadingHTTPServer):
    """Serves one release; can lie about its checksum, cut connections, refuse."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.content = release()
        self.checksum = hashlib.md5(self.content).hexdigest()
        self.cut_after: list[int] = []
        self.missing = False
        self.ranges: list[str | None] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    server: Archive

    def do_GET(self) -> None:
        if self.path == "/api/records/6347574" and not self.server.missing:
            self._describe()
        elif self.path.endswith("/content"):
            self._content()
        else:
            self.send_error(404)

    def _describe(self) -> None:
        link = f"{self.server.base}/api/records/1/files/{NAME}/content"
        file = {"key": NAME, "size": len(self.server.content), "checksum": f"md5:{self.server.checksum}"}
        body = json.dumps({"id": 1, "files": [file | {"links": {"self": link}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _content(self) -> None:
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)
        start = int(re.findall(r"\d+", wanted)[0]) if wanted else 0
        body = self.server.content[start:]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut = self.server.cut_after.pop(0) if self.server.cut_after else len(body)
        self.wfile.write(body[:cut])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def archive() -> Iterator[Archive]:
    server = Archive()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PASSERELLE_DATA", str(tmp_path))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(institutions, arguments)


def test_update_downloads_compiles_and_tidies_up(archive: Archive, data: Path) -> None:
    result = run("update", "--base-url", archive.base)
    assert result.exit_code == 0, result.output
    assert "ROR v9.2 (2026-02-03): 1 institutions" in result.output
    assert Registry.open(data / "registry").find("Norland University")
    assert not list((data / "registry" / "downloads").iterdir())


def test_a_cut_download_is_continued(archive: Archive, tmp_path: Path) -> None:
    archive.cut_after = [20_000]
    path = download(newest_release(archive.base), tmp_path, wait=0)
    assert path.read_bytes() == archive.content
    assert archive.ranges == [None, "bytes=20000-"]


def test_what_an_earlier_run_left_is_used(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.part").write_bytes(archive.content[:30_000])
    download(newest_release(archive.base), tmp_path, wait=0)
    assert archive.ranges == ["bytes=30000-"]


def test_a_download_that_never_ends_is_given_up_and_kept(archive: Archive, tmp_path: Path) -> None:
    archive.cut_after = [1000] * 4
    with pytest.raises(RegistryError, match="again to continue"):
        download(newest_release(archive.base), tmp_path, wait=0)
    assert (tmp_path / f"{NAME}.part").stat().st_size == 4000


def test_a_wrong_checksum_is_refused_and_the_old_release_stays(archive: Archive, data: Path) -> None:
    assert run("update", "--base-url", archive.base).exit_code == 0
    archive.checksum = "0" * 32
    result = run("update", "--base-url", archive.base)
    assert result.exit_code == 1
    assert "checksum" in result.output
    assert "Traceback" not in result.output
    assert Registry.open(data / "registry").release == "ROR v9.2 (2026-02-03)"
    assert not list((data / "registry" / "downloads").iterdir())


@pytest.mark.usefixtures("data")
def test_an_archive_without_the_record_is_one_clear_line(archive: Archive) -> None:
    archive.missing = True
    result = run("update", "--base-url", archive.base)
    assert result.exit_code == 1
    assert "answered 404" in result.output


@pytest.mark.usefixtures("data")
def test_an_archive_out_of_reach_is_one_clear_line() -> None:
    result = run("update", "--base-url", "http://127.0.0.1:1")
    assert result.exit_code == 1
    assert "cannot be reached" in result.output


def test_a_full_disk_is_one_clear_line(archive: Archive, tmp_path: Path) -> None:
    full = tmp_path / f"{NAME}.part"
    full.symlink_to("/dev/full")
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(RegistryError, match="cannot be saved"):
        download(newest_release(archive.base), tmp_path, wait=0)


def test_a_local_release_is_taken_and_left(data: Path) -> None:
    local = data / NAME
    local.write_bytes(release())
    assert run("update", "--from", str(local)).exit_code == 0
    assert local.exists()
    local.write_bytes(release()[:-100])
    result = run("update", "--from", str(local))
    assert result.exit_code == 1
    assert "not a complete zip" in result.output


@pytest.mark.usefixtures("data")
def test_search_and_show_work_on_the_supplement_alone() -> None:
    found = run("search", "mines ales")
    assert "ror:03e8rf594" in found.output.splitlines()[0]
    shown = run("show", "https://ror.org/03e8rf594")
    assert shown.exit_code == 0
    assert "Institut Mines-Télécom" in shown.output
    assert json.loads(run("search", "APAIE", "--json").output.splitlines()[0])["kind"] == "network"


@pytest.mark.usefixtures("data")
def test_what_is_not_there_says_how_to_get_more() -> None:
    result = run("search", "zzzz qqqq")
    assert result.exit_code == 1
    assert "passerelle institutions update" in result.output
    assert run("show", "ror:000000000").exit_code == 1


@pytest.mark.parametrize("command", ["update", "search", "show"])
def test_every_command_has_an_example(command: str) -> None:
    assert "Example" in run(command, "--help").output
