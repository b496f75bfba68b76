"""Train the classifier of sentences (nlp/claims/classifier.py) and write nlp/data/classifier.npz.

Run: ``python -m training.train [--data FOLDER]``, with the extra ``train`` installed. ``--data`` names the data folder
with the compiled registry (as the commands do). The result depends on the files of this folder alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np

from nlp.claims.classifier import LENGTH, WEIGHTS
from nlp.claims.features import features
from nlp.claims.segments import signs_in
from nlp.claims.view import View
from nlp.components.claims import NAME, Claims
from nlp.pipeline import Pipeline
from nlp.registry import Registry
from records import Document, EventType

HERE = Path(__file__).resolve().parent
TYPES: tuple[EventType, ...] = get_args(EventType)
NONE = len(TYPES)
"""The class of what states no event."""

RAREST = 2
"""Rows in which a feature must stand to be kept."""

EMPTY_WEIGHT = 2.5
"""What a single sentence that states nothing counts: in the collection they are rarer than in news."""

TEXT_WEIGHT = 2.0
"""What a sentence of a whole text counts, as the texts have the shares of real news."""

STRENGTH = 1.0
"""The inverse of the penalty on weights, as scikit-learn has it."""


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
        types = {kind for start, end, kind in labels if start < sentence.end and end > sentence.start}
        yield Row(_features(view, sentence.start, sentence.end), frozenset(types), TEXT_WEIGHT)


def _labelled(entry: dict[str, Any]) -> tuple[str, list[Label]]:
    """The text of labelled sentences, each on a line of its own, and where the types stand."""
    text, labels = "", list[Label]()
    for sentence in entry["sentences"]:
        start = len(text)
        text += sentence["text"] + "\n"
        labels += [(start, len(text) - 1, kind) for kind in sentence["types"]]
    return text, labels


def _annotated(entry: dict[str, Any]) -> tuple[str, list[Label]]:
    """An annotated text, and where the evidence of its events stands."""
    text = entry["text"]
    found = [(text.find(event["evidence"]), event) for event in entry["gold"]["events"]]
    return text, [(start, start + len(event["evidence"]), event["type"]) for start, event in found if start >= 0]


def _view(document: Document, pipeline: Pipeline) -> View:
    nlp = pipeline.language(document.lang or "en")
    doc = nlp.make_doc(document.text)
    doc._.document = document
    return cast(Claims, nlp.get_pipe(NAME)).view(nlp(doc))


def _features(view: View, start: int, end: int) -> list[str]:
    return features(view, start, end, *signs_in(view, start, end))


def fit(data: Sequence[Row]) -> dict[str, Any]:
    """Give what the weights file holds."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(feature for row in data for feature in row.features)
    names = sorted(feature for feature, count in counts.items() if count >= RAREST)
    place = {name: number for number, name in enumerate(names)}
    told = [(row, kind) for row in data for kind in sorted(map(TYPES.index, row.types)) or [NONE]]
    known = [[place[feature] for feature in row.features if feature in place] for row, _ in told]
    values = [LENGTH / max(1, len(row)) ** 0.5 for row in known for _ in row]
    starts = np.cumsum([0, *map(len, known)])
    matrix = csr_matrix((values, [n for row in known for n in row], starts), shape=(len(told), len(names)))
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(matrix, [kind for _, kind in told], sample_weight=[row.weight for row, _ in told])
    return {
        "features": "\n".join(names),
        "types": "\n".join(TYPES),
        "weights": model.coef_.T.astype(np.float16),
        "bias": model.intercept_.astype(np.float32),
        "source": checksum(),
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
