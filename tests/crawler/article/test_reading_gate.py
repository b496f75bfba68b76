"""The floors that no change may lower without saying so in the CHANGELOG: real pages with ground truth."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.shared
@pytest.mark.slow
def test_real_pages_are_read_no_worse_than_before(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("reading", ROOT / "benchmarks" / "reading.py")
    assert spec
    assert spec.loader
    reading = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reading)
    mean = {name: sum(scores) / len(scores) for name, scores in reading.measure(shared / "realhtml").items()}
    assert mean["exact day, fr"] >= 0.95
    assert mean["exact day, all"] >= 0.94
    assert mean["body F1, articles"] >= mean["body F1, articles, trafilatura alone"]
    assert mean["body F1, listings"] >= mean["body F1, listings, trafilatura alone"] + 0.10
