"""Names that share their head: "universités Hasanuddin, Sriwijaya et Udayana", "des Mines de Paris, Alès et Douai".

The head may also stand before them in another way: "celles de Dschang et d'Addis-Abeba", "les recteurs de Gand et de
Louvain", "quatre universités (Bordeaux, Poitiers …)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.institutions.candidates import Candidate
from nlp.institutions.context import Context, is_place

_UNIVERSITIES = (
    r"[Uu]niversit[ée]s|[Uu]niversities|[Uu]niversidades|[Uu]niversit[àa]|Universitäten|Unis|Hochschulen"
    r"|universités\s+et\s+écoles"
)
_GROUPS = (
    r"Mines(?:[\s-]Télécom)?|[ÉE]coles?\s+des\s+[Mm]ines|[ÉE]coles?\s+centrales?|Centrale|Centrales|INSA|Insa|ENI|Eni|ENS|Télécom"
    r"|Polytech|Arts\s+et\s+Métiers|Sciences\s+Po|IAE|IUT|INP|ENSAM|UT|Politecnici|Politecnico|TU|IIT|IIM|NIT"
)
_PREPOSITION = r"(?:de\s(?:la\s|l['’])|de\s|d['’]|du\s|des\s|of\s|di\s|do\s|da\s|von\s)?"
_NAME = r"[A-ZÀ-ÞČŠŽŁŚ][\w’'-]+(?:[\s\n][A-ZÀ-ÞČŠŽŁŚ][\w’'-]+){0,3}"
_SEPARATOR = r"(?:\s?\([^()]{2,30}\))?(?:\s?,\s(?:et\s|and\s|y\s|e\s)?|\s(?:et|and|y|e|und|ou|or)\s)"
_ITEMS = rf"{_PREPOSITION}{_NAME}(?:{_SEPARATOR}{_PREPOSITION}{_NAME})"
_LIST = re.compile(
    rf"\b(?:(?P<plural>{_UNIVERSITIES})|(?P<group>{_GROUPS}))(?:[\s\n]|\s?\(|\s?:\s)(?P<items>{_ITEMS}+)"
)
_LIKE_THE_FIRST = re.compile(
    r"(?i:\b(?P<head>université|école|institut|university|universidad|universidade|università)\b[^.;\n]{3,80}?[\s,(]"
    rf"(?:et|ou|puis|and|y|e)\s(?:à\s|avec\s|with\s|con\s)?(?:celles?|that|la|quella|a)\s){_PREPOSITION.rstrip('?')}"
    rf"(?P<name>{_NAME})"
)
_TAKEN_UP = re.compile(
    rf"\b(?:celles?|celui|ceux|that|those|quell[aeo]|quelli)\s(?:des?\s|d['’]|du\s|of\s|di\s)(?P<items>{_ITEMS}*)"
)
"""A pronoun for a school, or for the head of one: "celles de Dschang et d'Addis-Abeba", "that of Ghent"."""
_LED = re.compile(
    r"\b(?:[Rr]ecteurs|[Rr]ectors|[Rr]ettori|vertici|[Rr]ectores|[Rr]eitores|Rektoren|Rektorinnen|[Vv]ice-[Cc]hancellors)"
    rf"\s(?P<items>{_PREPOSITION.rstrip('?')}{_NAME}(?:{_SEPARATOR}{_PREPOSITION}{_NAME})*)"
)
"""Whom only schools have, in the plural: "les recteurs de Silésie et de Žilina"."""
_SCHOOL = re.compile(
    r"\b(?:universit|école|ecole|facult|hochschul|school|polit[eé]cni|institut|rect|rettor)", re.IGNORECASE
)
_ITEM = re.compile(rf"{_PREPOSITION}(?P<name>{_NAME})")
REACH = 220
"""Characters before a pronoun in which the noun stands that it takes up."""


def lists(context: Context) -> Iterator[tuple[Candidate, str]]:
    """Every member of such a list with the whole name that it stands for; sure where it must be a school.

    Members of a group of schools are those that are places ("Mines de Paris, Alès"), as another name ends the list.
    """
    yield from _likewise(context)
    yield from _taken_up(context)
    for match in _LIST.finditer(context.text):
        head = match["plural"] or match["group"]
        for item in _ITEM.finditer(context.text, match.start("items"), match.end("items")):
            name = item["name"]
            if context.text.count("(", match.start("items"), item.start()) > context.text.count(
                ")", match.start("items"), item.start()
            ):
                continue
            if match["group"] and not any(is_place(part) for part in (name, *name.split("-"))):
                break
            start, end = item.span("name")
            whole = f"{_singular(head)} {name}"
            town = is_place(name) and name not in _countries(context)
            sure = bool(match["plural"]) and town and not context.shouted(start, end)
            yield Candidate(start, end, name, source="list", kind="academic", head=head.casefold(), sure=sure), whole


def _countries(context: Context) -> set[str]:
    """The names under which the text names countries themselves."""
    return {mention.span.text for mention in context.countries if mention.basis == "explicit"}


def _likewise(context: Context) -> Iterator[tuple[Candidate, str]]:
    """ "l'Université de Nouvelle-Galles du Sud et celle d'Adélaïde": the second name without its noun."""
    for match in _LIKE_THE_FIRST.finditer(context.text):
        start, end = match.span("name")
        if is_place(match["name"]):
            whole = f"{_singular(match['head']).capitalize()} de {match['name']}"
            yield Candidate(start, end, match["name"], source="list", kind="academic", sure=False), whole


def _taken_up(context: Context) -> Iterator[tuple[Candidate, str]]:
    """Places after a pronoun for schools, or after their heads: each stands for its university."""
    for pattern in (_TAKEN_UP, _LED):
        for match in pattern.finditer(context.text):
            before = context.text[max(0, match.start() - REACH) : match.start()]
            told = pattern is _LED or _SCHOOL.search(before)
            items = list(_ITEM.finditer(context.text, match.start("items"), match.end("items"))) if told else []
            if not all(is_place(item["name"]) for item in items):
                continue
            for item in items:
                start, end = item.span("name")
                whole = f"Université de {item['name']}"
                yield Candidate(start, end, item["name"], source="list", kind="academic", sure=False), whole


def _singular(head: str) -> str:
    plurals = {"universités": "Université", "universities": "University", "universidades": "Universidad",
               "écoles des mines": "Mines", "ecoles des mines": "Mines", "centrales": "Centrale", "unis": "Universität",
               "politecnici": "Politecnico", "universitäten": "Universität"}  # fmt: skip
    return plurals.get(" ".join(head.casefold().split()), head)
