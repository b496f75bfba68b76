"""One key for all spellings of one address."""

from __future__ import annotations

import pytest

from db.urls import url_key


@pytest.mark.parametrize(
    "spelling",
    [
        "https://www.ecole.fr/actu/kagawa",
        "http://ecole.fr/actu/kagawa/",
        "HTTPS://WWW.Ecole.FR:443/actu//kagawa#top",
        "https://www.ecole.fr/actu/kagawa?utm_source=x&fbclid=1",
        "https://www.ecole.fr/actu/kagawa;jsessionid=0A1B?gclid=3",
        "https://www.ecole.fr/actu/kagawa/index.html?PHPSESSID=abc&sid=1",
        "https://www.ecole.fr/actu/k%61gawa",
        " https://user@www.ecole.fr./actu/kagawa ",
    ],
)
def test_spellings_of_one_address_share_a_key(spelling: str) -> None:
    assert url_key(spelling) == "ecole.fr/actu/kagawa"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://ecole.fr/?p=12", "https://ecole.fr/?p=13"),
        ("https://ecole.fr/fr/actu", "https://ecole.fr/en/actu"),
        ("https://ecole.fr:8000/a", "https://ecole.fr/a"),
        ("https://ecole.fr/#!/news/1", "https://ecole.fr/#!/news/2"),
        ("https://ecole.fr/Actu", "https://ecole.fr/actu"),
        ("https://ecole.fr/a%2Fb", "https://ecole.fr/a/b"),
    ],
)
def test_different_pages_keep_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


def test_parameters_are_sorted_and_kept() -> None:
    assert url_key("https://e.fr/n?id=3&cat=2") == url_key("https://e.fr/n?cat=2&id=3") == "e.fr/n?cat=2&id=3"


def test_accents_in_host_and_path_are_normalised() -> None:
    assert url_key("https://école.fr/actualité") == url_key("https://xn--cole-9oa.fr/actualit%C3%A9")


def test_what_is_no_address_is_its_own_key() -> None:
    assert url_key(" notes/kagawa.md ") == "notes/kagawa.md"
    assert url_key("https://[broken") == "https://[broken"
