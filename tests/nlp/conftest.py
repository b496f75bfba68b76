"""What several tests of the extraction share."""

from __future__ import annotations

import pytest

from nlp.institutions.finder import Finder
from nlp.registry import Registry


@pytest.fixture(scope="session")
def finder() -> Finder:
    """Finds institutions with the built-in supplement alone."""
    return Finder(Registry.open(None))
