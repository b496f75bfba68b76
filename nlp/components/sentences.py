"""The component ``passerelle_sentences``: sentence spans by rule, and spaCy's own sentence starts after them."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from nlp.components import extensions
from nlp.sentences import split
from records import Span

START, NO_START = 1, -1
"""How spaCy keeps whether a token begins a sentence; 0 is unknown."""


class Sentences:
    """Fill ``doc._.sentence_spans`` and, where a sentence begins with a token, ``token.is_sent_start``."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        extensions.declare()

    def __call__(self, doc: Doc) -> Doc:
        """Cut the text of ``doc``; a document that says its language is cut by that one."""
        document = doc._.document
        spans = split(doc.text, (document.lang if document is not None else None) or self.lang)
        doc._.sentence_spans = spans
        _mark_starts(doc, spans)
        return doc


def _mark_starts(doc: Doc, spans: list[Span]) -> None:
    """Set all tokens at once: setting one looks at every other, which is quadratic."""
    if not len(doc):
        return
    starts = [token.idx for token in doc]
    marks = np.full(len(doc), NO_START, dtype=np.int64)
    marks[[0, *(place for span in spans if (place := bisect_left(starts, span.start)) < len(doc))]] = START
    doc.from_array(["SENT_START"], marks.astype(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]  # wants a protocol


@Language.factory("passerelle_sentences")
def create(nlp: Language, name: str) -> Sentences:
    """Make the component for the language of ``nlp``."""
    return Sentences(nlp.lang or "fr")
