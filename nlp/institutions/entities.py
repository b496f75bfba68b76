"""From mentions to one institution per organisation: identity, name, and what each mention says of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from nlp.institutions.found import Found
from nlp.institutions.words import fold, words_of
from nlp.registry import token_key
from records import Institution, InstitutionMention, Span


def slug(name: str) -> str:
    """``x:`` and the name in small letters, digits and hyphens: "Région Grand Est" → ``x:region-grand-est``."""
    return "x:" + re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def mentions_of(found: Iterable[Found]) -> list[InstitutionMention]:
    """The mentions in the order of the text; those of one organisation share one Institution."""
    ordered = sorted(found, key=lambda f: (f.start, -f.end))
    unlinked = _groups([f for f in ordered if f.institution is None])
    result = []
    for item in ordered:
        institution = item.institution or unlinked[id(item)]
        result.append(InstitutionMention(Span(item.start, item.end, item.text), institution, item.reason))
    return result


def _groups(items: Sequence[Found]) -> dict[int, Institution]:
    """One institution for all unlinked mentions with the same name, however it is written or ordered."""
    groups: defaultdict[str, list[Found]] = defaultdict(list)
    for item in items:
        groups[identity(item.name)].append(item)
    made: dict[int, Institution] = {}
    for members in groups.values():
        institution = _institution(members)
        made.update((id(member), institution) for member in members)
    return made


def identity(name: str) -> str:
    """What two spellings of one name share: folded, without the articles before it."""
    words = [w.key for w in words_of(name)]
    while len(words) > 1 and words[0] in _ARTICLES:
        words.pop(0)
    key = token_key(name)
    return str(key) if key.telling and len(words) > 1 else " ".join(words)


_ARTICLES = frozenset("the le la les l' el los las il lo i o os as der die das den dem".split())


def _institution(members: Sequence[Found]) -> Institution:
    names = Counter(" ".join(m.name.split()) for m in members)
    longest = max(names, key=lambda name: (len(name), names[name], name))
    countries = Counter(m.country for m in members if m.country)
    kinds = Counter(m.kind for m in members if m.kind != "other")
    return Institution(
        id=slug(longest),
        name=longest,
        kind=kinds.most_common(1)[0][0] if kinds else "other",
        country=countries.most_common(1)[0][0] if countries else None,
    )
