"""Affiliation strings are linked to what they name, and to nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.registry import Registry, compile_registry
from nlp.registry.affiliation import link_affiliation


@pytest.fixture(scope="module")
def supplement() -> Registry:
    return Registry.open(None)


@pytest.mark.parametrize(
    ("affiliation", "ids"),
    [
        ("Dept. of Physics, Kyoto Univ., Kyoto 606-8501, Japan", ["ror:02kpeqv85"]),
        ("Institut f&#x00FC;r Physik, Technische Universit&#x00E4;t M&#x00FC;nchen, Germany", ["ror:02kkvpp62"]),
        ("Department of Molecular Microbiology", []),
        ("University of Maryland at Baltimore, USA", []),
        ("Kyoto University, Paris, France", []),
        ("", []),
    ],
)
def test_strings_are_linked(supplement: Registry, affiliation: str, ids: list[str]) -> None:
    assert [link.institution.id for link in link_affiliation(supplement, affiliation)] == ids


@pytest.mark.shared
@pytest.mark.slow
def test_precision_and_recall_do_not_fall(shared: Path, tmp_path: Path) -> None:
    dump = next(iter(sorted((shared / "ror").glob("*.zip"))), None)
    if dump is None:
        pytest.skip(f"no ROR dump in {shared / 'ror'}")
    compile_registry(dump, tmp_path)
    registry = Registry.open(tmp_path)
    right = found = wanted = 0
    for row in json.loads((shared / "affiliations" / "crossref.json").read_text(encoding="utf-8")):
        gold = {address.rsplit("/", 1)[-1] for address in row["ror_ids"]}
        got = {link.institution.ror for link in link_affiliation(registry, row["affiliation"])} - {None}
        right, found, wanted = right + len(gold & got), found + len(got), wanted + len(gold)
    assert right / found >= 0.95
    assert right / wanted >= 0.80
