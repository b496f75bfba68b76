"""Names that a listing has glued to the word behind them."""

from nlp.institutions.candidates import Candidate
from nlp.institutions.glue import unglued


def cut(text: str, name: str) -> str:
    start = text.index(name)
    (found,) = unglued([Candidate(start, start + len(name), name, "name pattern")], text)
    assert text[found.start : found.end] == found.text
    return found.text


def test_a_word_glued_to_a_name_is_cut_off_where_the_name_stands_alone_too() -> None:
    text = "Séminaire à l'Université de TallinnPartenariats — 14/04. L'Université de Tallinn a reçu l'école."
    assert cut(text, "Université de TallinnPartenariats") == "Université de Tallinn"


def test_a_name_in_one_word_stays_whole() -> None:
    assert cut("CentraleSupélec et Centrale Lyon", "CentraleSupélec") == "CentraleSupélec"
    assert cut("L'Université de TallinnPartenariats", "Université de TallinnPartenariats").endswith("Partenariats")
