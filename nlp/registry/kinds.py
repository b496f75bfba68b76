"""From the types of the Research Organization Registry to the kinds that the register uses."""

from __future__ import annotations

import re
from collections.abc import Collection

from records import InstitutionKind

_NETWORK_WORDS = re.compile(
    r"\b(?:alliances?|associations?|networks?|r[ée]seaux?|consorti(?:um|a)|conf[ée]rences? (?:des|of)|conference of|"
    r"leagues?|ligues?|federations?|f[ée]d[ée]rations?|unions? of|councils? of|verbund|verband|netzwerk|netwerk|"
    r"asociaci[oó]n|associa[çc][ãa]o|associazione|redes?|rete|councils? for|council on)\b",
    re.IGNORECASE,
)

_BY_TYPE: tuple[tuple[str, InstitutionKind], ...] = (
    ("education", "academic"),
    ("government", "public"),
    ("facility", "academic"),
    ("healthcare", "academic"),
    ("company", "company"),
)


def institution_kind(types: Collection[str], names: Collection[str]) -> InstitutionKind:
    """The kind of an organisation with the given registry types and names.

    Schools, research bodies and hospitals are academic, government bodies public; a nonprofit, funder, archive
    or other body is a network where one of its names says so.
    """
    for type_name, kind in _BY_TYPE:
        if type_name in types:
            return kind
    return "network" if any(_NETWORK_WORDS.search(name) for name in names) else "other"
