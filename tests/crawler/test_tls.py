"""Https against real TLS servers: valid certificates, and those that sites have instead."""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler import source_files
from crawler.discover import as_toml, discover
from crawler.tls import SecureTransport
from tests.sites.schools import home, news_site, rss
from tests.sites.server import Page, Site

if TYPE_CHECKING:
    from conftest import Lab

PAST = dt.datetime(2020, 1, 1)


class Authority:
    """A certificate authority that the environment trusts, and one that nobody does."""

    def __init__(self, folder: Path) -> None:
        self.known, self.unknown = trustme.CA(), trustme.CA()
        self.folder = folder
        self.file = folder / "authority.pem"
        self.known.cert_pem.write_to_path(self.file)

    def context(self, kind: str) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if kind == "self-signed":
            made.load_cert_chain(self._self_signed())
            return made
        certificate = {
            "valid": lambda: self.known.issue_cert("127.0.0.1"),
            "expired": lambda: self.known.issue_cert("127.0.0.1", not_before=PAST, not_after=PAST + dt.timedelta(9)),
            "other-host": lambda: self.known.issue_cert("other.example"),
            "unknown": lambda: self.unknown.issue_cert("127.0.0.1"),
            "incomplete": lambda: self.known.create_child_ca().issue_cert("127.0.0.1"),
        }[kind]()
        if kind != "incomplete":
            certificate.configure_cert(made)
            return made
        leaf, key = self.folder / "leaf.pem", self.folder / "key.pem"
        certificate.cert_chain_pems[0].write_to_path(leaf)
        certificate.private_key_pem.write_to_path(key)
        made.load_cert_chain(leaf, key)
        return made

    def _self_signed(self) -> Path:
        """A bare certificate that vouches for itself, as servers make one when they are installed."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
        now = dt.datetime.now(dt.UTC)
        made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        made = made.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=9))
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        signed = made.add_extension(x509.SubjectAlternativeName([address]), critical=False).sign(key, hashes.SHA256())
        file = self.folder / "self-signed.pem"
        form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        file.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, *form) + signed.public_bytes(serialization.Encoding.PEM)
        )
        return file


@pytest.fixture
def serve(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Site]:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return lambda kind, pages: lab.stack.enter_context(Site(pages, tls=authority.context(kind)))


def test_a_site_whose_certificate_is_valid_is_crawled(lab: Lab, serve: Callable[..., Site]) -> None:
    lab.source("school", serve("valid", news_site(3)).root)
    report = lab.crawl_one("school")
    assert (report.status, report.stats["new"]) == ("ok", 3)


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        ("expired", "certificate: expired"),
        ("self-signed", "certificate: self-signed"),
        ("other-host", "certificate: made out to another host"),
        ("unknown", "certificate: its issuer is not known"),
        ("incomplete", "certificate: its issuer is not known, or the server leaves out a part of the chain"),
    ],
)
def test_a_certificate_that_proves_nothing_is_refused_with_its_cause_unless_the_source_says_otherwise(
    lab: Lab, serve: Callable[..., Site], kind: str, cause: str
) -> None:
    site = serve(kind, news_site(2))
    healthy = serve("valid", news_site(2))
    lab.source("school", site.root)
    lab.source("healthy", healthy.root)
    refused, other = lab.crawl("school", "healthy").sources
    assert refused.status == "failing"
    assert cause in (refused.cause or "")
    assert site.seen == []
    assert (other.status, other.stats["new"]) == ("ok", 2)
    events = [json.loads(line) for line in lab.log.splitlines()]
    assert any(cause in event["event"] for event in events if event["source"] == "school")
    lab.source("school", site.root, "verify_tls = false\n")
    assert lab.crawl_one("school").stats["new"] == 2


def test_what_is_found_without_a_valid_certificate_is_written_down_so(lab: Lab, serve: Callable[..., Site]) -> None:
    site = serve("unknown", news_site(2))
    refused = discover(lab.config, site.root, allow_private=True, delay=0)
    assert "certificate: its issuer is not known" in (refused.cause or "")
    found = discover(lab.config, site.root, allow_private=True, delay=0, verify_tls=False)
    text = as_toml(found, "School", ror=None, country=None)
    assert source_files.from_values("school", source_files.parse(text)).verify_tls is False


def test_a_server_that_speaks_no_tls_is_told(lab: Lab, serve: Callable[..., Site]) -> None:
    site = lab.serve(news_site(1))
    lab.source("school", site.root.replace("http:", "https:"))
    assert "no TLS connection" in (lab.crawl_one("school").cause or "")


def test_a_site_that_moved_to_https_is_followed_and_its_addresses_of_before_are_the_same_pages(
    lab: Lab, serve: Callable[..., Site]
) -> None:
    new = serve("valid", news_site(3))
    old = lab.serve({})
    old.pages = {path: Page(status=301, headers={"Location": new.root + path}) for path in (*new.pages, "/ancien")}
    link = f"<link rel='alternate' type='application/rss+xml' href='{new.root}/feed.xml'>"
    new.pages["/"] = Page(home(link))
    new.pages["/feed.xml"] = Page(rss([0, 1, 2]).replace("{root}", old.root), "application/rss+xml")
    lab.source("school", old.root)
    report = lab.crawl_one("school")
    assert report.status == "ok"
    assert sorted(lab.pages("school")) == [f"/actualites/{n}.html" for n in range(3)]
    new.forget()
    lab.crawl("school")
    assert not [path for path, _ in new.seen if path.startswith("/actualites")]


def test_strict_transport_security_is_honoured_and_only_over_https() -> None:
    transport = SecureTransport(get_crawler())
    http, https = Request("http://school.example/a?b=1"), Request("https://school.example/a?b=1")
    headers = {"Strict-Transport-Security": "max-age=31536000"}
    transport.process_response(http, Response(http.url, headers=headers))
    assert transport.process_request(http) is None
    transport.process_response(https, Response(https.url, headers={"Strict-Transport-Security": "max-age=0"}))
    assert transport.process_request(http) is None
    transport.process_response(https, Response(https.url, headers=headers))
    upgraded = transport.process_request(http)
    assert upgraded is not None
    assert upgraded.url == https.url
    assert transport.process_request(https) is None
    assert transport.process_request(Request("http://school.example:8080/")) is None
