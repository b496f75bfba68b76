"""What a form found in a text is not: a language, a person, a street, a word of another meaning.

Every rule answers for one match; the words it looks for are in nlp/data/countries/words.csv.
"""

from __future__ import annotations

import re

from nlp.countries.match import Match, Words
from nlp.countries.tables import first_names, needs_place, table
from nlp.countries.tables import words as listed

_CAPITAL_FUNCTION = frozenset("le la l du au il el lo o do al del dell un".split())
_BLANK = re.compile(r"[^\S\n]+\Z")
_CHAIN = re.compile(
    r"[\s,/&()\-–]*(?:(?:et|ou|and|or|und|oder|y|e|o|de|du|le|la|en|in|d['’]|l['’]|que|like|as)[\s]*)*\Z"
)
_AREA = frozenset("grand vieux greater central downtown inner ville city region north south east west sud nord".split())
_ARTICLES = frozenset("de d du des la le l of di da do del della dell der des la las los".split())
_EN_AFTER_IN = frozenset(
    "and or at from with by for to the is was on but as while during only because which before after are will".split()
)


def is_language(words: Words, match: Match, lang: str, last_language_end: int | None) -> bool:
    """ "en anglais", "cours de français", "auf Deutsch", "German lessons"; and what goes on such a list."""
    if match.entry.kind not in ("adjective", "demonym"):
        return False
    before, after, here = words.key(match.first - 1), words.key(match.last + 1), words.surface(match.first, match.last)
    blank_after = bool(_BLANK.match(words.gap(match.last)))
    if lang == "de" and match.entry.base and here[:1].isupper() and "-" not in words.gap(match.last)[:1]:
        return True
    if lang == "de" and before in ("im", "ins") and here[:1].isupper() and not words.capital(match.last + 1):
        return True  # "im Deutschen", "ins Deutsche übersetzt"
    if lang == "de" and here[:1].islower() and blank_after and words.capital(match.last + 1):
        return False  # "im deutschen Team"
    if lang == "en" and words.key(match.first) == "english":
        return not (blank_after and after in listed("english_before", lang))
    if blank_after and after in listed("language_after", lang):
        return True
    if before == "in" and lang == "en":
        lower = after and not words.capital(match.last + 1)
        return not (blank_after and lower and after not in _EN_AFTER_IN)
    if lang != "en" and here[:1].isupper() and not here.isupper():
        return False
    gap = words.gap(match.first - 1) if match.first else "\n"
    if lang == "en" and match.entry.base and _continues(words, match, last_language_end):
        return not (blank_after and after and not words.capital(match.last + 1) and after not in _EN_AFTER_IN)
    if before in listed("language_before", lang) and not re.search(r"[.,:;!?()\n]", gap):
        return match.entry.base or before != "en"
    if not match.entry.base or match.entry.kind == "demonym":
        return False
    return lang in ("fr", "es", "it", "pt") and _bare(words, match, before, gap, last_language_end)


def _continues(words: Words, match: Match, last_language_end: int | None) -> bool:
    """Whether nothing but commas and conjunctions stands between the last language and this match."""
    start = words.starts[match.first]
    if last_language_end is None or start - last_language_end > 20:
        return False
    return bool(_CHAIN.match(words.folded.text[last_language_end:start]))


def _bare(words: Words, match: Match, before: str, gap: str, last_language_end: int | None) -> bool:
    """A dictionary form without a noun before it: "heures de français", "le chinois", "anglais, espagnol"."""
    if _continues(words, match, last_language_end):
        return True
    tight = not re.search(r"[.,:;!?()\n]", gap)
    if tight and before in ("de", "d", "di"):
        return True
    if tight and before in _CAPITAL_FUNCTION and "-" not in words.gap(match.last)[:1]:
        return not words.capital(match.last + 1) or not _BLANK.match(words.gap(match.last))
    return bool(re.search(r"[:(|•*/]\s*\Z", gap)) and "-" not in words.gap(match.last)[:1]


_COUNTED = frozenset("et deux trois quatre cinq six sept huit neuf".split())


def is_number(words: Words, match: Match, lang: str) -> bool:
    """ "Trente-quatre établissements": a numeral and not the town."""
    joined = words.gap(match.last)[:1] in {"-", " "} and words.key(match.last + 1) in _COUNTED
    return lang == "fr" and words.key(match.first) == "trente" and joined


def is_person(words: Words, match: Match, lang: str) -> bool:
    """Behind a first name, a title or an initial (Claire Lisboa, M. Tours, J. Paris), or a first name itself."""
    first, before = match.first, words.key(match.first - 1)
    if match.entry.kind in ("adjective", "demonym") and (lang == "en" or not words.capital(first)):
        return False
    if lang == "de" and match.entry.kind == "demonym" and before in ("herr", "herrn", "frau", "dr", "prof"):
        return True
    if not before or not words.capital(first):
        return False
    gap = words.gap(first - 1)
    if _titled(words, first, lang, before, gap):
        return True
    if _BLANK.match(gap) and words.capital(first - 1):
        if before in first_names() and not (match.entry.kind == "name" and _is_place(before, lang)):
            return True
        if match.entry.kind == "city" and lang != "de" and _unknown_name(words, first, lang):
            return True
    return match.first == match.last and match.entry.kind != "adjective" and _is_first_name(words, match, lang)


def _titled(words: Words, first: int, lang: str, before: str, gap: str) -> bool:
    """M. Tours; Dr Nuuk-Ross; J. Paris; Dr. Haithem Gabès."""
    if (
        re.fullmatch(r"\.?[^\S\n]*", gap)
        and gap
        and before in listed("title", lang)
        and _is_title(words, first - 1, lang)
    ):
        return True
    if len(before) == 1 and before not in "uy" and re.fullmatch(r"\.[^\S\n]*", gap) and words.capital(first - 1):
        return True
    second = words.key(first - 2)
    return (
        bool(_BLANK.match(gap))
        and words.capital(first - 1)
        and second in listed("title", lang)
        and _is_title(words, first - 2, lang)
        and bool(re.fullmatch(r"\.?[^\S\n]+", words.gap(first - 2)))
    )


def _is_title(words: Words, i: int, lang: str) -> bool:
    word = words.key(i)
    if word == "m":
        return words.capital(i)
    return word not in ("don", "dona", "ir") or lang in ("es", "it", "pt")


def _unknown_name(words: Words, first: int, lang: str) -> bool:
    """A capitalised unknown word inside a sentence right before a city: a person, or an organisation's name."""
    before = words.surface(first - 1, first - 1)
    if before.isupper() or len(before) < 3 or words.key(first - 1) in _AREA or _is_place(words.key(first - 1), lang):
        return False
    inside = first >= 2 and not words.capital(first - 2) and bool(_BLANK.match(words.gap(first - 2)))
    return inside and not words.surface(first, first).isupper()


def _is_first_name(words: Words, match: Match, lang: str) -> bool:
    """Florence Parly, Jordan Bardella: a first name before a capitalised word that is no place."""
    after = match.last + 1
    if words.key(match.first) not in first_names() or not words.capital(after):
        return False
    follower = words.surface(after, after)
    return (
        bool(_BLANK.match(words.gap(match.last))) and not follower.isupper() and not _is_place(words.key(after), lang)
    )


def _is_place(word: str, lang: str) -> bool:
    return any(
        len(several) == 1 for several, entry in table(lang).get(word, ()) if entry.kind in ("city", "region", "name")
    )


def is_street(words: Words, match: Match, lang: str) -> bool:
    """Rue de Turin, avenue d'Italie, place de Catalogne, Pariser Straße, London Road, via Roma."""
    if words.key(match.last + 1) in listed("street_after", lang) and _BLANK.match(words.gap(match.last)):
        return lang in ("en", "de") and words.capital(match.last + 1)
    if lang in ("en", "de") or match.entry.kind in ("adjective", "demonym"):
        return False
    i, articles = match.first - 1, 0
    while words.key(i) in _ARTICLES and articles < 3:
        i, articles = i - 1, articles + 1
    street = words.key(i)
    if street not in listed("street", lang) or re.search(
        r"[,;:.()\n]", words.folded.text[words.ends[i] : words.starts[match.first]]
    ):
        return False
    if street in ("place", "cours", "route", "hotel", "porte", "pont", "passage", "gare"):
        return articles == 1 and words.key(i - 1) not in ("la", "sa", "une", "leur", "en", "des", "le", "au")
    return True


def is_other_word(words: Words, match: Match, lang: str) -> bool:
    """Océan Indien, latino-américain, mer de Chine, New Jersey; capitals that spell a word (JOIN US)."""
    before = words.key(match.first - 1)
    if lang == "es" and words.key(match.first) in ("gala", "galas") and before in ("la", "una", "de", "cena", "gran"):
        return True
    here = words.key(match.first)
    if match.entry.upper and match.first == match.last and here in ("us", "rca", "rsa", "eau"):
        return in_capitals(words, match) or (lang == "fr" and here == "us")
    if match.entry.kind == "adjective":
        if (
            match.entry.code == "US"
            and before in listed("not_country_before", lang)
            and len(words.gap(match.first - 1)) == 1
        ):
            return before not in ("norte",)
        if match.entry.code == "IN":
            return before.startswith("ocea") or words.key(match.last + 1) == "ocean"
    if match.entry.kind == "name":
        if before in ("new", "nouvelle", "nova", "nueva", "nuova") and words.capital(match.first - 1):
            return True
        sea = words.key(match.first - 2) if before in _ARTICLES else ""
        return sea in ("mer", "golfe", "golfo", "mar", "mare")
    return match.entry.kind == "demonym" and before in ("anglo", "indo")


def in_capitals(words: Words, match: Match) -> bool:
    """Whether the line of a match has no small letter."""
    start, end = words.span(match.first, match.last)
    line_start = words.text.rfind("\n", max(0, start - 300), start) + 1 or max(0, start - 300)
    line_end = words.text.find("\n", end, end + 300)
    line = words.text[line_start : line_end if line_end >= 0 else end + 300]
    return line.isupper() and len(line) > end - start + 3


def is_unplaced(words: Words, match: Match, lang: str, previous_place_end: int | None) -> bool:
    """A form that is also a word or a surname, where nothing says that it is a place."""
    if match.first != match.last or words.key(match.first) not in needs_place():
        return False
    before, gap = words.key(match.first - 1), words.gap(match.first - 1) if match.first else "\n"
    after = words.gap(match.last)
    if before in listed("placing", lang) and re.fullmatch(r"[^\S\n]+|['’]|\s", gap):
        return False
    if in_capitals(words, match):
        return True
    if gap.rstrip(" ").endswith("("):
        return False
    start = words.starts[match.first]
    if previous_place_end is not None and re.fullmatch(
        r"[\s,/–\-&]+(?:et |and |und |y |e |ou )?", words.folded.text[previous_place_end:start]
    ):
        return False
    dateline = "\n" in gap or match.first == 0
    if dateline and re.match(r"\s?[,/–-]", after):
        return False
    follower = words.key(match.last + 1)
    return not (re.match(r"\s?[,(]\s?", after) and words.capital(match.last + 1) and _is_place(follower, lang))
