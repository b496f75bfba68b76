"""Where a text speaks of its own publisher without naming it: "l'École", "notre université", "the School".

These are no mentions of an institution in the output; whoever states who takes part in something needs them.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from nlp.institutions.lexicon import DATA
from records import Span

_DIPLOMA = r"(?!\s(?:d['’]|de\s|of\s|für\s|di\s|des\s|du\s)?[«\"“]?[A-ZÀ-Þ\d])"
"""A name that follows makes it the name of that one: "l'École Centrale", "l'Université de Kagawa"."""


def find(text: str, lang: str) -> list[Span]:
    """Every stretch by which ``text`` (language as ISO 639-1) may mean its publisher, in order, without its article."""
    return [Span(m.start("noun"), m.end("noun"), m["noun"]) for m in _pattern(lang).finditer(text)]


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    table = tomllib.loads((DATA / "selfref.toml").read_text("utf-8"))
    words = table.get(lang, table["en"])
    articles, possessives = _either(words["articles"]), _either(words["possessives"])
    capitals = "|".join(re.escape(noun[0].upper() + noun[1:]) for noun in words["nouns"].split())
    small = "|".join(map(re.escape, words["nouns"].split()))
    always = "|".join(map(re.escape, words["always"].split())) or "(?!)"
    return re.compile(_one_noun(articles, possessives, capitals, small, always))


def _one_noun(articles: str, possessives: str, capitals: str, small: str, always: str) -> str:
    """One pattern with one group for the noun, after an article or a possessive."""
    article = rf"(?<!\w)(?i:{articles})(?=(?:{capitals}|{always})(?!\w))"
    possessive = rf"(?<!\w)(?i:{possessives})(?=(?:{capitals}|{small})(?!\w))"
    return rf"(?:{article}|{possessive})(?P<noun>\w++(?:-\w++)?+){_DIPLOMA}"


def _either(words: str) -> str:
    return "|".join(rf"{word[:-1]}['’]" if word.endswith("'") else rf"{word}\s" for word in words.split())
