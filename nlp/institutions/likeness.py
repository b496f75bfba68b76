"""Names of one country that resemble another, token key against token key."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz, process

from nlp.registry import Registry, token_key

COUNTRIES_KEPT = 10
"""Countries whose keys stay in memory; the largest has 30,000."""


class Likeness:
    """Looks for like names in one registry, keeping the keys of the countries asked for last."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._keys = lru_cache(maxsize=COUNTRIES_KEPT)(self._load)
        self._asked = lru_cache(maxsize=2048)(self._search)

    def similar(self, name: str, country: str, cutoff: float) -> list[tuple[str, float]]:
        """The ids of the institutions whose key resembles the name's, with the likeness (0-100), best first."""
        return self._asked(" ".join(name.split()), country, cutoff)

    def _load(self, country: str) -> tuple[list[str], list[str]]:
        compiled = self._registry.compiled
        pairs = dict(compiled.keys_of_country(country)) if compiled is not None else {}
        return list(pairs), list(pairs.values())

    def _search(self, name: str, country: str, cutoff: float) -> list[tuple[str, float]]:
        wanted = token_key(name)
        keys, ids = self._keys(country)
        if not wanted.telling or not keys:
            return []
        found = process.extract(str(wanted), keys, scorer=fuzz.ratio, score_cutoff=cutoff, limit=6)
        best: dict[str, float] = {}
        for _, score, place in found:
            best[ids[place]] = max(score, best.get(ids[place], 0.0))
        return sorted(best.items(), key=lambda pair: -pair[1])
