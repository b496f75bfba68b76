"""Embassies, consulates, ministries and governments: the country they act for is read from their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context
from nlp.institutions.lexicon import LANGUAGES, lexicon
from nlp.institutions.words import Word
from records import CountryMention, InstitutionKind

_LINK = re.compile(
    r"\s(?:(?:général|générale|general|générale)\s)?(?:de\s+l['’]|de\s+la\s|de\s|d['’]|du\s|des\s|of\s+the\s|of\s|von\s|der\s|del\s"
    r"|di\s|della\s|dell['’]|do\s|da\s|dos\s|degli\s|dei\s)?",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\s(?:à|a|au|aux|en|in|dans|im|at|no|na|em|ad|en\s+el|en\s+la|nel|nei|negli)\s(?:l['’]|la\s|les\s|the\s|el\s|los\s)?"
    r"(?P<place>[A-ZÀ-Þ][\w’'-]+(?:\s(?:de|du|d['’]|del|of)?\s?[A-ZÀ-Þ][\w’'-]+){0,2})"
)
_LEADS = re.compile(r"(?:the|l['’]|le|la|les|die|der|das|den|dem|vom|zum|zur|am|beim|el|il|lo|o|a)\s?$", re.IGNORECASE)
_GOVERNMENTS = frozenset("gouvernement government regierung bundesregierung gobierno governo".split())
_PARLIAMENTS = frozenset("senat parlement assemblee-nationale".split())


def missions(context: Context) -> Iterator[Candidate]:
    """Embassies, consulates and governments named with a country, each with the country it acts for."""
    lex = lexicon(context.lang)
    heads = lex.missions | _GOVERNMENTS | (_every_mission() if context.lang not in LANGUAGES else frozenset())
    for word in context.words:
        if word.key in heads or (context.lang == "de" and word.key.endswith(("botschaft", "konsulat", "konsulats"))):
            candidate = _read(word, context)
            if candidate is not None:
                yield candidate


@cache
def _every_mission() -> frozenset[str]:
    return frozenset().union(*(lexicon(lang).missions for lang in LANGUAGES))


def _read(word: Word, context: Context) -> Candidate | None:
    text = context.text
    begin, end = word.start, word.end
    end = _general(text, end)
    link = _LINK.match(text, end)
    after = _first(context, link.end() if link else end, slack=1)
    before = _before(context, begin)
    acting = after or before
    if acting is None:
        return None
    if after is not None:
        end = max(end, after.span.end)
    if before is not None and after is None:
        begin = before.span.start
    if word.key not in _GOVERNMENTS and (place := _PLACE.match(text, end)) and _is_seat(place["place"], context, place):
        end = place.end("place")
    kind: InstitutionKind = "public"
    return Candidate(begin, end, text[begin:end], source="mission", kind=kind, head=word.key, country=acting.code)


def _general(text: str, end: int) -> int:
    """After "général(e)", "General" where the head is a consulate."""
    match = re.match(r"[\s-](?:[Gg][ée]n[ée]rale?|[Gg]eneral|[Gg]enerale|[Gg]eral)\b", text[end : end + 12])
    return end + match.end() if match else end


def _first(context: Context, start: int, slack: int) -> CountryMention | None:
    return next((m for m in context.countries_between(start, start + slack + 1) if m.basis != "institution"), None)


def _before(context: Context, start: int) -> CountryMention | None:
    """An adjective or genitive right before the head: "französischen Generalkonsulat", "French Embassy"."""
    for mention in reversed(context.countries_between(max(0, start - 40), start)):
        gap = context.text[mention.span.end : start].strip().casefold()
        return mention if gap in {"", "'s", "’s"} and mention.basis == "explicit" else None
    return None


def _is_seat(name: str, context: Context, match: re.Match[str]) -> bool:
    from nlp.institutions.context import is_place

    return is_place(name) or bool(context.countries_between(match.start("place"), match.end("place")))
