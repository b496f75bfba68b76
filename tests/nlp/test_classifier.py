"""The classifier reads what no trigger word names, and names teach it nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlp.claims import View, find_claims
from nlp.claims.classes import FOLDER, classes_in, table
from nlp.claims.classifier import Classifier, classifier
from nlp.claims.features import features
from nlp.claims.signs import signs_in
from nlp.claims.triggers import languages
from nlp.claims.words import fold, split
from nlp.sentences import split as sentences
from records import EventType, Institution, InstitutionMention, Span
from training.train import checksum

HOME = Institution("home", "Alpha", "academic", "FR")


def view(text: str, *names: str, lang: str = "fr", country: str = "JP") -> View:
    """A text of Alpha's in which each of ``names`` is a foreign university."""
    mentions = [
        InstitutionMention(Span(text.index(n), text.index(n) + len(n), n), Institution(n, n, "academic", country))
        for n in names
    ]
    mentions.sort(key=lambda mention: mention.span.start)
    return View(text, lang, sentences(text, lang), mentions, (), (), HOME)


def seen(of: View) -> list[str]:
    return features(of, 0, len(of.text), *signs_in(of, 0, len(of.text)))


def test_the_weights_are_those_of_the_training_data() -> None:
    assert classifier().source == checksum(), "run python -m training.train"


def test_names_are_masked() -> None:
    one, other = (view(f"L'école reçoit {name}.", name) for name in ("Kagawa", "Aalto"))
    assert seen(one) == seen(other)
    assert "@academic" in seen(one)
    assert not any("kagawa" in each for each in seen(one))


def test_probabilities_are_those_of_a_network_with_one_hidden_layer() -> None:
    model = Classifier(
        types=("visit", "award"),
        rows={"a": 0, "b": 1},
        hidden=np.array([[0.5, -1.0], [-1.0, 0.25]], dtype=np.float32),
        lift=np.zeros(2, dtype=np.float32),
        output=np.array([[4.0, 0.0, 0.0], [0.0, 8.0, 0.0]], dtype=np.float32),
        bias=np.zeros(3, dtype=np.float32),
        source="",
    )
    visit, award, nothing = (model.probabilities(features) for features in (["a"], ["b"], ["unknown"]))
    assert visit == pytest.approx({"visit": np.exp(8) / (np.exp(8) + 2), "award": 1 / (np.exp(8) + 2)}, rel=1e-3)
    assert award["award"] == pytest.approx(np.exp(8) / (np.exp(8) + 2), rel=1e-3)
    assert nothing == pytest.approx({"visit": 1 / 3, "award": 1 / 3})
    assert model.weight("a", "visit") > 0 > model.weight("b", "visit")


@pytest.mark.parametrize(
    ("lang", "text", "name", "kind"),
    [
        ("fr", "Douze de nos élèves ont posé leurs valises à Beta pour six mois.", "Beta", "mobility"),
        ("en", "Twelve of our students have packed their bags for six months at Beta.", "Beta", "mobility"),
    ],
)
def test_the_classifier_tells_the_type_without_its_noun(lang: str, text: str, name: str, kind: EventType) -> None:
    chance = classifier().probabilities(seen(view(text, name, lang=lang)))
    assert max(chance, key=lambda each: chance[each]) == kind
    assert sum(chance.values()) > 0.5


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "L'Université Beta, fondée en 1952, compte trente mille étudiants."),
        ("fr", "D'après une étude de l'Université Beta, ces matériaux vieillissent moins vite."),
        ("en", "According to a study by Beta University, the materials age more slowly."),
    ],
)
def test_description_and_results_are_no_event(lang: str, text: str) -> None:
    name = "Beta University" if "Beta University" in text else "Université Beta"
    of = view(text, name, lang=lang)
    assert sum(classifier().probabilities(seen(of)).values()) < 0.5
    assert find_claims(of) == []


def test_word_classes_have_the_same_names_in_every_language() -> None:
    names = {lang: set(table(lang)) for lang in languages()}
    assert all(each == names["fr"] for each in names.values())


def test_a_class_is_met_by_any_of_its_words() -> None:
    words = split(fold("Trois doctorantes s'envolent pour Osaka"))
    assert {"student", "go"} <= set(classes_in(words, "fr"))
    assert classes_in(words, "xx") == []


def test_a_phrase_that_could_begin_with_any_word_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zz.toml").write_text('student = "_ eleve"\n')
    with pytest.raises(ValueError, match=r"zz\.toml"):
        table("zz", tmp_path)
    assert FOLDER.is_dir()
