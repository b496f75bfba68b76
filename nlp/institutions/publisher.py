"""Whose page a text stands on."""

from __future__ import annotations

import re

from nlp.institutions.entities import slug
from nlp.institutions.words import fold
from nlp.registry import Registry, host_of
from records import Document, Institution

_COUNTRY_DOMAINS = {"uk": "GB", "ac": None, "eu": None, "io": None, "tv": None, "me": None, "co": None, "ai": None}


def publisher_of(document: Document | None, registry: Registry) -> Institution | None:
    """The institution that publishes ``document``: by the source's id, by name and site, by name alone, by site.

    None for a newspaper, a portal or an unknown site.
    """
    if document is None:
        return None
    if document.publisher_id and (known := registry.get(document.publisher_id)):
        return known
    by_site = registry.by_domain(document.url) if document.url else None
    if not document.publisher:
        return by_site if by_site and _is_own_site(by_site) else None
    namesakes = [i for i in map(registry.get, _bearers(registry, document.publisher)) if i is not None]
    if by_site is not None and (not namesakes or by_site.id in {i.id for i in namesakes}):
        return by_site
    if len(namesakes) > 1:
        home = site_country(document.url)
        namesakes = [i for i in namesakes if i.country == home] or namesakes
    if namesakes:
        return _present(namesakes[0], registry)
    return by_site or _unregistered(document)


def _unregistered(document: Document) -> Institution:
    """A school that follows its own news without being in any registry."""
    name = document.publisher or ""
    return Institution(slug(name), name, "academic", document.publisher_country or site_country(document.url))


def is_name_of(text: str, publisher: Institution) -> bool:
    """Whether ``text`` is an unregistered publisher's name or a short form of it.

    Each word of a short form is one of the name's, or the initials of some that follow one another: "ESI Valmont" of
    "École supérieure d'ingénieurs de Valmont". One of them must be telling: its longest word, or initials.
    """
    whole, short = _words(publisher.name), _words(text)
    initials = "".join(word[0] for word in whole)
    own = [word for word in short if word in whole]
    abbreviated = [word for word in short if word not in whole and word in initials]
    all_explained = bool(short) and len(own) + len(abbreviated) == len(short)
    return all_explained and (own == whole or whole[-1] in own)


def _words(text: str) -> list[str]:
    """The words of a name but its small ones; two letters count where they are capitals ("IP Rocheval")."""
    return [fold(word) for word in re.findall(r"\w+", text) if len(word) > 2 or (len(word) == 2 and word.isupper())]


def _is_own_site(institution: Institution) -> bool:
    return institution.kind in {"academic", "network"}


def _bearers(registry: Registry, name: str) -> list[str]:
    found = registry.bearers(name)
    strong = [i for i, kind in found if kind != "acronym"] or [i for i, _ in found]
    if not strong:
        strong = registry.candidates(name)
    return sorted(strong, key=lambda i: "education" not in registry.types(i))


def _present(institution: Institution, registry: Registry) -> Institution:
    later = registry.present(institution.id)
    return registry.get(later[0]) or institution if len(later) == 1 else institution


def site_country(address: str | None) -> str | None:
    """The country that a web address' last part names; None for .com, .eu and the like."""
    host = host_of(address)
    if not host or "." not in host:
        return None
    last = fold(host.rpartition(".")[2])
    if last in _COUNTRY_DOMAINS:
        return _COUNTRY_DOMAINS[last]
    if last == "edu":
        return "US"
    return last.upper() if len(last) == 2 else None
