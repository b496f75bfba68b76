"""Whether a stretch that equals a registered name is one in this text: common words and places mostly are not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nlp.institutions.acronyms import looks_short
from nlp.institutions.context import Context, is_place
from nlp.institutions.lexicon import common_words, every_generic, every_head, lexicon
from nlp.institutions.patterns import every_connector
from nlp.institutions.words import Word
from nlp.registry import Hit

LONG_NAME = 5
"""Telling words from which a registered name is no chance, though only its first has a capital."""

SUPPORTED = "needs support"
"""The verdict on a name that only the context can make credible."""


def verdict(hit: Hit, context: Context, *, schools: bool, trusted: bool = False) -> str | None:
    """None where the name stands on its own, SUPPORTED where the context must decide, else why it is no name.

    ``schools`` says that a school or university bears the name, ``trusted`` that the supplement vouches for it.
    """
    words = context.words_in(hit.start, hit.end)
    content = [w for w in words if w.key not in every_connector() and w.key not in _articles()]
    if not content:
        return "only function words"
    if len(content) == 1 and content[0].form.istitle() and content[0].key in common_words():
        return "a common word"
    if trusted and not hit.needs_support and _capital(content, hit):
        return None
    lex = lexicon(context.lang)
    if content[0].key in lex.units and not content[0].key.startswith("centre"):
        return "a unit inside an organisation"
    if all(w.key in every_generic() or w.key in every_head() for w in content):
        return _generic(content, schools)
    if len(content) == 1:
        return _single(content[0], hit, context, schools=schools)
    if not _written_as_name(content, context, hit):
        return "not written as a name"
    if hit.needs_support:
        return SUPPORTED
    if is_place(hit.text) or all(is_place(w.form) for w in content):
        return "a place"
    organisation = any(w.key in every_head() or looks_short(w.form) for w in content)
    return None if organisation or schools else SUPPORTED


def _generic(content: Sequence[Word], schools: bool) -> str | None:
    """Names of generic words alone: "European Commission" is one, "Institute of Technology" none."""
    telling = [w for w in content if w.capital]
    if len(content) == 1 and content[0].shouted and len(content[0].form) > 2:
        return SUPPORTED
    return SUPPORTED if len(telling) >= 2 or (schools and len(content) >= 2) else "generic words"


def _single(word: Word, hit: Hit, context: Context, *, schools: bool) -> str | None:
    if word.form.islower():
        return "not written as a name"
    if word.key in every_generic() or word.key in every_head():
        return "a generic word"
    if looks_short(word.form) and len(word.form) < 3:
        return SUPPORTED
    if hit.needs_support:
        return SUPPORTED
    inner = any(c.isupper() for c in word.form[1:]) and any(c.islower() for c in word.form)
    return None if inner and schools else SUPPORTED


def _written_as_name(content: Sequence[Word], context: Context, hit: Hit) -> bool:
    """Capitals where a name has them: at its first word, and at half of the others at least."""
    if context.shouted(hit.start, hit.end):
        return True
    lex = lexicon(context.lang)
    first = content[0]
    if not first.capital and first.key not in lex.lower:
        return False
    if first.capital and first.key in every_head() and len(content) >= LONG_NAME:
        return True
    rest = [w for w in content[1:] if w.key not in lex.topics and w.key not in lex.modifiers]
    capitals = sum(w.capital for w in rest)
    if context.begins_sentence(hit.start) and not rest:
        return first.key in every_head()
    return capitals * 2 >= len(rest)


def _capital(content: Sequence[Word], hit: Hit) -> bool:
    """Whether a name that the supplement vouches for is written as one."""
    if any(not c.isalnum() and c not in " '’-.\n" for c in hit.text):
        return True
    return content[0].capital or content[0].key in every_head() or any(c.isupper() for c in content[0].form)


@cache
def _articles() -> frozenset[str]:
    return frozenset(
        "the le la les l' el los las il lo gli i o os as der die das un une a an ein eine una um uma".split()
    )
