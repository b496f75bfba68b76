"""Drafts: what one segment states, before the statements of a document are joined."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.claims.segments import Segment
from nlp.claims.triggers import Hit
from records import DateInterval, EventType, Institution, Modality, Span

READ = "read"
"""The concept of what no trigger names."""

ATTRIBUTE, INHERITED = 4, 5
"""Ranks of dates: since when something has been; that of the happening around."""


@dataclass(slots=True)
class Side:
    """An institution that takes part, with what is known of its part."""

    institution: Institution
    carried: bool = False
    """Taken over from another sentence."""
    implied: bool = False
    """The publisher, which the text does not name here."""
    founded: bool = False
    """It is the laboratory or campus that the others found or run."""
    supporter: bool = False
    """It pays for something or attends, and is no partner."""


@dataclass(slots=True)
class Draft:
    """One statement of one segment."""

    type: EventType
    hit: Hit
    segment: Segment
    modality: Modality = "happened"
    tentative: bool = False
    sides: list[Side] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    """The countries concerned that the segment names, in the order of the text."""
    date: DateInterval | None = None
    date_rank: int = 0
    """How far from the trigger the date was found; the least is surest."""
    antecedent: Span | None = None
    """The sentence before, where the segment points back to it ("Ce laboratoire …")."""
    act: bool = False
    """An act of its type stands beside the trigger."""
    likelihood: float = 0.5
    """The probability that the segment states an event of this type, as the classifier has it."""
    chance: float = 1.0
    """The probability that the segment states an event, where the classifier alone has read it there."""

    doubtful: bool = False
    """The classifier sees no event there: it may tell more of a happening, but is none by itself."""

    @property
    def is_read(self) -> bool:
        """Whether no trigger but the classifier alone has found it."""
        return self.hit.trigger.concept == READ

    @property
    def ids(self) -> set[str]:
        """The ids of the institutions that take part."""
        return {side.institution.id for side in self.sides}

    def foreign(self, home: str | None) -> list[Institution]:
        """The institutions that take part and do not sit in ``home``."""
        return [side.institution for side in self.sides if side.institution.country != home]
