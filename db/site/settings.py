"""What the operator sets of the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Site:
    """The settings of one served register; ``db.site.app.build`` hangs it on its Datasette."""

    public_db: Path | None = None
    base_url: str | None = None
    """Where the public reaches the site (``https://example.org``), for feeds and stable ids; else as asked."""
    report: str | None = None
    """Where errors are reported: a mail address, or a page."""
    dumps: Path | None = None
    """The folder for copies that visitors download; without one there is no download."""
    work_db: Path | None = None
    """The private store, only for the review page."""
    review_password: str | None = None
    next_runs: Callable[[], Mapping[str, str]] = dict
    """When each source is due next, for the operator's status page."""
    at_work: Callable[[], str | None] = lambda: None
    """Who works in the data folder just now, for the same page."""
    today: Callable[[], dt.date] = dt.date.today
