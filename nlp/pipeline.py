"""The whole of the analysis: a Document in, an Analysis out.

One spaCy pipeline per language, built when the first text in that language comes; the components do the work
and leave it on the Doc (nlp/components/extensions.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from nlp import languages
from nlp.components import extensions
from records import Analysis, Document

if TYPE_CHECKING:
    from nlp.registry import Registry

EXTRACTION = "3"
"""The version of the rules and word lists; raise it with every change that may change what is extracted."""

COMPONENTS = ("sentences", "dates", "countries", "institutions", "claims")
BATCH = 64
LONGEST_FOR_MODEL = 300_000
"""Characters; a longer text (a thesis, a yearbook) is read by the rules alone, as a model needs 1 MB a kB."""


class Pipeline:
    """Finds sentences, dates, countries, institutions and claims in documents of any language.

    ``registry`` is the institution registry; None opens the built-in supplement alone.
    """

    def __init__(self, registry: Registry | None = None) -> None:
        if registry is None:
            from nlp.registry import Registry

            registry = Registry.open(None)
        self._registry = registry
        self._languages: dict[tuple[str, bool], Language] = {}
        extensions.declare()

    @property
    def version(self) -> str:
        """What the results depend on: rules, registry release, models. Where it differs, extract again."""
        return " · ".join((f"rules {EXTRACTION}", self._registry.release, *languages.model_versions()))

    def analyse(self, document: Document) -> Analysis:
        """Analyse one document. Offsets refer to ``document.text`` as it is."""
        return next(self.analyse_many([document]))

    def analyse_many(self, documents: Iterable[Document]) -> Iterator[Analysis]:
        """Analyse documents in batches, in their order; faster than one by one."""
        stream = iter(documents)
        while batch := list(islice(stream, BATCH)):
            yield from self._analyse_batch(batch)

    def language(self, lang: str, *, model: bool = True) -> Language:
        """Give the spaCy pipeline of a language, with all components; ``model=False`` leaves statistics out."""
        key = (lang, model)
        if key not in self._languages:
            self._languages[key] = self._build(lang, model)
        return self._languages[key]

    def _build(self, lang: str, model: bool) -> Language:
        nlp = languages.load(lang) if model else languages.blank(lang)
        nlp.max_length = 1 << 31
        for name in COMPONENTS:
            import_module(f"nlp.components.{name}")
            component = nlp.add_pipe(f"passerelle_{name}")
            if hasattr(component, "use"):
                component.use(self._registry)
        return nlp

    def _analyse_batch(self, batch: list[Document]) -> Iterator[Analysis]:
        groups: dict[tuple[str, bool], list[int]] = {}
        for place, document in enumerate(batch):
            lang = (document.lang or languages.detect(document.text))[:2].lower()
            groups.setdefault((lang, len(document.text) <= LONGEST_FOR_MODEL), []).append(place)
        found: dict[int, Analysis] = {}
        for (lang, model), places in groups.items():
            nlp = self.language(lang, model=model)
            docs = [_make_doc(nlp, batch[place]) for place in places]
            for place, doc in zip(places, nlp.pipe(docs), strict=True):
                found[place] = _read_off(doc, batch[place], lang)
        for place in range(len(batch)):
            yield found[place]


def _make_doc(nlp: Language, document: Document) -> Doc:
    doc = nlp.make_doc(document.text)
    doc._.document = document
    return doc


def _read_off(doc: Doc, document: Document, lang: str) -> Analysis:
    claims = tuple(doc._.claims)
    return Analysis(
        document_id=document.id,
        lang=lang,
        relevant=any(claim.modality != "generic" for claim in claims),
        sentences=tuple(doc._.sentence_spans),
        institutions=tuple(doc._.institutions),
        countries=tuple(doc._.countries),
        dates=tuple(doc._.dates),
        claims=claims,
        publisher=doc._.publisher,
        notes=dict(doc.user_data.get("passerelle_notes", {})),
    )
