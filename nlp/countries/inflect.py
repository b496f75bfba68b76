"""The forms of an adjective or demonym, from its dictionary form, in six languages.

The rules give every form that school grammars give; a form too many (``-chi`` beside ``-ci``) does no harm in look-up.
"""

from __future__ import annotations

from collections.abc import Iterator


def forms(lang: str, entry: str) -> set[str]:
    """All inflected forms of one entry of demonyms.csv (``~`` stands for a blank inside it)."""
    makers = {"fr": _french, "en": _english, "de": _german_adjective, "es": _spanish, "it": _italian, "pt": _portuguese}
    return {form.replace("~", " ") for form in makers[lang](entry)}


def _french(entry: str) -> Iterator[str]:
    masculine, _, feminine = entry.partition("/")
    for form in (masculine, feminine or _french_feminine(masculine)):
        yield form
        if not form.endswith(("s", "x", "z")):
            yield form + "s"


def _french_feminine(masculine: str) -> str:
    if masculine.endswith(("en", "éen")):
        return masculine + "ne"
    return masculine if masculine.endswith(("e", "é", "è", "i")) else masculine + "e"


def _english(entry: str) -> Iterator[str]:
    yield entry
    if not entry.endswith(("s", "sh", "ch", "ese")):
        yield entry + "s"


def _german_adjective(entry: str) -> Iterator[str]:
    for ending in ("", "e", "en", "er", "es", "em"):
        yield entry + ending


def german_noun(entry: str) -> set[str]:
    """The forms of a German ``masculine/feminine`` pair of nouns."""
    masculine, _, feminine = entry.partition("/")
    found = {masculine, masculine + "n", masculine + "s"}
    if not masculine.endswith(("e", "r")):
        found |= {masculine + "en"}
    if feminine:
        found |= {feminine, feminine + "nen"}
    return found


def _spanish(entry: str) -> Iterator[str]:
    if entry.endswith("o"):
        yield from (entry[:-1] + ending for ending in ("o", "a", "os", "as"))
    elif entry.endswith(("a", "e", "í", "i", "ú")):
        yield from (entry, entry + "s", entry + "es")
    else:
        yield from (entry, entry + "a", entry + "es", entry + "as")


def _italian(entry: str) -> Iterator[str]:
    stem = entry[:-1]
    if entry.endswith("o"):
        yield from (stem + ending for ending in ("o", "a", "i", "e"))
    elif entry.endswith("a"):
        yield from (entry, stem + "i", stem + "e")
    else:
        yield from (entry, stem + "i")
    if stem.endswith(("c", "g")):
        yield from (stem + "hi", stem + "he")


def _portuguese(entry: str) -> Iterator[str]:
    if entry.endswith("ão"):
        yield from (entry, entry + "s", entry[:-2] + "ã", entry[:-2] + "ãs", entry[:-2] + "ães", entry[:-2] + "ões")
    elif entry.endswith("o"):
        yield from (entry[:-1] + ending for ending in ("o", "a", "os", "as"))
    elif entry.endswith("eu"):
        yield from (entry, entry + "s", entry[:-2] + "eia", entry[:-2] + "eias")
    elif entry.endswith("ol"):
        yield from (entry, entry + "a", entry[:-1] + "is", entry + "as")
    elif entry.endswith(("ês", "z", "r")):
        yield from (entry, entry + "a", entry + "es", entry + "as")
    else:
        yield from (entry, entry + "s")
