"""Other forms of what is already found: defined acronyms, repeated surfaces, distinctive words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from nlp.institutions.acronyms import Definition, looks_short, shorts_after
from nlp.institutions.candidates import Candidate
from nlp.institutions.choose import MARGIN, Chooser
from nlp.institutions.context import Context, is_place
from nlp.institutions.found import Cover, Found, Rejected
from nlp.institutions.lexicon import every_generic, every_head, lexicon
from nlp.institutions.patterns import every_connector
from nlp.institutions.words import fold, words_of
from nlp.registry import Registry
from records import InstitutionKind

ALIKE = 72.0
"""Out of 100: how like a translated name must be to one whose acronym is the same."""


def stretch(read: Sequence[Candidate], context: Context) -> list[Candidate]:
    """The names with their ends moved where a definition shows that they go on ("… for Refugee Integration in …")."""
    defined = {d.end: d for d in context.definitions}
    starts = {d.start: d for d in defined.values()}
    result = []
    for candidate in read:
        definition = starts.get(candidate.start)
        if definition is not None and candidate.end < definition.end:
            text = context.text[candidate.start : definition.end]
            candidate = replace(candidate, end=definition.end, text=text, sure=True)
        result.append(candidate)
    return result


def defined(
    found: Sequence[Found],
    context: Context,
    resolve: Callable[[Candidate], Found | None],
    cover: Cover,
    rejected: list[Rejected],
) -> Iterator[Found]:
    """The short forms that the text defines, each wherever it stands; and long forms that only a definition shows."""
    meaning: dict[str, Found] = {}
    for item in found:
        for short, _ in shorts_after(context.text, item.end):
            if not is_place(short) and (looks_short(short) or "'" in short or "’" in short):
                meaning.setdefault(short, item)
    refused: set[str] = set()
    by_end = {item.end: item for item in found}
    for definition in context.definitions:
        if definition.short in meaning or definition.short in refused:
            continue
        holder = by_end.get(definition.end) or next(
            (f for f in found if f.start <= definition.start and definition.end <= f.end), None
        )
        if holder is None and (holder := _new(definition, context, resolve, cover)) is not None:
            yield holder
        if holder is not None:
            meaning[definition.short] = holder
        else:
            refused.add(definition.short)
            where = definition.short_start
            for place in _occurrences(definition.short, context.text):
                cover.take(place, place + len(definition.short))
            long = context.text[definition.start : definition.end]
            rejected.append(
                Rejected(
                    definition.short, where, where + len(definition.short), f"stands for “{long}”, no organisation"
                )
            )
    for short, item in meaning.items():
        yield from _shorts(short, item, context, cover)


def linked_by_short(
    found: Sequence[Found], context: Context, registry: Registry, chooser: Chooser
) -> Iterator[tuple[Found, Found]]:
    """Unlinked long names whose acronym and letters agree with one registered body: the name before and after.

    "Conferencia de Presidentes de Universidad (CPU)" is nearly "Conférence des présidents d'université (CPU)".
    """
    for item in found:
        if item.institution is not None or item.short:
            continue
        for short, place in shorts_after(context.text, item.end):
            bearers = [b for b in registry.bearers(short) if _alike(item.text, b[0], registry)]
            choice = chooser.choose(bearers, place, place + len(short)) if bearers else None
            if choice is not None and choice.lead >= MARGIN and choice.points > 0:
                i = choice.institution
                reason = f"its acronym {short} and its words are those of “{i.name}”"
                yield item, replace(item, reason=reason, name=i.name, kind=i.kind, country=i.country, institution=i)


def _alike(name: str, institution_id: str, registry: Registry) -> bool:
    return any(
        fuzz.ratio(fold(name), fold(other)) >= ALIKE
        for other, _, kind in registry.names(institution_id)
        if kind != "acronym"
    )


def _new(
    definition: Definition, context: Context, resolve: Callable[[Candidate], Found | None], cover: Cover
) -> Found | None:
    """A long form that nothing else found: an organisation if one of its words says so."""
    start, end = definition.start, definition.end
    words = [w for w in words_of(context.text[start:end]) if w.key in every_head()]
    if (
        not words
        or words_of(context.text[start:end])[0].key in lexicon(context.lang).units
        or not cover.free(start, end)
    ):
        return None
    kind: InstitutionKind = every_head()[words[0].key]
    return resolve(Candidate(start, end, context.text[start:end], source="acronym", kind=kind, head=words[0].key))


def _shorts(short: str, item: Found, context: Context, cover: Cover) -> Iterator[Found]:
    for place in _occurrences(short, context.text):
        end = place + len(short)
        if cover.free(place, end):
            reason = f"the text defines it as “{' '.join(item.text.split())}”"
            yield replace(item, start=place, end=end, text=short, reason=reason, short=True)


def _occurrences(surface: str, text: str) -> list[int]:
    """Where ``surface`` stands as whole words, written letter for letter."""
    found, place = [], text.find(surface)
    while place >= 0:
        end = place + len(surface)
        if not _word_character(text[place - 1 : place]) and not _word_character(text[end : end + 1]):
            found.append(place)
        place = text.find(surface, place + 1)
    return found


def _word_character(char: str) -> bool:
    return char.isalnum() or char == "_"


def repeated(found: Sequence[Found], context: Context, cover: Cover, registry: Registry) -> Iterator[Found]:
    """The same names again, and single words that only one of the institutions has ("Chulalongkorn")."""
    surfaces: dict[str, Found] = {}
    for item in found:
        surfaces.setdefault(item.text, item)
    for surface, item in sorted(surfaces.items(), key=lambda pair: -len(pair[0])):
        if len(surface) > 2 and (surface[0].isupper() or looks_short(surface)):
            yield from _again(surface, item, context, cover, "named before in the text")
    for word, item in _distinctive(found).items():
        yield from _again(word, item, context, cover, f"short for “{' '.join(item.text.split())}”")


_PLACING = re.compile(r"(?:^|\s)(?:à|in|en|a|ad|nach|to|para)\s$", re.IGNORECASE)
"""What makes a town's name that of the town, though it also stands for a school."""


def _again(surface: str, item: Found, context: Context, cover: Cover, reason: str) -> Iterator[Found]:
    for place in _occurrences(surface, context.text):
        end = place + len(surface)
        if is_place(surface) and _PLACING.search(context.text, max(0, place - 6), place):
            continue
        if cover.free(place, end) and not _in_name_of_person(place, end, context):
            yield replace(item, start=place, end=end, text=context.text[place:end], reason=reason, short=True)


def _distinctive(found: Sequence[Found]) -> dict[str, Found]:
    """Words of academic names that belong to one institution alone and are neither places nor generic."""
    owners: Counter[str] = Counter()
    holders: dict[str, Found] = {}
    for item in found:
        if item.kind != "academic" or item.short:
            continue
        names = {
            w.form for w in words_of(item.text)
            if w.form[0].isupper() and len(w.form) >= 5 and w.form.isalpha() and not w.form.isupper()
            and w.key not in every_head() and w.key not in every_generic() and w.key not in every_connector()
        }  # fmt: skip
        telling = {n for n in names if not is_place(n)}
        if len(telling) == 1 and len(names) == 1:
            word = telling.pop()
            if word not in holders or _key(holders[word]) != _key(item):
                owners[word] += 1
                holders[word] = item
    return {word: holders[word] for word, count in owners.items() if count == 1}


def _key(item: Found) -> str:
    return item.institution.id if item.institution else item.name


def _in_name_of_person(start: int, end: int, context: Context) -> bool:
    before = context.text[max(0, start - 14) : start].split()
    after = context.text[end : end + 2]
    titled = bool(before) and before[-1].rstrip(".").casefold() in {"m", "mme", "mr", "mrs", "ms", "dr", "prof", "pr"}
    named = bool(before) and before[-1][:1].isupper() and before[-1].isalpha() and not context.begins_sentence(start)
    return titled or (named and len(before[-1]) > 2 and after[:1] in {"", ",", "."})


_JOINED = re.compile(r"(?<![\w.@/-])(?P<first>[A-ZÀ-Þ]{3,7})[-/–](?P<second>[A-ZÀ-Þ]{3,7})(?![\w@/-])")


def joined(found: Sequence[Found], context: Context, cover: Cover, registry: Registry) -> Iterator[Found]:
    """Both of two acronyms that a stroke joins ("UTC-CNRS"), where each is one of the text or well known."""
    matches = list(_JOINED.finditer(context.text))
    if not matches:
        return
    known: dict[str, Found] = {}
    for item in found:
        if item.institution is not None:
            for short in (item.text, *registry.acronyms(item.institution.id)):
                known.setdefault(short, item)
    for match in matches:
        parts = [(match.span(group), known.get(match[group]) or _vouched(match[group], registry)) for group in (1, 2)]
        if context.shouted(*match.span()) or not all(item for _, item in parts):
            continue
        for (start, end), held in parts:
            if held is not None and cover.free(start, end):
                reason = "joined to another institution's acronym"
                yield replace(held, start=start, end=end, text=context.text[start:end], reason=reason, short=True)


def _vouched(short: str, registry: Registry) -> Found | None:
    """What the supplement knows by an acronym that needs no support."""
    bearers = [b for b in registry.supplement.bearers(fold(short)) if not b.support]
    body = registry.get(bearers[0].id) if len(bearers) == 1 else None
    return None if body is None else Found(0, 0, short, "", body.name, body.kind, body.country, body)
