"""Short names beside institutions: "KAIST, SeoulTech, Hanyang" names three universities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.institutions.choose import MARGIN, Chooser
from nlp.institutions.context import Context, is_place, place_country
from nlp.institutions.found import Found
from nlp.institutions.lexicon import common_words, every_generic, every_head
from nlp.institutions.words import fold
from nlp.registry import Registry

TEMPLATES = (
    "{} University",
    "University of {}",
    "Université {}",
    "Université de {}",
    "Universidad {}",
    "Universität {}",
    "Universitas {}",
)
_WORD = r"[A-ZÀ-Þ][^\W_]{3,}(?:\s[A-ZÀ-Þ][^\W_]{3,}){0,2}"
_AFTER = re.compile(
    rf"(?:\s?\([^()]*\))?(?:,\s|\s(?:et|and|und|y|e|ou|or)\s|,\s(?:et|and)\s)(?:l['’]|la\s|the\s|le\s)?({_WORD})(?![\w-])"
)
_BEFORE = re.compile(
    rf"(?<![\w-])({_WORD})(?:,\s|\s(?:et|and|und|y|e|ou|or)\s|,\s(?:et|and)\s)(?:l['’]|la\s|the\s|le\s)?$"
)

_ROW = re.compile(
    r"(?:\s?\([^()]*\))?(?:\s?,\s?|\s)(?:(?:et|and|und|y|e|ou|or|avec|with)\s)?(?:(?:l['’]|la\s|le\s|the\s|die\s|der\s|el\s|il\s)?)"
)
"""What may stand between two schools of a row."""
ROW = 40
"""Characters between them at most."""
_OWNED = re.compile(r"(?:\b(?:de|of|di|da|do|du|von)\s|\bd['’])$")
_PLACING = re.compile(r"\b(?:à|in|en|a)\s$")


def university_of(place: str, country: str | None, registry: Registry) -> list[str]:
    """The ids of the schools that a town, region or telling word gives its name to, in ``country`` where known."""
    for template in TEMPLATES:
        found = registry.candidates(template.format(place), country)
        schools = [i for i in found if "education" in registry.types(i) or i in registry.supplement.records]
        if schools:
            return schools
    return []


def neighbours(found: Sequence[Found], context: Context, registry: Registry, chooser: Chooser) -> Iterator[Found]:
    """Single words in a row with an academic institution that are the telling word of a registered university."""
    queue = [item for item in found if item.kind == "academic"]
    seen: set[int] = set()
    while queue:
        item = queue.pop()
        sentence = context.sentence_at(item.start)
        for match in (
            _AFTER.match(context.text, item.end),
            _BEFORE.search(context.text, max(sentence.start, item.start - 40), item.start),
        ):
            if match is None or match.start(1) in seen:
                continue
            seen.add(match.start(1))
            if _OWNED.search(context.text, max(0, match.start(1) - 5), match.start(1)):
                continue
            new = _university(match, context, registry, chooser) or _town(
                match, item, found, context, registry, chooser
            )
            if new is not None:
                queue.append(new)
                yield new


def _university(match: re.Match[str], context: Context, registry: Registry, chooser: Chooser) -> Found | None:
    word, (start, end) = match[1], match.span(1)
    key = word.casefold()
    if (
        is_place(word)
        or context.countries_between(start, start + 1)
        or key in every_generic()
        or key in every_head()
        or _goes_on(context, end)
    ):
        return None
    for template in TEMPLATES:
        bearers = [(i, k) for i, k in registry.bearers(template.format(word)) if _teaches(i, registry, chooser)]
        choice = chooser.choose(bearers, start, end) if bearers else None
        if choice is not None and choice.lead >= MARGIN:
            i = choice.institution
            reason = f"in a row with other institutions, short for “{template.format(word)}”"
            return Found(start, end, word, reason, i.name, i.kind, i.country, i, short=True)
    return None


def called(context: Context, registry: Registry, chooser: Chooser) -> Iterator[Found]:
    """Universities by an article and their telling word, where the text names their country: "la Babeș-Bolyai"."""
    for match in _CALLED.finditer(context.text) if context.lang in _WITH_ARTICLE else ():
        if context.shouted(*match.span(1)) or fold(match[1]) in common_words():
            continue
        new = _university(match, context, registry, chooser)
        if new is not None and new.country in context.named:
            yield replace(new, reason=new.reason.replace("in a row with other institutions", "with an article"))


_WITH_ARTICLE = frozenset({"fr", "it", "es", "pt"})
_CALLED = re.compile(
    r"(?:\b(?:la|alla|della|dalla|nella|da|na|[àa]\sla|de\sla)\s|\b(?:d?ell|all|[ld])['’])"
    r"([A-ZÀ-Þ][^\W_]{3,}(?:[-–][A-ZÀ-Þ][^\W_]{2,})?)(?![\w-])"
)


def members(found: Sequence[Found], context: Context, registry: Registry, chooser: Chooser) -> Iterator[Found]:
    """The towns in brackets behind a network, each for its university: "l'alliance EU GREEN (Évora, Gävle…)"."""
    for item in found:
        match = _MEMBERS.match(context.text, item.end) if item.kind == "network" else None
        parts = list(_MEMBER.finditer(context.text, *match.span("members"))) if match else []
        if len(parts) < FEWEST or not all(is_place(part[0]) for part in parts):
            continue
        for part in parts:
            ids = university_of(part[0], place_country(part[0]), registry)
            choice = chooser.choose([(i, "alias") for i in ids], *part.span()) if ids else None
            if choice is not None and choice.lead >= MARGIN:
                i, reason = choice.institution, f"a town among the members of {item.name}"
                yield Found(*part.span(), part[0], reason, i.name, i.kind, i.country, i, short=True)


_TOWN = r"[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)*"
_MEMBERS = re.compile(
    rf"(?:\s(?:alliance|network|consortium))?\s?\((?P<members>{_TOWN}"
    rf"(?:(?:,\s|,?\s(?:et|and|und|y|e)\s){_TOWN})+)(?:…|\.\.\.)?\)"
)
_MEMBER = re.compile(_TOWN)
FEWEST = 2
"""Towns in brackets that are members of a network and not its seat."""


def _town(
    match: re.Match[str], item: Found, found: Sequence[Found], context: Context, registry: Registry, chooser: Chooser
) -> Found | None:
    """A town among schools, two of them at least, that stands for its own: "Liège, la HTW Saar et Trèves"."""
    word, (start, end) = match[1], match.span(1)
    country = place_country(word)
    if country is None or (item.institution and item.institution.city == word) or _goes_on(context, end):
        return None
    schools = [f for f in found if f.kind == "academic" and f is not item and not f.short]
    in_row = any(_ROW.fullmatch(context.text, f.end, item.start) for f in schools if 0 < item.start - f.end < ROW)
    followed = any(_ROW.fullmatch(context.text, end, f.start) for f in schools if 0 < f.start - end < ROW)
    if not (in_row or followed) or _PLACING.search(context.text, max(0, start - 5), start):
        return None
    choice = chooser.choose([(i, "alias") for i in university_of(word, country, registry)], start, end)
    if (
        choice is None
        or choice.lead < MARGIN
        or choice.institution.id in {f.institution.id for f in schools if f.institution}
    ):
        return None
    i = choice.institution
    reason = "a town in a row of schools, for its own"
    return Found(start, end, word, reason, i.name, i.kind, i.country, i, short=True)


def _teaches(institution_id: str, registry: Registry, chooser: Chooser) -> bool:
    """Whether it is a school: by the registry's types, or where it has none by its kind."""
    types, body = chooser.types(institution_id), registry.get(institution_id)
    return "education" in types if types else body is not None and body.kind == "academic"


def _goes_on(context: Context, end: int) -> bool:
    """Whether another capitalised word follows, so that the word is only a part of a name."""
    return re.match(r"\s[A-ZÀ-Þ]", context.text[end : end + 2]) is not None
