"""The twelve named queries: documented in both languages, in every format, with the right rows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import httpx
import icalendar
import openpyxl
import pytest

from db.site.queries import load, parse

Get = Callable[..., httpx.Response]
NAMES = [query.name for query in load()]


def rows(get: Get, name: str, **parameters: str) -> list[dict[str, Any]]:
    answer = get(f"/public/{name}.json", params={"_shape": "array", **parameters})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def test_there_are_twelve() -> None:
    assert len(NAMES) == 12


@pytest.mark.parametrize("query", load(), ids=lambda query: query.name)
def test_each_is_documented(query: Any) -> None:
    assert set(query.title) == set(query.description) == {"en", "fr"}
    used = set(re.findall(r":(\w+)", re.sub(r"'[^']*'", "", query.sql)))
    assert used == set(query.parameters)
    assert all(set(texts) == {"en", "fr"} for texts in query.parameters.values())


def test_an_unknown_comment_is_refused() -> None:
    with pytest.raises(ValueError, match="wrong"):
        parse("x", "-- wrong: y\nselect 1")


@pytest.mark.parametrize("name", NAMES)
def test_each_works_without_parameters_and_in_all_formats(get: Get, name: str) -> None:
    assert get(f"/public/{name}").status_code == 200
    for form in ("csv", "xlsx", "atom", "json"):
        assert get(f"/public/{name}.{form}").status_code == 200


def test_dossier(get: Get) -> None:
    found = rows(get, "country_dossier", country="JP")
    assert {(row["section"], row["name"]) for row in found} >= {
        ("kind", "double_degree"), ("school", "IMT Mines Alès"), ("partner", "Keio University"), ("year", "2021"),
    }  # fmt: skip


def test_partnerships_by_country(get: Get) -> None:
    assert [row["partnership"] for row in rows(get, "partnerships_by_country", country="JP")] == ["p1", "p2"]
    assert len(rows(get, "partnerships_by_country", country="")) == 3
    one_line = get("/public.json", params={"sql": "select * from partnerships where country = 'JP'", "_shape": "array"})
    assert {row["id"] for row in one_line.json()} == {"p1", "p2"}


def test_partners_of_an_institution_by_id_or_any_name(get: Get) -> None:
    assert [row["title"] for row in rows(get, "partners_of", institution="université de kagawa")] == ["IMT Mines Alès"]
    found = rows(get, "partners_of", institution="ror:03e8s1d88")
    assert [row["title"] for row in found] == ["Kagawa University", "EuroTech", "Keio University"]


def test_double_degrees(get: Get) -> None:
    assert [row["partnership"] for row in rows(get, "double_degrees", country="")] == ["p2"]


def test_dormant_links(get: Get) -> None:
    assert [row["partnership"] for row in rows(get, "dormant_links", years="5")] == ["p2"]
    assert rows(get, "dormant_links", years="90") == []


def test_white_spots(get: Get) -> None:
    assert {row["country"]: row["events"] for row in rows(get, "white_spots")} == {"US": 1, "DE": 0, "FR": 0, "TV": 0}


def test_visits(get: Get) -> None:
    found = rows(get, "visits", country="JP")
    assert [(row["event"], row["place"]) for row in found] == [("e3", "Japan"), ("e5", "Japan")]
    assert len(rows(get, "visits", country="")) == 2


def test_coming_events_are_a_calendar(get: Get) -> None:
    assert [row["event"] for row in rows(get, "coming_events", country="")] == ["e3"]
    text = get("/public/coming_events.ics?country=JP").text
    assert [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(text).walk("VEVENT")] == [
        "Delegation to Tokyo"
    ]


def test_what_is_new_is_a_feed(get: Get) -> None:
    found = rows(get, "whats_new", country="JP", since="2020-01-01")
    assert [row["event"] for row in found] == ["e3", "e5", "e1", "e2"]
    assert [row["event"] for row in rows(get, "whats_new", institution="ror:02kn6nx58", since="2026-01-01")] == ["e3"]
    assert "/event/e3" in get("/public/whats_new.atom?country=JP&since=2020-01-01").text


def test_network_members(get: Get) -> None:
    assert [(row["title"], row["member"]) for row in rows(get, "network_members", network="eurotech")] == [
        ("EuroTech", "IMT Mines Alès")
    ]


def test_reviewed_facts(get: Get) -> None:
    assert [row["partnership"] for row in rows(get, "reviewed_facts", country="")] == ["p1"]


def test_evidence_leads_to_sentence_page_and_snapshot(get: Get) -> None:
    (row,) = rows(get, "evidence", id="e1")
    assert row["title"].startswith("L’école a signé")
    assert row["url"] == "https://www.imt-mines-ales.fr/actu/kagawa"
    assert row["snapshot"] == 1
    assert row["trigger_end"] - row["trigger_start"] == len("signé")
    assert len(rows(get, "evidence", id="p1")) == 2


def test_excel_has_the_rows(get: Get) -> None:
    answer = get("/public/double_degrees.xlsx?country=JP")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet["B"]] == ["title", "IMT Mines Alès"]
    assert 'filename="double_degrees.xlsx"' in answer.headers["content-disposition"]


def test_ids_in_rows_lead_to_pages(get: Get) -> None:
    assert '<a href="/partnership/p2">p2</a>' in get("/public/double_degrees?country=JP").text
    assert '<a href="/event/e1">e1</a>' in get("/public/events").text
    assert '<a href="/institution/ror:04j7mzp05">ror:04j7mzp05</a>' in get("/public/institutions").text
