"""Train the classifier of sentences (nlp/claims/classifier.py) and write nlp/data/classifier.npz.

Run: ``python -m training.train [--data FOLDER]``, with the extra ``train`` installed. ``--data`` names the data folder
with the compiled registry (as the commands do). The result depends on the files of this folder alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np
from numpy.typing import NDArray

from nlp.claims.classifier import LENGTH, WEIGHTS
from nlp.claims.features import features
from nlp.claims.signs import signs_in
from nlp.claims.view import View
from nlp.components.claims import NAME, Claims
from nlp.pipeline import Pipeline
from nlp.registry import Registry
from records import Document, EventType, Span

HERE = Path(__file__).resolve().parent
TYPES: tuple[EventType, ...] = get_args(EventType)
NONE = len(TYPES)
"""The class of what states no event."""

RAREST = 5
"""Rows in which a feature must stand to be kept."""

EMPTY_WEIGHT = 2.5
"""What a single sentence that states nothing counts: in the collection they are rarer than in news."""

TEXT_WEIGHT = 2.0
"""What a sentence of a whole text counts, as the texts have the shares of real news."""

UNITS, PENALTY, EPOCHS, BATCH = 32, 1e-3, 3, 64
"""The units of the hidden layer, the penalty on weights, and how it is trained; more epochs only learn by heart."""

SEEDS = (0, 1, 2)
"""Networks that are trained from different beginnings and heard together, as each alone is a matter of chance."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: its features and the types of event that it states."""

    features: list[str]
    types: frozenset[EventType]
    weight: float


Label = tuple[int, int, EventType]
"""Where a type of event is stated: the start and end of the stretch."""


def checksum() -> str:
    """The checksum of all that the classifier is trained on."""
    digest = hashlib.sha256()
    for path in sorted(HERE.glob("*/*.jsonl")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def rows(pipeline: Pipeline) -> Iterator[Row]:
    """Give the rows of all sentences and texts."""
    for path in sorted(HERE.glob("sentences/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from _sentence(json.loads(line), pipeline)
    for path in sorted(HERE.glob("texts/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from _text(json.loads(line), pipeline)


def _sentence(entry: dict[str, Any], pipeline: Pipeline) -> Iterator[Row]:
    view = _view(Document(id="", text=entry["text"], lang=entry["lang"]), pipeline)
    weight = 1.0 if entry["types"] else EMPTY_WEIGHT
    yield Row(_features(view, 0, len(view.text)), frozenset(entry["types"]), weight)


def _text(entry: dict[str, Any], pipeline: Pipeline) -> Iterator[Row]:
    """The sentences of a text; one states an event where a stretch labelled with its type, or its evidence, stands."""
    text, labels = _labelled(entry) if "sentences" in entry else _annotated(entry)
    publisher = entry.get("publisher")
    name = publisher["name"] if isinstance(publisher, dict) else publisher
    view = _view(Document(id="", text=text, lang=entry["lang"], publisher=name, title=entry.get("title")), pipeline)
    for sentence in view.sentences:
        inside = [label for label in labels if label[0] < sentence.end and label[1] > sentence.start]
        for start, end, types in _stretches(sentence, inside):
            yield Row(_features(view, start, end), types, TEXT_WEIGHT)


def _stretches(sentence: Span, labels: Sequence[Label]) -> Iterator[tuple[int, int, frozenset[EventType]]]:
    """The sentence with what it states; where that is several things in different clauses, each clause with its own."""
    clauses = {(max(start, sentence.start), min(end, sentence.end)) for start, end, _ in labels}
    if len({kind for _, _, kind in labels}) < 2 or len(clauses) < 2:
        yield sentence.start, sentence.end, frozenset(kind for _, _, kind in labels)
        return
    for a, b in sorted(clauses):
        yield a, b, frozenset(kind for start, end, kind in labels if start < b and end > a)


def _labelled(entry: dict[str, Any]) -> tuple[str, list[Label]]:
    """The text of labelled sentences, each on a line of its own, and where the types stand."""
    text, labels = "", list[Label]()
    for sentence in entry["sentences"]:
        start = len(text)
        text += sentence["text"] + "\n"
        labels += [(*clause, kind) for kind in sentence["types"] for clause in _clauses(sentence, kind, start)]
    return text, labels


def _clauses(sentence: dict[str, Any], kind: EventType, start: int) -> Iterator[tuple[int, int]]:
    """Where the clauses of a sentence stand that state a type; the whole sentence where none is given."""
    clauses = sentence.get("where", {}).get(kind, sentence["text"])
    for clause in [clauses] if isinstance(clauses, str) else clauses:
        begin = start + sentence["text"].index(clause)
        yield begin, begin + len(clause)


def _annotated(entry: dict[str, Any]) -> tuple[str, list[Label]]:
    """An annotated text, and where the statements of its events stand: all of them, or the best, which is evidence."""
    text = entry["text"]
    told = [(each, event["type"]) for event in entry["gold"]["events"] for each in _statements(event)]
    places = [(text.find(clause), clause, kind) for clause, kind in told]
    return text, [(start, start + len(clause), kind) for start, clause, kind in places if start >= 0]


def _statements(event: dict[str, Any]) -> list[str]:
    return event.get("statements") or [event["evidence"]]


def _view(document: Document, pipeline: Pipeline) -> View:
    nlp = pipeline.language(document.lang or "en")
    doc = nlp.make_doc(document.text)
    doc._.document = document
    with nlp.select_pipes(disable=NAME):
        return cast(Claims, nlp.get_pipe(NAME)).view(nlp(doc))


def _features(view: View, start: int, end: int) -> list[str]:
    return features(view, start, end, *signs_in(view, start, end))


def fit(data: Sequence[Row]) -> dict[str, Any]:
    """Give what the weights file holds."""
    from scipy.sparse import csr_matrix
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    counts = Counter(feature for row in data for feature in row.features)
    names = sorted(feature for feature, count in counts.items() if count >= RAREST)
    place = {name: number for number, name in enumerate(names)}
    told = [(row, kind) for row in data for kind in sorted(map(TYPES.index, row.types)) or [NONE]]
    known = [[place[feature] for feature in row.features if feature in place] for row, _ in told]
    values = [LENGTH / max(1, len(row)) ** 0.5 for row in known for _ in row]
    starts = np.cumsum([0, *map(len, known)])
    matrix = csr_matrix((values, [n for row in known for n in row], starts), shape=(len(told), len(names)))
    kinds, weights = [kind for _, kind in told], [row.weight for row, _ in told]
    models = [
        MLPClassifier((UNITS,), alpha=PENALTY, batch_size=BATCH, max_iter=EPOCHS, random_state=seed) for seed in SEEDS
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # they are stopped early on purpose
        for model in models:
            model.fit(matrix, kinds, sample_weight=weights)
    return {"features": "\n".join(names), "types": "\n".join(TYPES), "source": checksum(), **_joined(models)}


def _joined(models: Sequence[Any]) -> dict[str, NDArray[Any]]:
    """Several networks beside each other as one: its hidden units are theirs, its logits the mean of theirs."""
    share = 1 / len(models)
    return {
        "hidden": np.hstack([model.coefs_[0] for model in models]).astype(np.float16),
        "lift": np.hstack([model.intercepts_[0] for model in models]).astype(np.float32),
        "output": (np.vstack([model.coefs_[1] for model in models]) * share).astype(np.float32),
        "bias": (sum(model.intercepts_[1] for model in models) * share).astype(np.float32),
    }


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, help="the data folder with the compiled registry")
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    registry = Registry.open(options.data / "registry" if options.data else None)
    data = list(rows(Pipeline(registry)))
    np.savez_compressed(options.to, **fit(data))
    print(f"{len(data)} sentences, {sum(bool(row.types) for row in data)} of which state an event: {options.to}")


if __name__ == "__main__":
    main()
