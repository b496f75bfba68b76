"""Https: certificates are verified, why one is refused is said, and Strict-Transport-Security is honoured.

Scrapy does not verify certificates unless ``DOWNLOAD_VERIFY_CERTIFICATES`` is set, as `crawler.settings` does. The
authorities trusted are the system's, or those of the environment's ``SSL_CERT_FILE`` and ``SSL_CERT_DIR``.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Iterator

from OpenSSL import SSL
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from service_identity.exceptions import VerificationError

from crawler.resolver import private_of, resolve

_REASONS = {
    9: "not yet valid",
    10: "expired",
    18: "self-signed",
    19: "self-signed, or of an authority that is not known",
    20: "its issuer is not known, or the server leaves out a part of the chain",
    21: "its issuer is not known, or the server leaves out a part of the chain",
    23: "revoked",
}
"""OpenSSL's verification errors (X509_V_ERR_…, openssl-verification-options(1)), those that sites have."""
SECONDS = 10.0
_STRICT = re.compile(rb"max-age\s*=\s*\"?0*[1-9]", re.IGNORECASE)


class CertificateError(IgnoreRequest):
    """A server whose certificate does not prove that it is who it says; the message is the cause."""


class SecureTransport:
    """Says why a certificate was refused, without trying again; and keeps to https where a host asks for it."""

    def __init__(self, crawler: Crawler) -> None:
        self._allow_private = crawler.settings.getbool("ALLOW_PRIVATE")
        self._reasons: dict[tuple[str, int], str] = {}
        self._strict: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SecureTransport:
        """Scrapy's constructor."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Ask over https for what a host wants to be asked for over https only."""
        parts = urlparse_cached(request)
        if parts.scheme != "http" or parts.port not in (None, 80) or parts.hostname not in self._strict:
            return None
        return request.replace(url=parts._replace(scheme="https", netloc=parts.hostname).geturl())

    def process_response(self, request: Request, response: Response) -> Response:
        """Note a host that asks for https (RFC 6797), if it does so over https."""
        parts = urlparse_cached(request)
        said = response.headers.get(b"Strict-Transport-Security") or b""
        if parts.scheme == "https" and parts.hostname and parts.port in (None, 443) and _STRICT.search(said):
            self._strict.add(parts.hostname)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise CertificateError where a certificate is what the connection failed by."""
        for each in _reasons_under(exception):
            if isinstance(each, VerificationError):
                raise CertificateError("certificate: made out to another host") from exception
            if isinstance(each, SSL.Error):
                if "certificate verify failed" not in str(each):
                    raise CertificateError("no TLS connection: the server speaks another protocol") from exception
                raise CertificateError(f"certificate: {await self._why(request)}") from exception

    async def _why(self, request: Request) -> str:
        """What is wrong with a host's certificate; Twisted does not tell, so the host is asked once more."""
        parts = urlparse_cached(request)
        host, port = parts.hostname or "", parts.port or 443
        if (host, port) not in self._reasons:
            self._reasons[host, port] = await _examined(host, port, self._allow_private)
        return self._reasons[host, port]


async def _examined(host: str, port: int, allow_private: bool) -> str:
    """Connect to a host and return why its certificate is refused."""
    try:
        async with asyncio.timeout(SECONDS):
            addresses = await asyncio.to_thread(resolve, host)
            if private_of(addresses) and not allow_private:
                return "not accepted"
            _, writer = await asyncio.open_connection(
                addresses[0], port, ssl=ssl.create_default_context(), server_hostname=host
            )
            writer.close()
    except ssl.SSLCertVerificationError as error:
        return _REASONS.get(error.verify_code, error.verify_message)
    except (OSError, UnicodeError):  # TimeoutError and other failures of TLS are among them
        pass
    return "not accepted"


def _reasons_under(error: BaseException | None) -> Iterator[BaseException]:
    """An exception, what it was raised from, and the reasons that Twisted's exceptions carry."""
    while error is not None:
        yield error
        for failure in getattr(error, "reasons", None) or ():
            if getattr(failure, "value", None) is not None:
                yield failure.value
        error = error.__cause__
