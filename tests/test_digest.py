"""The digest: what is new for a country or an institution, safe to read, and mailed through a real server."""

import datetime as dt
import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from click.testing import CliRunner, Result

import cli
from db.digest import as_html, as_markdown, gather
from db.merge import merge
from db.publish import publish
from db.store import Store, StoreError
from tests.db.world import ALES, KAGAWA, SIGNING_ALES, TUM, Told, date, read

EVIL = Told(
    "ales", "evil", "Signature <script>alert(1)</script> & [lien](javascript:x) *avec* la TUM.", "agreement",
    (ALES, TUM), "2026-11-20", date("2026-11-18"), countries=("DE",),
)  # fmt: skip
NEW = Told(
    "ales", "nouveau", "Une délégation de Kagawa a visité l’école le 19 novembre 2026.", "visit", (ALES, KAGAWA),
    "2026-11-21", date("2026-11-19"), countries=("FR", "JP"),
)  # fmt: skip
SINCE = dt.date(2026, 11, 16)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with Store.open(tmp_path / "work.db") as store:
        store.load_reference([("FR", "France", "France"), ("JP", "Japan", "Japon"), ("DE", "Germany", "Allemagne")])
        for told in (SIGNING_ALES, EVIL, NEW):
            read(store, told)
        merge(store)
    publish(tmp_path / "work.db", tmp_path / "public.db")
    monkeypatch.setenv("PASSERELLE_DATA", str(tmp_path))
    monkeypatch.setenv("PASSERELLE_MAIL_FROM", "register@example.org")
    monkeypatch.delenv("PASSERELLE_SMTP", raising=False)
    return tmp_path


def titles(data: Path, *chosen: Any) -> list[str]:
    return sorted(entry.title.split(":")[0] for entry in gather(data / "public.db", SINCE, *chosen).entries)


def test_what_was_reported_since_the_day_and_only_that(data: Path) -> None:
    assert titles(data) == ["Agreement", "Visit"]
    assert len(gather(data / "public.db", dt.date(2021, 1, 1)).entries) == 3
    assert gather(data / "public.db", dt.date(2026, 12, 1)).entries == ()


def test_a_report_that_was_found_late_is_still_news(data: Path) -> None:
    late = Told("ales", "tard", "Visite de la TUM.", "visit", (ALES, TUM), "2026-11-10", date("2026-11-09"))
    with Store.open(data / "work.db") as store:
        read(store, late)
        merge(store)
        with store.write():
            store.run("update pages set first_seen = '2026-11-17T00:00:00Z' where url like '%/tard'")
    publish(data / "work.db", data / "public.db", force=True)
    assert titles(data) == ["Agreement", "Visit", "Visit"]


@pytest.mark.parametrize(
    ("countries", "institutions", "expected"),
    [
        (["JP"], [], ["Visit"]),
        (["jp", "DE"], [], ["Agreement", "Visit"]),
        (["US"], [], []),
        ([], ["kagawa"], ["Visit"]),
        ([], ["ror:tum"], ["Agreement"]),
        ([], ["mines alès"], ["Agreement", "Visit"]),
    ],
)
def test_countries_and_institutions_choose(
    data: Path, countries: list[str], institutions: list[str], expected: list[str]
) -> None:
    assert titles(data, countries, institutions) == expected


def test_what_pages_say_is_text_in_both_forms(data: Path) -> None:
    found = gather(data / "public.db", SINCE, ["DE"])
    html, markdown = as_html(found), as_markdown(found)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; [lien]" in html
    assert "\\<script\\>" in markdown
    assert "\\[lien\\](javascript:x) \\*avec\\*" in markdown
    assert 'href="https://ales.example/evil"' in html
    assert "https://ales.example/evil" in markdown


def test_nothing_published_yet_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="passerelle run"):
        gather(tmp_path / "public.db", SINCE)


class Box:
    """Keeps what a mail server takes."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    with running(controller) as port:
        monkeypatch.setenv("PASSERELLE_SMTP", f"smtp://127.0.0.1:{port}")
        yield box


@contextmanager
def running(controller: Controller) -> Iterator[int]:
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def digest(*arguments: str) -> Result:
    return CliRunner().invoke(cli.group, ["digest", "--since", SINCE.isoformat(), *arguments])


def test_mondays_list_for_japan_arrives(data: Path, server: Box) -> None:
    result = digest("--country", "JP", "--mail-to", "attache@example.org", "--mail-to", "second@example.org")
    assert result.exit_code == 0, result.output
    (mail,) = server.mails
    assert server.recipients == ["attache@example.org", "second@example.org"]
    assert mail["Subject"] == "Passerelle: 1 new since 2026-11-16 (JP)"
    assert mail["From"] == "register@example.org"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert html
    assert "délégation de Kagawa" in plain.get_content()
    assert "<blockquote>Une délégation de Kagawa" in html.get_content()


def test_an_empty_digest_is_mailed_only_when_asked(data: Path, server: Box) -> None:
    assert digest("--country", "US", "--mail-to", "a@example.org").exit_code == 0
    assert server.mails == []
    assert digest("--country", "US", "--mail-to", "a@example.org", "--even-if-empty").exit_code == 0
    assert "Nothing new." in str(server.mails[0])


@pytest.mark.parametrize(
    ("smtp", "said"),
    [
        ("smtp://127.0.0.1:9", "the mail could not be sent: .*refused"),
        ("smtps://127.0.0.1:9", "the mail could not be sent"),
        ("mail.example.org", "not of the form smtp://"),
        ("smtp://me:geheim@127.0.0.1:port", "the mail could not be sent"),
        ("", "set PASSERELLE_SMTP"),
    ],
)
def test_no_server_is_one_clear_line_without_the_password(
    data: Path, monkeypatch: pytest.MonkeyPatch, smtp: str, said: str
) -> None:
    monkeypatch.setenv("PASSERELLE_SMTP", smtp)
    result = digest("--mail-to", "a@example.org")
    assert result.exit_code == 1
    assert re.search(said, result.output)
    assert "Traceback" not in result.output
    assert "geheim" not in result.output


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    done = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cert)],
        capture_output=True,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("no openssl here to make a certificate")
    return cert, key


@pytest.mark.parametrize("right", [True, False])
def test_the_password_goes_over_tls_only_and_its_refusal_is_told(
    data: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, right: bool
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    box = Box()

    def check(server: Any, session: Any, envelope: Any, mechanism: str, login: Any) -> AuthResult:
        right = login.login == b"me@school" and login.password == b"ge/heim"
        return AuthResult(success=right, handled=False)

    controller = Controller(
        box, hostname="127.0.0.1", port=free_port(), authenticator=check, auth_required=True, tls_context=context
    )
    with running(controller) as port:
        password = "ge%2Fheim" if right else "wrong"
        monkeypatch.setenv("PASSERELLE_SMTP", f"smtp://me%40school:{password}@localhost:{port}")
        result = digest("--mail-to", "a@example.org")
    assert (result.exit_code, len(box.mails)) == ((0, 1) if right else (1, 0)), result.output
    if not right:
        assert "could not be sent" in result.output
        assert "535" in result.output
        assert "wrong" not in result.output


def test_a_server_without_tls_never_gets_the_password(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = Box()
    with running(Controller(box, hostname="127.0.0.1", port=free_port())) as port:
        monkeypatch.setenv("PASSERELLE_SMTP", f"smtp://me:geheim@127.0.0.1:{port}")
        result = digest("--mail-to", "a@example.org")
    assert result.exit_code == 1
    assert "STARTTLS" in result.output
    assert box.mails == []
