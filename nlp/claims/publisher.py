"""Whose page a document is, also where the registry does not know the publisher."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.claims.words import WORD, fold
from records import Document, Institution, InstitutionMention

if TYPE_CHECKING:
    from nlp.registry import Registry


def find_publisher(
    document: Document | None, mentions: Sequence[InstitutionMention], registry: Registry | None
) -> Institution | None:
    """Give the publisher: as the text's own mentions have it, else from the registry, else by its name alone."""
    if document is None:
        return None
    if document.publisher_id is None and document.publisher and (named := _mentioned(document.publisher, mentions)):
        return named
    if registry is not None:
        from nlp.institutions.publisher import publisher_of

        known = publisher_of(document, registry)
        if known is not None:
            return known
    return _unknown(document) if document.publisher else None


def _mentioned(name: str, mentions: Sequence[InstitutionMention]) -> Institution | None:
    key = _key(name)
    for mention in mentions:
        if key in (_key(mention.institution.name), _key(mention.span.text)):
            return mention.institution
    return None


def _unknown(document: Document) -> Institution:
    from nlp.institutions.publisher import site_country

    name = document.publisher or ""
    return Institution(
        id="x:" + re.sub(r" +", "-", _key(name)), name=name, kind="academic", country=site_country(document.url)
    )


def _key(name: str) -> str:
    return " ".join(WORD.findall(fold(name)))
