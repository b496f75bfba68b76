"""Companies and media that are known by name, found as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context, is_place
from nlp.institutions.lexicon import companies, every_head
from nlp.institutions.words import Word
from records import CountryMention

_ARTICLES = frozenset(
    "le la les l' un une du des au aux the a an der die das el los il lo gli i o os as ce cet cette".split()
)
_PLACING = frozenset("a en de in at dans di da sur vers".split())


def known_companies(context: Context) -> Iterator[Candidate]:
    """Every known company; one whose name is also a common word, a place or a person only where nothing says so."""
    table, longest = companies(), _longest()
    text, words = context.text, context.words
    for i, word in enumerate(words):
        for size in range(min(longest.get(word.form, 0), len(words) - i), 0, -1):
            start, end = word.start, words[i + size - 1].end
            company = table.get(" ".join(text[start:end].replace("’", "'").split())) or table.get(text[start:end])
            if company is None:
                continue
            if not company.ambiguous or _stands_as_name(i, size, words, context):
                branch = _branch(end, company.country, context)
                end, country = (branch.span.end, branch.code) if branch else (end, company.country)
                yield Candidate(
                    start, end, text[start:end], source="company", kind=company.kind, country=country,
                    sure=True, aliases=() if branch else (company.name,),
                )  # fmt: skip
            break


def _branch(end: int, seat: str | None, context: Context) -> CountryMention | None:
    """The foreign country or town that makes a company's name that of its branch: "Enel Chile"."""
    for mention in context.countries_between(end + 1, end + 2):
        plain = context.text[end : mention.span.start] == " " and mention.span.text[0].isupper()
        abroad = mention.code != seat and is_place(mention.span.text) and not mention.span.text.isupper()
        return mention if plain and abroad else None
    return None


@cache
def _longest() -> dict[str, int]:
    """First word of a company's name → how many words the longest name with it has."""
    from nlp.institutions.words import words_of

    found: dict[str, int] = {}
    for name in companies():
        words = words_of(name)
        if words:
            found[words[0].form] = max(found.get(words[0].form, 0), len(words))
    return found


def _stands_as_name(i: int, size: int, words: list[Word], context: Context) -> bool:
    before = words[i - 1] if i and re.fullmatch(r"\s?", context.text[words[i - 1].end : words[i].start]) else None
    after = words[i + size] if i + size < len(words) else None
    if before is not None and before.key == "da":
        return False
    if context.shouted(words[i].start, words[i + size - 1].end):
        return False
    if before is not None and (before.key in _ARTICLES | _PLACING or before.capital or before.key in every_head()):
        return False
    return not (after is not None and after.capital and context.text[words[i + size - 1].end : after.start] == " ")
