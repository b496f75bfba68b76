"""The component ``passerelle_sentences``: sentence spans by rule, and spaCy's own sentence starts after them."""

from __future__ import annotations

from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components import extensions
from nlp.sentences import split


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
        starts = [token.idx for token in doc]
        begins = {0} | {bisect_left(starts, span.start) for span in spans}
        for token in doc:
            token.is_sent_start = token.i in begins
        return doc


@Language.factory("passerelle_sentences")
def create(nlp: Language, name: str) -> Sentences:
    """Make the component for the language of ``nlp``."""
    return Sentences(nlp.lang or "fr")
