"""When an address that could not be read is tried again: later each time, by what went wrong."""

from __future__ import annotations

import datetime as dt

from crawler.causes import is_passing, is_refusal
from crawler.discovery import dates
from db.store import Failure
from records import Candidate

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
PASSING = (HOUR, 30 * DAY)
"""The first and the longest wait after a timeout or an error of the server; each is twice the one before."""
DEAD = (DAY, 30 * DAY)
"""The same after 404, and for what turned out to be no article."""
FINAL = (7 * DAY, 90 * DAY)
"""The same after 410, and for what a rule of the site's or of ours forbids."""
UNTOLD_TRIES = 3
"""An address that no way tells of any more is given up after so many tries."""
KEPT_DAYS = 200
"""What was not tried for so long is forgotten."""

_OF_THE_HOST = ("budget", "robots.txt unreachable", "asked to come back", "said HTTP", "cannot be written")


def failed(
    candidate: Candidate, cause: str, before: Failure | None, source_id: str, now: dt.datetime
) -> Failure | None:
    """What to remember of a try that failed; None where the address itself was not asked for."""
    if cause.startswith(_OF_THE_HOST):
        return None
    count = (before.failures if before else 0) + 1
    return Failure(
        source=source_id,
        url=candidate.url,
        way=candidate.way,
        title=candidate.title,
        published=candidate.published or (before.published if before else None),
        lastmod=candidate.lastmod or (before.lastmod if before else None),
        cause=cause[:200],
        failures=count,
        tried=_iso(now),
        retry_at=_iso(now + wait(cause, count)),
    )


def wait(cause: str, failures: int) -> dt.timedelta:
    """The time until the next try, after so many failures in a row."""
    first, longest = _waits(cause)
    return min(first * (1 << min(failures - 1, 20)), longest)


def _waits(cause: str) -> tuple[dt.timedelta, dt.timedelta]:
    if is_passing(cause):
        return PASSING
    return FINAL if cause.startswith("HTTP 410") or is_refusal(cause) else DEAD


def is_due(failure: Failure, candidate: Candidate, now: dt.datetime) -> bool:
    """Whether to try again: its time has come, or what is told of it is not what was told at the last try."""
    return now >= _instant(failure.retry_at) or _told_anew(failure, candidate)


def is_due_untold(failure: Failure, now: dt.datetime) -> bool:
    """Whether to try an address again that no way tells of in this crawl."""
    return failure.failures <= UNTOLD_TRIES and now >= _instant(failure.retry_at)


def candidate_of(failure: Failure) -> Candidate:
    """The candidate as it was told at the last try."""
    return Candidate(failure.url, failure.way, failure.title, failure.published, failure.lastmod)


def _told_anew(failure: Failure, candidate: Candidate) -> bool:
    if candidate.lastmod and _instant(candidate.lastmod) != _instant(failure.lastmod):
        return True
    return bool(candidate.published and failure.published) and candidate.published != failure.published


def _instant(text: str | None) -> dt.datetime:
    return (dates.instant(text) if text else None) or dt.datetime.min.replace(tzinfo=dt.UTC)


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
