"""Whether what a segment states has happened, is planned, stands, was cancelled, or is said of nothing particular."""

from __future__ import annotations

from nlp.claims.segments import Segment
from nlp.claims.triggers import Hit
from records import Modality

MODALITIES: tuple[Modality, ...] = ("cancelled", "planned", "standing")

TENTATIVE_REACH = 25
"""Characters behind a trigger in which a word of hope still bears on it."""


def modality_of(segment: Segment) -> Modality | None:
    """Give the modality of a segment; None where it denies what it names."""
    if segment.has("modality", "negation"):
        return None
    for modality in MODALITIES:
        if segment.has("modality", modality):
            return modality
    return "happened"


def is_tentative(segment: Segment, hit: Hit) -> bool:
    """Say whether what a trigger names is only hoped for, considered or possible, or said not to be signed."""
    if any(cue.name == "negation" for cue in segment.sentence_cues):
        return True
    return any(cue.name == "tentative" and cue.start < hit.end + TENTATIVE_REACH for cue in segment.cues)
