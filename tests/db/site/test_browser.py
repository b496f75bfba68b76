"""The pages in a real browser: the visitor's way, keyboard, phone, both languages, accessibility, no other host."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGES = ["/", "/countries", "/country/JP", "/country/TV", "/institution/ror:03e8s1d88", "/partnership/p1", "/event/e1",
         "/event/e4", "/sources", "/about", "/dump", "/search?q=kagawa", "/search?q=zzzz", "/nowhere", "/public",
         "/public/events", "/public/events/e1", "/public/visits?country=JP", "/public?sql=select+1"]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium, as the machine has it; ended with the module, as its event loop is in the way of others."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not path:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, server: str) -> Iterator[Any]:
    """A page that fails the test if another host is asked, or the browser complains."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1200, "height": 800})
    opened = context.new_page()
    asked: set[str] = set()
    complaints: list[str] = []
    opened.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert asked <= {urlsplit(server).netloc}
    assert [text for text in complaints if "404" not in text] == []


def focused(page: Any) -> str:
    """The text of the element that has the focus."""
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def tab_to(page: Any, text: str, most: int = 80) -> None:
    """Press Tab until the element with that text has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page) == text:
            return
    raise AssertionError(f"Tab does not reach {text!r}")


def test_from_search_to_the_sentence(page: Any, server: str) -> None:
    page.goto(server)
    page.get_by_role("searchbox").fill("Japan")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Japan").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Japan"
    page.get_by_role("link", name="Kagawa University").first.click()
    assert "IMT Mines Alès" in page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Accord avec l’université de Kagawa").click()
    assert page.locator("mark").inner_text() == "L’école a signé en mai 2021 un accord avec l’université de Kagawa."
    assert page.locator("mark u").inner_text() == "signé"
    source = page.get_by_role("link", name="Kagawa", exact=True)
    assert source.get_attribute("href") == "https://www.imt-mines-ales.fr/actu/kagawa"


def test_the_same_way_in_french(page: Any, server: str) -> None:
    page.goto(server)
    page.get_by_role("link", name="Français").click()
    page.get_by_role("searchbox").fill("japon")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name="Japon").click()
    page.get_by_role("link", name="Kagawa University").first.click()
    page.get_by_role("link", name="Accord avec l’université de Kagawa").click()
    assert page.locator("dl.facts time").inner_text() == "en mai 2021"
    assert page.locator("html").get_attribute("lang") == "fr"


def test_keyboard_only(page: Any, server: str) -> None:
    page.goto(server)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    page.keyboard.press("/")
    page.keyboard.type("kagawa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=kagawa*")
    tab_to(page, "Accord avec l’université de Kagawa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/event/e1")
    page.goto(f"{server}/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_map_leads_to_a_country(page: Any, server: str) -> None:
    page.goto(server)
    link = page.locator(".map a[href='/country/JP']")
    assert link.get_attribute("aria-label") == "Japan: 2 partnerships"
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/country/JP")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_fits_a_phone(browser: Any, server: str, path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    context = browser.new_context(color_scheme="light")
    opened = context.new_page()
    opened.goto(f"{server}{path}")
    faults = axe.Axe().run(opened, options={"resultTypes": ["violations"]}).response["violations"]
    opened.emulate_media(color_scheme="dark")
    faults += axe.Axe().run(opened, options={"runOnly": ["color-contrast"]}).response["violations"]
    told = [(fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in faults]
    opened.set_viewport_size({"width": 360, "height": 740})
    width = opened.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert told == []
    assert width <= 360, "it needs sideways scrolling"


def test_every_detail_is_there_without_script(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{server}/event/e1")
    assert opened.locator("mark").count() == 1
    context.close()


def test_printing_shows_addresses_and_hides_the_controls(page: Any, server: str) -> None:
    page.goto(f"{server}/event/e1")
    page.emulate_media(media="print")
    assert not page.locator(".top nav").is_visible()
    assert page.locator("mark").is_visible()


def test_hostile_pages_run_nothing(page: Any, server: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for path in ("/event/e4", "/public/pages/3", "/search?q=rencontre", "/public/pages"):
        page.goto(f"{server}{path}")
    assert dialogs == []


def test_sql_runs_with_the_keyboard(page: Any, server: str) -> None:
    page.goto(f"{server}/public")
    field = page.get_by_label("SQL", exact=True)
    field.fill("select school_name from partnerships where country = 'JP'")
    field.press("Shift+Enter")
    page.wait_for_url("**/public?sql=*")
    assert page.get_by_role("cell", name="IMT Mines Alès").count() == 2


def test_review_with_the_keyboard(browser: Any, run_server: Any, tmp_path: Any) -> None:
    from dataclasses import replace

    from db import review
    from db.merge import merge
    from db.store import Store
    from tests.db.world import SIGNING_ALES, VISIT, read

    with Store.open(tmp_path / "work.db") as store:
        store.load_reference([("FR", "France", "France"), ("JP", "Japan", "Japon")])
        for told in (replace(SIGNING_ALES, confidence=0.4), replace(VISIT, confidence=0.5)):
            read(store, told)
        merge(store)
    process, address = run_server(tmp_path, "--review", "--password", "open sesame")
    try:
        opened = browser.new_page()
        opened.goto(f"{address}/review")
        opened.get_by_label("Password").fill("open sesame")
        opened.keyboard.press("Enter")
        opened.wait_for_selector("mark")
        for key in ("a", "r", "a"):
            opened.locator("h1").click()
            opened.keyboard.press(key)
            opened.wait_for_load_state()
        opened.wait_for_selector("text=Nothing is waiting")
        with Store.open(tmp_path / "work.db") as store:
            assert [getattr(row, "action", None) for row in review.history(store)] == ["accept", "reject", "accept"]
    finally:
        process.terminate()
        process.wait(10)


def test_a_fact_is_corrected_with_the_keyboard_and_on_a_phone(browser: Any, run_server: Any, tmp_path: Any) -> None:
    from dataclasses import replace

    from db import review
    from db.merge import merge
    from db.store import Store
    from tests.db.world import SIGNING_ALES, SIGNING_KAGAWA, elsewhere, read

    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    with Store.open(tmp_path / "work.db") as store:
        store.load_reference([("FR", "France", "France"), ("JP", "Japan", "Japon")])
        for told in (replace(SIGNING_ALES, confidence=0.4), elsewhere(SIGNING_KAGAWA, "kagawa", "b", confidence=0.4)):
            read(store, told)
        merge(store)
    process, address = run_server(tmp_path, "--review", "--password", "open sesame")
    opened = browser.new_page()
    try:
        opened.goto(f"{address}/review")
        opened.get_by_label("Password").fill("open sesame")
        opened.keyboard.press("Enter")
        opened.wait_for_selector("mark")
        for key in ("e", "p"):
            opened.keyboard.press(key)
        faults = axe.Axe().run(opened, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in faults] == []
        opened.set_viewport_size({"width": 360, "height": 740})
        assert opened.evaluate("document.documentElement.scrollWidth") <= 360, "it needs sideways scrolling"
        opened.keyboard.press("e")  # closes it
        opened.keyboard.press("e")
        for _ in range(3):
            opened.keyboard.press("Tab")
        assert opened.evaluate("document.activeElement.name") == "date"
        opened.keyboard.press("Control+A")
        opened.keyboard.type("13 May")
        opened.keyboard.press("Enter")
        opened.wait_for_selector("[role=alert]")
        assert "write 2026" in focused(opened)
        assert opened.get_by_label("When").input_value() == "13 May"
        opened.get_by_label("When").press("Control+A")
        opened.keyboard.type("2021-05-13")
        opened.keyboard.press("Enter")
        opened.wait_for_selector("[role=alert]", state="detached")
        with Store.open(tmp_path / "work.db") as store:
            assert [getattr(row, "field", None) for row in review.history(store)] == ["date"]
    finally:
        opened.close()
        process.terminate()
        process.wait(10)
