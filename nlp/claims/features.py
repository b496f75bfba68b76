"""What a stretch of text looks like to the classifier: its words, with names and dates masked, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from nlp.claims.classes import classes_in
from nlp.claims.triggers import Cue, Hit
from nlp.claims.view import View
from nlp.claims.words import split

STEM = 6
"""Letters of a word that tell it from others; what follows is mostly inflection."""

PIECE = 4
"""Letters of a piece of a word."""

BODIES = frozenset({"academic", "company", "public", "other"})
"""Kinds of institutions that a sentence of one meaning may name alike; a network is another matter."""


def features(view: View, start: int, end: int, hits: Sequence[Hit], cues: Sequence[Cue]) -> list[str]:
    """Give the features of ``view.text[start:end]``, each once.

    They are stems, pairs of neighbouring stems and pieces of stems, the word classes met and each two of them, the
    trigger words and the cues, and the measure of the stretch. Institutions, countries and dates are replaced by what
    they are, so that no name is learned.
    """
    stems = list(_masked(view, start, end))
    met = classes_in(split(view.folded, start, end), view.lang)
    signs = {"@body" if each[1:] in BODIES else each for each in stems if each.startswith("@")}
    found = dict.fromkeys(stems)
    found |= dict.fromkeys(f"{a} {b}" for a, b in pairwise(["<", *stems, ">"]))
    found |= dict.fromkeys(pieces(stems))
    found |= dict.fromkeys(_signs(hits, cues))
    found |= dict.fromkeys(f"={name}" for name in met)
    found |= dict.fromkeys(f"={a}={b}" for a, b in combinations(sorted({*met, *signs}), 2))
    found |= dict.fromkeys(_measure(view, start, end))
    return list(found)


def pieces(stems: Iterable[str]) -> Iterator[str]:
    """Give the runs of letters within words, which related words of related languages share."""
    for each in stems:
        if each.isalpha():
            yield from (f"~{each[at : at + PIECE]}" for at in range(len(each) - PIECE + 1))


def _measure(view: View, start: int, end: int) -> Iterator[str]:
    """How long a stretch is, whom and what it names, at home and abroad, and whether it opens a text."""
    named = view.institutions_in(start, end)
    abroad = {m.institution.id for m in named if m.institution.country not in (view.home, None)}
    lands = {m.code for m in view.countries_in(start, end) if m.code != view.home and m.basis != "institution"}
    yield f"abroad {min(3, len(abroad))}"
    yield f"lands {min(3, len(lands))}"
    yield f"home {any(m.institution.country == view.home for m in named)}"
    yield f"length {min(5, (end - start) // 60)}"
    yield f"named {min(4, len(named))}"
    yield f"countries {len({mention.institution.country for mention in named})}"
    if len(view.sentences) > 2:
        yield f"place {min(3, sum(sentence.end <= start for sentence in view.sentences[:3]))}"


def _signs(hits: Iterable[Hit], cues: Iterable[Cue]) -> Iterator[str]:
    for hit in hits:
        yield f"hit:{hit.trigger.type}"
        yield f"hit:{hit.trigger.type}:{hit.trigger.concept}:{hit.trigger.strength}"
    for cue in cues:
        yield f"{cue.group}:{cue.name}"


def _masked(view: View, start: int, end: int) -> Iterator[str]:
    """The stems of a stretch in order, a sign in the place of each name and date."""
    place = start
    for begin, stop, sign in _masks(view, start, end):
        if begin < place:
            continue
        yield from _stems(view.folded, place, begin)
        yield sign
        place = stop
    yield from _stems(view.folded, min(place, end), end)


def _masks(view: View, start: int, end: int) -> list[tuple[int, int, str]]:
    masks = [(m.span.start, m.span.end, f"@{m.institution.kind}") for m in view.institutions_in(start, end)]
    masks += [(m.span.start, m.span.end, "@country") for m in view.countries_in(start, end)]
    masks += [
        (m.span.start, m.span.end, f"@{m.interval.precision if m.interval else 'date'}")
        for m in view.dates_in(start, end)
    ]
    return sorted(masks, key=lambda mask: (mask[0], -mask[1]))


def _stems(folded: str, start: int, end: int) -> Iterator[str]:
    for word in split(folded, start, end):
        yield stem(word.text)


def stem(word: str) -> str:
    """Give the beginning of a folded word, a sign for a number."""
    return "#" if word.isdigit() else word[:STEM]
