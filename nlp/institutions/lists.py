"""Names that share their head: "universités Hasanuddin, Sriwijaya et Udayana", "des Mines de Paris, Alès et Douai"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context, is_place

_UNIVERSITIES = (
    r"universit[ée]s|universities|universidades|universit[àa]|Universitäten|Hochschulen|universités\s+et\s+écoles"
)
_GROUPS = (
    r"Mines(?:[\s-]Télécom)?|[ÉE]coles?\s+des\s+[Mm]ines|[ÉE]coles?\s+centrales?|Centrale|Centrales|INSA|Insa|ENI|Eni|ENS|Télécom"
    r"|Polytech|Arts\s+et\s+Métiers|Sciences\s+Po|IAE|IUT|INP|ENSAM|UT|Politecnici|Politecnico|TU|IIT|IIM|NIT"
)
_PREPOSITION = r"(?:de\s+la\s|de\s|d['’]|du\s|des\s|of\s|di\s|do\s|da\s)?"
_NAME = r"[A-ZÀ-Þ][\w’'-]+(?:[\s\n][A-ZÀ-Þ][\w’'-]+){0,3}"
_SEPARATOR = r"(?:\s?\([^()]{2,30}\))?(?:\s?,\s(?:et\s|and\s|y\s|e\s)?|\s(?:et|and|y|e|und|ou|or)\s)"
_LIST = re.compile(
    rf"\b(?:(?P<plural>{_UNIVERSITIES})|(?P<group>{_GROUPS}))[\s\n](?P<items>{_PREPOSITION}{_NAME}"
    rf"(?:{_SEPARATOR}{_PREPOSITION}{_NAME})+)"
)
_LIKE_THE_FIRST = re.compile(
    r"\b(?P<head>université|école|institut|university|universidad|universidade|università)\b[^.;\n]{3,80}?[\s,(]"
    rf"(?:et|ou|puis|and|y|e)\s(?:à\s|avec\s|with\s|con\s)?(?:celles?|that|la|quella|a)\s{_PREPOSITION.rstrip('?')}"
    rf"(?P<name>{_NAME})",
    re.IGNORECASE,
)
_ITEM = re.compile(rf"{_PREPOSITION}(?P<name>{_NAME})")


def lists(context: Context) -> Iterator[tuple[Candidate, str]]:
    """Every member of such a list with the whole name that it stands for.

    Members of a group of schools are those that are places ("Mines de Paris, Alès"), as another name ends the list.
    """
    yield from _likewise(context)
    for match in _LIST.finditer(context.text):
        head = match["plural"] or match["group"]
        for item in _ITEM.finditer(context.text, match.start("items"), match.end("items")):
            name = item["name"]
            if context.text.count("(", match.start(), item.start()) > context.text.count(
                ")", match.start(), item.start()
            ):
                continue
            if match["group"] and not any(is_place(part) for part in (name, *name.split("-"))):
                break
            start, end = item.span("name")
            whole = f"{_singular(head)} {name}"
            yield Candidate(start, end, name, source="list", kind="academic", head=head.casefold(), sure=False), whole


def _likewise(context: Context) -> Iterator[tuple[Candidate, str]]:
    """ "l'Université de Nouvelle-Galles du Sud et celle d'Adélaïde": the second name without its noun."""
    for match in _LIKE_THE_FIRST.finditer(context.text):
        start, end = match.span("name")
        if match["name"][:1].isupper() and is_place(match["name"]):
            whole = f"{_singular(match['head']).capitalize()} de {match['name']}"
            yield Candidate(start, end, match["name"], source="list", kind="academic", sure=False), whole


def _singular(head: str) -> str:
    plurals = {"universités": "Université", "universities": "University", "universidades": "Universidad",
               "écoles des mines": "Mines", "ecoles des mines": "Mines", "centrales": "Centrale",
               "politecnici": "Politecnico", "universitäten": "Universität"}  # fmt: skip
    return plurals.get(" ".join(head.casefold().split()), head)
