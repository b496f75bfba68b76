"""Laboratories with coined names: "le laboratoire commun ELyT Global", "CROSSING, un laboratoire franco-australien".

The text must say that the name is a laboratory's (or a joint unit's, centre's, institute's): right before the name,
right after it, by a verb that names ("baptisé X"), in a list ("dont X et Y") or in the sentence that follows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.institutions.acronyms import looks_short
from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context, country_in, is_place
from nlp.institutions.lexicon import DATA, common_words, every_generic, every_head, not_organisations
from nlp.institutions.seat import TWO_COUNTRIES
from nlp.institutions.words import Word, fold
from nlp.registry import Registry
from records import Institution

_WORD = r"[a-z]?[A-ZÀ-Þ][\w@&+'’-]*[\w+]"
_COINED = r"(?=\w[\w@&+'’-]*(?<![-'’])[A-ZÀ-Þ@\d])" + _WORD
"""A word with a second capital or a figure: CROSSING, ELyT, MajuLab; "Jean-Monnet" is none."""
_ARTICLES = "le la les the das die der dem den el il lo o a an un une uno una um uma ein eine".split()
_ARTICLE = rf"(?:l['’]|(?:{'|'.join(_ARTICLES)})\s)?"
_OPEN, _CLOSE = r"(?:[«\"“„]\s?)", r"(?:\s?[»\"”“])"
BACK = 110
"""Characters before a laboratory's noun in which its name and its modifiers stand."""
REACH = 170
"""Characters between a laboratory and the verb that names it."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns built from the word lists, compiled once: what stands before and after a laboratory's noun."""

    joint_before: re.Pattern[str]
    joint_after: re.Pattern[str]
    declared: re.Pattern[str]
    explained: re.Pattern[str]
    named: re.Pattern[str]
    taken_up: re.Pattern[str]
    listed: re.Pattern[str]
    prefixed: re.Pattern[str]
    seated: re.Pattern[str]


@cache
def _table() -> dict[str, str]:
    return {k: str(v) for k, v in tomllib.loads((DATA / "laboratories.toml").read_text("utf-8")).items()}


def _any(name: str) -> str:
    words = sorted(dict.fromkeys(_table()[name].split()), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace("'", "['’]") for w in words) + ")"


@cache
def _nouns(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _table()[name].split())


@cache
def _parts() -> dict[str, str]:
    """The pieces of the patterns: what goes with a laboratory's noun, and how a coined name is written."""
    two = rf"(?:{'|'.join(TWO_COUNTRIES)})[\w-]+|[a-zà-ÿ]+[-–][a-zà-ÿ]+|[A-Z][a-z]+[-–][A-Z][a-z]+"
    pairs = rf"(?:{_any('modifiers')}|{two})"
    filling = rf"(?:(?:{_any('links')}\s?)?{_any('fillings')}\s)"
    second = rf"(?:\s(?:[IVX]{{1,4}}|\d|{_any('second').replace('(?:', '(?i:')})(?!\w))?"
    return {
        "pairs": pairs,
        "filling": filling,
        "before": rf"(?:{pairs}\s|{filling}){{0,5}}",
        "after": rf"(?i:(?:\s(?:(?:{_any('links')}\s?)?{_any('fillings')}|{pairs})(?!\w)){{0,5}})",
        "bracket": r"(?:\s?\((?:[^()]{0,60},\s)?[A-Z][\w-]{1,7}\))?",
        "name": rf"(?P<name>{_COINED}{second})",
        "quoted": rf"{_OPEN}(?P<quoted>{_WORD}(?:\s[\w-]+){{0,3}}){_CLOSE}",
        "article": rf"(?i:{_ARTICLE})",
        "including": _table()["including"].replace("\n", "|"),
    }


@cache
def _grammar() -> _Grammar:
    p = _parts()
    coined, tail = rf"(?:{p['quoted']}|{p['name']})", rf"{p['after']}{p['bracket']}\s?,?\s?"
    is_a = r"(?:[,:(–—-]|\s(?:est|is|ist|è|é|es|sera|will\sbe|wird)\s)"
    plain = rf"(?i:\b{_any('naming')})\s{_OPEN}?(?P<plain>{_WORD})"
    row = rf"{p['article']}{_COINED}(?:\s?(?:,|et|and|und|y|e)\s{p['article']}{_COINED}){{0,5}}"
    return _Grammar(
        joint_before=re.compile(rf"(?i)(?<!\w){p['pairs']}\s{p['before']}$"),
        joint_after=re.compile(rf"(?i)\s{p['filling']}{{0,2}}{p['pairs']}(?!\w)"),
        declared=re.compile(rf"{tail}{p['article']}{coined}"),
        explained=re.compile(rf"(?<![\w-]){p['name']}\s?{is_a}\s?(?i:{_ARTICLE}{p['before']})$"),
        named=re.compile(rf"[^!?\n]{{0,{REACH}}}?(?:{plain}|(?i:\b{_any('appointing')})\s{coined})"),
        taken_up=re.compile(rf"(?<![\w-]){p['name']}\s?[.!]\s+(?i:{_any('taking_up')}\s{p['before']})$"),
        listed=re.compile(rf"{tail}(?:{p['including']})\s(?P<names>{row})"),
        prefixed=re.compile(rf"(?<![\w-])(?P<whole>{_any('prefixes')}\s(?P<name>{_WORD}))(?![\w])"),
        seated=re.compile(rf"(?i:\b{_any('seated')}\b)[^.;\n]{{0,60}}?(?=[A-ZÀ-Þ])"),
    )


def laboratories(context: Context) -> Iterator[Candidate]:
    """Every name that the text says to be a laboratory's, where it says so first, then wherever it stands."""
    spans: dict[str, dict[tuple[int, int], str | None]] = {}
    for start, end in _declared(context):
        if _acceptable(name := context.text[start:end]):
            spans.setdefault(name, {})[start, end] = _seat(start, end, context)
    for name, places in spans.items():
        country = next(filter(None, places.values()), None)
        for start, end in places:
            yield Candidate(start, end, name, source="laboratory", kind="academic", country=country)
        prefix, _, bare = name.partition(" ")
        if prefix in _table()["prefixes"].split() and (looks_short(bare) or (len(bare) > 4 and not is_place(bare))):
            for match in re.finditer(rf"(?<![\w-]){re.escape(bare)}(?![\w-])", context.text):
                yield Candidate(
                    *match.span(), bare, source="laboratory", kind="academic", country=country, aliases=(name,)
                )


def _declared(context: Context) -> Iterator[tuple[int, int]]:
    """Where a laboratory's name stands beside what declares it."""
    for match in _grammar().prefixed.finditer(context.text):
        if not is_place(match["name"]) and _is_name(match["name"]):
            yield match.span("whole")
    for word in context.words:
        strong = word.key in _nouns("nouns")
        if strong or word.key in _nouns("weak_nouns"):
            yield from _beside(word, context.text, strong=strong)


def _beside(noun: Word, text: str, *, strong: bool) -> Iterator[tuple[int, int]]:
    """The names that one noun declares; a weak noun, and all but a name right after, needs a modifier."""
    grammar, low = _grammar(), max(0, noun.start - BACK)
    before = text[low : noun.start]
    joint = grammar.joint_after.match(text, noun.end) or grammar.joint_before.search(before)
    if strong or joint:
        match = grammar.declared.match(text, noun.end)
        if match is not None and not _figure(text, match):
            yield match.span("quoted" if match["quoted"] else "name")
        if (match := grammar.taken_up.search(before)) is not None:
            yield low + match.start("name"), low + match.end("name")
    if joint:
        if (match := grammar.explained.search(before)) is not None:
            yield low + match.start("name"), low + match.end("name")
        if (match := grammar.named.match(text, noun.end)) is not None:
            yield match.span("plain" if match["plain"] else "quoted" if match["quoted"] else "name")
        if (match := grammar.listed.match(text, noun.end)) is not None:
            for item in re.finditer(_COINED, match["names"]):
                yield match.start("names") + item.start(), match.start("names") + item.end()


def _figure(text: str, match: re.Match[str]) -> bool:
    return re.match(rf"\s?(?:d['’])?(?:{_table()['figures']})\b", text[match.end() :]) is not None


def _acceptable(name: str) -> bool:
    """Whether it is coined: two capitals, quoted, or after a prefix; no place, common or generic word."""
    first = name.split()[0]
    alone = first == name
    prefixed = first in _table()["prefixes"].split()
    return not is_place(name) and len(name) > 2 and (not alone if prefixed else _is_name(first))


def _is_name(word: str) -> bool:
    key = fold(word)
    mentioned = key in common_words() or key in every_generic() or key in every_head() or key in not_organisations()
    return not mentioned and not re.fullmatch(r"[IVXLC]+", word)


def _seat(start: int, end: int, context: Context) -> str | None:
    """The country in the name, beside it, or after "installé à", "based in" in its sentence or the next."""
    inside = country_in(context.text, context.countries, start, end)
    beside = context.beside(start, end)
    if inside or beside:
        return inside or (beside.code if beside else None)
    sentence = context.sentence_at(start)
    following = context.sentence_at(min(sentence.end + 2, len(context.text)))
    for match in _grammar().seated.finditer(context.text, start, max(sentence.end, following.end)):
        named = context.countries_between(match.start(), match.end() + 60)
        if named:
            return named[0].code
    return None


def registered(candidate: Candidate, registry: Registry, context: Context) -> Institution | None:
    """The registry's laboratory of that name, with or without a prefix or number, in a country of the text."""
    name = candidate.aliases[0] if candidate.aliases else candidate.text
    bare = re.sub(r"\s(?:[IVX]{1,4}|\d)$", "", name)
    stem = bare.partition(" ")[2] if bare.partition(" ")[0] in _table()["prefixes"].split() else bare
    forms = dict.fromkeys((name, bare, stem, *(f"{prefix} {stem}" for prefix in _table()["prefixes"].split())))
    ids = dict.fromkeys(i for form in forms for i, _ in registry.bearers(form))
    bodies = [body for body in map(registry.get, ids) if body is not None and body.kind == "academic"]
    near = [body for body in bodies if body.country in context.named or body.country == context.home]
    return near[0] if len(near) == 1 else None
