"""When what a segment states happens."""

from __future__ import annotations

import re

from nlp.claims.drafts import Draft
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


def date_of(draft: Draft, view: View) -> DateInterval | None:
    """Give the date of a draft: in its segment, else in its sentence; None where neither says."""
    segment = draft.segment
    stretches = [(segment.start, segment.end), (segment.sentence.start, segment.sentence.end)]
    if draft.antecedent is not None:
        stretches.append((draft.antecedent.start, draft.antecedent.end))
    for start, end in stretches:
        mentions = [m for m in view.dates_in(start, end) if _dates_an_event(m, view)]
        if mentions:
            return min(mentions, key=lambda m: _distance(m, draft)).interval
    return None


def _dates_an_event(mention: DateMention, view: View) -> bool:
    before = view.folded[max(0, mention.span.start - 30) : mention.span.start]
    return not (UNTIL.search(before) or POSTED.search(before)) and not view.is_posting_date(mention)


def _distance(mention: DateMention, draft: Draft) -> tuple[bool, int]:
    hit = draft.hit
    gap = hit.start - mention.span.end if mention.span.end <= hit.start else mention.span.start - hit.end
    return mention.interval is None, gap
