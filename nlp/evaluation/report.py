"""An evaluation as a person or a program reads it: text, Markdown, JSON, and the table of the page About."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlp.evaluation.calibration import Bin, at_least
from nlp.evaluation.evaluate import Evaluation

SURE = 0.8
"""The confidence from which the calibration is summed up."""

_BARS = Path(__file__).with_name("bars.csv")


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that readers are shown, and the bar it is held to."""

    name: str
    figure: str
    lower_is_better: bool
    must: str
    aim: str

    def of(self, evaluation: Evaluation) -> float | None:
        """Return the measured value; None where nothing was to measure."""
        row, _, part = self.figure.partition(".")
        if not part:
            return evaluation.figures.get(self.figure)
        count = evaluation.rows.get(row)
        return count.f1 if count is not None and count.right + count.extra + count.missed else None


@cache
def measures() -> tuple[Measure, ...]:
    """Read the measures and bars from bars.csv."""
    with _BARS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(
            Measure(row["measure"], row["figure"], row["better"] == "lower", row["must"], row["aim"]) for row in rows
        )


def as_text(found: Evaluation, by_language: Mapping[str, Evaluation]) -> list[str]:
    """Lay the figures out for a terminal: faults, rows, single figures, calibration, languages."""
    lines = [f"{fault.document:12} {fault.kind:18} {fault.what}" for fault in found.faults]
    lines.append(f"{'':28}precision  recall     f1")
    lines += [
        f"{name:28}{row.precision:9.3f}{row.recall:8.3f}{row.f1:7.3f}"
        f"   ({row.right} right, {row.extra} extra, {row.missed} missed)"
        for name, row in found.rows.items()
    ]
    lines += [f"{name:34}{_number(value)}" for name, value in found.figures.items()]
    lines += ["", "confidence of events   events   right"]
    lines += [f"{_range(each):22}{each.events:7}   {_number(each.share)}" for each in _bins(found)]
    if by_language:
        width = max(len(each.name) for each in measures())
        lines += ["", " " * width + "".join(f"{lang:>8}" for lang in by_language)]
        lines += [
            f"{each.name:{width}}" + "".join(f"{_number(each.of(of)):>8}" for of in by_language.values())
            for each in measures()
        ]
        lines.append(f"{'documents':{width}}" + "".join(f"{of.figures['documents']:>8}" for of in by_language.values()))
    return lines


def as_markdown(found: Evaluation, by_language: Mapping[str, Evaluation]) -> list[str]:
    """Lay the figures out as Markdown tables: bars and languages, rows, calibration."""
    columns = ["measure", "must", "aim", "all", *by_language]
    body = [
        [each.name, each.must, each.aim, *(_number(each.of(of)) for of in (found, *by_language.values()))]
        for each in measures()
    ]
    body.append(["documents", "", "", *(str(of.figures["documents"]) for of in (found, *by_language.values()))])
    lines = [*_table(columns, body), ""]
    rows = [
        [name, *map(_number, (row.precision, row.recall, row.f1)), *map(str, (row.right, row.extra, row.missed))]
        for name, row in found.rows.items()
    ]
    lines += [*_table(["", "precision", "recall", "F1", "right", "extra", "missed"], rows), ""]
    lines += [*_table(["figure", "value"], [[name, _number(value)] for name, value in found.figures.items()]), ""]
    bins = [[_range(each), str(each.events), str(each.right), _number(each.share)] for each in _bins(found)]
    return lines + _table(["confidence of events", "events", "right", "share"], bins)


def as_dict(found: Evaluation, by_language: Mapping[str, Evaluation]) -> dict[str, Any]:
    """Give the figures under the names of the exchange format, and beside them calibration, languages and faults."""
    result: dict[str, Any] = _plain(found)
    result["calibration"] = [
        {"from": each.low, "to": each.high, "events": each.events, "right": each.right} for each in found.calibration
    ]
    if by_language:
        result["languages"] = {lang: _plain(of) for lang, of in by_language.items()}
    if found.faults:
        result["faults"] = [{"id": each.document, "kind": each.kind, "what": each.what} for each in found.faults]
    return result


def quality(found: Evaluation, measured: dt.date) -> dict[str, Any]:
    """Give the table of the page About: measures, values and bars as text."""
    rows = []
    for each in measures():
        bar = f"{'≤' if each.lower_is_better else '≥'} {each.must}"
        rows.append({"measure": each.name, "value": _number(each.of(found)), "bar": bar})
    corpus = (
        f"Development corpus: {found.figures['documents']} annotated documents, which the rules were developed on; "
        "on other texts expect less"
    )
    return {"measured": measured.isoformat(), "corpus": corpus, "rows": rows}


def _plain(found: Evaluation) -> dict[str, Any]:
    rows = {
        name: {
            "precision": row.precision,
            "recall": row.recall,
            "f1": row.f1,
            "tp": row.right,
            "fp": row.extra,
            "fn": row.missed,
        }
        for name, row in found.rows.items()
    }
    return {**rows, **found.figures}


def _bins(found: Evaluation) -> Iterator[Bin]:
    yield from found.calibration
    yield at_least(found.calibration, SURE)


def _range(each: Bin) -> str:
    return f"{each.low:.1f} – {each.high:.1f}"


def _number(value: float | None, digits: int = 3) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.{digits}f}"


def _table(head: list[str], body: list[list[str]]) -> list[str]:
    rule = ["---", *("--:" for _ in head[1:])]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *body)]
