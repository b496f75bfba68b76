"""The spaCy component: intervals in characters, spans in tokens."""

import datetime as dt

import spacy

import nlp.components.dates  # noqa: F401
from records import Document


def test_sets_mentions_and_spans() -> None:
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("passerelle_dates")
    doc = pipeline.make_doc("Signé jeudi dernier, publié le 04/10/2024Télécom Paris.")
    doc._.document = Document("d", doc.text, "fr", published=dt.date(2024, 10, 4))
    doc = pipeline.get_pipe("passerelle_dates")(doc)
    assert [(m.span.text, m.interval and m.interval.edtf) for m in doc._.dates] == [
        ("jeudi dernier", "2024-10-03"),
        ("04/10/2024", "2024-10-04"),
    ]
    assert [span.label_ for span in doc.spans["dates"]] == ["day", "day"]
    assert all(span.text in doc.text for span in doc.spans["dates"])


def test_works_without_a_document() -> None:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("passerelle_dates")
    assert [m.interval for m in pipeline("See you next week.")._.dates] == [None]
