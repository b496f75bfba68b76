"""The pages: what they say, where they lead, what they never let through."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import httpx
import pytest

Get = Callable[..., httpx.Response]
PAGES = ["/", "/countries", "/country/JP", "/country/TV", "/institution/ror:03e8s1d88", "/institution/x:quiet",
         "/partnership/p1", "/partnership/p3", "/event/e1", "/event/e3", "/event/e4", "/sources", "/about", "/dump",
         "/search", "/search?q=kagawa", "/search?q=zzzz", "/public", "/public/events", "/public/partnerships/p1",
         "/public/whats_new", "/public?sql=select+1"]  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_works_in_both_languages(get: Get, path: str, lang: str) -> None:
    name = "_lang" if path.startswith("/public") else "lang"
    answer = get(f"{path}{'&' if '?' in path else '?'}{name}={lang}")
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert ("Aller au contenu" if lang == "fr" else "Skip to content") in answer.text


def test_the_browser_chooses_the_language(get: Get) -> None:
    assert '<html lang="fr">' in get("/", headers={"accept-language": "fr-CA,fr;q=0.9"}).text


def test_a_chosen_language_stays_on_the_way(get: Get) -> None:
    text = get("/country/JP?lang=fr").text
    assert "/partnership/p1?lang=fr" in text
    assert 'href="/public?_lang=fr"' in text


def test_home_shows_map_counts_and_news(get: Get) -> None:
    text = get("/").text
    assert 'href="/country/JP" aria-label="Japan: 2 partnerships"' in text
    assert "Delegation to Tokyo" in text
    assert "23–27 February 2099" in text


def test_country_is_a_dossier(get: Get) -> None:
    text = get("/country/JP").text
    for expected in ("Kagawa University", "Keio University", "IMT Mines Alès", "May 2021", "/country/JP.atom", "sql="):
        assert expected in text
    assert get("/country/jp", follow_redirects=False).headers["location"] == "/country/JP"


def test_a_country_without_cooperation_says_so(get: Get) -> None:
    assert "no cooperation with Tuvalu yet" in get("/country/TV").text


def test_institution_shows_names_and_ror(get: Get) -> None:
    text = get("/institution/ror:04j7mzp05").text
    assert "Université de Kagawa" in text
    assert 'href="https://ror.org/04j7mzp05"' in text
    assert "EuroTech" in get("/institution/ror:03e8s1d88").text


def test_partnership_tells_its_story_and_its_silence(get: Get) -> None:
    assert "Dormant: nothing reported for 6 years" in get("/partnership/p2").text
    text = get("/partnership/p1").text
    assert "Active" in text
    assert "May 2021" in text
    assert "un accord avec l’université de Kagawa" in text


def test_event_shows_the_sentence_in_its_context(get: Get) -> None:
    text = get("/event/e1").text
    assert "in May 2021" in text
    assert '<time datetime="2021-05"' in text
    assert "<mark>L’école a <u>signé</u> en mai 2021" in text
    assert "What comes before." in text
    assert "mailto:errors@example.org?subject=" in text
    assert "reported on 13 March 2024" in get("/event/e5").text


def test_event_has_structured_data_as_precise_as_the_date(get: Get) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', get("/event/e1").text, re.S)
    assert found
    data = json.loads(found[1])
    assert data["startDate"] == "2021-05"
    assert {part["sameAs"] for part in data["organizer"]} == {"https://ror.org/03e8s1d88", "https://ror.org/04j7mzp05"}


def test_a_merged_event_leads_to_the_one_it_became(get: Get) -> None:
    answer = get("/event/e0?lang=fr", follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["location"] == "/event/e1?lang=fr"


@pytest.mark.parametrize("path", ["/event/e4", "/search?q=rencontre", "/", "/country/US", "/public/pages/3",
                                  "/public/events/e4", "/public/pages", "/institution/ror:04j7mzp05"])  # fmt: skip
def test_nothing_from_the_web_becomes_markup_or_script(get: Get, path: str) -> None:
    text = get(path).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert 'href="javascript:' not in text.lower()


def test_hostile_text_cannot_end_the_structured_data(get: Get) -> None:
    text = get("/event/e4").text
    assert text.count("</script>") == text.count("<script ")


@pytest.mark.parametrize("path", ["/event/none", "/country/ZZ", "/institution/x:none", "/partnership/none", "/nowhere",
                                  "/country/ZZ.atom", "/institution/none.ics", "/public/none"])  # fmt: skip
def test_unknown_ids_offer_a_search(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert 'role="search"' in answer.text
    assert "Not in the register" in answer.text


@pytest.mark.parametrize("path", ["/", "/countries", "/sources", "/about", "/dump", "/search?q=x", "/public",
                                  "/feed.atom",
                                  "/calendar.ics", "/robots.txt", "/llms.txt", "/sitemap.xml"])  # fmt: skip
def test_an_empty_register_helps(get_empty: Get, path: str) -> None:
    assert get_empty(path).status_code == 200


def test_an_empty_register_says_what_to_do(get_empty: Get) -> None:
    assert "passerelle run" in get_empty("/").text
    assert get_empty("/country/JP").status_code == 404
    assert get_empty("/dump.json").status_code == 404


def test_search_finds_across_accents_and_kinds(get: Get) -> None:
    text = get("/search?q=universite+de+kag").text
    for expected in ("/institution/ror:04j7mzp05", "/event/e1", "/event/e5#s5"):
        assert expected in text
    assert "/country/JP" in get("/search?q=japon").text
    assert "Nothing found" in get("/search?q=xyzzy").text


@pytest.mark.parametrize("query", ["%22", "*", "NEAR(", "a+OR+b", "title:x", "'", "%00", "^x", "-", "x" * 500])
def test_search_takes_any_text(get: Get, query: str) -> None:
    assert get(f"/search?q={query}").status_code == 200


def test_feeds_and_calendars(get: Get) -> None:
    assert "Delegation to Tokyo" in get("/feed.atom").text
    assert "Delegation to Tokyo" in get("/country/JP.atom").text
    assert "Kagawa" in get("/institution/ror:04j7mzp05.atom?lang=fr").text
    assert "DTSTART;VALUE=DATE:20990223" in get("/calendar.ics").text
    assert "UID:e3@" in get("/country/JP.ics").text
    assert get("/calendar.ics").headers["content-type"] == "text/calendar; charset=utf-8"


def test_the_dump_is_the_register(get: Get, tmp_path_factory: pytest.TempPathFactory) -> None:
    import hashlib
    import sqlite3

    facts = get("/dump.json").json()
    body = get("/register.db").content
    assert hashlib.sha256(body).hexdigest() == facts["sha256"]
    assert len(body) == facts["bytes"]
    assert facts["sha256"] in get("/dump").text
    file = tmp_path_factory.mktemp("dump") / "copy.db"
    file.write_bytes(body)
    assert sqlite3.connect(file).execute("select count(*) from partnerships").fetchone() == (3,)


def test_robots_and_machine_texts(get: Get) -> None:
    robots = get("/robots.txt").text
    assert "Allow: /" in robots
    assert "Disallow: /public?" in robots
    assert "Sitemap: http://localhost/sitemap.xml" in robots
    assert "/country/JP" in get("/sitemap.xml").text
    assert "/public/double_degrees.json" in get("/llms.txt").text
