"""The name server of a test: names below ``public.example`` are sites of the public net, which lie on loopback."""

from __future__ import annotations

from twisted.internet.defer import Deferred, succeed

from crawler.resolver import GuardedResolver

ANSWERS = {
    "inside.example": ("127.0.0.1",),
    "both.example": ("8.8.8.8", "127.0.0.1"),
    "cloud.example": ("169.254.169.254",),
}


class PublicNames(GuardedResolver):
    """For the setting ``TWISTED_DNS_RESOLVER``: what is no public name is answered here and checked as ever."""

    def _addresses(self, name: str) -> Deferred[tuple[str, ...]]:
        if name.endswith(".public.example"):
            return succeed(("127.0.0.1",))
        if name in ANSWERS:
            return succeed(self._checked(ANSWERS[name], name))
        return super()._addresses(name)
