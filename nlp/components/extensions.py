"""What the components leave on a spaCy Doc, declared in one place.

The character-based lists are the truth, because texts glue dates and names to other words where no token
border is; the span groups of the same names are a view for users of spaCy.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

from records import Span

LISTS = ("sentence_spans", "dates", "countries", "institutions", "claims")


def declare() -> None:
    """Declare ``doc._.document``, ``doc._.publisher`` and the lists; calling it again changes nothing."""
    for name in ("document", "publisher"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    for name in LISTS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])


def show_spans(doc: Doc, group: str, spans: Iterable[tuple[Span, str]]) -> None:
    """Fill the span group ``group`` with the tokens that the given stretches touch, each under its label."""
    found = (doc.char_span(s.start, s.end, label=label, alignment_mode="expand") for s, label in spans)
    doc.spans[group] = [span for span in found if span is not None]
