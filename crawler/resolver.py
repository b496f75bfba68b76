"""Name resolution that refuses private addresses: the check is made on the very address that is connected to."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.addresses import is_private_ip

logger = logging.getLogger(__name__)


class PrivateAddressError(DNSLookupError):
    """A name that resolves to an address that is not of the public net."""


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver; unless ``ALLOW_PRIVATE`` is set, names of private addresses do not resolve."""

    allow_private = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """Scrapy's constructor."""
        made = super().from_crawler(crawler, reactor)
        made.allow_private = crawler.settings.getbool("ALLOW_PRIVATE")
        return made

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """Resolve a name to an IPv4 address; fails with PrivateAddressError for one that is refused."""
        found = super().getHostByName(name, timeout)
        if not self.allow_private:
            found.addCallback(self._checked, name)
        return found

    def _checked(self, address: Any, name: str) -> Any:
        if is_private_ip(str(address)):
            logger.warning("Refused %s: it resolves to the private address %s", name, address)
            raise PrivateAddressError(f"{name} resolves to the private address {address}")
        return address
