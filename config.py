"""Where things lie and what the operator set: read from the environment once, passed on as a value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SETTINGS = {
    "PASSERELLE_DATA": "the folder of databases, raw responses, own sources and registry; default ./data",
    "PASSERELLE_CONTACT": "the mail address or page that the crawler's user agent names; required to crawl",
    "PASSERELLE_SMTP": "where digests are mailed: smtp://user:password@host:port, or smtps://…",
    "PASSERELLE_MAIL_FROM": "the sender of digests; default: the contact address",
    "PASSERELLE_REVIEW_PASSWORD": "the password of the review page, for `passerelle serve --review`",
    "PASSERELLE_ZENODO": "where releases of the registry are asked for, in place of Zenodo (a mirror)",
}
"""Every setting that is read from the environment, with what it is for; docs/operating.md says the same."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one installation.

    ``data`` is the folder that holds the databases, the WARC files, the user's own sources and the compiled
    registry; ``contact`` is the mail address or page that the crawler's user agent names. ``registry_folder`` is
    where the registry lies if it is not in ``data``, as for the demonstration.
    """

    data: Path
    contact: str | None = None
    smtp: str | None = None
    mail_from: str | None = None
    registry_folder: Path | None = None

    @property
    def work_db(self) -> Path:
        """Everything, private."""
        return self.data / "work.db"

    @property
    def public_db(self) -> Path:
        """What is published."""
        return self.data / "public.db"

    @property
    def warc(self) -> Path:
        """The folder of raw responses."""
        return self.data / "warc"

    @property
    def sources(self) -> Path:
        """The folder of the user's own sources, which win over the shipped ones."""
        return self.data / "sources"

    @property
    def registry(self) -> Path:
        """The folder of the compiled institution registry."""
        return self.registry_folder or self.data / "registry"

    @property
    def backups(self) -> Path:
        """The folder that `passerelle backup` writes to unless told otherwise."""
        return self.data / "backups"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Config:
        """Read the variables that ``SETTINGS`` lists; empty ones count as unset."""
        return cls(
            data=Path(environment.get("PASSERELLE_DATA") or "data").expanduser().absolute(),
            contact=environment.get("PASSERELLE_CONTACT") or None,
            smtp=environment.get("PASSERELLE_SMTP") or None,
            mail_from=environment.get("PASSERELLE_MAIL_FROM") or None,
        )
