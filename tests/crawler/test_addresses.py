"""Addresses: cleaned, told private, told traps."""

from __future__ import annotations

import pytest

from crawler import addresses


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "[::1]", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "fc00::1",
     "64:ff9b::7f00:1", "64:ff9b:1::1", "::127.0.0.1", "fec0::1", "::", "ff02::1", "localhost",
     "a.localhost", "printer.local"],
)  # fmt: skip
def test_private_hosts(host: str) -> None:
    assert addresses.is_private_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "www.imt.fr",
        "8.8.8.8",
        "2001:4860:4860::8888",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "2a01:e0a::1",
        "localhost.example.org",
    ],
)
def test_public_hosts(host: str) -> None:
    assert not addresses.is_private_host(host)


@pytest.mark.parametrize(
    ("url", "trap"),
    [
        ("https://s.example/actualites/2026/03/accord-avec-le-japon", False),
        ("https://s.example/fr/recherche/fr/actualites", False),
        ("https://s.example/a/b/a/b/a/b", True),
        ("https://s.example/news/news/news/x", True),
        ("https://s.example/" + "/".join("abcdefghijklmnop"), True),
        ("https://s.example/?" + "&".join(f"f{n}=1" for n in range(9)), True),
    ],
)
def test_traps(url: str, trap: bool) -> None:
    assert addresses.is_trap(url) == trap


def test_same_site() -> None:
    assert addresses.same_site("https://news.imt.fr/a", "http://www.imt.fr/")
    assert not addresses.same_site("https://imt.fr.example.org/a", "https://imt.fr/")
    assert not addresses.same_site("https://notimt.fr/", "https://imt.fr/")
    assert addresses.same_site("https://presse.example/", "https://imt.fr/", ("presse.example",))


def test_clean() -> None:
    assert addresses.clean(" ../b;jsessionid=1F?x=1#y\n", "https://s.example/a/c") == "https://s.example/b?x=1"
    assert addresses.clean("http://s.example/\ud800é") == "http://s.example/%C3%A9"
    assert addresses.clean("http://[") is None
