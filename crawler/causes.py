"""Why a request failed, in words that a report can count."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.middlewares import RefusedError

_CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "host name does not resolve (or to a private address)"),
    (DownloadConnectionRefusedError, "connection refused"),
    (DownloadCancelledError, "too large"),
    (ResponseDataLossError, "response cut off"),
    (DownloadFailedError, "connection broken"),
)
_PASSING = (
    "certificate",
    "no TLS connection",
    "robots.txt unreachable",
    "timeout",
    "host name",
    "connection",
    "response cut off",
    "HTTP 5",
    "HTTP 429",
    "asked to come back",
    "said HTTP",
)


def cause_of(error: BaseException) -> str:
    """The cause of a failed request: "timeout", "HTTP 503", "robots.txt", "redirect loop", …"""
    if isinstance(error, RefusedError):
        return str(error)
    if isinstance(error, HttpError):
        return f"HTTP {error.response.status}"
    if isinstance(error, IgnoreRequest):
        return _ignored(str(error))
    return next((cause for kind, cause in _CAUSES if isinstance(error, kind)), type(error).__name__)


def is_refusal(cause: str) -> bool:
    """Whether we did not ask, or would not take the answer, rather than the site failing."""
    return (
        cause in ("private address", "too large")
        or cause.startswith(("robots.txt", "redirect", "budget", "left the site", "said HTTP", "asked to come back"))
        or cause.endswith(": address")
    )


def is_passing(cause: str) -> bool:
    """Whether the next crawl may fare better, so that it must not take this one for complete."""
    return cause.startswith((*_PASSING, "budget"))


def _ignored(text: str) -> str:
    if "robots.txt" in text:
        return "robots.txt"
    if "max redirections" in text:
        return "redirect loop"
    if "decompress" in text or "DOWNLOAD_MAXSIZE" in text:
        return "too large"
    return text or "refused"
