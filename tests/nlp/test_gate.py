"""The gate: no change lowers the extraction's quality on the development corpus unnoticed (floors in gate.json)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from nlp.annotate import read_document, to_record
from nlp.evaluation import Evaluation, evaluate, report
from nlp.evaluation.calibration import at_least
from nlp.pipeline import Pipeline
from nlp.registry import Registry

GATE: dict[str, Any] = json.loads(Path(__file__).with_name("gate.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def found(shared: Path, registry_folder: Path) -> Evaluation:
    content = (shared / GATE["corpus"]).read_bytes()
    if hashlib.sha256(content).hexdigest() != GATE["sha256"]:
        pytest.fail("the corpus is another than the one the floors were set on: measure anew and write gate.json")
    documents = [json.loads(line) for line in content.decode().splitlines()]
    pipeline = Pipeline(Registry.open(registry_folder))
    analyses = pipeline.analyse_many(map(read_document, documents))
    return evaluate(documents, {each.document_id: to_record(each) for each in analyses})


def value_of(found: Evaluation, name: str) -> float:
    if name == "events sure and right":
        value = at_least(found.calibration, report.SURE).share
    elif name.endswith(".f1"):
        value = found.rows[name.removesuffix(".f1")].f1
    else:
        value = found.figures[name]
    assert value is not None, name
    return value


@pytest.mark.parametrize("name", GATE["floors"])
def test_no_figure_falls_below_its_floor(found: Evaluation, name: str) -> None:
    assert value_of(found, name) >= GATE["floors"][name]


@pytest.mark.parametrize("name", GATE["ceilings"])
def test_no_fault_rises_above_its_ceiling(found: Evaluation, name: str) -> None:
    assert value_of(found, name) <= GATE["ceilings"][name]


def test_every_measure_with_a_bar_has_a_floor() -> None:
    assert {each.figure for each in report.measures()} <= {*GATE["floors"], *GATE["ceilings"]}
