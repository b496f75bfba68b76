"""Dates that a statement does not give itself: those of the story it is told in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.claims.dating import dates_an_event, dates_since
from nlp.claims.drafts import ATTRIBUTE, INHERITED, Draft
from nlp.claims.view import View
from records import DateInterval, DateMention

STORY = 4
"""Sentences within which an undated act belongs to the dated happening told before it."""

_OCCASIONS = (
    r"foulee|(?:a|en) cette occasion|a l['’]occasion|lors d|au cours d|durant|pendant|y (?:a|ont|fut) |dans ce cadre|"
    r"during|on (?:this|that|the) occasion|in the course of|at the (?:ceremony|event|meeting)|"
    r"wahrend|dazu|hierzu|dabei|im verlauf|bei diese|anlass|"
    r"durante|en el transcurso|por la tarde|con este motivo|en est[ae] ocasion|"
    r"nel corso|in occasione|per l['’]occasione|na ocasiao|no decorrer|a ocasiao"
)
OCCASION = re.compile(rf"\b(?:{_OCCASIONS})")
"""Words that set an act into the happening told before; looked for in folded text."""

BELOW = 2
"""Sentences below a headline that may date it."""

ACTS = frozenset({"agreement", "award"})
SIGNED = frozenset({"agreement", "double_degree"})
HEADLINES = frozenset({"agreement", "double_degree", "campus", "research", "network", "visit", "award"})
DATELINE_HEAD = 300
_PLACE_NAMES = r"(?:[^\W\d][\w'’.()-]*[\s,/–-]+){0,6}"
DATELINE = re.compile(rf"[\s*_#>]*{_PLACE_NAMES}(?:le |den |on |il )?$")


def date_stories(drafts: Sequence[Draft], view: View) -> None:
    """Date the statements that tell no date themselves: by the happening told around them, or by the dateline."""
    dateline = None if view.listing else _dateline(view)
    told = {draft.segment.number for draft in drafts}
    for place, draft in enumerate(drafts):
        if draft.date is not None or draft.tentative or draft.modality not in ("happened", "planned"):
            continue
        draft.date = _story(draft, drafts, place, view)
        if draft.date is None and draft.segment.is_heading:
            draft.date = _beside(draft, told, view) or (dateline if _opens(draft) else None)
        elif draft.date is None and _is_act(draft):
            draft.date = _beside(draft, told, view)
        draft.date_rank = INHERITED


def _story(draft: Draft, drafts: Sequence[Draft], place: int, view: View) -> DateInterval | None:
    """The date of the happening that other statements tell of."""
    if draft.modality != "happened":
        return None
    if draft.segment.is_heading and draft.type in HEADLINES and draft.act:
        return _told_below(draft, drafts[place + 1 :], view)
    if _is_act(draft) or (draft.type == "visit" and _points(draft, view)):
        return _told_before(draft, drafts[:place], view)
    return None


def _is_act(draft: Draft) -> bool:
    return draft.act and (draft.type in ACTS or draft.type == "visit")


def _opens(draft: Draft) -> bool:
    """Whether a draft is the headline of a page that tells of a finished act."""
    happened = draft.modality == "happened" and draft.act and draft.type in HEADLINES
    return happened and draft.segment.start < DATELINE_HEAD


def _beside(draft: Draft, told: set[int], view: View) -> DateInterval | None:
    """The day that a sentence beside it gives which states nothing itself: "Bangkok, 17 novembre. X a signé …"."""
    number = draft.segment.number
    start, end = view.paragraph(draft.segment.start)
    places = [number + n for n in ((1, 2, 3, 4) if draft.segment.is_heading else (-1, 1, -2, -3))]
    for place in places:
        if not 0 <= place < len(view.sentences) or place in told:
            continue
        sentence = view.sentences[place]
        if not (start <= sentence.start < end or (draft.segment.is_heading and not view.listing)):
            continue
        days = [m for m in view.dates_in(sentence.start, sentence.end) if _is_day(m, view)]
        if len(days) == 1 and _fits(days[0], draft, view):
            return days[0].interval
    return None


def _is_day(mention: DateMention, view: View) -> bool:
    interval = mention.interval
    return (
        interval is not None
        and interval.precision == "day"
        and dates_an_event(mention, view)
        and not dates_since(mention, view)
    )


def _fits(mention: DateMention, draft: Draft, view: View) -> bool:
    """Whether a day lies before the day of writing as what has happened does, or behind it as what is planned."""
    if view.published is None or mention.interval is None:
        return True
    return (mention.interval.start <= view.published) == (draft.modality == "happened")


def _dateline(view: View) -> DateInterval | None:
    """The date that stands alone, or behind places, in one of a document's first lines, written in words."""
    for mention in view.dates_in(0, DATELINE_HEAD):
        start = view.text.rfind("\n", 0, mention.span.start) + 1
        end = view.text.find("\n", mention.span.end)
        rest = view.text[mention.span.end : end if end >= 0 else len(view.text)].strip(" *_.")
        head = view.folded[start : mention.span.start]
        written = re.search(r"[^\W\d]{3}", mention.span.text) is not None
        if written and not rest and DATELINE.fullmatch(head) and mention.interval is not None:
            return mention.interval if mention.interval.precision in ("day", "month") else None
    return None


def _points(draft: Draft, view: View) -> bool:
    sentence = draft.segment.sentence
    return OCCASION.search(view.folded, sentence.start, sentence.end) is not None


def _told_before(draft: Draft, earlier: Sequence[Draft], view: View) -> DateInterval | None:
    """The date of the happening before: of the paragraph, or further up where a word points to it ("lors de")."""
    number = draft.segment.number
    pointing = _points(draft, view)
    floor = view.paragraph(draft.segment.start)[0] if view.listing or not pointing else 0
    near = [d for d in earlier if number - d.segment.number <= STORY and d.segment.start >= floor]
    told = [d for d in reversed(near) if d.date is not None and d.modality == "happened" and d.date_rank < INHERITED]
    signed = [d for d in told if d.type in SIGNED and d.date_rank < ATTRIBUTE and d.act]
    framed = [d for d in told if d.type in ("visit", "conference")]
    found = (signed if draft.type == "agreement" else []) or framed
    return found[0].date if found else None


def _told_below(draft: Draft, later: Sequence[Draft], view: View) -> DateInterval | None:
    end = view.paragraph(draft.segment.start)[1] if view.listing else len(view.text)
    for other in later:
        if other.segment.start >= end or other.segment.number - draft.segment.number > STORY:
            return None
        if (
            other.date is not None
            and other.modality == "happened"
            and (other.type in (draft.type, "visit", "conference") or {other.type, draft.type} <= SIGNED)
        ):
            return other.date
    return None
