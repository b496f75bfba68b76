"""Fixtures that every part of the test suite may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The measuring material: ``PASSERELLE_SHARED`` or ``../shared`` beside the checkout; else the test is skipped."""
    folder = Path(os.environ.get("PASSERELLE_SHARED") or ROOT.parent / "shared")
    if not (folder / "corpus" / "dev.jsonl").exists():
        pytest.skip(f"no measuring material at {folder}; set PASSERELLE_SHARED")
    return folder
