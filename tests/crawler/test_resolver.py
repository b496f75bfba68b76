"""Names resolve over IPv4 and IPv6, and what is checked is what is connected to."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest
from twisted.internet.task import Clock

from crawler import resolver
from tests.sites.schools import news_site
from tests.sites.server import Site

if TYPE_CHECKING:
    from conftest import Lab


class Reactor(Clock):
    """The parts of a reactor that a resolver uses; threads are not."""

    def getThreadPool(self) -> Any:
        return self

    def callInThreadWithCallback(self, done: Any, work: Any, *arguments: Any) -> None:
        try:
            done(True, work(*arguments))
        except Exception as error:
            from twisted.python.failure import Failure

            done(False, Failure(error))

    def callFromThread(self, work: Any, *arguments: Any) -> None:
        work(*arguments)


class Receiver:
    def __init__(self) -> None:
        self.found: list[str] = []
        self.complete = False

    def resolutionBegan(self, resolution: object) -> None: ...

    def addressResolved(self, address: Any) -> None:
        self.found.append(f"{address.host} {address.port}")

    def resolutionComplete(self) -> None:
        self.complete = True


def asked(
    monkeypatch: pytest.MonkeyPatch, answers: list[list[str]], *, allow_private: bool = False, times: int = 1
) -> list[list[str]]:
    """What a resolver hands on when the name server gives these answers, one after the other."""
    given = iter(answers)

    def answer(name: str, *_: object, **__: object) -> list[Any]:
        return [(0, 0, 0, "", (each, 0)) for each in next(given)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    guarded = resolver.GuardedResolver(Reactor(), allow_private=allow_private, cache_size=10, timeout=5)
    told = []
    for _ in range(times):
        receiver = Receiver()
        guarded.resolveHostName(receiver, "school.example", 443)  # type: ignore[arg-type]
        assert receiver.complete
        told.append(receiver.found)
    return told


def test_both_families_are_handed_on_in_the_order_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, [["2a01:e0a::1", "8.8.8.8"]]) == [["2a01:e0a::1 443", "8.8.8.8 443"]]


@pytest.mark.parametrize(
    "address",
    ["::1", "fe80::1%lo", "fc00::1", "fd12::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "127.0.0.1",
     "169.254.169.254", "10.0.0.1"],
)  # fmt: skip
def test_one_private_address_among_public_ones_is_enough_to_refuse_a_name(
    monkeypatch: pytest.MonkeyPatch, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert asked(monkeypatch, [["8.8.8.8", address]]) == [[]]
    assert f"Refused school.example: it resolves to the private address {address}" in caplog.text


def test_a_name_that_changes_its_address_between_two_questions_is_checked_each_time_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The answer that was checked is the one that is connected to, and stays so as long as it is kept."""
    assert asked(monkeypatch, [["8.8.8.8"], ["127.0.0.1"]], times=2) == [["8.8.8.8 443"]] * 2
    assert asked(monkeypatch, [["127.0.0.1"], ["8.8.8.8"]], times=2) == [[], ["8.8.8.8 443"]]


@pytest.mark.parametrize("error", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")])
def test_a_name_without_address_is_told_and_nothing_hangs(
    monkeypatch: pytest.MonkeyPatch, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    guarded = resolver.GuardedResolver(Reactor(), allow_private=False, cache_size=0, timeout=5)
    receiver = Receiver()
    guarded.resolveHostName(receiver, "nowhere.example", 80)  # type: ignore[arg-type]
    assert (receiver.found, receiver.complete) == ([], True)
    assert "nowhere.example does not resolve" in caplog.text


def test_a_site_on_ipv6_is_crawled(lab: Lab) -> None:
    site = lab.stack.enter_context(Site(news_site(3), host="::1"))
    lab.source("six", site.root)
    report = lab.crawl_one("six")
    assert (report.status, report.stats["new"]) == ("ok", 3)


def test_private_ipv6_addresses_are_refused_unless_allowed(lab: Lab) -> None:
    site = lab.stack.enter_context(Site(news_site(1), host="::1"))
    port = site.root.rpartition(":")[2]
    hosts = ["[::1]", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"]
    for number, host in enumerate(hosts):
        lab.source(f"six-{number}", f"http://{host}:{port}")
    report = lab.crawl(*(f"six-{number}" for number in range(len(hosts))), allow_private=False)
    assert [each.status for each in report.sources] == ["failing"] * len(hosts)
    assert site.seen == []
    assert lab.log.count("private address") >= len(hosts)
