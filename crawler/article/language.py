"""The language of a text, told from the text and, where that is short, from what the page declares."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = tuple("fr en de es it pt nl pl ro cs hu el ru zh ja ko vi ar tr sv".split())
"""What school news is written in; languages close to these (Norman, Occitan) would only draw texts away."""

_ENOUGH = 60
"""Characters from which the text is believed against the page's declaration; under it the declaration wins."""


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def language(text: str, declared: str | None = None) -> str | None:
    """Return the two-letter code of ``text``'s language, or None for an empty text.

    ``declared`` is the page's own word (``fr``, ``fr-FR``, ``fr_CA``): templates often declare the wrong language,
    so it only decides where the text is too short or the identifier unsure.
    """
    declared = declared.replace("_", "-").split("-")[0].strip().lower() if declared else None
    sample = " ".join(text.split())[:2000]
    if not any(c.isalpha() for c in sample):
        return declared
    code, probability = _identifier().classify(sample)
    if declared and len(declared) == 2 and (len(sample) < _ENOUGH or probability < 0.9):
        return declared
    return str(code)
