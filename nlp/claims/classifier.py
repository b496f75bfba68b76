"""The classifier of sentences: how likely a stretch of text states an event of each type.

A linear model on the features of nlp/claims/features.py, trained on sentences and texts written for it
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
    """A multinomial logistic regression over binary features.

    ``weights`` has a row for each feature of ``rows`` and a column for each type, the last for no event at all.
    """

    types: tuple[EventType, ...]
    rows: dict[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    source: str
    """The checksum of the data it was trained on."""

    def probabilities(self, features: Iterable[str]) -> dict[EventType, float]:
        """Give the probability of each type; what they lack to 1 is that of no event at all."""
        known = [row for feature in features if (row := self.rows.get(feature)) is not None]
        logits = self.weights[known].sum(axis=0) * LENGTH / math.sqrt(max(1, len(known))) + self.bias
        chances = np.exp(logits - logits.max())
        chances /= chances.sum()
        return dict(zip(self.types, map(float, chances), strict=False))

    def weight(self, feature: str, kind: EventType) -> float:
        """Give how much a feature speaks for a type, 0 for one never met."""
        row = self.rows.get(feature)
        return 0.0 if row is None else float(self.weights[row, self.types.index(kind)])


@cache
def classifier(path: Path = WEIGHTS) -> Classifier:
    """Load the classifier. Raises OSError and ValueError where the file is missing or broken."""
    with np.load(path, allow_pickle=False) as data:
        names = str(data["features"].item()).split("\n")
        return Classifier(
            types=cast("tuple[EventType, ...]", tuple(str(data["types"].item()).split("\n"))),
            rows={name: row for row, name in enumerate(names)},
            weights=data["weights"].astype(np.float32),
            bias=data["bias"].astype(np.float32),
            source=str(data["source"].item()),
        )
