"""Former names: they lead to the present institution, unless the text tells of the predecessors themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from nlp.institutions.entities import identity, slug
from nlp.institutions.found import Found
from nlp.institutions.words import fold
from nlp.registry import Registry
from records import Institution


def keep_apart(found: Sequence[Found], registry: Registry) -> list[Found]:
    """Keep predecessors apart where a text names two of them ("Télécom Bretagne et Mines Nantes").

    Each becomes an institution of its own whose parent is what both have become; one alone stays the present one.
    """
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for item in found:
        if item.institution is not None and " " in item.text and (name := _former(item, registry)):
            names[item.institution.id][identity(name)] = name
    several = {i for i, by_key in names.items() if len(by_key) > 1}
    if not several:
        return list(found)
    return [
        _predecessor(item, registry) if item.institution and item.institution.id in several else item for item in found
    ]


def _former(item: Found, registry: Registry) -> str | None:
    wanted = fold(" ".join(item.text.split()))
    if item.institution is None:
        return None
    kinds = {kind for name, _, kind in registry.names(item.institution.id) if fold(name) == wanted}
    return " ".join(item.text.split()) if kinds == {"former"} else None


def _predecessor(item: Found, registry: Registry) -> Found:
    name, present = _former(item, registry), item.institution
    if name is None or present is None:
        return item
    own = Institution(slug(name), name, present.kind, present.country, city=present.city, parent_id=present.id)
    return replace(item, name=name, institution=own, reason=f"{item.reason}; today {present.name}")
