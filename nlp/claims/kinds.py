"""Which types of event a segment states: one commitment, the most specific, and what happens beside it."""

from __future__ import annotations

from collections.abc import Callable

from nlp.claims.segments import Segment
from nlp.claims.triggers import Hit
from records import EventType

COMMITMENTS: tuple[EventType, ...] = ("double_degree", "campus", "research", "network", "agreement", "mobility")
"""Most specific first (annotation guideline, "events")."""

BESIDE: tuple[EventType, ...] = ("school", "visit", "conference", "award", "other")


def stated(segment: Segment, has_act: Callable[[Hit, Segment], bool]) -> list[Hit]:
    """Give the trigger of each event that a segment states; a weak one needs an act of its type beside it."""
    best: dict[EventType, Hit] = {}
    meets = any(hit.trigger.type == "conference" and hit.trigger.strength == "strong" for hit in segment.hits)
    for hit in segment.hits:
        if meets and hit.trigger.type == "network" and hit.trigger.strength == "weak":
            continue
        if hit.trigger.strength == "weak" and not has_act(hit, segment):
            continue
        known = best.get(hit.trigger.type)
        if known is None or (known.trigger.strength == "weak" and hit.trigger.strength == "strong"):
            best[hit.trigger.type] = hit
    chosen = [best[kind] for kind in BESIDE if kind in best]
    if "school" in best:
        chosen = [hit for hit in chosen if hit.trigger.type != "conference"]
    commitment = _commitment(best, segment)
    if commitment is not None and commitment.trigger.type == "network":
        # A network's "assemblée générale" is the network's meeting, no conference beside it.
        chosen = [hit for hit in chosen if not (hit.start < commitment.end and commitment.start < hit.end)]
    if commitment is not None and not ("school" in best and commitment.trigger.type == "mobility"):
        chosen.insert(0, commitment)
    if commitment is not None or "school" in best:
        chosen = [hit for hit in chosen if hit.trigger.strength == "strong" or hit is commitment]
    return _without_doubles(chosen)


def _commitment(best: dict[EventType, Hit], segment: Segment) -> Hit | None:
    signed = segment.has("acts", "agreement")
    written = best.get("agreement")
    content = best.get("research")
    if written and content and signed and content.trigger.concept == "project" and content.start > written.start:
        return written
    for strength in ("strong", "weak"):
        for kind in COMMITMENTS:
            hit = best.get(kind)
            if hit is None or hit.trigger.strength != strength:
                continue
            if kind == "mobility" and signed and "agreement" in best:
                return best["agreement"]
            return hit
    return None


def _without_doubles(hits: list[Hit]) -> list[Hit]:
    """Of a visit and a conference in one segment only the visit stays."""
    kinds = {hit.trigger.type: hit for hit in hits}
    if "visit" in kinds and "conference" in kinds:
        weaker = "visit" if kinds["visit"].trigger.strength == "weak" else "conference"
        return [hit for hit in hits if hit.trigger.type != weaker]
    return hits
