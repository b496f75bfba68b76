"""From a folded text to a row of tokens, each with its kind (`nlp.dates.kinds`) and a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.dates.fold import Folded
from nlp.dates.kinds import Kind
from nlp.dates.tables import WORD, Language

_ORDINAL = r"(?:ers?|eme|er|e|nde?|st|nd|rd|th|º|ª|o(?=\s+de\b))"
_TWO = r"(?:\d\d(?!\d|\.\d))"
_PARTS = {
    "link": r"(?:https?://|www\.)[^\s<>\"]+|\]\([^)\s]{1,300}",
    "iso": r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)(?:t\d\d(?::\d\d){1,2}(?:\.\d+)?z?)?",
    "date": rf"\d{{1,2}} ?([-/.]) ?\d{{1,2}} ?\2 ?(?:\d{{4}}(?!\d)|{_TWO})",
    "years": r"\d{4}(?: ?[-/] ?\d{4}|[-/]\d\d)(?![\d/.-]\d|\d)",
    "month_year": r"\d{1,2}[/.]\d{4}(?!\d)",
    "time": r"\d{1,2} ?(?::\d\d(?::\d\d)?|h(?:\d\d|(?:eures?)?\b)|uhr\b|[ap]\.?m\b)",
    "dots": r"\d{1,2}\. ?\d{1,2}\.(?!\d)",
    "slash": r"\d{1,2}/\d{1,2}(?![\d/])",
    "day": rf"(?:1 er|\d{{1,2}}{_ORDINAL})(?![^\W\d_])",
    "number": r"\d+(?:[.,]\d+)*",
    "quarter": r"[qths][1-4](?= ?(?:of |de |del |do )?\d{4}(?!\d))",
    "word": WORD,
    "blank": r"\n[ ]*\n\s*",
    "mark": r"[^\w\s]|_",
}
_FIXED = {
    "iso": Kind.DATE,
    "date": Kind.DATE,
    "month_year": Kind.MONTH_YEAR,
    "years": Kind.YEARS,
    "dots": Kind.DAY_MONTH_DOTS,
    "slash": Kind.DAY_MONTH,
    "blank": Kind.BREAK,
    "quarter": Kind.QUARTER,
    "time": Kind.OTHER,
    "link": Kind.OTHER,
}
_MARKS = {
    "-": Kind.DASH,
    "/": Kind.SLASH,
    ",": Kind.COMMA,
    ".": Kind.DOT,
    "(": Kind.OPEN,
    ")": Kind.CLOSE,
    ":": Kind.COLON,
    "&": Kind.AND,
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """A row of tokens; ``kinds`` is a string with one character a token, for the grammar to match."""

    language: Language
    text: str
    kinds: str
    values: list[int]
    texts: list[str]
    starts: list[int]
    ends: list[int]
    capitals: list[bool]
    """Whether the token begins with a capital in the text."""

    def line_ends(self, i: int) -> bool:
        """Whether a line ends behind token i."""
        end = self.starts[i + 1] if i + 1 < len(self.starts) else len(self.text)
        return end == len(self.text) or "\n" in self.text[self.ends[i] : end] or self.kinds[i + 1] == "!"


@cache
def _pattern(dotted: bool) -> re.Pattern[str]:
    parts = dict(_PARTS)
    if not dotted:
        del parts["dots"]
    numbered = []
    for name, part in parts.items():
        # Two parts hold a back-reference; by name it does not depend on the order of the parts.
        part = part.replace("([-/.])", f"(?P<{name}_mark>[-/.])").replace(r"\1", f"(?P={name}_mark)")
        numbered.append(f"(?P<{name}>{part.replace(chr(92) + '2', f'(?P={name}_mark)')})")
    return re.compile("|".join(numbered))


def lex(folded: Folded, original: str, language: Language) -> Tokens:
    """Read a folded text as tokens. Linear in its length: no part of the pattern can run further than it matches."""
    text = folded.text
    names: list[str] = []
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _pattern(language.code == "de").finditer(text):
        names.append(match.lastgroup or "mark")
        texts.append(match.group())
        starts.append(match.start())
        ends.append(match.end())
    at = folded.starts
    capitals = [original[i].isupper() for i in (starts if at is None else [at[i] for i in starts])]
    return _classify(text, language, names, texts, starts, ends, capitals)


def _classify(
    text: str,
    language: Language,
    names: list[str],
    texts: list[str],
    starts: list[int],
    ends: list[int],
    capitals: list[bool],
) -> Tokens:
    kinds: list[str] = []
    values: list[int] = []
    firsts: list[int] = []
    lasts: list[int] = []
    i, count = 0, len(names)
    while i < count:
        name, word, size = names[i], texts[i], 1
        if name == "word":
            kind, value, size = _word(language, texts, i)
            if word in language.capital and not capitals[i]:
                kind = Kind.WORD
        elif name in ("number", "day"):
            kind, value = _number(text, word, starts[i], ends[i])
        elif name == "mark":
            kind, value = _MARKS.get(word, Kind.OTHER), 0
        else:
            kind, value = _FIXED[name], 0
        kinds.append(kind)
        values.append(value)
        firsts.append(i)
        lasts.append(i + size - 1)
        i += size
    return Tokens(
        language,
        text,
        "".join(kinds),
        values,
        [texts[f] if f == k else text[starts[f] : ends[k]] for f, k in zip(firsts, lasts, strict=True)],
        [starts[f] for f in firsts],
        [ends[k] for k in lasts],
        [capitals[f] for f in firsts],
    )


def _word(language: Language, texts: list[str], i: int) -> tuple[str, int, int]:
    """Kind, value and number of raw tokens of the word or the longest phrase that begins here."""
    word = texts[i]
    for phrase, kind, value in language.phrases.get(word, ()):
        if tuple(texts[i : i + len(phrase)]) == phrase:
            return kind, value, len(phrase)
    found = language.words.get(word)
    if found is None:
        return Kind.WORD, 0, 1
    return found[0], found[1], 1


def _number(text: str, word: str, start: int, end: int) -> tuple[str, int]:
    """A day, a year or just a number; glued to letters or paths it is hardly ever a date."""
    digits = "".join(c for c in word[:4] if c.isdigit())
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if len(word) == 4 and word.isdigit() and 1500 <= int(word) <= 2100:
        if before.isalnum() or before in "/_#=@&+":
            return Kind.OTHER, int(word)
        if after.isalpha() or after in "/_":
            return Kind.GLUED_YEAR, int(word)
        return Kind.YEAR, int(word)
    if not word[-1:].isdigit() or (len(word) <= 2 and word.isdigit()):
        value = int(digits or 0)
        if not 1 <= value <= 31 or len(digits) > 2 or after.isalpha():
            return Kind.NUMBER, value
        return (Kind.GLUED_DAY if before.isalpha() or before == "_" else Kind.DAY), value
    return Kind.NUMBER, int(digits or 0)
