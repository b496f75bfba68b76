"""What a trained model says of a stretch, and the organisations that only it finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from nlp.institutions.acronyms import looks_short
from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context, is_place
from nlp.institutions.found import Found
from nlp.institutions.lexicon import every_generic, every_head, not_organisations
from nlp.institutions.words import Word
from records import InstitutionKind

Make = Callable[[Candidate], Found]

_CUES = re.compile(
    r"\b(?:association|société|entreprise|constructeur|groupe|filiale|start-up|éditeur|cabinet|agence|réseau|alliance|fondation|"
    r"consortium|école|université|laboratoire|institut|l['’]industriel|l['’]équipementier|opérateur|fabricant|chez|partner|company|firm|"
    r"network|startup|company|manufacturer|azienda|empresa|Firma|Unternehmen|costruttore|compañía|companhia)"
    r"\s(?:(?!(?:à|au|aux|en|dans|in|at|a|ad|zu|sur|de|du|par|pour|et|and)\s)\w+\s)?[«\"“]?\s?$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:\b(?:la|le|the|du|au|de la)\s|\b[dl]['’])$", re.IGNORECASE)
_FORMS = re.compile(r"\b(?:SA|SAS|SARL|GmbH|AG|Inc|Ltd|LLC|PLC|S\.A\.|S\.p\.A|SpA|BV|NV|KG|Corp|Co|Pty|SE)\.?$")


class Labels:
    """The model's stretches, looked up by place."""

    def __init__(self, stretches: Iterable[tuple[int, int, str]]) -> None:
        self.stretches = list(stretches)
        self._at: dict[int, tuple[int, int, str]] = {}
        for stretch in self.stretches:
            for position in range(stretch[0], stretch[1]):
                self._at[position] = stretch

    def at(self, start: int, end: int) -> str | None:
        """The label over a stretch: that of its first character."""
        held = self._at.get(start)
        return held[2] if held else None

    def person(self, start: int, end: int) -> bool:
        """Whether the model takes it for a part of a longer person's name."""
        held = self._at.get(start)
        return held is not None and held[2] in {"PER", "PERSON"} and held[1] - held[0] > end - start


def candidates(context: Context, labels: Labels) -> Iterator[Candidate]:
    """Organisations that the model finds and that their form or their surroundings confirm."""
    counts = Counter(context.text[a:b] for a, b, label in labels.stretches if label == "ORG")
    for start, end, label in labels.stretches:
        if label != "ORG":
            continue
        words = _trimmed(context.words_in(start, end))
        if not words:
            continue
        start, end = words[0].start, words[-1].end
        if _confirmed(start, end, words, context, counts):
            yield Candidate(start, end, context.text[start:end], source="model", kind=_kind(words))


def _trimmed(words: list[Word]) -> list[Word]:
    while words and (not words[0].capital or words[0].key in every_generic() or len(words[0].form) < 2):
        words = words[1:]
    while words and (not words[-1].capital or words[-1].key in every_generic()):
        words = words[:-1]
    return words


def _confirmed(start: int, end: int, words: list[Word], context: Context, counts: Counter[str]) -> bool:
    text = context.text[start:end]
    if (
        "\n" in text
        or len(words) > 7
        or context.shouted(start, end)
        or all(is_place(w.form) for w in words)
        or is_place(text)
    ):
        return False
    if any(w.key in not_organisations() for w in words) or (
        context.beside(start, end) is None and words[0].key.isdigit()
    ):
        return False
    if _CUES.search(context.text[max(0, start - 40) : start]) or _FORMS.search(text):
        return True
    if len(words) == 1:
        word = words[0]
        if (
            word.shouted
            and word.form.isalpha()
            and len(word.form) >= 4
            and _ARTICLE.search(context.text[max(0, start - 8) : start])
        ):
            return True
        return looks_short(word.form) and len(word.form) >= 4 and word.form.isalpha() and counts[text] >= 2
    return any(w.key in every_head() for w in words) or (counts[text] >= 2 and not context.begins_sentence(start))


def _kind(words: list[Word]) -> InstitutionKind:
    return next((every_head()[w.key] for w in words if w.key in every_head()), "other")
