"""What sentences of school news state: type, modality, date, partners; in six languages."""

import datetime as dt
import re
from typing import cast

import pytest

from nlp.claims import View, find_claims
from nlp.countries import find_countries
from nlp.dates import find_dates
from nlp.sentences import split
from records import Claim, Institution, InstitutionKind, InstitutionMention, Span

MARK = re.compile(r"\[([^|\]]+)\|([A-Z]{2})?(?:\|(\w+))?\]")
PUBLISHED = dt.date(2024, 5, 15)


def read(marked: str, lang: str, publisher: str | None = None) -> list[Claim]:
    """Find the claims of a text whose institutions are marked [Name|CC] or [Name|CC|kind]; ids are names."""
    text, place = "", 0
    mentions: list[InstitutionMention] = []
    known: dict[str, Institution] = {}
    for match in MARK.finditer(marked):
        text += marked[place : match.start()]
        name, country, kind = match.groups()
        found = known.setdefault(name, Institution(name, name, cast(InstitutionKind, kind or "academic"), country))
        mentions.append(InstitutionMention(Span(len(text), len(text) + len(name), name), found))
        text += name
        place = match.end()
    text += marked[place:]
    home = None
    if publisher:
        name, country = publisher.split("|")
        home = known.get(name, Institution(name, name, "academic", country))
    dates, countries = find_dates(text, lang, PUBLISHED), find_countries(text, lang)
    return find_claims(View(text, lang, split(text, lang), mentions, countries, dates, home, PUBLISHED))


def told(claims: list[Claim]) -> list[tuple[str, str | None]]:
    return [(claim.type, claim.date.edtf if claim.date else None) for claim in claims]


def pairs(claims: list[Claim]) -> set[tuple[str, str, str]]:
    found: set[tuple[str, str, str]] = set()
    for pair in (pair for claim in claims for pair in claim.pairs):
        a, b = sorted((pair.school_id, pair.partner_id))
        found.add((a, b, pair.kind))
    return found


SIGNINGS = [
    ("fr", "Le 3 mai 2024, [Alpha|FR] et [Beta|JP] ont signé un accord de coopération."),
    ("en", "On 3 May 2024 [Alpha|FR] and [Beta|JP] signed a memorandum of understanding."),
    ("de", "Am 3. Mai 2024 haben [Alpha|FR] und [Beta|JP] ein Kooperationsabkommen unterzeichnet."),
    ("es", "El 3 de mayo de 2024, [Alpha|FR] y [Beta|JP] firmaron un convenio de colaboración."),
    ("it", "Il 3 maggio 2024 [Alpha|FR] e [Beta|JP] hanno firmato un accordo di cooperazione."),
    ("pt", "Em 3 de maio de 2024, [Alpha|FR] e [Beta|JP] assinaram um acordo de cooperação."),
]


@pytest.mark.parametrize(("lang", "text"), SIGNINGS)
def test_a_signing_gives_type_date_and_pair(lang: str, text: str) -> None:
    claims = read(text, lang, "Alpha|FR")
    assert told(claims) == [("agreement", "2024-05-03")]
    assert pairs(claims) == {("Alpha", "Beta", "agreement")}


DOUBLE_DEGREES = [
    ("fr", "[Alpha|FR] et [Beta|CA] lancent un double diplôme."),
    ("en", "[Alpha|FR] and [Beta|CA] launch a double degree."),
    ("de", "[Alpha|FR] und [Beta|CA] bieten einen Doppelabschluss an."),
    ("es", "[Alpha|FR] y [Beta|CA] lanzan una doble titulación."),
    ("it", "[Alpha|FR] e [Beta|CA] lanciano una doppia laurea."),
    ("pt", "[Alpha|FR] e [Beta|CA] lançam uma dupla diplomação."),
]


@pytest.mark.parametrize(("lang", "text"), DOUBLE_DEGREES)
def test_a_double_degree_in_each_language(lang: str, text: str) -> None:
    assert pairs(read(text, lang, "Alpha|FR")) == {("Alpha", "Beta", "double_degree")}


VISITS = [
    ("fr", "Une délégation de [Beta|VN] a visité [Alpha|FR] le 2 mai 2024."),
    ("en", "A delegation from [Beta|VN] visited [Alpha|FR] on 2 May 2024."),
    ("de", "Eine Delegation der [Beta|VN] besuchte [Alpha|FR] am 2. Mai 2024."),
    ("es", "Una delegación de [Beta|VN] visitó [Alpha|FR] el 2 de mayo de 2024."),
    ("it", "Una delegazione di [Beta|VN] ha visitato [Alpha|FR] il 2 maggio 2024."),
    ("pt", "Uma delegação da [Beta|VN] visitou a [Alpha|FR] em 2 de maio de 2024."),
]


@pytest.mark.parametrize(("lang", "text"), VISITS)
def test_a_visit_is_an_event_and_no_partnership(lang: str, text: str) -> None:
    claims = read(text, lang, "Alpha|FR")
    assert told(claims) == [("visit", "2024-05-02")]
    assert pairs(claims) == set()


NOTHING = [
    ("fr", "Clara, diplômée de [Alpha|FR], a passé un an en échange à [Beta|CA]."),
    ("en", "The [Alpha|FR] graduate, who spent an exchange semester at [Beta|FI] in 2018, now works in Oslo."),
    ("fr", "Le but est venu de Karim, élève arrivé de Dakar à douze ans."),
    ("fr", "[Alpha|FR] et [Gamma|FR] ont signé une convention."),
    ("fr", "[Alpha|FR] n'ouvrira pas d'antenne à Astana."),
    ("es", "[Alpha|FR] no firmará el convenio con [Beta|CO]."),
    ("en", "In this policy, mobility is part of a strategy; [Beta|GB] is quoted."),
]


@pytest.mark.parametrize(("lang", "text"), NOTHING)
def test_biographies_domestic_news_and_denials_state_nothing(lang: str, text: str) -> None:
    assert read(text, lang, "Alpha|FR") == []


def test_one_sentence_with_two_commitments_keeps_their_partners_apart() -> None:
    text = (
        "Ces possibilités d'échanges s'ajoutent à celles déjà opérationnelles avec [Osaka|JP] ainsi qu'avec "
        "l'accord de double diplôme signé en 2020 avec l'Université [Keio|JP]."
    )
    claims = read(text, "fr", "Alpha|FR")
    assert pairs(claims) == {("Alpha", "Osaka", "mobility"), ("Alpha", "Keio", "double_degree")}
    assert ("double_degree", "2020") in told(claims)


def test_the_dateline_of_a_release_dates_its_headline() -> None:
    claims = read("Mai 2021\n\n[Alpha|FR] ET [Beta|JP] SIGNENT UNE CONVENTION DE PARTENARIAT\n", "fr", "Alpha|FR")
    assert told(claims) == [("agreement", "2021-05")]


def test_a_deadline_or_a_period_of_validity_is_no_date_of_signing() -> None:
    claims = read("[Alpha|FR] a signé un accord avec [Beta|JP] valable jusqu'en 2029.", "fr", "Alpha|FR")
    assert told(claims) == [("agreement", None)]


def test_an_agreement_signed_during_a_visit_has_its_day() -> None:
    text = (
        "Le 2 mai 2024, une délégation de [Beta|JP] a visité [Alpha|FR]. "
        "À cette occasion, [Alpha|FR] et [Beta|JP] ont signé un accord de coopération."
    )
    assert set(told(read(text, "fr", "Alpha|FR"))) == {("visit", "2024-05-02"), ("agreement", "2024-05-02")}


STANDING = [
    ("fr", "Un double diplôme avec [Beta|DE], qui compte aujourd'hui 64 titulaires, existe de longue date.", None),
    ("fr", "Un accord lie depuis 2015 [Alpha|FR] à [Beta|DE].", "2015"),
    (
        "de",
        "Am 1. Dezember 2021 haben [Alpha|FR] und [Beta|DE] ihr seit 1993 bestehendes Abkommen erneuert.",
        "2021-12-01",
    ),
]


@pytest.mark.parametrize(("lang", "text", "date"), STANDING)
def test_standing_cooperation_is_dated_by_its_beginning_or_renewal(lang: str, text: str, date: str | None) -> None:
    assert [when for _, when in told(read(text, lang, "Alpha|FR"))] == [date]


def test_members_are_paired_with_their_network_and_not_with_each_other() -> None:
    claims = read("[Beta|DE] and [Gamma|IT] have joined the [Delta Alliance||network].", "en", "Alpha|FR")
    found = pairs(claims)
    assert ("Beta", "Delta Alliance", "network") in found
    assert not any({"Beta", "Gamma"} <= set(pair[:2]) for pair in found)


def test_those_bound_by_an_agreement_are_partners_though_they_form_no_network() -> None:
    claims = read("[Alpha|FR] et [Beta|ID] se sont liés par un Memorandum of understanding.", "fr", "Alpha|FR")
    assert pairs(claims) == {("Alpha", "Beta", "agreement")}


def test_title_and_body_tell_one_event() -> None:
    text = "[Alpha|FR] signe un accord avec [Beta|JP]\n\nLe 3 mai 2024, [Alpha|FR] a signé un accord avec [Beta|JP]."
    assert told(read(text, "fr", "Alpha|FR")) == [("agreement", "2024-05-03")]


def test_evidence_is_the_sentence_with_its_trigger() -> None:
    claim = read("Rien ici. [Alpha|FR] a signé un accord avec [Beta|JP].", "fr", "Alpha|FR")[0]
    assert claim.evidence[0].sentence.text == "Alpha a signé un accord avec Beta."
    assert claim.evidence[0].trigger.text in claim.evidence[0].sentence.text


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("[Alpha|FR] signera en juin un accord avec [Beta|JP].", "planned"),
        ("[Alpha|FR] a signé un accord avec [Beta|JP].", "happened"),
        ("Le double diplôme avec [Beta|JP] existe depuis 2004.", "standing"),
    ],
)
def test_modality(text: str, modality: str) -> None:
    assert [claim.modality for claim in read(text, "fr", "Alpha|FR")] == [modality]


PARTNERS = [
    ("fr", "[Alpha|FR], partenaire de [Beta|CA] depuis 2010, compte 300 chercheurs."),
    ("en", "Partner universities include [Beta|CA]."),
    ("de", "Die Hochschule unterhält Partnerschaften mit [Beta|CA]."),
    ("es", "La universidad mantiene convenios con [Beta|CA]."),
    ("it", "L'ateneo ha accordi di scambio con [Beta|CA]."),
    ("pt", "A universidade mantém convênios com [Beta|CA]."),
]


@pytest.mark.parametrize(("lang", "text"), PARTNERS)
def test_a_standing_partner_mentioned_in_passing_is_a_partnership(lang: str, text: str) -> None:
    assert pairs(read(text, lang, "Alpha|FR")) == {("Alpha", "Beta", "agreement")}


def test_the_body_gives_its_date_to_the_headline() -> None:
    text = "[Alpha|FR] et [Beta|CA] lancent un double diplôme\n\nLa convention a été signée le 30 octobre 2019."
    assert told(read(text, "fr", "Alpha|FR")) == [("double_degree", "2019-10-30")]


ATTITUDES = [
    "L'ouverture internationale de l'école : 220 universités partenaires, dont [Beta|CA].",
    "L'école est aussi accréditée AACSB.",
]


@pytest.mark.parametrize("text", ATTITUDES)
def test_openness_is_no_campus_and_a_standing_accreditation_no_award(text: str) -> None:
    assert read(text, "fr", "Alpha|FR") == []


def test_a_day_since_which_a_visit_lasts_gives_the_days_until_publication() -> None:
    claims = read("A delegation of [Beta|IN] has been visiting [Alpha|FR] since 13 May 2024.", "en", "Alpha|FR")
    assert told(claims) == [("visit", "2024-05-13/2024-05-15")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "L'accord signé le 3 mai 2024 entre [Beta|JP], [Gamma|BR] et l'[Delta|DE] a été salué par [Alpha|FR]."),
        (
            "en",
            "The agreement signed on 3 May 2024 between [Beta|JP], [Gamma|BR] and [Delta|DE] was hailed by [Alpha|FR].",
        ),
        (
            "de",
            "Das Abkommen vom 3. Mai 2024 zwischen [Beta|JP], [Gamma|BR] und der [Delta|DE] begrüßte auch [Alpha|FR].",
        ),
    ],
)
def test_the_parties_named_after_between_are_the_only_ones(lang: str, text: str) -> None:
    (claim,) = [claim for claim in read(text, lang, "Alpha|FR") if claim.type == "agreement"]
    assert {each.institution_id for each in claim.participants} == {"Beta", "Gamma", "Delta"}


def test_a_newspaper_looks_abroad_from_the_country_of_its_language() -> None:
    text = (
        "[Beta|MA] et [Gamma|MA] se réjouissent, et [Beta|MA] le fait savoir. "
        "Le 3 mai 2024, [Alpha|FR] a signé un accord de coopération avec [Beta|MA] et [Gamma|MA]."
    )
    assert pairs(read(text, "fr")) == {("Alpha", "Beta", "agreement"), ("Alpha", "Gamma", "agreement")}
