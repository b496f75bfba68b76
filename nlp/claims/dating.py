"""When what a segment states happens."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from nlp.claims.drafts import ATTRIBUTE, INHERITED, Draft
from nlp.claims.view import View
from records import DateInterval, DateMention

_UNTIL_WORDS = (
    r"jusqu(?:'|’| )?(?:en|au|a|le)?|d'?ici|avant|until|till|by|before|bis|vor|hasta|antes de|fino a|entro|ate|"
    r"a l'horizon|horizon|au plus tard"
)
_ARTICLES = r"le|la|l|the|zum|al|el|a|o|fin|end|of|in|en"
UNTIL = re.compile(rf"\b(?:{_UNTIL_WORDS})\s*(?:{_ARTICLES})?\s*$")
"""What stands before a date that ends something and does not say when it happens; looked for in folded text."""

POSTED = re.compile(
    r"(?:publie|mis a jour|mise a jour|posted|published|updated|veroffentlicht|stand|publicado|pubblicato|atualizado)"
    r"[^.\n]{0,12}$"
)

_BEGUN = (
    r"depuis|since|seit|desde|dal|dall'|dalla|as of|a partir|a compter|ab|from|des|datant|date|remonte\w*|goes back to|"
    r"dating"
)
_FOUNDED = (
    r"signe\w*|conclu\w*|cree\w*|ne\w?|lance\w*|ouvert\w*|fonde\w*|etabli\w*|initie\w*|signed|founded|created|"
    r"established|launched|concluded|started|set up|gegrundet|unterzeichnet\w*|geschlossen|besteht|firmad\w|cread\w|"
    r"fundad\w|suscrit\w|siglat\w|firmat\w|nat\w|avviat\w|sottoscritt\w|assinad\w|criad\w|firmado"
)
_JOINT = (
    r"(?:\s+(?:en|le|la|l'|l’|the|on|in|im|am|der|dem|el|il|lo|nel|o|em|a|au|an|du|to|de|del|al|ano|anno|curso|annee))*"
)
BEGUN = re.compile(rf"\b(?:{_BEGUN}){_JOINT}\s*(?:l'|l’)?$")
FOUNDED = re.compile(rf"\b(?:{_FOUNDED})\b[^.;:,]{{0,40}}$")

NOW = re.compile(r"aujourd|today|heute|\bhoy\b|\boggi\b|\bhoje\b|\bnow\b|dernier|last|passe|letzt|pasad|scors|passad")
"""Words that tie a date to the day of writing; what stands for long is not dated by them."""

CLAUSE = re.compile(
    r"\s*[;•|]\s+|\s[–—]\s|:\s|,\s+(?=(?:et|puis|mais|tandis|alors|and|while|then|but|und|sowie|aber|dann|y|e|pero|ma|mas"
    r"|poi|luego|depois|mientras|mentre|enquanto)\s)|,\s+(?=(?:la meme ou|ou|where|wo|donde|dove|onde)\s)"
)
"""Where a clause ends: a date beyond it is likelier that of something else."""


def date_of(draft: Draft, view: View) -> DateInterval | None:
    """Give the date of a draft: in its clause, its segment, else in its sentence; None where none says."""
    for rank, (start, end) in enumerate(_stretches(draft, view)):
        mentions = [m for m in view.dates_in(start, end) if _dates_an_event(m, view)]
        if _is_state(draft):
            mentions = [m for m in mentions if _is_attribute(m, view) or (rank == 0 and _dates_a_state(m, view))]
        if mentions:
            within = start <= draft.hit.start < end
            best = min(mentions, key=lambda m: (_is_attribute(m, view), *_distance(m, draft, within)))
            draft.date_rank = ATTRIBUTE if _is_attribute(best, view) else max(0, rank - 1)
            return _since(best, draft, view) or best.interval
    return _deadline(draft, view)


def _deadline(draft: Draft, view: View) -> DateInterval | None:
    """The day or month by which a planned act is to take place."""
    if draft.modality != "planned" or not draft.act:
        return None
    start, end = next(iter(_stretches(draft, view)))
    near = [m.interval for m in view.dates_in(start, end) if m.interval and _is_narrow(m.interval)]
    return near[0] if near and near[0].basis != "publication" else None


def _stretches(draft: Draft, view: View) -> Iterable[tuple[int, int]]:
    segment, sentence = draft.segment, draft.segment.sentence
    places = [m.end() for m in CLAUSE.finditer(view.folded, segment.start, segment.end)]
    start = max((place for place in places if place <= draft.hit.start), default=segment.start)
    end = min((place for place in places if place >= draft.hit.end), default=segment.end)
    yield start, end
    yield segment.start, segment.end
    if _is_state(draft):
        return
    yield sentence.start, sentence.end
    if draft.antecedent is not None:
        yield draft.antecedent.start, draft.antecedent.end


def _is_state(draft: Draft) -> bool:
    return draft.modality == "standing" and draft.type not in ("visit", "conference", "school", "award")


def _before(mention: DateMention, view: View, reach: int = 30) -> str:
    return view.folded[max(0, mention.span.start - reach) : mention.span.start]


def _dates_an_event(mention: DateMention, view: View) -> bool:
    before = _before(mention, view)
    return not (UNTIL.search(before) or POSTED.search(before)) and not view.is_posting_date(mention)


def _is_attribute(mention: DateMention, view: View) -> bool:
    """Say whether a date says since when something has been, not when the act took place."""
    return BEGUN.search(_before(mention, view)) is not None


def _dates_a_state(mention: DateMention, view: View) -> bool:
    """Say whether a date can tell when a standing cooperation began."""
    if FOUNDED.search(_before(mention, view, 70)):
        return True
    return (
        NOW.search(mention.span.text.casefold()) is None
        and mention.interval is not None
        and _is_narrow(mention.interval)
    )


def _is_narrow(interval: DateInterval) -> bool:
    return interval.precision in ("day", "month")


def _since(mention: DateMention, draft: Draft, view: View) -> DateInterval | None:
    """Give the interval from a day to that of writing, where a visit has been under way since then."""
    interval = mention.interval
    if interval is None or view.published is None or draft.type not in ("visit", "school", "conference"):
        return None
    if interval.precision != "day" or interval.start > view.published or not _is_attribute(mention, view):
        return None
    edtf = f"{interval.start.isoformat()}/{view.published.isoformat()}"
    return dataclasses.replace(interval, end=view.published, edtf=edtf)


def _distance(mention: DateMention, draft: Draft, within: bool) -> tuple[bool, int]:
    """Rank a date: by its nearness to the trigger, or by its precision where the trigger stands elsewhere."""
    hit = draft.hit
    if not within:
        width = (mention.interval.end - mention.interval.start).days if mention.interval else 0
        return mention.interval is None, width
    gap = hit.start - mention.span.end if mention.span.end <= hit.start else mention.span.start - hit.end
    return mention.interval is None, gap


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
    """Date the acts that tell no date themselves: by the dateline, or by the happening they are told in."""
    dateline = None if view.listing else _dateline(view)
    for place, draft in enumerate(drafts):
        if draft.date is not None or draft.modality != "happened" or draft.tentative:
            continue
        if draft.segment.is_heading and draft.type in HEADLINES and draft.act:
            draft.date = (dateline if _early(draft, view) else None) or _told_below(draft, drafts[place + 1 :], view)
            draft.date_rank = INHERITED
        elif (draft.type in ACTS and draft.act) or (draft.type == "visit" and _points(draft, view)):
            draft.date = _told_before(draft, drafts[:place], view)
            draft.date_rank = INHERITED


def _early(draft: Draft, view: View) -> bool:
    return draft.segment.start < DATELINE_HEAD


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
