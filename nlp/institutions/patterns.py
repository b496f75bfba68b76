"""Names read by their grammar: a head noun ("université", "Ministry", "Hochschule") and what belongs to it.

Romance and Germanic names go to the right of their head ("École nationale supérieure des mines de Rabat"), English
ones may end with it ("Tashkent State Transport University"), German ones bend before it ("Technischen Universität").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.institutions.candidates import Candidate
from nlp.institutions.lexicon import LANGUAGES, Lexicon, every_generic, every_head, lexicon
from nlp.institutions.words import Word
from records import InstitutionKind

LONGEST = 16
"""Words; no name of an organisation met in news is longer."""

SHORTEST_FIELD = 3
SHORTEST_ADJECTIVE = 5
"""Letters of a field's noun and of an adjective that a name may hold though no list has them."""

TWO_LANDS = re.compile(r"[a-z]{3,}o-[a-z]{3,}")
"""An adjective of two countries: "franco-kazakh", "libano-americaine"."""

_ORDINAL = re.compile(r"\d{1,2}(?:er|e|º|ª)?")
_MONTHS = frozenset("mai aout septembre octobre novembre decembre juillet mars".split())
"""Months in the names of schools: "Université du 20 août 1955", "8 Mai 1945"."""

WRAPPED = 40
"""Characters; from here on a line may have been broken inside a name."""

_BLANK = re.compile(r"[^\S\n]*\n?[^\S\n]*")
_QUOTED = re.compile(r"\s?[«\"“„]\s?")
_COMMA = re.compile(r",\s")
_CONJUNCTIONS = frozenset("et and y e und & ed".split())
_ARTICLES = frozenset("la le les l' el los las il lo gli i o os as".split())
_PURPOSE = frozenset("pour per para por".split())
_PLACE_WORDS = frozenset("a au aux en in sur at zu zum zur im am nel nella no na em".split())
_LEFT_STOP = frozenset(
    """the a an at in on of from to with by and for as this that its our their le la les l' un une des du de au aux
    der die das den dem ein eine mit von und bei el los las un una il lo gli i o os as um uma when while after before
    dr prof professor mr mrs ms m mme both between""".split()
)
_GERMAN_ADJECTIVE = re.compile(r"[\w-]+(?:e|er|en|em|es)$")
_LATIN_LEFT = frozenset("haute hautes grande pontificia pontificio real regia nouvelle nueva nova libera royal".split())
_SCHOOLS = frozenset(
    """universite ecole institut centre laboratoire universidad instituto escuela centro istituto scuola universidade
    escola""".split()
)
"""Heads that topics alone do not make a name: "École d'ingénieurs", "Institut de Sciences et Technologies"."""

_UNIVERSITIES = frozenset("universite universita universidad universidade university universitat politecnico".split())

_ADJECTIVES_TOO = frozenset("politecnica politecnico tecnologico polytechnique".split())
"""Heads that are adjectives after another noun."""

MINISTRIES = frozenset(
    "ministere ministry ministerium bundesministerium ministerio ministero secretaria departement".split()
)


class NameReader:
    """Reads names in the words of one text."""

    def __init__(self, text: str, words: Sequence[Word], lang: str, adjectives: frozenset[int] = frozenset()) -> None:
        """``adjectives`` are where adjectives of countries begin ("ministère marocain de …")."""
        self.text = text
        self.words = words
        self.lexicon = lexicon(lang)
        self.adjectives = adjectives
        self.shouting = _shouting(text)
        self._starts = [word.start for word in words]

    def names(self) -> Iterator[Candidate]:
        """Every stretch whose grammar makes it a name, in order; none inside another that begins with its head."""
        done = -1
        for i, word in enumerate(self.words):
            kind = self._head_kind(word)
            if kind is None or i <= done:
                continue
            first, last = self._left(i), self._right(i)
            if last > i or first < i:
                candidate = self._candidate(first, i, last, kind)
                if candidate is not None:
                    done = last
                    yield candidate

    def _head_kind(self, word: Word) -> InstitutionKind | None:
        if not word.capital and word.key not in self.lexicon.lower:
            return None
        if word.key in _ADJECTIVES_TOO and self._after_noun(word):
            return None
        kind = self.lexicon.heads.get(word.key) or self.lexicon.tails.get(word.key)
        if kind is None and word.capital:
            kind = every_head().get(word.key)
            if kind is None and (self.lexicon.lang == "de" or word.key.endswith(("universitat", "hochschule"))):
                kind = _compound(word.key)
        return kind

    def _after_noun(self, word: Word) -> bool:
        """Whether the capitalised word right before is another noun: "Ciudad Politécnica de la Innovación"."""
        k = bisect_left(self._starts, word.start)
        if k == 0 or self._gap(k) != " ":
            return False
        before = self.words[k - 1]
        return before.capital and before.key not in _LEFT_STOP and before.key not in every_head()

    def _gap(self, k: int) -> str:
        """What stands between word ``k`` and the one before."""
        return self.text[self.words[k - 1].end : self.words[k].start]

    def _left(self, i: int) -> int:
        """The first word of a name whose head is word ``i``."""
        first = i
        english, german = self.words[i].key in self.lexicon.tails, self.lexicon.lang == "de"
        while first > 0 and i - first < 7 and _BLANK.fullmatch(self._gap(first)) and not self._in_capitals(i):
            word = self.words[first - 1]
            joined = word.key in {"of", "and", "&", "for"} and first - 1 > 0 and first < i and english
            if joined and word.key in {"and", "&"} and self.words[first - 2].key not in _fields():
                break  # "Mars Wrigley and Ghana Cocoa Board" are two
            if joined and self.words[first - 2].capital and _BLANK.fullmatch(self._gap(first - 1)):
                first -= 2
                continue
            if not word.capital or word.key in _LEFT_STOP or word.form.endswith(("'", "’", ".")):
                break
            fits = english or word.key in _LATIN_LEFT or (german and _GERMAN_ADJECTIVE.fullmatch(word.key) is not None)
            if not fits or (word.key in self.lexicon.heads and not english):
                break
            first -= 1
        return first

    def _right(self, i: int) -> int:
        """The last word of a name whose head is word ``i``."""
        last = k = i
        linked: list[str] = []
        capitals = 0
        own = self.words[i].capital and not self._in_capitals(i)
        while k + 1 < len(self.words) and k + 1 - i < LONGEST:
            k += 1
            gap, word = self._gap(k), self.words[k]
            if not self._gap_fits(gap, i, k, bool(linked)) or (word.form[0].isdigit() and not self._numbers(k, linked)):
                break
            if word.key in self.lexicon.connectors or (word.key in every_connector() and not word.capital):
                linked.append(word.key)
                continue
            if not self._continues(i, k, linked, capitals):
                if not self._loose(i, k, linked):
                    break
                last, linked = (k if own else last), []
                continue
            capitals += word.capital
            last, linked = k, []
        return last

    def _loose(self, i: int, k: int, linked: list[str]) -> bool:
        """Whether word ``k`` is a noun after a connector or an adjective by its ending: "de technologie chimique"."""
        word, previous, endings = self.words[k], self.words[k - 1], self.lexicon.endings
        if (
            not endings
            or self.words[i].key in self.lexicon.organs
            or not word.form.islower()
            or len(word.key) < SHORTEST_FIELD
            or word.key in self.lexicon.never
            or (set(linked) & _PLACE_WORDS and linked != ["en"])
            or (linked and linked[-1] in _PURPOSE)
        ):
            return False
        if not linked:
            return previous.key not in every_connector() and self._adjective(word)
        if set(linked) & _CONJUNCTIONS:
            parallel = set(linked) <= _CONJUNCTIONS and self._adjective(self.words[k - 2]) and self._adjective(word)
            return parallel or bool(set(linked) - _CONJUNCTIONS - _ARTICLES)
        return bool(set(linked) - _ARTICLES)

    def _adjective(self, word: Word) -> bool:
        """Whether a lower-case word is an adjective: of a country, of two, a listed one, or one by its ending."""
        by_ending = word.key.endswith(self.lexicon.endings) and len(word.key) >= SHORTEST_ADJECTIVE
        listed = word.start in self.adjectives or word.key in self.lexicon.modifiers
        return word.form.islower() and (listed or TWO_LANDS.fullmatch(word.key) is not None or by_ending)

    def _numbers(self, k: int, linked: list[str]) -> bool:
        """Whether a figure numbers the name: "Paris 8", but "Seezeit 1.140 Namen", "pour 2019", "on 22 November"."""
        ordinal = _ORDINAL.fullmatch(self.words[k].form) is not None
        following = self.words[k + 1] if k + 1 < len(self.words) and self._gap(k + 1) == " " else None
        month = following is not None and following.key in _MONTHS
        return ordinal and (not linked or month) and not (following is not None and following.form[0].isdigit())

    def _gap_fits(self, gap: str, i: int, k: int, linked: bool) -> bool:
        if _BLANK.fullmatch(gap):
            return "\n" not in gap or linked or self._wrapped(k)
        if gap == "- " and self.words[k].key in {"und", "oder"} and self.lexicon.lang == "de":
            return True  # "Zentrum für Luft- und Raumfahrt"
        if _QUOTED.fullmatch(gap) and self.words[k].capital:
            return not linked
        return bool(_COMMA.fullmatch(gap)) and self.words[i].key in MINISTRIES and self._comma_goes_on(k)

    def _wrapped(self, k: int) -> bool:
        """Whether the line before word ``k`` is so long that its break is a wrap and not an end."""
        end = self.words[k - 1].end
        return end - (self.text.rfind("\n", 0, end) + 1) >= WRAPPED

    def _comma_goes_on(self, k: int) -> bool:
        """Whether the words after a comma are one more field of a ministry ("…, des Finances et de l'Industrie")."""
        content = [w for w in self.words[k : k + 3] if w.key not in self.lexicon.connectors]
        following = {w.key for w in self.words[k : k + 6]}
        return bool(content) and content[0].key in self.lexicon.topics and bool(following & _CONJUNCTIONS)

    def _continues(self, i: int, k: int, linked: list[str], capitals: int) -> bool:
        word, lex = self.words[k], self.lexicon
        topic = word.key in lex.topics or word.key in lex.modifiers or word.start in self.adjectives
        if set(linked) & _CONJUNCTIONS:
            if lex.lang == "de" and self._gap(k - 1) == "- ":
                return word.capital
            second = word.capital and word.key in _UNIVERSITIES and not _ministry(self.words[i])
            other = len(linked) == 2 and linked[-1] in _ARTICLES and word.capital
            if second or other or (word.key in every_head() and not topic):
                return False  # "l'Università di Padova e l'Università di Vienna" are two
            return topic or (_ministry(self.words[i]) and word.capital) or (lex.lang in {"en", "de"} and self._field(k))
        if set(linked) & _PLACE_WORDS:
            return topic
        if self._in_capitals(k):
            return topic or (capitals == 0 and word.key not in lex.generic)
        if word.capital:
            return bool(linked) or not _begins_another(word, self.words[k - 1], lex)
        modifier = word.key in lex.modifiers or word.start in self.adjectives
        after_noun = bool(lex.endings) and k - 1 > i and self.words[k - 1].form.islower()
        return topic and (bool(linked) or modifier or after_noun or self.words[k - 1].key in lex.topics)

    def _field(self, k: int) -> bool:
        """Whether word ``k`` is a field of knowledge and no name of a place or body ("Science and Technology")."""
        word = self.words[k]
        return word.capital and word.key in _fields()

    def _in_capitals(self, k: int) -> bool:
        word = self.words[k]
        return word.shouted and any(a <= word.start < b for a, b in self.shouting)

    def _candidate(self, first: int, head: int, last: int, kind: InstitutionKind) -> Candidate | None:
        lex, noun = self.lexicon, self.words[head]
        rest = [w for k, w in enumerate(self.words[first : last + 1], first) if k != head]
        content = [w for w in rest if w.key not in every_connector()]
        named = [w for w in content if w.capital and w.key not in every_generic()]
        telling = [w for w in named if w.key not in every_head()]
        if not content or (not noun.capital and not telling):
            return None
        start, end = self.words[first].start, self._closed(self.words[last].end)
        return Candidate(
            start,
            end,
            self.text[start:end],
            source="name pattern",
            kind=kind,
            head=noun.key,
            sure=self._sure(noun, content, named),
            unit=noun.key in lex.units,
        )

    def _sure(self, noun: Word, content: list[Word], named: list[Word]) -> bool:
        if noun.key in self.lexicon.places and not noun.capital and noun.key not in self.lexicon.lower:
            return False
        if len(content) >= 2 and noun.capital and any(self._adjective(w) for w in content):
            return True
        if noun.capital and len(content) >= 3 and all(w.form.islower() for w in content):
            return noun.key not in self.lexicon.organs
        telling = [w for w in named if w.key not in self.lexicon.topics]
        if noun.key in _SCHOOLS:
            return bool(telling) or any(w.key in self.lexicon.modifiers for w in content)
        return bool(named) or (noun.capital and len(content) >= 2)

    def _closed(self, end: int) -> int:
        """After a closing quotation mark, where one was opened inside the name."""
        match = re.compile(r"\s?[»\"”“]").match(self.text, end)
        start = self.text.rfind("\n", 0, end) + 1
        opened = self.text.rfind("«", start, end), self.text.rfind("»", start, end)
        return match.end() if match and opened[0] > opened[1] and self._inside_name(opened[0], end) else end

    def _inside_name(self, opened: int, end: int) -> bool:
        return end - opened < 40 and opened > 1 and self.text[max(0, opened - 2) : opened].strip(" \u00a0").isalnum()


def _begins_another(word: Word, previous: Word, lex: Lexicon) -> bool:
    """Whether a capitalised word after ``previous`` without a connector begins the next name."""
    return word.key in lex.heads and previous.key not in lex.modifiers and not previous.capital


def _ministry(word: Word) -> bool:
    return word.key in MINISTRIES


@cache
def every_connector() -> frozenset[str]:
    """The connectors of all languages."""
    return frozenset().union(*(lexicon(lang).connectors for lang in LANGUAGES))


@cache
def _fields() -> frozenset[str]:
    """Fields of knowledge in English and German names."""
    return frozenset(
        """science sciences technology technologies engineering arts economics business management innovation education
        research training design medicine health law humanities culture sport environment energy industry trade space
        development teaching meteorology planning finance justice water agriculture food forestry fisheries mining life
        natural social applied sociology politics communication information learning enterprise integration
        wirtschaft technik wissenschaft forschung kultur gestaltung kunst recht soziales umwelt energie bildung
        landwirtschaft angewandte entwicklung""".split()
    )


@cache
def _compound(key: str) -> InstitutionKind | None:
    """The kind of a German compound by its last part ("Wirtschaftsministerium")."""
    for ending, kind in lexicon("de").heads.items():
        if len(ending) > 5 and len(key) > len(ending) + 2 and key.endswith(ending):
            return kind
    return None


def _shouting(text: str) -> list[tuple[int, int]]:
    """The lines (and sentences) of ``text`` that are written in capitals."""
    found = []
    for match in re.finditer(r"[^\n]+", text):
        letters = [c for c in match[0] if c.isalpha()]
        if len(letters) > 8 and sum(c.isupper() for c in letters) > 0.8 * len(letters):
            found.append(match.span())
    return found
