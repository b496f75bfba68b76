"""What the classifier reads in a text: several things in a sentence, partners named before, nothing in an aside."""

from __future__ import annotations

import pytest

from nlp.claims import View, find_claims
from nlp.claims.clauses import clauses
from nlp.sentences import split as sentences
from records import Claim, CountryMention, Institution, InstitutionMention, Span

HOME = Institution("home", "Alpha", "academic", "FR")
COUNTRIES = {"Beta": "JP", "Gamma": "CZ", "Delta": "FR", "Fonds Epsilon": "JP"}


def view(text: str, *names: str, places: dict[str, str] | None = None, lang: str = "fr") -> View:
    """A text of Alpha's; ``names`` are those of universities, or funds, ``places`` give the country of a word."""
    mentions = [
        InstitutionMention(span, Institution(name, name, "public" if "Fonds" in name else "academic", COUNTRIES[name]))
        for name in names
        for span in _spans(text, name)
    ]
    mentions.sort(key=lambda mention: mention.span.start)
    countries = [
        CountryMention(span, code, "place") for word, code in (places or {}).items() for span in _spans(text, word)
    ]
    return View(text, lang, sentences(text, lang), mentions, countries, (), HOME)


def _spans(text: str, word: str) -> list[Span]:
    starts = [at for at in range(len(text)) if text.startswith(word, at)]
    return [Span(at, at + len(word), word) for at in starts]


def told(claims: list[Claim]) -> dict[str, set[str]]:
    return {claim.type: {each.institution_id for each in claim.participants} for claim in claims}


def test_clauses_that_tell_of_different_things_are_parted() -> None:
    text = (
        "Le recteur de l'université Beta a été reçu mardi par le directeur, "
        "et douze de nos élèves partiront en septembre pour un semestre à Gamma."
    )
    of = view(text, "Beta", "Gamma")
    assert [text[a:b] for a, b in clauses(of, 0, len(text))] == [
        text[: text.index("et douze")],
        text[text.index("et douze") :],
    ]
    found = told(find_claims(of))
    assert found["visit"] == {"home", "Beta"}
    assert found["mobility"] == {"home", "Gamma"}


def test_one_thing_with_several_partners_is_not_parted() -> None:
    text = "L'école a signé mardi un accord-cadre avec l'université Beta et avec l'université Gamma, à Lyon."
    assert clauses(view(text, "Beta", "Gamma"), 0, len(text)) == [(0, len(text))]


OPENING = "L'université Beta et l'école ont signé jeudi un accord de coopération. "
RETURN = "En retour, six de leurs doctorants travailleront chez nous en mai."
FOLLOWING = "Douze de leurs étudiants passeront le semestre de printemps sur notre campus."


def test_partners_named_before_take_part() -> None:
    found = find_claims(view(OPENING + FOLLOWING, "Beta"))
    assert told(found)["mobility"] == {"home", "Beta"}


def test_no_partnership_rests_on_an_unsure_reading_of_a_partner_named_elsewhere() -> None:
    claims = {claim.type: claim.pairs for claim in find_claims(view(OPENING + RETURN, "Beta"))}
    assert [pair.partner_id for pair in claims["agreement"]] == ["Beta"]
    assert claims["mobility"] == ()


def test_schools_named_before_are_meant_rather_than_who_pays() -> None:
    text = OPENING + "Le Fonds Epsilon finance les études. " + FOLLOWING
    assert told(find_claims(view(text, "Beta", "Fonds Epsilon")))["mobility"] == {"home", "Beta"}


def test_a_town_stands_for_the_partner_in_it() -> None:
    text = OPENING + "L'université Gamma a suivi. Depuis 2016, nous accueillons chaque année cinq étudiants d'Osaka."
    found = told(find_claims(view(text, "Beta", "Gamma", places={"Osaka": "JP"})))
    assert found["mobility"] == {"home", "Beta"}


@pytest.mark.parametrize("rest", ["", " sans rien signer", ", sans qu'aucun engagement soit pris"])
def test_a_visit_is_one_though_nothing_was_signed(rest: str) -> None:
    text = f"Notre directeur s'est rendu mardi à l'université Beta, où il s'est entretenu avec la rectrice{rest}."
    assert told(find_claims(view(text, "Beta"))) == {"visit": {"home", "Beta"}}


DOMESTIC = (
    "Le club de volley a battu Lyon. La cafétéria ferme en août. Le parking est en travaux. "
    "La bibliothèque ouvre à huit heures. Les inscriptions sont closes. Le gala aura lieu en mai. "
)


def test_one_doubtful_sentence_in_a_text_about_other_things_is_no_event() -> None:
    aside = "Un étudiant de l'université Beta, de passage, a trouvé le parking bien grand."
    assert find_claims(view(DOMESTIC + aside, "Beta")) == []


def test_a_text_that_tells_of_cooperation_twice_is_believed() -> None:
    found = told(find_claims(view(DOMESTIC + OPENING + FOLLOWING, "Beta")))
    assert found["agreement"] == {"home", "Beta"}


def test_what_is_said_plainly_and_twice_is_surer_than_what_is_read_between_the_lines() -> None:
    again = "L'accord de coopération avec l'université Beta a été signé par les deux présidents. "
    claims = {claim.type: claim for claim in find_claims(view(OPENING + again + FOLLOWING, "Beta"))}
    assert claims["agreement"].confidence > claims["mobility"].confidence


def test_who_pays_for_research_is_no_partner_in_it() -> None:
    text = "L'école et l'université Beta ont créé en mai, avec le Fonds Epsilon, un laboratoire commun de robotique."
    claims = [claim for claim in find_claims(view(text, "Beta", "Fonds Epsilon")) if claim.type == "research"]
    assert [[pair.partner_id for pair in claim.pairs] for claim in claims] == [["Beta"]]
    assert "Fonds Epsilon" in {each.institution_id for each in claims[0].participants}
