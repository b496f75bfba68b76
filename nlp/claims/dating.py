"""When what a segment states happens."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from nlp.claims.drafts import ATTRIBUTE, Draft
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
        mentions = [m for m in view.dates_in(start, end) if dates_an_event(m, view)]
        if _is_state(draft):
            mentions = [m for m in mentions if dates_since(m, view) or (rank == 0 and _dates_a_state(m, view))]
        if mentions:
            within = start <= draft.hit.start < end
            best = min(mentions, key=lambda m: (dates_since(m, view), *_distance(m, draft, within)))
            draft.date_rank = ATTRIBUTE if dates_since(best, view) else max(0, rank - 1)
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


def dates_an_event(mention: DateMention, view: View) -> bool:
    """Say whether a date can be that of an event: no deadline, no day of posting."""
    before = _before(mention, view)
    return not (UNTIL.search(before) or POSTED.search(before)) and not view.is_posting_date(mention)


def dates_since(mention: DateMention, view: View) -> bool:
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
    if interval.precision != "day" or interval.start > view.published or not dates_since(mention, view):
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
