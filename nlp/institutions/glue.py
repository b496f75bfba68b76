"""Names that a listing has glued to the word behind them: "Université de TallinnPartenariats"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nlp.institutions.candidates import Candidate

GLUE = re.compile(r"(?<=[a-zß-ÿ]{2})(?=[A-ZÀ-Þ][a-zß-ÿ]{2,}$)")
"""Between a word and a capitalised one written on to it, at the end of a name."""


def unglued(candidates: Iterable[Candidate], text: str) -> Iterator[Candidate]:
    """Cut off a word glued to the end of a name of several where the text has the name without it, too."""
    for candidate in candidates:
        glue = GLUE.search(candidate.text)
        name = candidate.text[: glue.start()] if glue else ""
        if " " in name and re.search(rf"{re.escape(name)}(?!\w)", text):
            yield replace(candidate, end=candidate.start + len(name), text=name)
        else:
            yield candidate
