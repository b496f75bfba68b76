"""The spaCy component ``passerelle_countries``: the countries a text names, on ``doc._.countries``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.extensions import declare, show_spans
from nlp.countries import find_countries


@Language.factory("passerelle_countries")
class CountryFinder:
    """Sets ``doc._.countries`` (in the order of the text) and the span group ``countries``, labelled by code."""

    def __init__(self, nlp: Language, name: str) -> None:
        declare()
        self.name = name
        self.lang = str(nlp.lang)

    def __call__(self, doc: Doc) -> Doc:
        """Find the countries of the document's language, else of the pipeline's."""
        document = doc._.document
        lang = str(document.lang) if document is not None and document.lang else self.lang
        doc._.countries = find_countries(doc.text, lang)
        show_spans(doc, "countries", ((m.span, m.code) for m in doc._.countries))
        return doc
