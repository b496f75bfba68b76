"""A store on disk and hand-made articles and analyses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store

COUNTRIES = [
    ("FR", "France", "France"),
    ("JP", "Japan", "Japon"),
    ("DE", "Germany", "Allemagne"),
    ("HK", "Hong Kong SAR China", "R.A.S. chinoise de Hong Kong"),
    ("US", "United States", "États-Unis"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "work.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        opened.load_reference(COUNTRIES)
        yield opened
