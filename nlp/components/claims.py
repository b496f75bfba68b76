"""The component that finds claims; it needs what the components before it have left on the Doc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from nlp.claims import View, find_claims
from nlp.claims.publisher import find_publisher
from nlp.components import extensions

if TYPE_CHECKING:
    from nlp.registry import Registry

NAME = "passerelle_claims"


class Claims:
    """Reads ``doc._.institutions``, ``countries``, ``dates`` and ``sentence_spans``, writes ``doc._.claims``."""

    def __init__(self) -> None:
        extensions.declare()
        self._registry: Registry | None = None

    def use(self, registry: Registry) -> None:
        """Look publishers up in this registry."""
        self._registry = registry

    def __call__(self, doc: Doc) -> Doc:
        """Find the claims of one Doc."""
        view = self.view(doc)
        doc._.publisher = view.publisher
        doc._.claims = find_claims(view)
        return doc

    def view(self, doc: Doc) -> View:
        """Give a Doc as the claims layer sees it."""
        document = doc._.document
        mentions = sorted(doc._.institutions, key=lambda m: m.span.start)
        return View(
            text=doc.text,
            lang=doc.lang_,
            sentences=doc._.sentence_spans,
            institutions=mentions,
            countries=sorted(doc._.countries, key=lambda m: m.span.start),
            dates=sorted(doc._.dates, key=lambda m: m.span.start),
            publisher=find_publisher(document, mentions, self._registry),
            published=document.published if document else None,
            title=document.title if document else None,
        )


@Language.factory(NAME, assigns=["doc._.claims", "doc._.publisher"])
def make_claims(nlp: Language, name: str) -> Claims:
    """Make the component."""
    return Claims()
