"""The forms of the review page: correct a fact, split an event; same decisions as the command line's."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from db import review
from db.merge import merge
from db.merging.decided import Review
from db.site.app import build
from db.site.settings import Site
from db.store import Store
from tests.db.site.test_review_page import COUNTRIES, PASSWORD, Visitor
from tests.db.world import ALES, IMT, KAGAWA, OSAKA, SIGNING_ALES, SIGNING_KAGAWA, STANDING, elsewhere, read

HOSTILE = '"><script>alert(1)</script>'
DOUBTFUL = replace(SIGNING_ALES, confidence=0.4)
OTHER = elsewhere(SIGNING_KAGAWA, "kagawa", "b", confidence=0.4)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A store with a doubtful agreement of two claims."""
    path = tmp_path / "work.db"
    with Store.open(path) as store:
        store.load_reference(COUNTRIES)
        for told in (DOUBTFUL, OTHER, STANDING):
            read(store, told)
        store.save_institutions([OSAKA, IMT])
        merge(store)
    return path


@pytest.fixture
def visitor(work: Path) -> Visitor:
    """Somebody who has given the password."""
    site: Any = build(Site(public_db=work.with_name("public.db"), work_db=work, review_password=PASSWORD))
    visitor = Visitor(site)
    visitor.login()
    return visitor


def event(work: Path) -> str:
    with Store.open(work) as store:
        return str(store.value("select id from events"))


def filled(text: str, action: str) -> dict[str, str]:
    """What a form of a page would send if nothing were changed."""
    form = re.search(rf'<form action="/review/{action}".*?</form>', text, re.S)
    assert form
    found = {}
    for tag in re.findall(r"<input [^>]*>", form[0]):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes["type"] != "checkbox" or " checked" in tag:
            found[html.unescape(attributes["name"])] = html.unescape(attributes.get("value", ""))
    for name, options in re.findall(r'<select id="[^"]*" name="(\w+)">(.*?)</select>', form[0], re.S):
        found[name] = re.findall(r'value="(\w+)" selected', options)[0]
    del found["csrftoken"]
    return found


def send(visitor: Visitor, action: str, sent: dict[str, Any], **more: Any) -> httpx.Response:
    return visitor.post(f"/review/{action}", **{**sent, **more})


def correct(visitor: Visitor, page: str, **changes: str) -> httpx.Response:
    return send(visitor, "correct", filled(page, "correct"), **changes)


def test_what_was_changed_is_kept_and_nothing_else(visitor: Visitor, work: Path) -> None:
    page = visitor.get(f"/review?id={event(work)}").text
    assert 'value="2021-05-12"' in page
    answer = correct(visitor, page, type="double_degree", date="2021-05-13", note="the page says so")
    assert answer.status_code == 302
    with Store.open(work) as store:
        made = {(row.field, row.reviewer, row.note) for row in review.history(store) if isinstance(row, Review)}
        assert made == {("type", "Ada", "the page says so"), ("date", "Ada", "the page says so")}
        merge(store)
        read(store, replace(DOUBTFUL, confidence=0.3), "2")
        read(store, replace(OTHER, confidence=0.35), "2")
        merge(store)
        row = store.one("select type, date_edtf, reviewed from events")
        assert row is not None
        assert tuple(row) == ("double_degree", "2021-05-13", 1)


def test_participants_are_taken_away_and_added_by_name(visitor: Visitor, work: Path) -> None:
    page = visitor.get(f"/review?id={event(work)}").text
    sent = {**filled(page, "correct"), "add": "osaka university; ror:imt", "countries": "JP,FR"}
    del sent["who:ror:kagawa"]
    assert send(visitor, "correct", sent).status_code == 302
    with Store.open(work) as store:
        merge(store)
        who = store.column("select institution from event_institutions order by 1")
        assert who == ["ror:ales", "ror:imt", "ror:osaka"]
        assert store.column("select country from event_countries order by 1") == ["FR", "JP"]


def test_nothing_changed_and_impossible_values_are_told_in_the_form(visitor: Visitor, work: Path) -> None:
    page = visitor.get(f"/review?id={event(work)}").text
    assert correct(visitor, page).status_code == 400
    answer = correct(visitor, page, type="visit", date=HOSTILE)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert HOSTILE not in answer.text
    again = filled(answer.text, "correct")
    assert (again["type"], again["date"]) == ("visit", HOSTILE)
    assert "not in the register" in correct(visitor, page, add="Nowhere University").text
    with Store.open(work) as store:
        assert review.history(store) == []


def test_an_event_is_split_and_stays_split(visitor: Visitor, work: Path) -> None:
    page = visitor.get(f"/review?id={event(work)}").text
    assert page.count('name="claim:') == 2
    sent = filled(page, "split")
    assert send(visitor, "split", sent).status_code == 400
    with Store.open(work) as store:
        (one, other) = store.column("select claim from event_claims order by 1")
    assert send(visitor, "split", {**sent, f"claim:{one}": "1", f"claim:{other}": "1"}).status_code == 400
    assert send(visitor, "split", {**sent, f"claim:{one}": "1"}).status_code == 302
    with Store.open(work) as store:
        merge(store)
        assert store.value("select count(*) from events") == 2
        read(store, replace(DOUBTFUL, confidence=0.3), "2")
        read(store, replace(OTHER, confidence=0.35), "2")
        merge(store, everything=True)
        assert store.value("select count(*) from events") == 2


def test_partnerships_are_corrected_too(visitor: Visitor, work: Path) -> None:
    with Store.open(work) as store:
        osaka = store.value("select id from partnerships where partner = 'ror:osaka'")
    page = visitor.get(f"/review?id={osaka}").text
    assert correct(visitor, page, kinds="research, agreement").status_code == 302
    with Store.open(work) as store:
        merge(store)
        assert store.value("select kinds from partnerships where id = ?", (osaka,)) == "agreement,research"


def test_names_of_institutions_are_escaped(visitor: Visitor, work: Path) -> None:
    with Store.open(work) as store:
        store.save_institutions([replace(KAGAWA, name=HOSTILE), replace(ALES, name="A & B, 'C'")])
        merge(store)
    page = visitor.get(f"/review?id={event(work)}").text
    assert "<script>alert" not in page
    assert "A &amp; B, &#39;C&#39;" in page


def test_forms_are_for_reviewers_and_not_forged(visitor: Visitor, work: Path) -> None:
    page = visitor.get(f"/review?id={event(work)}").text
    for action in ("correct", "split"):
        sent = {**filled(page, action), "type": "visit"}
        assert send(visitor, action, sent, token=False).status_code == 403
        stranger = Visitor(visitor.datasette)
        stranger.get("/review")
        assert send(stranger, action, sent).status_code == 403
        assert stranger.get(f"/review/{action}").status_code == 404
    with Store.open(work) as store:
        assert review.history(store) == []


def test_any_fact_is_found_by_its_id_and_an_unknown_one_is_told(visitor: Visitor) -> None:
    assert visitor.get("/review?id=ev-nowhere").status_code == 404
    assert "ev-nowhere: no such event" in visitor.get("/review?id=ev-nowhere").text
    answer = visitor.post("/review/correct", kind="event", id="ev-nowhere", type="visit", was_type="agreement")
    assert answer.status_code == 409


def test_form_in_french(visitor: Visitor, work: Path) -> None:
    page = visitor.get(f"/review?id={event(work)}&lang=fr").text
    assert "Séparer en deux événements" in page
    assert "Double diplôme" in page
