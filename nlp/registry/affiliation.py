"""Which institutions an affiliation string names: "Dept. of Physics, Univ. of Kyoto, Kyoto 606, Japan".

Exact names first, then names that differ only in language or word order, and those only in the country that the
string states. A name that several institutions bear is given to the one whose country, city or parent the string names;
where nothing decides, to none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nlp.countries import find_countries, place_country
from nlp.registry.folding import normalise
from nlp.registry.names import name_words, token_key
from nlp.registry.registry import Hit, Registry
from records import Institution

_SEGMENTS = re.compile(r"[,;|\n]+|\.\s+(?=[A-Z]{2}|[A-Z][a-z]{3})|\s+[-–—]\s+|[()\[\]]")
_ABBREVIATIONS = (
    (re.compile(r"\bUniv\b\.?(?!\w)", re.IGNORECASE), "University"),
    (re.compile(r"\bInst\b\.?(?!\w)", re.IGNORECASE), "Institute"),
    (re.compile(r"\bTech\b\.(?!\w)", re.IGNORECASE), "Technology"),
    (re.compile(r"\bTechnol\b\.?(?!\w)", re.IGNORECASE), "Technology"),
    (re.compile(r"\bSci\b\.?(?!\w)", re.IGNORECASE), "Science"),
    (re.compile(r"\bHosp\b\.?(?!\w)", re.IGNORECASE), "Hospital"),
    (re.compile(r"\bNatl?\b\.?(?!\w)", re.IGNORECASE), "National"),
    (re.compile(r"\bMed\b\.?(?!\w)", re.IGNORECASE), "Medical"),
    (re.compile(r"\bColl\b\.?(?!\w)", re.IGNORECASE), "College"),
    (re.compile(r"\bAcad\b\.?(?!\w)", re.IGNORECASE), "Academy"),
)
_UNIT_WORDS = (
    r"dep(?:t|artment|artement|artamento)s?|faculty|faculte|facultad|faculdade|division|section|unit|laborator\w*|lab|"
    r"school|college|center|centre|chair|lehrstuhl|institute?|graduate school|abteilung|klinik|clinic"
)
_UNIT = re.compile(rf"^(?:the )?(?:{_UNIT_WORDS})\b")


@dataclass(frozen=True, slots=True)
class Link:
    """An institution found in an affiliation string, and the words that name it."""

    institution: Institution
    text: str
    reason: str


def expand(affiliation: str) -> str:
    """The string without HTML entities, and with the usual abbreviations written out."""
    text = html.unescape(html.unescape(affiliation))
    for pattern, full in _ABBREVIATIONS:
        text = pattern.sub(full, text)
    return text


def link_affiliation(registry: Registry, affiliation: str) -> list[Link]:
    """The institutions of the registry that ``affiliation`` names, in the string's order; often one or none."""
    text = expand(affiliation)
    place = _place(text)
    links = list(_by_name(registry, text, place))
    return list({link.institution.id: link for link in links}.values())


@dataclass(frozen=True, slots=True)
class _Place:
    """What the string says of where: countries named outright, countries of its places, and its folded words."""

    countries: frozenset[str]
    likely: frozenset[str]
    words: str

    def allows(self, institution: Institution) -> bool:
        """Whether an institution's seat fits; a string of several addresses states not every country outright."""
        stated = self.countries if len(self.countries) < 2 else self.likely
        return not stated or institution.country is None or institution.country in stated

    def names_city(self, institution: Institution) -> bool:
        return bool(institution.city) and f" {normalise(institution.city or '')} " in self.words


_STATE = re.compile(
    r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
    r"\b(?:[ ,.]*\d{5}|[ ,.]*$|[ ,.]*U\.?S)"
)


def _place(text: str) -> _Place:
    """Countries stand at the end of a segment ("Kyoto 606, Japan"); inside a name they say little."""
    explicit: set[str] = set()
    likely: set[str] = set()
    for mention in find_countries(text, "en"):
        (explicit if mention.basis == "explicit" else likely).add(mention.code)
    for segment in _SEGMENTS.split(text):
        code = place_country(re.sub(r"[\d.]+", " ", segment).strip())
        if code:
            likely.add(code)
    if _STATE.search(text):
        explicit.add("US")
    return _Place(frozenset(explicit), frozenset(likely | explicit), f" {normalise(text)} ")


def _by_name(registry: Registry, text: str, place: _Place) -> Iterator[Link]:
    hits = [hit for hit in registry.find(text) if _says_enough(hit, text)]
    chosen = [(hit, _choose(registry, hit, place)) for hit in hits]
    found = [(hit, institution) for hit, institution in chosen if institution]
    schools = {i.id for hit, i in found if not _UNIT.match(hit.norm) and "education" in registry.types(i.id)}
    for hit, institution in found:
        if not schools and _UNIT.match(hit.norm) and _SCHOOL_WORD.search(text[: hit.start] + " , " + text[hit.end :]):
            continue
        if not schools or institution.id in schools or _stands_beside(registry, hit, institution, schools):
            yield Link(institution, hit.text, "name")
    if hits:
        return
    for segment in _SEGMENTS.split(text):
        named = _by_key(registry, segment, place)
        if named:
            yield Link(named, segment.strip(), "name in another language or order")


def _says_enough(hit: Hit, text: str) -> bool:
    """Whether a name is telling enough to be believed where it stands.

    One word is never enough; common words alone ("Institute of Medical Sciences") must be all that stands between
    two commas; a name that goes on ("Iowa State | College") is another's.
    """
    if set(hit.kinds) == {"acronym"}:
        return False
    whole = _is_segment(hit, text)
    words = hit.norm.split()
    if len(words) == 1:
        return False
    if not _telling_words(hit.norm):
        return whole and len(hit.norm) >= 6 and place_country(hit.text) is None
    return whole or not _goes_on(hit, text)


def _is_segment(hit: Hit, text: str) -> bool:
    before, after = text[: hit.start].rstrip(), text[hit.end :].lstrip()
    before = re.sub(r"\b(?:the|at|of|from|and)$", "", before, flags=re.IGNORECASE).rstrip()
    return (not before or before[-1] in ",;()|") and (not after or after[0] in ",;()|.")


def _goes_on(hit: Hit, text: str) -> bool:
    """Whether the word before or after the name belongs to a longer name of a sort of institution."""
    after = normalise(re.split(r"[,;()|./]|\s[-–]\s", text[hit.end : hit.end + 40])[0]).split()
    ends = "hospital hospitals foundation press company corporation co ltd inc trust clinic".split()
    before = text[max(0, hit.start - 40) : hit.start]
    if _CONTINUES.match(text[hit.end : hit.end + 40]) or _BEGINS_BEFORE.search(before):
        return True
    if hit.norm.split()[0] in name_words().classes and hit.start and text[hit.start - 1] == " ":
        words = normalise(re.split(r"[,;()|./]", before)[-1]).split()
        if words and name_words().concepts.get(words[-1]) in _ADJECTIVES:
            return True
    follows = bool(after) and ((after[0] in name_words().classes and after[0] != "school") or after[0] in ends)
    return follows and not (name_words().classes.keys() & set(hit.norm.split()))


_CONTINUES = re.compile(r"\s+(?:(?:at|of)\s+(?:the\s+)?[A-Z]|\((?![A-Z]{2,}))|–[A-Z]")
"""What follows a name that is only the beginning of another: "University of Maryland | at Baltimore"."""

_ADJECTIVES = frozenset(
    "technical polytechnic state catholic national federal american medical free autonomous royal".split()
)
"""Concepts that change which university is meant: "Technical | University of Ostrava"."""

_BEGINS_BEFORE = re.compile(
    r"\b(?:dep(?:artmen|)t\.?|institute?|school|faculty|college|division|ministry|laboratory|section|chair|"
    r"universit\w+|universidad\w*)"
    r"\s+(?:of|for|de|für)\s+$",
    re.IGNORECASE,
)
"""What precedes words that are a subject and not a name: "Department of | Molecular Microbiology"."""


def _telling_words(norm: str) -> list[str]:
    """The words of a name that do not stand for a sort of institution, a subject or a direction."""
    table = name_words()
    return [
        word
        for word in norm.split()
        if word not in table.classes
        and word not in table.dropped
        and word not in table.concepts
        and word not in table.common
    ]


_SCHOOL_WORD = re.compile(r"universi|hochschule|\bETH\b|academy|akademi|polytech|politec|institution", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:hospital|hopital|krankenhaus|klinikum|academy|national laboratory|medical center|research council)"
)


def _stands_beside(registry: Registry, hit: Hit, institution: Institution, schools: set[str]) -> bool:
    """Whether a body is meant beside a school named in the same string: its kin, a hospital, an academy."""
    kin = registry.related(institution.id)
    if schools & {*kin.parents, *kin.related, *kin.children}:
        return True
    return " " in hit.norm and bool(_BESIDE.search(hit.norm)) and not _UNIT.match(hit.norm)


_OWN_SCHOOL = re.compile(r"\b(?:school of|medical school|college of)")
"""A school that the registry no longer lists apart from its university ("Harvard Medical School")."""


def _choose(registry: Registry, hit: Hit, place: _Place) -> Institution | None:
    """The one bearer that the string's places allow; None where they do not decide.

    Former names are passed over (the string may mean what no longer is) but for those of a university's schools.
    So are companies and public bodies with namesakes elsewhere.
    """
    ids, kinds, norm = hit.records, hit.kinds, hit.norm
    labels = {i for i, kind in zip(ids, kinds, strict=True) if kind == "label"}
    own_school = len(ids) == 1 and _OWN_SCHOOL.search(norm) is not None
    bearers = [i for i, kind in zip(ids, kinds, strict=True) if kind in ("label", "alias") or own_school]
    known = [i for i in map(registry.get, bearers) if i is not None and place.allows(i) and i.ror]
    known = [i for i in known if not registry.related(i.id).successors]
    if len(ids) > 1 and any(i.kind in ("company", "public") for i in known):
        return None
    narrower: tuple[Callable[[Institution], bool], ...] = (
        lambda i: i.id in labels,
        place.names_city,
        lambda i: i.country in place.likely,
        lambda i: "education" in registry.types(i.id),
    )
    for accepts in narrower:
        if len(known) > 1:
            known = [i for i in known if accepts(i)] or known
    return known[0] if len(known) == 1 else None


def _by_key(registry: Registry, segment: str, place: _Place) -> Institution | None:
    """The only institution of the stated country with the same token key as the segment."""
    key = token_key(segment)
    if not place.likely or not key.classes or not key.telling:
        return None
    countries = place.countries or place.likely
    if len(key.words) < 2 and "university" not in key.classes:
        return None
    found = [i for code in countries for i in registry.candidates(key, code)]
    known = [i for i in map(registry.get, dict.fromkeys(found)) if i is not None]
    return known[0] if len(known) == 1 else None
