"""Dates of whole sentences in six languages.

They stand in ``dates``, one a line: the day of publication, a tab, the sentence (``\\n`` for a line's end), a tab, the
dates in it as EDTF with " ; " between them.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nlp.dates import find_dates

FOLDER = Path(__file__).parent / "dates"


def _table() -> list[tuple[str, str, str, str]]:
    found = []
    for path in sorted(FOLDER.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            published, text, edtf = line.split("\t")
            found.append((path.stem, published, text.replace("\\n", "\n"), edtf))
    return found


@pytest.mark.parametrize(("lang", "published", "text", "edtf"), _table())
def test_reads_sentences(lang: str, published: str, text: str, edtf: str) -> None:
    mentions = find_dates(text, lang, dt.date.fromisoformat(published))
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    assert " ; ".join(m.interval.edtf for m in mentions if m.interval) == edtf
