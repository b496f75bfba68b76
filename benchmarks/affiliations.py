"""Linking of affiliation strings: precision and recall on the Crossref strings of the ROR API's tests.

Usage: python benchmarks/affiliations.py [--registry FOLDER] [--faults N] [FILE]

FILE (default ../shared/affiliations/crossref.json) holds a list of {"affiliation": …, "ror_ids": […]}; the registry is
compiled beforehand with `passerelle institutions update`. What must hold: P 0.95 at R 0.80.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config import Config  # noqa: E402
from nlp.registry import Registry  # noqa: E402
from nlp.registry.affiliation import link_affiliation  # noqa: E402


def main() -> None:
    """Link every string and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = ROOT.parent / "shared" / "affiliations" / "crossref.json"
    parser.add_argument("file", nargs="?", type=Path, default=default)
    parser.add_argument("--registry", type=Path, default=Config.from_environment().registry)
    parser.add_argument("--faults", type=int, default=0, help="how many wrong or missed links to print")
    options = parser.parse_args()
    registry = Registry.open(options.registry)
    rows = json.loads(options.file.read_text(encoding="utf-8"))
    right = wrong = missed = printed = 0
    start = time.perf_counter()
    for row in rows:
        gold = {address.rsplit("/", 1)[-1] for address in row["ror_ids"]}
        links = link_affiliation(registry, row["affiliation"])
        got = {link.institution.ror for link in links if link.institution.ror}
        right, wrong, missed = right + len(gold & got), wrong + len(got - gold), missed + len(gold - got)
        if gold != got and printed < options.faults:
            printed += 1
            found = [(link.institution.ror, link.institution.name, link.text, link.reason) for link in links]
            print(row["affiliation"][:200], "\n   gold", sorted(gold), "\n   got ", found)
    seconds = time.perf_counter() - start
    print(f"{registry.release}: {len(rows)} strings, {len(rows) / seconds:.0f}/s")
    precision, recall = right / (right + wrong), right / (right + missed)
    print(f"P {precision:.3f}  R {recall:.3f}  ({right} right, {wrong} wrong, {missed} missed)")


if __name__ == "__main__":
    main()
