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


@pytest.fixture(scope="session")
def registry_folder(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full registry, compiled from the dump of the measuring material once for all test processes.

    It takes half a minute; `PASSERELLE_TEST_REGISTRY` names a folder that keeps it from run to run.
    """
    import fcntl

    from nlp.registry import compile_registry

    kept = os.environ.get("PASSERELLE_TEST_REGISTRY")
    folder = Path(kept) if kept else tmp_path_factory.getbasetemp().parent / "registry"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "current.json").exists():
            compile_registry(next((shared / "ror").glob("*.zip")), folder)
    return folder
