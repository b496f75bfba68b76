"""`passerelle sources`, `passerelle crawl`, and Scrapy's own commands over the same sources."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.sites.schools import news_site, press_site  # noqa: E402
from tests.sites.server import Page, Site  # noqa: E402


def run(data: Path, *arguments: str, program: str = "cli", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"from {program} import main; main()", *arguments]
    if program == "scrapy":
        command = [sys.executable, "-m", "scrapy", *arguments]
    settings = {"PASSERELLE_DATA": str(data), "PASSERELLE_CONTACT": "test@example.org"} | environment
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(news_site(4)) as site:
        yield site


def test_add_then_crawl_a_local_site(site: Site, tmp_path: Path) -> None:
    added = run(tmp_path, "sources", "add", site.root, "--allow-private", "--delay", "0", "--id", "local")
    assert added.returncode == 0, added.stderr
    text = (tmp_path / "sources" / "local.toml").read_text()
    assert f'feeds = [\n  "{site.root}/feed.xml",\n]' in text
    assert f'"{site.root}/sitemap.xml"' in text
    assert not (tmp_path / "work.db").exists(), "looking a site over keeps nothing"
    crawled = run(tmp_path, "crawl", "--allow-private", "--delay", "0")
    assert crawled.returncode == 0, crawled.stderr
    assert "local: ok; 4 new" in crawled.stdout
    again = run(tmp_path, "sources", "add", site.root, "--allow-private", "--id", "local")
    assert again.returncode == 1
    assert "exists already" in again.stderr


def test_discover_reports_and_writes_nothing(tmp_path: Path) -> None:
    with Site(press_site()) as site:
        done = run(tmp_path, "sources", "discover", site.root, "--allow-private", "--delay", "0", "--json")
    found = json.loads(done.stdout)
    assert (found["lang"], found["languages"], found["pdfs"]) == ("fr", ["en"], 8)
    assert {(way["way"], way["candidates"]) for way in found["ways"]} == {("listing", 4)}
    assert list(tmp_path.iterdir()) == []


def test_the_institution_is_found_by_the_domain(tmp_path: Path) -> None:
    from commands.sources import _institution
    from config import Config

    institution = _institution(Config(tmp_path), "https://www.imt.fr/actualites/")
    if institution is None:
        pytest.skip("the supplement alone does not know this domain")
    assert institution.id in ("ror:025vp2923", "x:imt")


def test_adding_a_site_without_news_fails_with_the_cause(tmp_path: Path) -> None:
    with Site({"/": Page("<html lang='fr'><title>Rien</title><p>Bientôt.</p></html>")}) as site:
        done = run(tmp_path, "sources", "add", site.root, "--allow-private", "--delay", "0")
    assert done.returncode == 1
    assert "no feed, sitemap, posts or listing found" in done.stderr
    assert not (tmp_path / "sources").exists()


def test_list_and_check(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "mine.toml").write_text('name = "Mine"\nhome = "https://mine.example/"\n')
    listed = run(tmp_path, "sources", "list").stdout
    assert "* mine" in listed
    assert "  telecom-paris" in listed
    assert run(tmp_path, "sources", "check").returncode == 0
    (tmp_path / "sources" / "bad.toml").write_text("name = [\n")
    checked = run(tmp_path, "sources", "check")
    assert checked.returncode == 1
    assert "bad.toml: not readable as TOML" in checked.stderr
    assert "1 wrong" in checked.stdout


def test_list_tells_how_many_addresses_are_put_off(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    pages = news_site(4) | {f"/actualites/{n}.html": Page("no", status=404) for n in (1, 2)}
    with Site(pages) as site:
        (tmp_path / "sources" / "here.toml").write_text(f'name = "Here"\nhome = "{site.root}/"\n')
        run(tmp_path, "crawl", "here", "--allow-private", "--delay", "0")
    listed = run(tmp_path, "sources", "list", "--own")
    assert "(2 addresses put off, most by: HTTP 404)" in listed.stdout
    told = json.loads(run(tmp_path, "sources", "list", "--own", "--json").stdout)
    assert (told["put_off"], told["put_off_cause"]) == (2, "HTTP 404")
    (tmp_path / "work.db").write_bytes(b"no database")
    damaged = run(tmp_path, "sources", "list", "--own")
    assert damaged.returncode == 0
    assert "not known" in damaged.stderr


LIVE = {
    "forbidden": ({"/robots.txt": Page("User-agent: *\nDisallow: /\n", "text/plain")}, "robots.txt"),
    "broken": ({"/": Page("no", status=500)}, "HTTP 500"),
    "missing": ({}, "HTTP 404"),
    "empty": ({"/": Page("<html><p>Bientôt.</p></html>")}, "no feed, sitemap, posts or listing found"),
    "lost-feed": (news_site(3) | {"/old.xml": Page("no", status=410)}, "HTTP 410"),
}


def test_check_live_says_what_is_wrong_with_each_and_goes_on(site: Site, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with ExitStack() as stack:
        homes = {name: stack.enter_context(Site(pages)).root for name, (pages, _) in LIVE.items()}
        homes |= {"good": site.root, "nowhere": "http://nowhere.invalid", "no-tls": site.root.replace("http", "https")}
        for name, home in homes.items():
            more = f'feeds = ["{home}/old.xml"]\n' if name == "lost-feed" else ""
            (tmp_path / "sources" / f"{name}.toml").write_text(f'name = "{name}"\nhome = "{home}/"\n{more}')
        done = run(tmp_path, "sources", "check", *homes, "--live", "--allow-private", "--delay", "0")
        private = run(tmp_path, "sources", "check", "good", "--live", "--delay", "0")
    lines = {line.partition(": ")[0]: line for line in done.stderr.splitlines()}
    assert done.returncode == 1
    assert "good: ok" in done.stdout
    assert "8 sources checked, 7 wrong" in done.stdout
    for name, cause in {name: cause for name, (_, cause) in LIVE.items()}.items():
        assert cause in lines[name]
    assert "does not resolve" in lines["nowhere"]
    assert "no TLS connection" in lines["no-tls"]
    assert "private address" in private.stderr
    assert not (tmp_path / "work.db").exists()


def test_check_live_asks_the_site(site: Site, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "here.toml").write_text(f'name = "Here"\nhome = "{site.root}/"\n')
    (tmp_path / "sources" / "gone.toml").write_text('name = "Gone"\nhome = "http://127.0.0.1:9/"\n')
    done = run(tmp_path, "sources", "check", "here", "gone", "--live", "--allow-private", "--delay", "0")
    assert done.returncode == 1
    assert "here: ok" in done.stdout
    assert "gone: no way to its news" in done.stderr


def test_a_failing_source_fails_the_command(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "gone.toml").write_text('name = "Gone"\nhome = "http://127.0.0.1:9/"\n')
    done = run(tmp_path, "crawl", "gone", "--allow-private", "--delay", "0")
    assert done.returncode == 1
    assert "gone: failing" in done.stdout
    assert "connection refused" in done.stdout


def test_ctrl_c_ends_a_crawl_gently(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with Site(news_site(60)) as site:
        (tmp_path / "sources" / "here.toml").write_text(f'name = "Here"\nhome = "{site.root}/"\n')
        child = subprocess.Popen(
            [sys.executable, "-c", "from cli import main; main()", "crawl", "--allow-private", "--delay", "0.1"],
            cwd=ROOT,
            env=os.environ | {"PASSERELLE_DATA": str(tmp_path), "PASSERELLE_CONTACT": "test@example.org"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        while len(site.seen) < 12:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        output, _ = child.communicate(timeout=30)
    assert child.returncode == 1
    assert "here: stopped" in output
    assert "stopped before the end" in output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["crawl"], "none of your own"),
        (["crawl", "nobody"], "no source nobody"),
        (["crawl", "imt", "--all"], "not both"),
        (["sources", "check", "nobody"], "no source nobody"),
        (["sources", "discover", "ftp://x.example"], "not an http"),
    ],
)
def test_errors_are_one_clear_line(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode != 0
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_live_crawl_needs_a_contact(tmp_path: Path) -> None:
    done = run(tmp_path, "crawl", "imt", PASSERELLE_CONTACT="")
    assert done.returncode != 0
    assert "PASSERELLE_CONTACT=you@example.org" in done.stderr
    scrapy = run(tmp_path, "crawl", "imt", program="scrapy", PASSERELLE_CONTACT="me")
    assert "neither a mail address" in scrapy.stdout + scrapy.stderr


@pytest.mark.parametrize("command", [["crawl"], *(["sources", each] for each in ("list", "discover", "add", "check"))])
def test_every_command_has_an_example(tmp_path: Path, command: list[str]) -> None:
    assert "Example" in run(tmp_path, *command, "--help").stdout


def test_scrapy_lists_and_crawls_the_sources(site: Site, tmp_path: Path) -> None:
    from db.store import Store

    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "here.toml").write_text(f'name = "Here"\nhome = "{site.root}/"\n')
    listed = run(tmp_path, "list", program="scrapy").stdout.split()
    assert {"telecom-paris", "cesi", "here"} <= set(listed)
    options = ["-s", "ALLOW_PRIVATE=1", "-s", "DOWNLOAD_DELAY=0", "-s", "ADAPT_DELAY=0", "-s", "READER_PROCESSES=0"]
    done = run(tmp_path, "crawl", "here", *options, program="scrapy")
    assert "Spider closed (finished)" in done.stderr
    assert "Traceback" not in done.stderr
    with Store.open(tmp_path / "work.db") as store:
        assert store.value("select count(*) from pages") == 4
        assert store.runs("crawl")[0].status == "ok"
