"""A sentence in its context, cut into the parts a page shows: before, sentence, trigger, rest, after."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CONTEXT = 240


@dataclass(frozen=True, slots=True)
class Quote:
    """The text around a sentence. The sentence is ``start + trigger + end``."""

    before: str
    start: str
    trigger: str
    end: str
    after: str


def quote(row: Mapping[str, Any]) -> Quote:
    """The parts of an evidence row (``sentence_text``, offsets, ``sentence_before``, ``sentence_after``)."""
    sentence = str(row["sentence_text"] or "")
    low, high = _within(row, len(sentence))
    return Quote(
        before=_tail(row.get("sentence_before") or ""),
        start=sentence[:low],
        trigger=sentence[low:high],
        end=sentence[high:],
        after=_head(row.get("sentence_after") or ""),
    )


def _within(row: Mapping[str, Any], length: int) -> tuple[int, int]:
    start, low, high = row["char_start"], row["trigger_start"], row["trigger_end"]
    if start is None or low is None or high is None or not start <= low <= high <= start + length:
        return length, length
    return low - start, high - start


def _tail(text: str) -> str:
    """The end of the text before the sentence: from a paragraph's or a word's beginning."""
    cut = re.sub(r"\s+", " ", text[-CONTEXT:])
    return "…" + cut.partition(" ")[2] if len(text) > CONTEXT else cut


def _head(text: str) -> str:
    cut = re.sub(r"\s+", " ", text[:CONTEXT])
    return cut.rpartition(" ")[0] + "…" if len(text) > CONTEXT else cut
