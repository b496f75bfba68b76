"""The spaCy component ``passerelle_institutions``: who is named in a text, on ``doc._.institutions``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components.extensions import declare, show_spans
from nlp.countries import mark_inside
from nlp.institutions.finder import Finder
from nlp.registry import Registry
from records import CountryMention, InstitutionMention

NAME = "passerelle_institutions"


class InstitutionFinder:
    """Sets ``doc._.institutions``, the span group ``institutions`` and the basis of countries inside names.

    What was refused stands in ``doc.user_data["rejected_institutions"]`` as (text, start, end, why).
    """

    def __init__(self, name: str, lang: str, registry_folder: str | None) -> None:
        declare()
        self.name = name
        self.lang = lang
        self._folder = registry_folder
        self._finder: Finder | None = None

    def use(self, registry: Registry) -> None:
        """Take an opened registry in place of the one that the config names."""
        self._finder = Finder(registry)

    def __call__(self, doc: Doc) -> Doc:
        """Find the institutions of a document; countries and sentences are read where earlier components left them."""
        if self._finder is None:
            self._finder = Finder(Registry.open(Path(self._folder) if self._folder else None))
        document = doc._.document
        findings = self._finder.find(
            doc.text,
            (document.lang if document is not None else None) or self.lang,
            document=document,
            countries=doc._.countries,
            sentences=doc._.sentence_spans,
            entities_of_model=[(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents],
        )
        doc._.institutions = findings.mentions
        doc._.publisher = findings.publisher
        countries = [c for c in doc._.countries if not _is_namesake(c, findings.mentions)]
        doc._.countries = mark_inside(countries, [(m.span.start, m.span.end) for m in findings.mentions])
        doc.user_data["rejected_institutions"] = [(r.text, r.start, r.end, r.why) for r in findings.rejected]
        notes = doc.user_data.setdefault("passerelle_notes", {})
        notes.update({f"not an institution: {r.text!r} at {r.start}": r.why for r in findings.rejected})
        show_spans(doc, "institutions", ((m.span, m.institution.id) for m in findings.mentions))
        return doc


def _is_namesake(country: CountryMention, institutions: Sequence[InstitutionMention]) -> bool:
    """Whether a place inside a school's name is not where the school is: Nanyang Technological University."""
    return country.basis == "place" and any(
        m.span.start <= country.span.start
        and country.span.end <= m.span.end
        and m.institution.kind == "academic"
        and m.institution.country not in (None, country.code)
        for m in institutions
    )


@Language.factory(NAME, default_config={"registry_folder": None}, assigns=["doc._.institutions", "doc._.publisher"])
def create(nlp: Language, name: str, registry_folder: str | None) -> InstitutionFinder:
    """Make the component; ``registry_folder`` holds a compiled registry, None means the supplement alone."""
    return InstitutionFinder(name, nlp.lang or "xx", registry_folder)
