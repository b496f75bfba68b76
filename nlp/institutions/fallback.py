"""Names that no registry knows: which stand all the same, and as whose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.institutions.acronyms import looks_short
from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context, country_in, is_place
from nlp.institutions.lexicon import every_generic, every_head, lexicon, not_organisations
from nlp.institutions.patterns import TWO_LANDS, every_connector
from nlp.institutions.seat import ACROSS_BORDERS, TWO_COUNTRIES
from nlp.institutions.words import fold

_PLURALS = frozenset(
    """universites ecoles instituts universities universidades universitaten hochschulen schools colleges institutes
    laboratoires laboratories academies escuelas escolas institutos scuole facultes""".split()
)
_UNITS = frozenset(
    """centre center centro institut institute instituto istituto laboratoire laboratory laboratorio lab school scuola
    accademia faculte faculty faculdade facultad facolta departement department departamento dipartimento fakultat
    fachbereich direction bureau service office servizio ufficio escritorio diretoria pole commission comissao
    observatoire fondation""".split()
)
_KINDS_OF_BODIES = frozenset(
    "associe associee mixte mixtes commun commune conjoint grande grandes haute hautes".split()
)
_DEFINITE = re.compile(r"(?:l['’]|\b(?:le|la|du|au|the|das|der|dem|del|il|el|o)\s)$", re.IGNORECASE)
SHORT_NAME = 3
"""Words up to which a noun with adjectives names nothing in particular."""

_PLACED = re.compile(
    r"(?<![\w.@/-])(?P<short>[A-ZÀ-Þ]{3,8})"
    r"(?=\s(?:de|d['’]|à|in|di|do|de la)\s?(?P<place>[A-ZÀ-Þ][\w-]+)|\s\((?P<inside>[A-ZÀ-Þ][\w\s-]+)\))"
)


def too_general(candidate: Candidate, context: Context) -> bool:
    """Whether a name is a plural or stands in a line of capitals, where every word looks like a name."""
    shouted = candidate.text.isupper() and context.shouted(candidate.start, candidate.end)
    return (candidate.head in _PLURALS and not _proper(candidate)) or shouted


def _proper(candidate: Candidate) -> bool:
    """ "Laureate International Universities": a name in the plural, unlike "European Universities"."""
    return not any(fold(part) in ACROSS_BORDERS for part in candidate.text.split()) and candidate.source == "acronym"


def says_nothing(candidate: Candidate, context: Context) -> bool:
    """Whether a name that no registry has is a noun with adjectives alone: "Université nationale", "Grande École"."""
    if candidate.source not in ("name pattern", "acronym"):
        return False
    words = [w for w in context.words_in(candidate.start, candidate.end) if w.key not in every_connector()]
    two = any(TWO_LANDS.fullmatch(w.key) for w in words)
    if two and words[0].capital and _DEFINITE.search(context.text[max(0, candidate.start - 8) : candidate.start]):
        return False  # "l'Institut franco-chinois" is one, "un laboratoire franco-chinois" none
    common = {*every_generic(), *every_head(), *lexicon(context.lang).modifiers, *_KINDS_OF_BODIES}
    return 1 < len(words) <= SHORT_NAME and all(w.key in common for w in words)


def is_own_unit(candidate: Candidate, context: Context) -> bool:
    """Whether it is a part of the page's publisher: a centre or laboratory that says nothing of another place."""
    if candidate.head not in _UNITS or candidate.source == "mission":
        return False
    publisher = context.publisher
    if publisher is None or publisher.kind != "academic":
        return False
    keys = [fold(part) for part in candidate.text.split()]
    if ACROSS_BORDERS & set(keys) or any(_of_two(key) for key in keys) or _stands_alone(candidate):
        return False
    if len({m.code for m in context.countries_between(candidate.start, candidate.end)}) > 1:
        return False
    implied = country_in(context.text, context.countries, candidate.start, candidate.end)
    beside = context.beside(candidate.start, candidate.end)
    foreign = implied is not None and implied != publisher.country
    return not foreign and not (beside is not None and beside.code != publisher.country)


def _of_two(key: str) -> bool:
    """Whether a folded word says that two countries or bodies share it: "franco-saoudien", "french-saudi", "joint"."""
    return key.startswith(TWO_COUNTRIES) or TWO_LANDS.fullmatch(key) is not None or key in _SHARED


_SHARED = frozenset("joint binational binacional binationale binazionale conjoint conjointe gemeinsames".split())


def _stands_alone(candidate: Candidate) -> bool:
    """Whether it is a body of its own by its noun or namesake: a foundation, a Confucius institute."""
    keys = {fold(part) for part in re.findall(r"\w+", candidate.text)}
    return bool(keys & _NAMESAKES) or candidate.head in _FOUNDATIONS


_FOUNDATIONS = frozenset("fondation foundation fundacion fundacao fondazione stiftung".split())
_NAMESAKES = frozenset("confucius goethe cervantes camoes pasteur curie max-planck fraunhofer".split())
"""Whom institutes of many towns are named after that belong to no school."""


_METROPOLIS = re.compile(
    r"(?:(?<=du )|(?<=le )|(?<=au ))Grand (?P<grand>[A-ZÀ-Þ][\w-]+)(?!\s(?:Métropole|Agglo))|"
    r"(?:Grand\s)?(?P<town>[A-ZÀ-Þ][\w-]+(?:[\s-][A-ZÀ-Þ][\w-]+)?)\s(?:Métropole|Agglomération|Agglo)\b"
)


def metropolises(context: Context) -> Iterator[Candidate]:
    """French groups of communes: "Rennes Métropole", "le Grand Nancy"."""
    for match in _METROPOLIS.finditer(context.text) if context.lang == "fr" else ():
        if is_place(match["grand"] or match["town"]) and not context.shouted(*match.span()):
            start, end = match.span()
            yield Candidate(start, end, match[0], source="place", kind="public", country="FR")


def placed_acronyms(context: Context) -> Iterator[Candidate]:
    """ "l'ENSEM de Casablanca": an acronym that no registry decides, with the place where it is."""
    for match in _PLACED.finditer(context.text):
        place = match["place"] or match["inside"]
        start, end = match.span("short")
        short = match["short"]
        if (
            short.casefold() in not_organisations()
            or len(short) < 4
            or not looks_short(short)
            or context.shouted(start, end)
        ):
            continue
        beside = context.beside(start, end)
        if is_place(place) and beside is not None:
            yield Candidate(start, end, short, source="acronym", kind="academic", country=beside.code)
