"""Statements for any number of values, cut into what SQLite takes at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

BATCH = 500


def batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut values into lists that fit one statement."""
    everything = list(values)
    for start in range(0, len(everything), BATCH):
        yield everything[start : start + BATCH]


def marks(values: Sequence[Any]) -> str:
    """Return as many question marks, in brackets."""
    return "(" + ",".join("?" * len(values)) + ")"
