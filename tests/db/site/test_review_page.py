"""The review page: only with the password, guarded against forged requests, one decision a click."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from db import review
from db.merge import merge
from db.publish import publish
from db.site.app import build
from db.site.desk import Decision, Desk
from db.site.settings import Site
from db.store import Store, StoreError
from records import SourceRecord
from tests.db.world import SIGNING_ALES, STANDING, VISIT, read

COUNTRIES = [("FR", "France", "France"), ("JP", "Japan", "Japon"), ("DE", "Germany", "Allemagne")]
PASSWORD = "open sesame"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A store with a doubtful agreement and a doubtful visit, and its publication beside it."""
    path = tmp_path / "work.db"
    with Store.open(path) as store:
        store.load_reference(COUNTRIES)
        for told in (replace(SIGNING_ALES, confidence=0.4), replace(VISIT, confidence=0.5), STANDING):
            read(store, told)
        merge(store)
    publish(path, tmp_path / "public.db")
    return path


@pytest.fixture
def site(work: Path) -> Any:
    return build(Site(public_db=work.with_name("public.db"), work_db=work, review_password=PASSWORD))


class Visitor:
    """A browser that keeps cookies and fills the forms of the page it is on."""

    def __init__(self, datasette: Any) -> None:
        self.datasette = datasette
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> httpx.Response:
        return self._keep(asyncio.run(self.datasette.client.get(path, cookies=self.cookies, follow_redirects=False)))

    def post(self, path: str, token: bool = True, **fields: str) -> httpx.Response:
        if token:
            fields["csrftoken"] = self.cookies.get("ds_csrftoken", "")
        answer = self.datasette.client.post(path, data=fields, cookies=self.cookies, follow_redirects=False)
        return self._keep(asyncio.run(answer))

    def login(self, password: str = PASSWORD, name: str = "Ada") -> httpx.Response:
        self.get("/review")
        return self.post("/review/login", password=password, name=name)

    def _keep(self, answer: httpx.Response) -> httpx.Response:
        self.cookies |= dict(answer.cookies)
        return answer


def fields(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(kind|id|other|at)" value="([^"]*)"', text))


def test_a_published_world_is_served(site: Any) -> None:
    visitor = Visitor(site)
    assert "Kagawa University" in visitor.get("/country/JP").text
    assert "Osaka University" in visitor.get("/public/partnerships?country=JP").text
    found = re.search(r'href="(/event/ev-[^"]+)"', visitor.get("/").text)
    assert found
    text = visitor.get(found[1]).text
    assert "<mark>" in text
    assert "Nouvelles." in text


def test_without_a_password_there_is_no_review(work: Path) -> None:
    public = build(Site(public_db=work.with_name("public.db"), work_db=work))
    assert Visitor(public).get("/review").status_code == 404
    assert Visitor(public).post("/review/login", password="", token=False).status_code == 404


def test_only_the_password_opens_it(site: Any) -> None:
    visitor = Visitor(site)
    assert 'type="password"' in visitor.get("/review").text
    assert "IMT Mines Alès" not in visitor.get("/review").text
    assert visitor.login(password="wrong").status_code == 403
    assert "passerelle_review" not in visitor.cookies
    answer = visitor.login()
    assert answer.status_code == 302
    cookie = next(value for value in answer.headers.get_list("set-cookie") if "passerelle_review" in value).lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/review" in cookie


def test_the_doubtful_fact_is_shown_with_its_sentence(site: Any) -> None:
    visitor = Visitor(site)
    visitor.login()
    answer = visitor.get("/review")
    assert "<mark><u>IMT</u> Mines Alès et l’université de Kagawa signent une convention.</mark>" in answer.text
    assert answer.headers["cache-control"] in ("no-store", "private, no-store")


def test_a_decision_is_kept_and_the_next_fact_comes(site: Any, work: Path) -> None:
    visitor = Visitor(site)
    visitor.login()
    first = fields(visitor.get("/review").text)
    answer = visitor.post("/review/decide", **first, action="reject", note="not so")
    assert answer.status_code == 302
    assert fields(visitor.get(answer.headers["location"]).text)["id"] != first["id"]
    with Store.open(work) as store:
        (decision,) = review.history(store)
        assert (decision.reviewer, decision.note) == ("Ada", "not so")
        merge(store)
        assert store.value("select count(*) from events where id = ?", (first["id"],)) == 0


def test_later_leaves_the_fact_and_goes_on(site: Any) -> None:
    visitor = Visitor(site)
    visitor.login()
    first = fields(visitor.get("/review").text)
    answer = visitor.post("/review/decide", **first, action="skip")
    assert answer.headers["location"] == "/review?at=1"
    assert fields(visitor.get("/review?at=1").text)["id"] != first["id"]
    assert fields(visitor.get("/review").text)["id"] == first["id"]
    assert "Nothing is waiting" in visitor.get("/review?at=99").text


def test_forged_requests_change_nothing(site: Any, work: Path) -> None:
    visitor = Visitor(site)
    visitor.login()
    first = fields(visitor.get("/review").text)
    assert visitor.post("/review/decide", token=False, **first, action="reject").status_code == 403
    stranger = Visitor(site)
    stranger.get("/review")
    assert stranger.post("/review/decide", **first, action="reject").status_code == 403
    stranger.cookies["passerelle_review"] = "Ada.forged"
    assert stranger.post("/review/decide", **first, action="reject").status_code == 403
    with Store.open(work) as store:
        assert review.history(store) == []


def test_logging_out(site: Any) -> None:
    visitor = Visitor(site)
    visitor.login()
    visitor.post("/review/logout")
    visitor.cookies.pop("passerelle_review", None)
    assert 'type="password"' in visitor.get("/review").text


def test_a_decision_about_nothing_is_told(site: Any) -> None:
    visitor = Visitor(site)
    visitor.login()
    visitor.get("/review")
    answer = visitor.post("/review/decide", kind="event", id="ev-none", action="accept")
    assert answer.status_code == 409
    assert "ev-none" in answer.text


def test_no_reviewer_is_ever_published(site: Any, work: Path) -> None:
    visitor = Visitor(site)
    visitor.login(name="Ada Secret")
    visitor.post("/review/decide", **fields(visitor.get("/review").text), action="accept", note="private note")
    with Store.open(work) as store:
        merge(store)
    publish(work, work.with_name("public.db"))
    body = work.with_name("public.db").read_bytes() + work.with_name("public.db-wal").read_bytes()
    assert b"Ada Secret" not in body
    assert b"private note" not in body
    assert "reviewed" in visitor.get("/public/events.json").text


def test_two_events_are_said_to_be_one_or_two(work: Path) -> None:
    desk = Desk(work)
    with Store.open(work) as store:
        a, b = store.column("select id from events order by id")
    desk.decide(Decision("merge", a, b, "different", "Ada"))
    with Store.open(work) as store:
        (decision,) = review.history(store)
    assert getattr(decision, "decision", None) == "different"
    with pytest.raises(StoreError, match="no decision"):
        desk.decide(Decision("merge", a, b, "accept", "Ada"))


def test_the_status_of_the_installation_is_for_whoever_may_review(work: Path) -> None:
    with Store.open(work) as store:
        store.upsert_source(SourceRecord("ales", "IMT Mines Alès", "https://www.imt-mines-ales.fr/"))
        run = store.start_run("crawl")
        store.save_source_run(run, "ales", "failing", {"new": 0}, cause="pages have lost their published")
        store.finish_run(run, "ok")
    due = {"ales": "2026-12-01T04:00:00Z"}
    settings = Site(
        public_db=work.with_name("public.db"), work_db=work, review_password=PASSWORD, next_runs=lambda: due
    )
    visitor = Visitor(build(settings))
    assert "pages have lost" not in visitor.get("/review/status").text
    visitor.login()
    page = visitor.get("/review/status")
    assert "source ales: pages have lost their published" in page.text
    assert due["ales"] in page.text
    assert page.headers["cache-control"] in ("no-store", "private, no-store")
    assert "À regarder" in visitor.get("/review/status?lang=fr").text
