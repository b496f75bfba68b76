"""The spaCy component ``passerelle_dates``: date expressions and their intervals.

It fills ``doc._.dates`` (`records.DateMention`, counted in characters) and ``doc.spans["dates"]`` (token spans, the
label is the precision). The publication date comes from ``doc._.document``, the language from ``doc.lang_``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.extensions import declare, show_spans
from nlp.dates import find_dates


class DatesComponent:
    """Finds dates; needs no other component."""

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.dates`` and ``doc.spans["dates"]``."""
        document = doc._.document
        published = document.published if document is not None else None
        doc._.dates = find_dates(doc.text, doc.lang_, published)
        show_spans(doc, "dates", ((m.span, m.interval.precision if m.interval else "unresolved") for m in doc._.dates))
        return doc


@Language.factory("passerelle_dates", assigns=["doc._.dates"])
def create_dates(nlp: Language, name: str) -> DatesComponent:
    """Make the component; it has no settings."""
    declare()
    return DatesComponent()
