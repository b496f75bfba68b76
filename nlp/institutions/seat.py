"""The seat of an organisation that no registry knows, from its name and from what stands around it."""

from __future__ import annotations

import re

from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context, country_in
from nlp.institutions.lexicon import lexicon
from nlp.institutions.words import fold

ACROSS_BORDERS = frozenset(
    """european europeen europeenne europaische europea europeo europeia international internationale internacional
    internazionale internationaler world mondial mondiale mundial global african africain africaine asia asian
    francophone francophonie""".split()
)
TWO_COUNTRIES = ("franco-", "sino-", "deutsch-franzosisch", "indo-", "euro-", "germano-")


def seat_of(candidate: Candidate, context: Context) -> str | None:
    """The ISO code of the seat; None where the name crosses borders or nothing says it.

    The order: what the finder knows, a place or country in the name, one beside it, the publisher's country for names
    in the page's own language.
    """
    if candidate.country is not None:
        return candidate.country
    keys = [fold(part) for part in candidate.text.split()]
    if candidate.kind == "network" and (ACROSS_BORDERS & set(keys) or any(k.startswith(TWO_COUNTRIES) for k in keys)):
        return None
    if context.home is not None and any(k.startswith(TWO_COUNTRIES) for k in keys):
        return context.home
    if (owner := _OWNERS.match(" ".join(keys))) is not None and owner.lastgroup is not None:
        return owner.lastgroup
    inside = _of_two(candidate, context) or country_in(context.text, context.countries, candidate.start, candidate.end)
    if inside is not None:
        return inside
    beside = context.beside(candidate.start, candidate.end)
    if beside is not None:
        return beside.code
    if ACROSS_BORDERS & set(keys):
        return None
    return _around(candidate, context)


def _of_two(candidate: Candidate, context: Context) -> str | None:
    """The first of two countries in one adjective: "vietnamesisch-deutsch", "maroco-japonais"."""
    inside = context.countries_between(candidate.start, candidate.end)
    if len(inside) > 1 and re.search(r"\w-\w", context.text[inside[0].span.start : inside[1].span.end]):
        joined = context.text[inside[0].span.end : inside[1].span.start]
        return inside[0].code if joined in {"", "-", "o-"} else None
    return None


def _around(candidate: Candidate, context: Context) -> str | None:
    """What the sentence, the text or the page's home make likely where neither the name nor its neighbours tell."""
    near = context.near(candidate.start, candidate.end)
    foreign = _is_foreign(candidate, context)
    if candidate.source == "name pattern" and not candidate.head:
        joined = context.countries_between(max(0, candidate.start - JOINED), candidate.start)
        if joined and _JOINING.search(context.text[joined[-1].span.end : candidate.start]):
            return joined[-1].code
    if (context.home is None or foreign) and len(near) == 1:
        return next(iter(near))
    if foreign:
        others = [code for code in context.named if code != context.home]
        return max(others, key=lambda code: context.named[code], default=context.home)
    return context.home or _of_language(context)


def _is_foreign(candidate: Candidate, context: Context) -> bool:
    """Whether a name read by its grammar begins with a noun of another language than the page's."""
    head = candidate.head
    if candidate.source != "name pattern" or not head:
        return False
    heads = lexicon(context.lang).heads
    return head not in heads and not (context.lang == "de" and head.endswith(tuple(h for h in heads if len(h) > 5)))


JOINED = 45
_JOINING = re.compile(r"^[^.,;:!?()\n]*\b(?:et|and|und|y|e|ed)\b[^.,;:!?()\n]*$")
"""What joins a company to a country named just before: "le gouvernement ouzbek et le constructeur X"."""

_OWNERS = re.compile(
    r"(?:l')?(?:(?P<FR>institut francais|instituto frances|istituto francese|french institute|franzosisches institut"
    r"|instituto frances)|(?P<DE>goethe)|(?P<IT>istituto italiano di cultura|institut culturel italien)"
    r"|(?P<ES>instituto cervantes|institut cervantes|cervantes)|(?P<PT>instituto camoes|institut camoes|camoes)"
    r"|(?P<PL>institut polonais|polnisches? institut|polish institute))\b"
)
"""Cultural institutes abroad, which have the country they act for, as embassies have."""


def _of_language(context: Context) -> str | None:
    """The country that a page without a known home is most likely from: the one named most, for its language."""
    if context.lang in {"fr", "de", "it"}:
        return {"fr": "FR", "de": "DE", "it": "IT"}[context.lang]
    spoken = [code for code in context.named if code in _SPOKEN.get(context.lang, frozenset())]
    return max(spoken or context.named, key=lambda code: context.named[code], default=None)


_SPOKEN = {
    "en": frozenset("GB US IE AU NZ CA IN SG ZA NG KE GH PK MY HK PH MT".split()),
    "es": frozenset("ES MX AR CL CO PE UY VE EC BO CR CU DO GT HN NI PA PY SV PR".split()),
    "pt": frozenset("BR PT AO MZ CV".split()),
}
"""Countries that a page in a language may come from, where nothing else says it."""
