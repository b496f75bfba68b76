"""Addresses: ours are built, others' are never trusted."""

from __future__ import annotations

import pytest

from db.site import links


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//host/x", "/path", "",
     None, "http://", "ftp://host/x", "http://[bad"],
)  # fmt: skip
def test_only_http_addresses_become_links(url: str | None) -> None:
    assert links.outside(url) is None


def test_an_http_address_stays() -> None:
    assert links.outside(" https://example.org/a?b ") == "https://example.org/a?b"


def test_the_language_goes_along() -> None:
    assert links.with_language("/country/JP", "fr") == "/country/JP?lang=fr"
    assert links.with_language("/country/JP?x=1#y", "fr") == "/country/JP?x=1&lang=fr#y"
    assert links.with_language("/public/pages", "fr") == "/public/pages?_lang=fr"
    assert links.with_language("/country/JP", None) == "/country/JP"
    assert links.with_language("https://example.org/", "fr") == "https://example.org/"


def test_reports_by_mail_or_page() -> None:
    assert links.report(None, "s", "a") is None
    assert links.report("errors@example.org", "A & B", "http://h/e") == (
        "mailto:errors@example.org?subject=A%20%26%20B&body=http%3A%2F%2Fh%2Fe"
    )
    assert links.report("https://example.org/f", "s", "http://h/e") == "https://example.org/f?about=http%3A%2F%2Fh%2Fe"
