"""Files, folders, archives and single addresses into the store."""

import datetime as dt
from pathlib import Path

import pytest

from crawler.ingest import Frame, Ingester, IngestError, IngestReport, find_inputs
from crawler.source_files import Source
from crawler.warc import Writer
from db.store import Store
from demo.server import Resource, at_noon, serving

TEXT = "L'école et l'université de Kagawa ont signé un accord de coopération. " * 5
HTML = f"<html lang=fr><head><title>Accord</title></head><body><main><h1>Accord</h1><p>{TEXT}</p></main></body></html>"


def take(store: Store, *inputs: object, **how: object) -> IngestReport:
    report = IngestReport()
    sources = how.pop("sources", {})
    ingester = Ingester(store, sources, **how)  # type: ignore[arg-type]
    for name, path in find_inputs([str(each) for each in inputs]):
        ingester.take(name, path, report)
    return report


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "work.db")


def urls(store: Store) -> list[str]:
    return sorted(page.url for page in store.pages_of(None))


def test_a_folder_gives_its_readable_files_without_any_path_of_this_machine(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "releases" / "2026"
    folder.mkdir(parents=True)
    (folder / "a.html").write_text(HTML)
    (folder.parent / "b.txt").write_text(TEXT)
    (folder / "logo.png").write_bytes(b"\x89PNG")
    report = take(store, tmp_path / "releases")
    assert (report.new, report.failed) == (2, [])
    assert urls(store) == ["file:releases/2026/a.html", "file:releases/b.txt"]


def test_taking_the_same_in_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML)
    assert take(store, tmp_path / "a.html").new == 1
    again = take(store, tmp_path / "a.html")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    (tmp_path / "a.html").write_text(HTML.replace("Kagawa", "Osaka"))
    assert take(store, tmp_path / "a.html").changed == 1


def test_what_cannot_be_read_is_named_and_stops_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "1-empty.txt").write_text("")
    (tmp_path / "2-broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    (tmp_path / "3-good.txt").write_text(TEXT)
    report = take(store, tmp_path)
    assert report.new == 1
    assert {Path(name).name for name, _ in report.failed} == {"1-empty.txt", "2-broken.pdf"}
    assert all(reason for _, reason in report.failed)


@pytest.mark.parametrize("argument", ["nowhere.txt", "ftp://school.example/x", "gopher://x"])
def test_what_does_not_exist_is_refused(argument: str) -> None:
    with pytest.raises(IngestError, match=argument.split(":")[0]):
        find_inputs([argument])


def test_a_warc_file_rebuilds_the_pages_of_its_sources(store: Store, tmp_path: Path) -> None:
    writer = Writer(tmp_path / "warc", "school")
    html = [("Content-Type", "text/html; charset=utf-8")]
    writer.write("https://school.example/accord", 200, html, HTML.encode(), "2026-01-02T03:04:05Z")
    writer.write(
        "https://school.example/feed", 200, [("Content-Type", "application/rss+xml")], b"<rss/>", "2026-01-02T03:04:05Z"
    )
    writer.write("https://school.example/gone", 404, html, b"<h1>404</h1>", "2026-01-02T03:04:05Z")
    writer.close()
    source = Source("school", "School", "https://school.example/")
    report = take(store, tmp_path / "warc", sources={"school": source})
    assert report.new == 1
    (page,) = store.pages_of("school")
    assert page.url == "https://school.example/accord"
    assert store.one("select warc_file, warc_offset, fetched_at from snapshots")["fetched_at"] == "2026-01-02T03:04:05Z"


def test_an_address_is_fetched_if_its_robots_txt_lets_us(store: Store) -> None:
    when = at_noon(dt.date(2026, 1, 1))
    site = {
        "/robots.txt": Resource(b"User-agent: *\nDisallow: /private/\n", "text/plain", when),
        "/accord": Resource(HTML.encode(), "text/html; charset=utf-8", when),
        "/private/accord": Resource(HTML.encode(), "text/html; charset=utf-8", when),
    }
    with serving(0, site) as server:
        base = f"http://127.0.0.1:{server.server_port}"
        refused = take(store, f"{base}/accord", contact="test@example.org")
        assert "--allow-private" in refused.failed[0][1]
        report = take(store, f"{base}/accord", f"{base}/private/accord", f"{base}/none", contact="test@example.org",
                      allow_private=True)  # fmt: skip
        assert report.new == 1
        assert "robots.txt" in report.failed[0][1]
        assert "404" in report.failed[1][1]
        assert "PASSERELLE_CONTACT" in take(store, f"{base}/accord", allow_private=True).failed[0][1]
        assert ("GET", "/private/accord", 200) not in server.requests


def test_what_the_user_says_wins(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML)
    source = Source("school", "School", "https://school.example/")
    frame = Frame(source, dt.date(2024, 5, 6), "https://school.example/accord")
    take(store, tmp_path / "a.html", frame=frame, sources={"school": source})
    (page,) = store.pages_of("school")
    assert (page.url, str(page.published)) == ("https://school.example/accord", "2024-05-06")
