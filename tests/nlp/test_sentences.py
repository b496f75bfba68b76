from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

import nlp.components.sentences  # noqa: F401  (registers the factory)
from nlp.sentences import split


def texts(text: str, lang: str = "fr") -> list[str]:
    return [s.text for s in split(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("fr", "M. Dupont est venu. Il repart.", ["M. Dupont est venu.", "Il repart."]),
        ("fr", "Le Pr. Martin et Mme. Roy signent.", ["Le Pr. Martin et Mme. Roy signent."]),
        ("fr", "Selon l'art. 12 du décret. Fin.", ["Selon l'art. 12 du décret.", "Fin."]),
        ("fr", "« Un cadre. Rien de plus », dit-on.", ["« Un cadre.", "Rien de plus », dit-on."]),
        ("fr", "Vraiment ? Oui !", ["Vraiment ?", "Oui !"]),
        ("fr", "J.-P. Serre parle à Kyoto.", ["J.-P. Serre parle à Kyoto."]),
        ("en", "In memoriam: Prof. J. London. Next.", ["In memoriam: Prof. J. London.", "Next."]),
        ("en", "UNITE! – University Network meets.", ["UNITE! – University Network meets."]),
        ("en", "Partners etc. The end.", ["Partners etc.", "The end."]),
        ("de", "Am 27. November 2023 kam Dr. Weiß. Er blieb.", ["Am 27. November 2023 kam Dr. Weiß.", "Er blieb."]),
        ("es", "El Dr. Pérez y la Dra. Gil. Luego, nada.", ["El Dr. Pérez y la Dra. Gil.", "Luego, nada."]),
        ("it", "La prof.ssa Rossi è qui. Bene.", ["La prof.ssa Rossi è qui.", "Bene."]),
        ("pt", "O Sr. Silva e a Profa. Lima. Fim.", ["O Sr. Silva e a Profa. Lima.", "Fim."]),
    ],
)
def test_punctuation_and_abbreviations(lang: str, text: str, wanted: list[str]) -> None:
    assert texts(text, lang) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# Un titre\nPuis du texte.", ["Un titre", "Puis du texte."]),
        ("TITRE EN CAPITALES\n\nTexte.", ["TITRE EN CAPITALES", "Texte."]),
        ("- un accord\n- une visite", ["un accord", "une visite"]),
        ("• 5 centres\n• 34 pays", ["5 centres", "34 pays"]),
        ("chez l'Université de\nTsinghua hier.", ["chez l'Université de\nTsinghua hier."]),
        (
            "Institut Teknologi Bandung (ITB), Universitas Indonesia (UI), Institut\nTeknologi Sepuluh.",
            ["Institut Teknologi Bandung (ITB), Universitas Indonesia (UI), Institut\nTeknologi Sepuluh."],
        ),
        ("Lire la suite | Partager", ["Lire la suite", "Partager"]),
        ("***\n---", []),
        ("", []),
    ],
)
def test_layout(text: str, wanted: list[str]) -> None:
    assert texts(text) == wanted


@given(st.text(max_size=300))
def test_any_text_is_cut_into_ordered_stretches_of_itself(text: str) -> None:
    position = 0
    for span in split(text, "fr"):
        assert position <= span.start < span.end
        assert text[span.start : span.end] == span.text
        position = span.end


def test_component_sets_spans_and_sentence_starts() -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("passerelle_sentences")
    doc = nlp("M. Dupont signe. Il part.\nFin")
    assert [s.text for s in doc._.sentence_spans] == ["M. Dupont signe.", "Il part.", "Fin"]
    assert [s.text.strip() for s in doc.sents] == ["M. Dupont signe.", "Il part.", "Fin"]
