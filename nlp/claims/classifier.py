"""The classifier of sentences: how likely a stretch of text states an event of each type.

A small neural network on the features of nlp/claims/features.py, trained on sentences and texts written for it
(training/README.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from records import EventType

WEIGHTS = Path(__file__).resolve().parent.parent / "data" / "classifier.npz"

LENGTH = 4.0
"""The length that the vector of a sentence's features is brought to, however many it has."""


@dataclass(frozen=True)
class Classifier:
    """A network of one hidden layer over binary features: their sum, rectified, and a softmax of the types.

    Its arrays are ``hidden`` (features, units) and ``lift`` (units), ``output`` (units, types) and ``bias`` (types);
    the last column of the types is that of no event at all.
    """

    types: tuple[EventType, ...]
    rows: dict[str, int]
    hidden: NDArray[np.float32]
    lift: NDArray[np.float32]
    output: NDArray[np.float32]
    bias: NDArray[np.float32]
    source: str
    """The checksum of the data it was trained on."""

    def probabilities(self, features: Iterable[str]) -> dict[EventType, float]:
        """Give the probability of each type; what they lack to 1 is that of no event at all."""
        known = [row for feature in features if (row := self.rows.get(feature)) is not None]
        units = self.hidden[known].sum(axis=0) * LENGTH / math.sqrt(max(1, len(known))) + self.lift
        logits = np.maximum(units, 0) @ self.output + self.bias
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        return dict(zip(self.types, map(float, chances), strict=False))

    def weight(self, feature: str, kind: EventType) -> float:
        """Give how much a feature by itself speaks for a type, 0 for one never met."""
        row = self.rows.get(feature)
        return 0.0 if row is None else float(self.hidden[row] @ self.output[:, self.types.index(kind)])


@cache
def classifier(path: Path = WEIGHTS) -> Classifier:
    """Load the classifier. Raises OSError and ValueError where the file is missing or broken."""
    with np.load(path, allow_pickle=False) as data:
        names = str(data["features"].item()).split("\n")
        arrays = {name: data[name].astype(np.float32) for name in ("hidden", "lift", "output", "bias")}
        return Classifier(
            types=cast("tuple[EventType, ...]", tuple(str(data["types"].item()).split("\n"))),
            rows={name: row for row, name in enumerate(names)},
            source=str(data["source"].item()),
            **arrays,
        )
