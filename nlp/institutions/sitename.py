"""The newspaper or portal that a page belongs to, where its text names it: "© Bref Eco" on brefeco.com."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context
from nlp.institutions.publisher import site_country
from nlp.institutions.words import fold
from nlp.registry import host_of

SHORTEST = 4
"""Letters; a shorter host name is too likely to be met by chance."""

LONGEST_REST = 2
"""Letters of the host name that the text may leave out: a country or "tv" at its end."""


def site_names(context: Context) -> Iterator[Candidate]:
    """Every stretch of one to four words that spells the site's host name."""
    host = host_of(context.address)
    if not host or "." not in host:
        return
    labels = host.split(".")[:-1]
    label = max(labels, key=len)
    letters = re.sub(r"[^a-z0-9]", "", fold(label))
    country = site_country(context.address) or {"fr": "FR", "de": "DE", "it": "IT"}.get(context.lang)
    for match in re.finditer(rf"(?<![\w.@]){re.escape(label)}(?![\w.])", context.text) if len(label) > 5 else ():
        yield Candidate(match.start(), match.end(), match[0], source="name pattern", kind="company", country=country)
    words, i = context.words, 0
    while len(letters) >= SHORTEST and i < len(words):
        size = _spelled(letters, [re.sub(r"[^a-z0-9]", "", w.key) for w in words[i : i + 5]])
        if size:
            start, end = words[i].start, words[i + size - 1].end
            yield Candidate(start, end, context.text[start:end], source="name pattern", kind="company", country=country)
        i += size or 1


def _spelled(letters: str, parts: list[str]) -> int:
    """With how many of the words the letters are spelled, but for a short rest; 0 where they are not."""
    spelled = ""
    for count, part in enumerate(parts, start=1):
        spelled += part
        if not letters.startswith(spelled):
            return 0
        rest = len(letters) - len(spelled)
        if rest == 0 or (rest <= LONGEST_REST and len(spelled) >= 7):
            return count
    return 0
