"""Where a registered name and a name read by its grammar overlap, which one the text means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from nlp.institutions.acronyms import looks_short
from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context, place_country
from nlp.institutions.found import Cover, Found, Rejected
from nlp.institutions.patterns import MINISTRIES, every_connector
from nlp.institutions.seat import TWO_COUNTRIES
from nlp.institutions.words import Word, words_of

_BELONGING = re.compile(
    r"(?:de\s+l['’]|d['’]|de\s+la|de|du|des|of\s+the|of|at|da|do|della|dell['’]|dell|del|der|des|di|within|au\s+sein\s+de\s+l['’]|à\s+l['’])\s*$",
    re.IGNORECASE,
)


def settle(
    certain: Sequence[Found],
    read: Sequence[Candidate],
    context: Context,
    resolve: Callable[[Candidate], Found | None],
    rejected: list[Rejected],
) -> Iterator[Found]:
    """Yield what stays, registered names before others where both say the same."""
    cover = Cover()
    kept: list[Found] = []
    replaced: set[int] = set()
    for candidate in sorted(read, key=lambda c: c.start - c.end):
        inside = [f for f in certain if f.start < candidate.end and candidate.start < f.end]
        item, gone = _decide(candidate, inside, context, resolve)
        if item is None:
            if not inside:
                rejected.append(Rejected(candidate.text, candidate.start, candidate.end, _why(candidate)))
            continue
        if cover.free(item.start, item.end):
            cover.take(item.start, item.end)
            kept.append(item)
            replaced |= {id(f) for f in gone}
    for found in certain:
        if id(found) not in replaced and cover.free(found.start, found.end):
            cover.take(found.start, found.end)
            kept.append(found)
    yield from sorted(kept, key=lambda f: f.start)


def _why(candidate: Candidate) -> str:
    if candidate.unit:
        return "a unit inside an organisation"
    return "a name by its form, but too general to stand without the registry"


def _decide(
    candidate: Candidate, inside: Sequence[Found], context: Context, resolve: Callable[[Candidate], Found | None]
) -> tuple[Found | None, Sequence[Found]]:
    """The mention that replaces the hits inside a candidate, with the hits replaced; None where the hits stay."""
    if not inside:
        return _alone(candidate, context, resolve), ()
    first, last = inside[0], inside[-1]
    if first.start <= candidate.start and first.end >= candidate.end:
        return None, ()
    if candidate.source == "mission":
        return resolve(candidate), inside
    if any(f.start < candidate.start or f.end > candidate.end for f in inside):
        return None, ()
    before = context.text[candidate.start : last.start]
    if last.end == candidate.end and last.start > candidate.start:
        return _at_end(candidate, last, before, inside, resolve)
    if first.start == candidate.start:
        return _at_start(candidate, first, context, resolve, inside)
    return resolve(candidate), inside


def _alone(candidate: Candidate, context: Context, resolve: Callable[[Candidate], Found | None]) -> Found | None:
    if candidate.unit and candidate.source != "acronym":
        linked = resolve(candidate) if candidate.sure and candidate.text[:1].isupper() else None
        known = linked is not None and (linked.institution is not None or _abroad(candidate, context))
        return linked if known else None
    content = [w for w in words_of(candidate.text)[1:] if w.key not in every_connector()]
    coined = len(content) == 1 and looks_short(content[0].form) and "-" not in content[0].form
    if context.lang == "de" and coined and candidate.head in _DECLARING:
        return None
    if candidate.source != "name pattern" or candidate.text[:1].isupper():
        return resolve(candidate)
    if coined or (len(content) == 1 and candidate.head in _DECLARING) or _described(candidate, content, context):
        return None
    linked = resolve(candidate)
    indefinite = _INDEFINITE.search(context.text[max(0, candidate.start - 12) : candidate.start]) is not None
    vague = candidate.head in {"ecole", "institut", "school", "conseil", "universita", "universidad", "universidade"}
    return None if linked is not None and linked.institution is None and (indefinite or vague) else linked


def _abroad(candidate: Candidate, context: Context) -> bool:
    """Whether a unit is named after a foreign town: "Faculté d'architecture de Porto" on a French page."""
    words = words_of(candidate.text)
    country = place_country(words[-1].form) if len(words) > 2 and words[-1].capital else None
    return country is not None and context.home not in (None, country)


def _described(candidate: Candidate, content: Sequence[Word], context: Context) -> bool:
    """ "le réseau européen EUCEET": a noun with an adjective describes a name and is no part of it."""
    lower = [w for w in content if w.form.islower()]
    named = [w for w in content if not w.form.islower()]
    known = candidate.head in _DECLARING or (
        len(named) == 1 and looks_short(named[0].form) and "-" not in named[0].form
    )
    return bool(lower and named) and known and content[: len(lower)] == lower


_ADJECTIVE = re.compile(r"[A-ZÀ-Þ][\w-]+(?:isch|lich|al|är)(?:e|en|er|em|es)")
"""A German adjective makes another name of it: "Technischen Universität Breslau"."""

_DECLARING = frozenset("laboratoire alliance reseau groupe agence fondation agentur consortium association".split())
_INDEFINITE = re.compile(r"\b(?:une?|des|plusieurs|deux|trois|autres?|leurs?|notre|con|delle)\s$")


def _at_end(
    candidate: Candidate, hit: Found, before: str, inside: Sequence[Found], resolve: Callable[[Candidate], Found | None]
) -> tuple[Found | None, Sequence[Found]]:
    """ "Faculté d'Ingénierie de l'Université de Kagawa": a part goes under the whole, unless it is known itself."""
    belongs = _BELONGING.search(before) is not None
    if not belongs:
        own = resolve(candidate)
        told = own is not None and (own.institution is not None or _ADJECTIVE.fullmatch(before.strip()) is not None)
        return (own, inside) if told else (None, ())
    if not candidate.text[0].isupper() and not candidate.unit:
        return None, ()
    own = resolve(candidate)
    joint = any(w.key.startswith(TWO_COUNTRIES) for w in words_of(candidate.text))
    if own is not None and (own.institution is not None or joint):
        return own, inside
    content = [w for w in words_of(before) if w.key not in every_connector()]
    if len(content) < 2 and not candidate.unit:
        return None, ()
    if hit.kind != "academic":
        return (own, inside) if own is not None else (None, ())
    reason = f"a part of {hit.name}"
    return replace(hit, start=candidate.start, end=candidate.end, text=candidate.text, reason=reason), inside


def _at_start(
    candidate: Candidate,
    hit: Found,
    context: Context,
    resolve: Callable[[Candidate], Found | None],
    inside: Sequence[Found],
) -> tuple[Found | None, Sequence[Found]]:
    rest = words_of(context.text[hit.end : candidate.end])
    if candidate.head in {w.key for w in rest} and candidate.head not in {w.key for w in words_of(hit.text)}:
        return (named, inside) if (named := resolve(candidate)) is not None else (None, ())
    own = resolve(candidate)
    if own is not None and own.institution is not None:
        return own, inside
    if (
        own is not None
        and rest
        and candidate.head in MINISTRIES
        and rest[-1].capital
        and rest[0].key in every_connector()
    ):
        return own, inside
    if own is None or not rest or rest[0].key not in every_connector() or rest[0].key in _NO_PART:
        return None, ()
    return (own, inside) if hit.institution is not None and " " not in hit.text.strip() else (None, ())


_NO_PART = frozenset("et and y e und a au en".split())
"""What after a name begins something else and not its second half."""
