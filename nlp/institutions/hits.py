"""The registry's names in a text: which stand on their own, which the context makes credible."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from nlp.institutions import not_names
from nlp.institutions.acronyms import looks_short
from nlp.institutions.candidates import Candidate
from nlp.institutions.choose import MARGIN, Choice, Chooser
from nlp.institutions.context import Context, is_place, place_country
from nlp.institutions.found import Cover, Found, Rejected
from nlp.institutions.lexicon import common_words, every_head, not_organisations
from nlp.institutions.model import Labels
from nlp.institutions.neighbours import university_of
from nlp.institutions.patterns import MINISTRIES
from nlp.institutions.plausible import SUPPORTED, verdict
from nlp.registry import Hit, Registry

NEEDED = {1: 99.0, 2: 7.0, 3: 3.3}
"""Points that an acronym of so many letters needs; longer ones and words need less."""
NEEDED_LONGER = 2.4
NEEDED_WORD = 4.0
MODEL_SAYS_SO = 1.0
STAFF_BEFORE = 2.0
"""Points for "les chercheurs du …" before it."""
IN_ROW = 5.0
"""Points for standing in a row with an institution of its country: "l'OCP ou Masen"."""
NOUN_BEFORE = 3.0
"""Points for "le laboratoire …", "l'agence …" right before the name."""

CREDIBLE = 5.0
UNLIKELY = 1.6
"""Points more that a body needs which is neither a school nor in the supplement."""

_AT_HOME = {"FR": ("fr",), "DE": ("de",), "IT": ("it",)}
"""Countries whose ministries pages in their language may name without naming the country."""

_TITLES = frozenset("m. mme mr mr. mrs ms dr dr. prof prof. pr mlle herr frau sr. sra. madame monsieur".split())


_STAFF = re.compile(
    r"\b(?:chercheurs?|chercheuses?|doctorante?s?|équipes?|directeur|directrice|membres?|researchers?|team|director|scientists?"
    r"|Forscher|Leiter(?:in)?|ricercator[ei]|director[a]?|investigador(?:es|as)?|pesquisador(?:es|as)?)"
    r"\s(?:du\s|de\s(?:l['’]|la\s)|of\s(?:the\s)?|from\s(?:the\s)?|at\s(?:the\s)?|am\s|des\s|del(?:la\s|l['’]|\s)|do\s|da\s)$",
    re.IGNORECASE,
)
"""Who works there: "cinq enseignants-chercheurs du CERGAM"."""

_ROW = re.compile(r"\s?(?:,|et|ou|and|or|und|oder|y|o|e)\s(?:l['’]|la\s|le\s|the\s|el\s|il\s|o\s|a\s)?")
_METRO = re.compile(r"(?:\bM°|\b[Mm]étro|\b[Ss]tation|\bU-Bahn)\s$")
_TEXTS = re.compile(r"\s(?:speech|declaration|[Dd]eclaration|[Pp]rocess|discours|Erklärung|-Prozess)\b")
"""What makes a name that of a text: "his Sorbonne speech"."""

_GOES_ON = re.compile(r"-[a-zà-ÿ]{2,}-")
"""A hyphen and more of a name: "Notre-Dame" in "Notre-Dame-des-Champs"."""
_QUALITY = re.compile(r"-(?:ACE|INF)\b")
"""What makes letters the label of a quality: "EUR-ACE", "EURO-INF"."""
_ACROSS = re.compile(r"[.,]\s\d")
"""A border inside a name before a figure: "à Lyon. 2 000 élèves"."""

_NOUN = re.compile(
    r"\b(?:laboratoire|institut|école|université|agence|alliance|réseau|association|groupe|fondation|centre|consortium|laboratory"
    r"|network|agency|institute|l['’]unité|istituto|instituto|Institut|Netzwerk)\s(?:(?:de\s)?(?:l['’]|la\s|le\s))?$",
    re.IGNORECASE,
)


_LABELS = frozenset({"aacsb", "amba", "equis", "abet", "epas"})
_ACCREDITED = re.compile(
    r"\b(?:accr[ée]dit|akkredit|acredit|label|certifi|couronn)\w*"
    r"(?:(?!\b(?:par|by|von|vom|da|dall|dalla|por|pelo|pela)\b)[^.;\n]){0,60}$",
    re.IGNORECASE,
)
"""What makes a body's name that of its label: "accréditée EQUIS et AACSB", but "accréditée par l'AACSB"."""


class Hits:
    """The registry's hits in one text."""

    def __init__(self, registry: Registry, chooser: Chooser, context: Context, labels: Labels) -> None:
        self.registry = registry
        self.chooser = chooser
        self.context = context
        self.labels = labels
        self.weak: list[Hit] = []

    def certain(self, rejected: list[Rejected]) -> list[Found]:
        """Names that stand on their own; those that need support are kept for later, the others go to ``rejected``."""
        found = []
        for hit in self.registry.find(self.context.text):
            trusted = any(not bearer.support for bearer in self.registry.supplement.bearers(hit.norm))
            why = verdict(hit, self.context, schools=self._schools(hit), trusted=trusted)
            if hit.norm in _LABELS and _ACCREDITED.search(self.context.text[max(0, hit.start - 90) : hit.start]):
                why = "a label, not the body that awards it"
            why = why if why not in (None, SUPPORTED) else self._no_body(hit) or why
            if why is None and self.labels.person(hit.start, hit.end):
                why = SUPPORTED
            if why == SUPPORTED:
                self.weak.append(hit)
            elif why is not None:
                rejected.append(Rejected(hit.text, hit.start, hit.end, why))
            else:
                found.append(self._accepted(hit))
        return found

    def _no_body(self, hit: Hit) -> str | None:
        """Why a name is used for something else here: a programme, an underground station, a speech."""
        if hit.norm in not_organisations() and " " not in hit.norm and not hit.text.isupper():
            return "a programme or the like"
        if _METRO.search(self.context.text[max(0, hit.start - 10) : hit.start]):
            return "a station"
        if not_names.is_address(hit.start, hit.end, self.context):
            return "an address"
        if hit.norm == "unesco" and not_names.is_title(hit.start, self.context):
            return "a chair or a list of that name"
        if _GOES_ON.match(self.context.text, hit.end) and hit.text[1:].islower():
            return "a part of a longer word"
        if _QUALITY.match(self.context.text, hit.end):
            return "a label"
        if _ACROSS.search(hit.text):
            return "words of two sentences"
        if " " not in hit.norm and _TEXTS.match(self.context.text, hit.end):
            return "a text or process named after a place"
        return None

    def _schools(self, hit: Hit) -> bool:
        return any(i in self.registry.supplement.records or "education" in self.chooser.types(i) for i in hit.records)

    def _accepted(self, hit: Hit) -> Found:
        choice = self.chooser.choose(zip(hit.records, hit.kinds, strict=True), hit.start, hit.end)
        if choice is not None and self._foreign_ministry(hit, choice):
            beside = self.context.beside(hit.start, hit.end)
            near = self.context.near(hit.start, hit.end)
            country = beside.code if beside else next(iter(near)) if len(near) == 1 else self.context.home
            return Found(
                hit.start, hit.end, hit.text, "a ministry of a country where the registry has none so named",
                hit.text, "public", country,
            )  # fmt: skip
        if choice is None or choice.lead < MARGIN * 0.7:
            kind = choice.institution.kind if choice else "other"
            countries = {i.country for i in map(self.registry.get, hit.records) if i}
            near = self.context.near(hit.start, hit.end)
            told = self.context.beside(hit.start, hit.end)
            chosen = choice.institution.country if choice else None
            country = countries.pop() if len(countries) == 1 else told.code if told else chosen
            if told is None and len(near) == 1 and chosen not in near:
                country = next(iter(near))
            reason = f"in the registry, but nothing decides between {len(hit.records)} of that name"
            return Found(hit.start, hit.end, hit.text, reason, hit.text, kind, country)
        return self._found(hit, choice, "its name is in the registry")

    def _foreign_ministry(self, hit: Hit, choice: Choice) -> bool:
        """Whether a ministry, of which every country has one so named, is of a country that the text is silent on."""
        words = self.context.words_in(hit.start, hit.end)
        if not words or words[0].key not in MINISTRIES:
            return False
        country, beside = choice.institution.country, self.context.beside(hit.start, hit.end)
        if beside is not None:
            return beside.code != country
        return (
            country not in self.context.named
            and country != self.context.home
            and self.context.lang not in _AT_HOME.get(country or "", ())
        )

    def _found(self, hit: Hit, choice: Choice, how: str, *, short: bool = False) -> Found:
        institution = choice.institution
        reason = "; ".join([how, *choice.grounds])
        end = self._trimmed(hit)
        return Found(
            hit.start,
            end,
            self.context.text[hit.start : end],
            reason,
            institution.name,
            institution.kind,
            institution.country,
            institution,
            short,
        )

    def _trimmed(self, hit: Hit) -> int:
        """The end of a hit without a common noun after the name: "the CLUSTER network" names CLUSTER."""
        words = self.context.words_in(hit.start, hit.end)
        if len(words) == 2 and words[1].form.islower() and words[1].key in every_head() and looks_short(words[0].form):
            return words[0].end
        return hit.end

    def supported(self, cover: Cover, rejected: list[Rejected], found: Sequence[Found]) -> Iterator[Found]:
        """The weak names that the context makes credible, best documents' evidence first."""
        ends = {item.end: item for item in found}
        for hit in self.weak:
            if not cover.free(hit.start, hit.end):
                continue
            choice = self.chooser.choose(zip(hit.records, hit.kinds, strict=True), hit.start, hit.end)
            why = self._doubt(hit, choice, in_row=choice is not None and self._in_row(hit, choice, ends))
            if why is None and choice is not None:
                yield self._found(hit, choice, "acronym or short name, believed because", short=True)
            else:
                rejected.append(Rejected(hit.text, hit.start, hit.end, why or "no bearer"))

    def _in_row(self, hit: Hit, choice: Choice, ends: Mapping[int, Found]) -> bool:
        """Whether an institution of the same country stands right before it: "A et B", "A, B"."""
        text, country = self.context.text, choice.institution.country
        for end in range(hit.start - 1, max(-1, hit.start - 9), -1):
            before = ends.get(end)
            if before is not None:
                return country is not None and before.country == country and bool(_ROW.fullmatch(text, end, hit.start))
        return False

    def _doubt(self, hit: Hit, choice: Choice | None, *, in_row: bool = False) -> str | None:
        """Why a weak name is not believed; None where it is."""
        context = self.context
        if choice is None:
            return "no bearer"
        known = self.chooser.known
        supported = choice.institution.id in {*known.full_names, *known.kin, known.publisher}
        if hit.text.islower() or (context.shouted(hit.start, hit.end) and " " in hit.norm and not supported):
            return "not written as a name"
        if not supported and (hit.norm in common_words() or len(hit.norm) < 2):
            return "a common word"
        if (
            context.shouted(hit.start, hit.end)
            and not supported
            and choice.institution.id not in self.registry.supplement.records
        ):
            return "an ordinary word in a line of capitals"
        if hit.text[1:].islower() and not supported and not in_row and not self._usual_word(hit, choice):
            return "a word, of which an acronym is made"
        if self.labels.person(hit.start, hit.end) or self._titled(hit):
            return "part of a person's name"
        vouched = choice.institution.id in self.registry.supplement.records
        if not (supported or vouched) and is_place(hit.text) and not hit.text.isupper():
            return "a place"
        needed = self._needed(hit)
        credible = choice.points >= CREDIBLE or choice.institution.id in self.registry.supplement.records
        if not credible and not self._usual(hit, choice):
            needed += UNLIKELY
        points = choice.points + (MODEL_SAYS_SO if self.labels.at(hit.start, hit.end) == "ORG" else 0.0)
        if _NOUN.search(context.text[max(0, hit.start - 30) : hit.start]):
            points += NOUN_BEFORE
        elif _STAFF.search(context.text[max(0, hit.start - 40) : hit.start]):
            points += STAFF_BEFORE
        points += IN_ROW if in_row else 0.0
        if points < needed:
            return f"too little speaks for {choice.institution.name} ({points:.1f} of {needed:.1f} points)"
        if choice.lead < MARGIN:
            return f"nothing decides between {len(hit.records)} of that name"
        return None

    def _usual_word(self, hit: Hit, choice: Choice) -> bool:
        """Whether a body may bear a name written as a word: not as its acronym, unless it is a school or well known."""
        i = choice.institution.id
        kind = dict(zip(hit.records, hit.kinds, strict=True)).get(i)
        vouched = i in self.registry.supplement.records or "education" in self.chooser.types(i)
        return kind != "acronym" or vouched or self.labels.at(hit.start, hit.end) == "ORG"

    def _usual(self, hit: Hit, choice: Choice) -> bool:
        """Whether news name such a body so: schools by acronyms too, public bodies by their whole names."""
        types = self.chooser.types(choice.institution.id)
        kind = dict(zip(hit.records, hit.kinds, strict=True)).get(choice.institution.id)
        if kind == "acronym":
            return "education" in types and not hit.text[1:].islower()
        if " " in hit.norm and len(hit.norm) > 12 and not hit.text.islower():
            return True
        return bool({"education", "facility", "government"} & set(types)) and len(hit.norm) > 5

    def _needed(self, hit: Hit) -> float:
        letters = sum(c.isalnum() for c in hit.norm)
        if hit.text[:1].isupper() and hit.text[1:].islower() and " " not in hit.norm and "acronym" not in hit.kinds:
            return NEEDED_WORD
        if " " in hit.norm or any(c.islower() for c in hit.text[1:]):
            return NEEDED.get(letters, 3.0)
        return NEEDED.get(letters, NEEDED_LONGER if len(hit.records) < 4 else 3.0)

    def _titled(self, hit: Hit) -> bool:
        before = self.context.text[max(0, hit.start - 10) : hit.start].casefold().split()
        return bool(before) and before[-1] in _TITLES

    def _in(self, institution_id: str, country: str | None) -> bool:
        body = self.registry.get(institution_id)
        return body is not None and body.country == country

    def member(self, candidate: Candidate, whole: str) -> Found | None:
        """A member of a list by the whole name that it stands for ("Alès" → "Mines Alès")."""
        variants = [whole, whole.replace(" ", " de ", 1)]
        bearers = next((b for b in map(self.registry.bearers, variants) if b), [])
        if not bearers:
            country = place_country(candidate.text)
            bearers = [(i, "alias") for i in self.registry.candidates(whole, country) or university_of(
                candidate.text, country, self.registry)]  # fmt: skip
        there = [(i, kind) for i, kind in bearers if self._in(i, place_country(candidate.text))]
        choice = self.chooser.choose(there or bearers, candidate.start, candidate.end) if bearers else None
        if choice is None or choice.lead < MARGIN:
            return None
        reason = f"in a list, short for “{whole}”"
        i = choice.institution
        return Found(candidate.start, candidate.end, candidate.text, reason, i.name, i.kind, i.country, i, short=True)
