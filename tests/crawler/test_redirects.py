"""Sites of the public net that redirect into the private one: refused, told, and no harm to the others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from crawler.run import CrawlReport
from tests.sites import misbehaving as bad
from tests.sites.schools import article, news_site
from tests.sites.server import Page, Site

if TYPE_CHECKING:
    from conftest import Lab

RESOLVED = "host name does not resolve (or to a private address)"
TARGETS = {
    "loopback": ("http://127.0.0.1:{port}/secret", "private address"),
    "loopback-6": ("http://[::1]:{port}/secret", "private address"),
    "mapped": ("http://[::ffff:127.0.0.1]:{port}/secret", "private address"),
    "localhost": ("http://localhost:{port}/secret", "private address"),
    "private": ("http://10.0.0.1/secret", "private address"),
    "link-local": ("http://169.254.169.254/latest/meta-data/", "private address"),
    "file": ("file:///etc/passwd", "redirect to a file: address"),
    "resolved": ("http://inside.example:{port}/secret", RESOLVED),
    "one-of-two": ("http://both.example:{port}/secret", RESOLVED),
    "cloud": ("http://cloud.example/secret", RESOLVED),
    "short": ("http://127.1:{port}/secret", RESOLVED),
    "number": ("http://2130706433:{port}/secret", RESOLVED),
}
"""Where an article of each source leads to, and the cause that is told. The secret is on loopback at ``port``."""


class Outcome:
    """All sources crawled at once, and the server in the private net that none may ask."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.secret = lab.serve({"/secret": Page(article(1, title="Secret"))})
        port = self.secret.root.rpartition(":")[2]
        for name, (target, _) in TARGETS.items():
            self._site(name, bad.with_bad(bad.redirect(target.format(port=port))))
        refresh = f"<meta http-equiv='refresh' content='0;url={self.secret.root}/secret'>"
        self._site("refresh", bad.with_bad(Page(f"<html><head>{refresh}</head><body>…</body></html>")))
        chain = bad.with_bad(bad.redirect("/step"))
        self._site("chain", chain | {"/step": bad.redirect(f"{self.secret.root}/secret")})
        self._site("home", {"/": bad.redirect(f"{self.secret.root}/secret")})
        robots = news_site(2) | {"/robots.txt": bad.redirect(f"{self.secret.root}/secret")}
        self._site("robots", robots)
        self._site("healthy", news_site(5))
        self.names = [*TARGETS, "refresh", "chain", "home", "robots", "healthy"]
        resolver = {"TWISTED_DNS_RESOLVER": "tests.sites.names.PublicNames"}
        self.report: CrawlReport = lab.crawl(*self.names, allow_private=False, settings=resolver)

    def _site(self, name: str, pages: bad.Pages) -> None:
        site = self.lab.stack.enter_context(Site(pages, name=f"{name}.public.example"))
        self.lab.source(name, site.root)

    def causes(self, name: str) -> dict[str, int]:
        found = next(each for each in self.report.sources if each.id == name)
        return {**found.stats["failed"], **found.stats["refused"]}

    def warnings(self, name: str) -> list[str]:
        events = [json.loads(line) for line in self.lab.log.splitlines()]
        return [each["event"] for each in events if each.get("source") == name and each["level"] == "warning"]


@pytest.fixture(scope="module")
def outcome(module_lab: Lab) -> Outcome:
    return Outcome(module_lab)


def test_nothing_in_the_private_net_is_asked(outcome: Outcome) -> None:
    assert outcome.secret.seen == []


@pytest.mark.parametrize(("name", "cause"), [(name, cause) for name, (_, cause) in TARGETS.items()])
def test_the_redirect_is_refused_and_told_and_the_sites_good_article_kept(
    outcome: Outcome, name: str, cause: str
) -> None:
    assert any(cause in each for each in outcome.causes(name))
    assert any(cause in each for each in outcome.warnings(name))
    assert list(outcome.lab.pages(name)) == [bad.GOOD]


@pytest.mark.parametrize("name", ["refresh", "chain"])
def test_roundabout_ways_are_refused_too(outcome: Outcome, name: str) -> None:
    assert "private address" in outcome.causes(name)
    assert list(outcome.lab.pages(name)) == [bad.GOOD]


@pytest.mark.parametrize("name", ["home", "robots"])
def test_a_home_page_or_robots_txt_that_leads_there_makes_the_source_fail_with_the_cause(
    outcome: Outcome, name: str
) -> None:
    found = next(each for each in outcome.report.sources if each.id == name)
    assert found.status == "failing"
    assert "private address" in (found.cause or "")
    assert outcome.lab.pages(name) == {}


def test_the_others_are_unharmed(outcome: Outcome) -> None:
    healthy = next(each for each in outcome.report.sources if each.id == "healthy")
    assert (healthy.status, healthy.stats["new"]) == ("ok", 5)
    assert "Traceback" not in outcome.lab.log


def test_allow_private_lets_them_through(lab: Lab) -> None:
    secret = lab.serve({"/secret": Page(article(1))})
    site = lab.serve(bad.with_bad(bad.redirect(f"{secret.root}/secret")))
    lab.source("school", site.root, f'hosts = ["{secret.root.removeprefix("http://")}"]\n')
    lab.crawl("school")
    assert secret.count("/secret", 200) == 1
