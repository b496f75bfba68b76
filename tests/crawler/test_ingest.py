"""Files, folders, archives and single addresses into the store."""

import datetime as dt
import itertools
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme

from crawler import resolver
from crawler.ingest import Frame, Ingester, IngestError, IngestReport, find_inputs
from crawler.source_files import Source
from crawler.warc import Writer
from db.store import Store
from demo.server import Resource, at_noon, serving
from tests.sites.server import Page, Site

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


@pytest.mark.parametrize(("path", "said"), [("/500", "HTTP 500"), ("/file", "only http and https")])
def test_a_robots_txt_that_cannot_be_had_forbids_everything(store: Store, path: str, said: str) -> None:
    answers = {"/500": Page(status=500), "/file": Page(status=302, headers={"Location": "file:///etc/passwd"})}
    with Site({"/robots.txt": answers[path], "/accord": Page(HTML)}) as site:
        report = take(store, f"{site.root}/accord", contact="test@example.org", allow_private=True)
        assert site.count("/accord") == 0
    assert "robots.txt" in report.failed[0][1]
    assert said in report.failed[0][1]


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """A name server that gives these answers in turn for ``school.example``; 127.0.0.1 counts as public."""
    asked, given, real = [], itertools.cycle(answers), socket.getaddrinfo

    def answer(name: str, *arguments: Any, **options: Any) -> Any:
        if name != "school.example":
            return real(name, *arguments, **options)
        asked.append(name)
        return real(next(given), *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(resolver, "is_private_ip", lambda address: address != "127.0.0.1")
    return asked


def test_the_connection_goes_to_the_address_that_was_checked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with another address at every second question never leads to that one."""
    with Site({"/accord": Page(HTML)}) as public:
        port = int(public.root.rpartition(":")[2])
        with Site({"/accord": Page(HTML)}, host="127.0.0.2", port=port) as private:
            asked = answering(monkeypatch, "127.0.0.1", "127.0.0.2")
            report = take(store, f"http://school.example:{port}/accord", contact="test@example.org")
            assert "private network" in report.failed[0][1]
            assert (private.seen, len(asked)) == ([], 2)
            asked = answering(monkeypatch, "127.0.0.1")
            assert take(store, f"http://school.example:{port}/accord", contact="test@example.org").new == 1
    assert asked == ["school.example"] * 2, "once for each connection: robots.txt and the page"
    assert {headers["Host"] for headers in public.headers} == {f"school.example:{port}"}


def test_a_redirect_into_a_private_network_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with Site({"/": Page(HTML)}, host="127.0.0.2") as private:
        with Site({"/accord": Page(status=302, headers={"Location": private.root})}) as public:
            answering(monkeypatch, "127.0.0.1")
            port = public.root.rpartition(":")[2]
            report = take(store, f"http://school.example:{port}/accord", contact="test@example.org")
        assert "127.0.0.2 is this machine or in a private network" in report.failed[0][1]
        assert private.seen == []


def test_the_certificate_must_be_the_names_although_the_address_is_connected_to(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    for name, new in (("school.example", 1), ("other.example", 0)):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        with Site({"/accord": Page(HTML)}, tls=context) as site:
            answering(monkeypatch, "127.0.0.1")
            address = f"https://school.example:{site.root.rpartition(':')[2]}/accord"
            report = take(store, address, contact="test@example.org")
        assert report.new == new
    assert "certificate" in report.failed[0][1]


def test_what_the_user_says_wins(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(HTML)
    source = Source("school", "School", "https://school.example/")
    frame = Frame(source, dt.date(2024, 5, 6), "https://school.example/accord")
    take(store, tmp_path / "a.html", frame=frame, sources={"school": source})
    (page,) = store.pages_of("school")
    assert (page.url, str(page.published)) == ("https://school.example/accord", "2024-05-06")
