"""Whether what a segment states has happened, is planned, stands, was cancelled, or is said of nothing particular."""

from __future__ import annotations

from nlp.claims.segments import Segment
from records import Modality

MODALITIES: tuple[Modality, ...] = ("cancelled", "planned", "standing")


def modality_of(segment: Segment) -> Modality | None:
    """Give the modality of a segment; None where it denies what it names."""
    if segment.has("modality", "negation"):
        return None
    for modality in MODALITIES:
        if segment.has("modality", modality):
            return modality
    return "happened"


def is_tentative(segment: Segment) -> bool:
    """Say whether the segment only hopes, considers or might."""
    return segment.has("modality", "tentative")
