"""Annotated documents against predictions: the definitions of the exchange format, summed over documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nlp.evaluation.calibration import Bin, bins
from nlp.evaluation.counts import Count, Fault, Tally
from nlp.evaluation.document import NOTHING, Judge
from nlp.evaluation.matching import Record


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a set of documents."""

    rows: Mapping[str, Count]
    """By what was looked for: institutions (and each kind), countries, dates, events, partnerships."""
    figures: Mapping[str, float | int | None]
    """Single shares and counts; a share is None where nothing was to decide."""
    calibration: tuple[Bin, ...]
    faults: tuple[Fault, ...]


def evaluate(documents: Iterable[Record], predictions: Mapping[str, Record], faults: int = 0) -> Evaluation:
    """Score predictions, by document id, against the documents' annotation under "gold"; keep so many single faults."""
    tally = Tally()
    for document in documents:
        predicted = predictions.get(document["id"])
        tally.numbers["documents"] += 1
        tally.numbers["documents without prediction"] += predicted is None
        Judge(document, NOTHING if predicted is None else predicted, tally).judge()
        del tally.faults[faults:]
    rows = {name: tally.rows[name] for name in sorted(tally.rows)}
    return Evaluation(rows, _figures(tally), bins(tally.judged), tuple(tally.faults))


def _figures(tally: Tally) -> dict[str, float | int | None]:
    irrelevant = tally.numbers["irrelevant"]
    figures: dict[str, float | int | None] = {
        "linking accuracy": tally.share("linked"),
        "seat country accuracy": tally.share("seat"),
    }
    if tally.slots:
        figures["event countries f1"] = tally.mean("event countries")
        figures["event date accuracy"] = tally.mean("event date")
        figures["event organisations f1"] = tally.mean("event organisations")
    figures["relevance accuracy"] = tally.share("relevant")
    figures["false alarm rate"] = tally.numbers["false alarms"] / irrelevant if irrelevant else None
    for name in ("wrong offsets", "documents", "documents without prediction"):
        figures[name] = tally.numbers[name]
    return figures
