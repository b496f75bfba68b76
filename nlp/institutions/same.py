"""One institution under several names in one text: a short form beside its long form, initials that nobody defines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.institutions.acronyms import looks_short
from nlp.institutions.context import Context
from nlp.institutions.entities import identity
from nlp.institutions.found import Cover, Found
from nlp.institutions.lexicon import common_words, every_generic, every_head, not_organisations
from nlp.institutions.patterns import every_connector
from nlp.institutions.words import Word, fold, words_of

SHORTEST = 3
"""Letters; two initials are met by chance."""

_CAPITALS = re.compile(r"(?<![\w.@/&-])[A-ZÀ-Þ]{3,7}(?![\w@/&-])")


def unite(found: Sequence[Found]) -> list[Found]:
    """Put names that no registry knows under the only institution of the text that they are a short form of.

    "IUT de Evry" beside "Instituto Universitario de Tecnología de Evry Val d'Essonne", CINTRA beside "CNRS
    International NTU Thales Research Alliance".
    """
    groups: defaultdict[str, list[Found]] = defaultdict(list)
    for item in found:
        groups[_key(item)].append(item)
    whole = {key: holder for key, items in groups.items() if (holder := _fullest(items)) is not None}
    moved: dict[str, Found] = {}
    for key, items in groups.items():
        if items[0].institution is not None:
            continue
        bodies = {k: b for k, b in whole.items() if k != key and _of_one_sort(items[0], b)}
        longer = [b for b in bodies.values() if any(abbreviates(items[0].name, name) for name in {b.text, b.name})]
        if len(longer) == 1 and _key(longer[0]) not in moved:
            moved[key] = longer[0]
    return [_under(item, moved[_key(item)]) if _key(item) in moved else item for item in found]


def _key(item: Found) -> str:
    return item.institution.id if item.institution else identity(item.name)


def _fullest(items: Sequence[Found]) -> Found | None:
    named = [item for item in items if len(item.text.split()) > 1]
    return max(named, key=lambda item: len(item.text), default=None)


def _of_one_sort(short: Found, whole: Found) -> bool:
    bodies = {"academic", "network", "public"}
    return short.kind == whole.kind or "other" in (short.kind, whole.kind) or {short.kind, whole.kind} <= bodies


def _under(item: Found, whole: Found) -> Found:
    reason = f"{item.reason}; short for “{' '.join(whole.text.split())}”"
    return replace(
        item, reason=reason, name=whole.name, kind=whole.kind, country=whole.country, institution=whole.institution,
        short=True,
    )  # fmt: skip


def abbreviates(short: str, whole: str) -> bool:
    """Whether ``short`` is a short form of ``whole``: its initials, or some of its words and initials of others.

    A word that is neither generic nor a head noun must be common to both, unless the letters are all initials.
    """
    long_words, short_words = _content(whole), _content(short)
    if len(short_words) == 1 and looks_short(short_words[0].form):
        return len(short) >= SHORTEST and fold(short) in _initials(whole)
    if not short_words or len(short_words) >= len(long_words):
        return False
    keys = [word.key for word in long_words]
    letters = "".join(key[0] for key in keys)
    own = [word for word in short_words if word.key in keys]
    rest = [word for word in short_words if word.key not in keys]
    abbreviated = all(word.shouted and len(word.key) >= SHORTEST - 1 and word.key in letters for word in rest)
    return abbreviated and any(_telling(word) for word in own) and own[-1] is short_words[-1]


def _content(name: str) -> list[Word]:
    return [word for word in words_of(name) if word.key not in every_connector() and len(word.key) > 1]


def _telling(word: Word) -> bool:
    return word.capital and len(word.key) > 2 and word.key not in every_generic() and word.key not in every_head()


def _initials(name: str) -> set[str]:
    """The initials of all words, of those but connectors, and of those with a capital."""
    words = [word for word in words_of(name) if not word.form.endswith(("'", "’"))]
    content = [word for word in words if word.key not in every_connector()]
    kinds = (words, content, [word for word in words if word.capital])
    return {"".join(word.key[0] for word in kind) for kind in kinds if len(kind) >= SHORTEST}


def initials(found: Sequence[Found], context: Context, cover: Cover) -> Iterator[Found]:
    """Capitals that no one defines but that spell one institution of the text ("UTC" for the publisher's name)."""
    matches = [m for m in _CAPITALS.finditer(context.text) if cover.free(*m.span())]
    if not matches:
        return
    owners: defaultdict[str, dict[str, Found]] = defaultdict(dict)
    for item in found:
        if not item.short and item.kind != "company":
            for letters in _initials(item.text):
                owners[letters].setdefault(_key(item), item)
    for match in matches:
        bodies = owners.get(key := fold(match[0]), {})
        if len(bodies) != 1 or key in common_words() or key in not_organisations():
            continue
        if cover.free(*match.span()) and not context.shouted(*match.span()):
            item = next(iter(bodies.values()))
            reason = f"the initials of “{' '.join(item.text.split())}”"
            yield replace(item, start=match.start(), end=match.end(), text=match[0], reason=reason, short=True)
