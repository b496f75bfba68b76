"""What the finders hand to the linker: a stretch of text that may name an organisation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from records import InstitutionKind

Source = Literal[
    "registry", "name pattern", "mission", "company", "place", "acronym", "model", "list", "laboratory", "short form"
]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may name an organisation, and what the finder knows of it.

    ``head`` is the folded noun that made it a name; ``country`` an ISO code where the words imply one; ``sure``
    whether it stands as a name even if no registry knows it.
    """

    start: int
    end: int
    text: str
    source: Source
    kind: InstitutionKind = "other"
    head: str = ""
    country: str | None = None
    sure: bool = True
    unit: bool = False
    aliases: tuple[str, ...] = field(default=())
