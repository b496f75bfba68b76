"""The countries that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from nlp.countries import rules
from nlp.countries.fold import key
from nlp.countries.match import Match, Words, cut, matches, web_spans
from nlp.countries.tables import LANGUAGES, ambiguous, cldr_names, codes, place_codes, prefixes
from nlp.countries.tables import words as listed
from records import CountryMention, Span

_WINDOW = 150
_EUROPE = re.compile(r"europ|african|afric|asiat|arab|mediterran|americ|latin")


def find_countries(text: str, lang: str) -> list[CountryMention]:
    """Every country named in ``text`` (language ``lang``: fr, en, de, es, it or pt; others are read as English).

    Names, adjectives and demonyms are "explicit", cities and regions "place"; what stands in the name of a newspaper,
    airline or agency is "institution". Mentions are in the order of the text; a compound gives one for each half.
    """
    lang = lang if lang in LANGUAGES else "en"
    words = cut(text)
    found = list(matches(words, lang))
    organisations = [words.span(m.first, m.last) for m in found if m.entry.kind == "organisation"]
    kept = _without_persons(words, _accepted(words, [m for m in found if m.entry.kind != "organisation"], lang), lang)
    mentions = _compounds(words, kept, lang) + [_mention(words, kept, i) for i in range(len(kept))]
    webs = web_spans(text)
    mentions = [m for m in mentions if not _inside(m, webs)]
    return mark_inside(sorted(mentions, key=lambda m: (m.span.start, m.span.end)), organisations)


def _accepted(words: Words, found: list[Match], lang: str) -> list[Match]:
    kept, language_end, place_end = [], None, None
    for match in found:
        if rules.is_language(words, match, lang, language_end):
            language_end = words.ends[match.last]
            continue
        if (
            rules.is_street(words, match, lang)
            or rules.is_other_word(words, match, lang)
            or rules.is_number(words, match, lang)
        ):
            continue
        if rules.is_unplaced(words, match, lang, place_end):
            continue
        place_end = words.ends[match.last]
        kept.append(match)
    return kept


def _without_persons(words: Words, found: list[Match], lang: str) -> list[Match]:
    """Drop persons' names, and their surnames where they come back alone without a word that places."""
    persons = {m for m in found if rules.is_person(words, m, lang)}
    surnames = {words.keys[m.first] for m in persons if m.first == m.last}
    return [
        m
        for m in found
        if m not in persons
        and not (
            words.keys[m.first] in surnames
            and m.entry.kind in ("city", "name", "region")
            and words.key(m.first - 1) not in listed("placing", lang)
        )
    ]


def _mention(words: Words, found: list[Match], i: int) -> CountryMention:
    match = found[i]
    start, end = words.span(match.first, match.last)
    span = Span(start, end, words.text[start:end])
    return CountryMention(
        span, _code(words, found, i), "explicit" if match.entry.kind in ("name", "adjective") else "place"
    )


def _code(words: Words, found: list[Match], i: int) -> str:
    """The country of an ambiguous form: its default unless the neighbourhood speaks for another."""
    match = found[i]
    others = ambiguous().get(" ".join(words.keys[match.first : match.last + 1]))
    if not others:
        return match.entry.code
    start, end = words.starts[match.first], words.ends[match.last]
    before, after = words.folded.text[max(0, start - _WINDOW) : start], words.folded.text[end : end + _WINDOW]
    near = {
        m.entry.code
        for m in found[max(0, i - 12) : i + 12]
        if m != match and m.entry.kind in ("name", "adjective") and abs(words.starts[m.first] - start) < _WINDOW
    }
    for code, pattern in others:
        if pattern is not None and (pattern.search(before) or pattern.search(after)):
            return code
    if match.entry.code not in near:
        for code, _ in others:
            if code in near:
                return code
    return match.entry.code


def _compounds(words: Words, found: list[Match], lang: str) -> list[CountryMention]:
    """The first halves of compounds: ``franco`` in "franco-vietnamien", before an adjective or another prefix."""
    firsts, known = {m.first for m in found if m.entry.kind in ("adjective", "demonym")}, prefixes(lang)
    mentions = []
    for i, word in enumerate(words.keys):
        code = known.get(word)
        if code and i not in firsts and re.fullmatch(r"[-‐‑–]\s?|\s?[-–]", words.gap(i)):
            j = i + 1
            follower = words.key(j)
            if j in firsts or follower in known or (word not in ("indo", "anglo") and _EUROPE.match(follower)):
                start, end = words.span(i, i)
                mentions.append(CountryMention(Span(start, end, words.text[start:end]), code, "explicit"))
    return mentions


def _inside(mention: CountryMention, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= mention.span.start and mention.span.end <= end for start, end in spans)


def mark_inside(mentions: list[CountryMention], spans: Iterable[tuple[int, int]]) -> list[CountryMention]:
    """The same mentions, those that lie wholly inside one of ``spans`` (start, end) with the basis "institution"."""
    spans = list(spans)
    return [replace(m, basis="institution") if _inside(m, spans) else m for m in mentions]


def country_name(code: str, lang: str) -> str:
    """CLDR's name of a country in a language (English for one that is not supported).

    Raises KeyError for a code that is neither ISO 3166-1 nor XK.
    """
    return cldr_names(lang if lang in LANGUAGES else "en")[code]


def place_country(name: str) -> str | None:
    """The country of a country's, region's or city's name in any of the six languages; None where it is unknown."""
    return place_codes().get(key(name))


def all_countries() -> tuple[tuple[str, str, str], ...]:
    """(code, English name, French name) of the 249 countries of ISO 3166-1 and Kosovo, by code."""
    english, french = cldr_names("en"), cldr_names("fr")
    return tuple((code, english[code], french[code]) for code in codes())
