"""Name resolution over IPv4 and IPv6 that refuses private addresses.

What is checked here is what is connected to: Twisted's endpoint takes the addresses given and asks no name server
again, so that a name cannot resolve to one address for the check and to another for the connection.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler
from scrapy.resolver import HostResolution
from scrapy.utils.datatypes import LocalCache
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress, IHostnameResolver, IResolutionReceiver
from twisted.internet.threads import deferToThreadPool
from twisted.python.failure import Failure
from zope.interface import implementer

from crawler.addresses import is_private_ip

logger = logging.getLogger(__name__)


def resolve(name: str) -> tuple[str, ...]:
    """All addresses of a name, in the order the system prefers them. Raises OSError or UnicodeError where none is."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(info[4][0]) for info in found))


def private_of(addresses: Sequence[str]) -> str | None:
    """The first address that is not of the public net; one is enough to refuse the name."""
    return next((each for each in addresses if is_private_ip(each)), None)


@implementer(IHostnameResolver)
class GuardedResolver:
    """A resolver for Scrapy's setting ``TWISTED_DNS_RESOLVER``.

    Unless ``ALLOW_PRIVATE`` is set, a name of which any address is private does not resolve. Answers are kept as
    ``DNSCACHE_ENABLED`` and ``DNSCACHE_SIZE`` say; a question is given up after ``DNS_TIMEOUT`` seconds.
    """

    def __init__(self, reactor: Any, *, allow_private: bool, cache_size: int, timeout: float) -> None:
        self._reactor = reactor
        self._allow_private = allow_private
        self._timeout = timeout
        self._cache: LocalCache[str, tuple[str, ...]] = LocalCache(cache_size)
        self._keeps = cache_size > 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """Scrapy's constructor."""
        settings = crawler.settings
        return cls(
            reactor,
            allow_private=settings.getbool("ALLOW_PRIVATE"),
            cache_size=settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0,
            timeout=settings.getfloat("DNS_TIMEOUT"),
        )

    def install_on_reactor(self) -> None:
        """Called by Scrapy."""
        self._reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: IResolutionReceiver,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """Hand the addresses of a name to the receiver, none where it does not resolve or is refused."""
        resolution: Any = HostResolution(hostName)
        receiver: Any = resolutionReceiver
        receiver.resolutionBegan(resolution)

        def told(addresses: tuple[str, ...]) -> None:
            for each in addresses:
                receiver.addressResolved(_address(each, portNumber))
            receiver.resolutionComplete()

        found = self._addresses(hostName)
        found.addErrback(_unresolved, hostName)
        found.addCallback(told)
        return resolution

    def _addresses(self, name: str) -> Deferred[tuple[str, ...]]:
        if name in self._cache:
            known: Deferred[tuple[str, ...]] = Deferred()
            known.callback(self._cache[name])
            return known
        found = deferToThreadPool(self._reactor, self._reactor.getThreadPool(), resolve, name)
        found.addCallback(self._checked, name)
        return found.addTimeout(self._timeout, self._reactor)

    def _checked(self, addresses: tuple[str, ...], name: str) -> tuple[str, ...]:
        private = None if self._allow_private else private_of(addresses)
        if private:
            logger.warning("Refused %s: it resolves to the private address %s", name, private)
            return ()
        if self._keeps:
            self._cache[name] = addresses
        return addresses


def _unresolved(failure: Failure, name: str) -> tuple[str, ...]:
    logger.warning("%s does not resolve: %s", name, failure.getErrorMessage() or type(failure.value).__name__)
    return ()


def _address(text: str, port: int) -> IPv4Address | IPv6Address:
    plain = text.partition("%")[0]
    if ipaddress.ip_address(plain).version == 6:
        return IPv6Address("TCP", text, port)
    return IPv4Address("TCP", text, port)
