"""Where things lie and what the operator set: read from the environment once, passed on as a value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one installation.

    ``data`` is the folder that holds the databases, the WARC files, the user's own sources and the compiled
    registry; ``contact`` is the mail address or page that the crawler's user agent names.
    """

    data: Path
    contact: str | None = None

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
        return self.data / "registry"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Config:
        """Read ``PASSERELLE_DATA`` (default ``./data``) and ``PASSERELLE_CONTACT``."""
        return cls(
            data=Path(environment.get("PASSERELLE_DATA") or "data").expanduser().absolute(),
            contact=environment.get("PASSERELLE_CONTACT") or None,
        )
