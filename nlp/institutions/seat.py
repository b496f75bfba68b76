"""The seat of an organisation that no registry knows, from its name and from what stands around it."""

from __future__ import annotations

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
    inside = country_in(context.text, context.countries, candidate.start, candidate.end)
    if inside is not None:
        return inside
    beside = context.beside(candidate.start, candidate.end)
    if beside is not None:
        return beside.code
    if ACROSS_BORDERS & set(keys):
        return None
    near = context.near(candidate.start, candidate.end)
    foreign = candidate.source == "name pattern" and candidate.head not in lexicon(context.lang).heads
    if (context.home is None or foreign) and len(near) == 1:
        return next(iter(near))
    if foreign:
        others = [code for code in context.named if code != context.home]
        return max(others, key=lambda code: context.named[code], default=context.home)
    return context.home or _of_language(context)


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
