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
from nlp.institutions.words import fold
from nlp.registry import Registry
from records import Institution

_WORD = r"[a-z]?[A-ZÀ-Þ][\w@&+'’-]*[\w+]"
_COINED = r"(?=\w[\w@&+'’-]*(?<![-'’])[A-ZÀ-Þ@\d])" + _WORD
"""A word with a second capital or a figure: CROSSING, ELyT, MajuLab; "Jean-Monnet" is none."""
_ARTICLES = "le la les the das die der dem den el il lo o a an un une uno una um uma ein eine".split()
_ARTICLE = rf"(?:l['’]|(?:{'|'.join(_ARTICLES)})\s)?"
_OPEN, _CLOSE = r"(?:[«\"“„]\s?)", r"(?:\s?[»\"”“])"
REACH = 170
"""Characters between a laboratory and the verb that names it."""


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns built from the word lists, compiled once."""

    declared: re.Pattern[str]
    prefixed: re.Pattern[str]
    explained: re.Pattern[str]
    named: re.Pattern[str]
    taken_up: re.Pattern[str]
    listed: re.Pattern[str]
    seated: re.Pattern[str]


@cache
def _table() -> dict[str, str]:
    return {k: str(v) for k, v in tomllib.loads((DATA / "laboratories.toml").read_text("utf-8")).items()}


def _any(name: str) -> str:
    words = sorted(dict.fromkeys(_table()[name].split()), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace("'", "['’]") for w in words) + ")"


@cache
def _parts() -> dict[str, str]:
    """The pieces of the patterns: what a joint laboratory is called, and how a coined name is written."""
    two = rf"(?:{'|'.join(TWO_COUNTRIES)})[\w-]+|[a-zà-ÿ]+[-–][a-zà-ÿ]+|[A-Z][a-z]+[-–][A-Z][a-z]+"
    pairs = rf"(?:{_any('modifiers')}|{two})"
    filling = rf"(?:(?:{_any('links')}\s?)?{_any('fillings')}\s)"
    noun = rf"(?:{_any('nouns')}|{_any('weak_nouns')})"
    before = rf"(?:{pairs}\s|{filling}){{0,4}}"
    after = rf"(?:\s(?:(?:{_any('links')}\s?)?{_any('fillings')}|{pairs})(?!\w)){{0,5}}"
    second = rf"(?:\s(?:[IVX]{{1,4}}|\d|{_any('second').replace('(?:', '(?i:')})(?!\w))?"
    return {
        "before": before,
        "noun": noun,
        "after": after,
        "joint": rf"(?:(?:{before}{pairs}\s{before}{noun}|{noun}\s{filling}{{0,2}}{pairs})(?!\w))",
        "bracket": r"(?:\s?\((?:[^()]{0,60},\s)?[A-Z][\w-]{1,7}\))?",
        "name": rf"(?P<name>{_COINED}{second})",
        "quoted": rf"{_OPEN}(?P<quoted>{_WORD}(?:\s[\w-]+){{0,3}}){_CLOSE}",
        "article": rf"(?i:{_ARTICLE})",
        "including": _table()["including"].replace("\n", "|"),
    }


@cache
def _grammar() -> _Grammar:
    p, strong = _parts(), _any("nouns")
    name, joint, coined = p["name"], p["joint"], rf"(?:{p['quoted']}|{p['name']})"
    either = rf"(?:(?i:\b{joint})|\b(?i:{strong})(?!\w))(?i:{p['after']}){p['bracket']}"
    is_a = r"(?:[,:(–—-]|\s(?:est|is|ist|è|é|es|sera|will\sbe|wird)\s)"
    plain = rf"(?i:\b{_any('naming')})\s{_OPEN}?(?P<plain>{_WORD})"
    row = rf"{p['article']}{_COINED}(?:\s?(?:,|et|and|und|y|e)\s{p['article']}{_COINED}){{0,5}}"
    again = rf"(?i:{_any('taking_up')})\s(?i:{p['before']}{p['noun']})\b"
    return _Grammar(
        declared=re.compile(rf"{either}\s?,?\s?{p['article']}{coined}"),
        prefixed=re.compile(rf"(?<![\w-])(?P<whole>{_any('prefixes')}\s(?P<name>{_WORD}))(?![\w])"),
        explained=re.compile(rf"(?<![\w-]){name}\s?{is_a}\s?(?i:{_ARTICLE}{joint})"),
        named=re.compile(rf"(?i:\b{joint})[^!?\n]{{0,{REACH}}}?(?:{plain}|(?i:\b{_any('appointing')})\s{coined})"),
        taken_up=re.compile(rf"(?<![\w-]){name}\s?[.!]\s+{again}"),
        listed=re.compile(rf"(?i:\b{joint}{p['after']}){p['bracket']}\s?,?\s(?:{p['including']})\s(?P<names>{row})"),
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


_STRONG = re.compile(r"(?i:\blabo|\blabs?\b|labor(?:s|e|en)?\b)")
_WEAK = re.compile(r"(?i:\b(?:unit|unid|centr|center|zentrum|institut|istitut|équipe|chaire|structure))")
_JOINED = re.compile(
    r"(?i:\b(?:commun|conjoint|mixt|associ|inter|bi|joint|gemeins|congiunt|conjunt|mist|asoc|shared|virtu|europ|bilat))|\w[-–]\w"
)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The stretches around nouns of laboratories, overlapping ones as one; others need a modifier beside them."""
    places = [match.start() for match in _STRONG.finditer(text)]
    places += [m.start() for m in _WEAK.finditer(text) if _JOINED.search(text, max(0, m.start() - 45), m.end() + 60)]
    held: tuple[int, int] | None = None
    for place in sorted(places):
        low, high = max(0, place - 90), place + REACH + 130
        if held is not None and low <= held[1]:
            held = (held[0], high)
            continue
        if held is not None:
            yield held
        held = (low, high)
    if held is not None:
        yield held


def _declared(context: Context) -> Iterator[tuple[int, int]]:
    """Where a laboratory's name stands beside what declares it."""
    grammar, text = _grammar(), context.text
    for match in grammar.prefixed.finditer(text):
        if not is_place(match["name"]) and _is_name(match["name"]):
            yield match.span("whole")
    for low, high in _stretches(text):
        for match in grammar.declared.finditer(text, low, high):
            if not _figure(text, match):
                yield match.span("quoted") if match["quoted"] else match.span("name")
        for match in grammar.explained.finditer(text, low, high):
            yield match.span("name")
        for match in grammar.named.finditer(text, low, high):
            group = "plain" if match["plain"] else "quoted" if match["quoted"] else "name"
            yield match.span(group)
        for match in grammar.taken_up.finditer(text, low, high):
            yield match.span("name")
        for match in grammar.listed.finditer(text, low, high):
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
