"""A disk that is full in the middle of a crawl: one line says so, nothing is half written, the next crawl goes on."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crawler import warc
from tests.sites.schools import TEXT, article, news_site
from tests.sites.server import Page, Site

ROOT = Path(__file__).resolve().parents[2]
COUNT = 60
FULL = """
mount -t tmpfs -o size="$3" tmpfs "$1" || exit 99
mkdir "$1"/sources && cp "$2"/*.toml "$1"/sources/ || exit 98
export PASSERELLE_DATA="$1" PASSERELLE_CONTACT=test@example.org
$PASSERELLE crawl --allow-private --delay 0; echo "full: $?"
echo "begun: $(ls "$1"/warc | wc -l)"
mount -o remount,size=200m "$1"
$PASSERELLE crawl --allow-private --delay 0 >/dev/null 2>&1; echo "freed: $?"
cp -r "$1"/work.db "$1"/warc "$4"/
"""


def heavy_site(count: int = COUNT) -> dict[str, Page]:
    """Articles of which each takes some kilobytes in the store and, incompressible, in the raw responses."""
    pages = dict(news_site(count))
    for number in range(count):
        noise = os.urandom(6000).hex()
        pages[f"/actualites/{number}.html"] = Page(
            article(number, text=f"{TEXT * 20} {number}", head=f"<!--{noise}-->")
        )
    return pages  # type: ignore[return-value]


@pytest.mark.timeout(180)
@pytest.mark.parametrize("size", ["900k", "1400k"])
def test_a_full_disk_ends_the_crawl_and_the_next_one_goes_on(tmp_path: Path, size: str) -> None:
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode:
        pytest.skip("no mount namespaces here (unshare -rm)")
    for name in ("small", "sources", "kept"):
        (tmp_path / name).mkdir()
    with Site(heavy_site()) as site, Site(news_site(3)) as other:
        (tmp_path / "sources" / "school.toml").write_text(f'name = "School"\nhome = "{site.root}/"\n')
        (tmp_path / "sources" / "other.toml").write_text(f'name = "Other"\nhome = "{other.root}/"\n')
        done = subprocess.run(
            ["unshare", "-rm", "sh", "-c", FULL, "sh", *(str(tmp_path / each) for each in ("small", "sources")), size,
             str(tmp_path / "kept")],
            cwd=ROOT, env={**os.environ, "PASSERELLE": f"{sys.executable} -m cli"}, capture_output=True, text=True,
            timeout=150,
        )  # fmt: skip
    ends = [line for line in done.stdout.splitlines() if line.startswith(("full: ", "freed: ", "begun: "))]
    assert ends[0] != "full: 0"
    assert ends[1] != "begun: 0", "the disk was full before the crawl began"
    assert ends[2] == "freed: 0", done.stdout + done.stderr
    errors = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1, done.stderr
    assert "full: free some space and run again" in errors[0]
    assert "Traceback" not in done.stderr
    with sqlite3.connect(tmp_path / "kept" / "work.db") as connection:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        assert connection.execute("select count(*) from pages").fetchone() == (COUNT + 3,)
        assert connection.execute("select count(*) from snapshots").fetchone() == (COUNT + 3,)
        places = connection.execute("select warc_file, warc_offset from snapshots").fetchall()
    for name, offset in places:
        assert warc.read_at(tmp_path / "kept" / "warc" / name, offset).status == 200


def test_a_response_that_cannot_be_written_whole_leaves_nothing_behind(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; from pathlib import Path; from crawler import warc\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "writer = warc.Writer(Path(sys.argv[1]), 'school')\n"
        "writer.write('https://s.example/1', 200, [], b'<p>1</p>', '2026-03-01T00:00:00Z')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "import os\n"
        "try: writer.write('https://s.example/2', 200, [], os.urandom(9000), '2026-03-01T00:00:00Z')\n"
        "except OSError: print('full')\n"
        "writer.write('https://s.example/3', 200, [], b'<p>3</p>', '2026-03-01T00:00:00Z')\n"
        "writer.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "full\n", done.stderr
    (path,) = warc.files(tmp_path)
    assert [each.url[-1] for each in warc.read_all(path)] == ["1", "3"]
