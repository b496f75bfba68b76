"""The time zone in which a site's editors work, guessed from the country of its domain."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from zoneinfo import ZoneInfo

from babel.core import get_global

_WHERE_MOST_LIVE = {
    "AU": "Australia/Sydney", "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CL": "America/Santiago",
    "CN": "Asia/Shanghai", "DE": "Europe/Berlin", "ES": "Europe/Madrid", "MX": "America/Mexico_City",
    "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon", "RU": "Europe/Moscow", "UA": "Europe/Kyiv",
    "US": "America/New_York",
}  # fmt: skip
_OTHER_DOMAINS = {"uk": "GB", "edu": "US", "quebec": "CA", "paris": "FR", "bzh": "FR", "cat": "ES"}


@cache
def _zones() -> dict[str, str]:
    """One zone a country: its only one, or the one where most of its people live."""
    of_country: dict[str, list[str]] = defaultdict(list)
    for zone, country in get_global("zone_territories").items():
        of_country[country].append(zone)
    single = {country: zones[0] for country, zones in of_country.items() if len(zones) == 1}
    return single | _WHERE_MOST_LIVE


def zone_of_host(host: str) -> ZoneInfo | None:
    """Return the zone for a host such as ``www.polymtl.ca``, or None where the domain names no country."""
    ending = host.rsplit(".", 1)[-1].lower()
    name = _zones().get(_OTHER_DOMAINS.get(ending, ending.upper()))
    return ZoneInfo(name) if name else None
