"""The context around a sentence is cut between words, and says that it was cut."""

from db.site.evidence import CONTEXT, quote


def row(before: str, after: str = "") -> dict[str, object]:
    return {
        "sentence_text": "A signé avec B.",
        "char_start": 100,
        "trigger_start": 102,
        "trigger_end": 107,
        "sentence_before": before,
        "sentence_after": after,
    }


def test_a_long_context_begins_with_a_whole_word() -> None:
    told = quote(row("Un premier paragraphe.\n\n" + "mot " * (CONTEXT // 4) + "\n\nfin."))
    assert told.before.startswith("…mot ")
    assert told.before.endswith("fin.")


def test_a_short_context_is_whole_and_the_trigger_stands_apart() -> None:
    told = quote(row("Juste avant.", "Juste après."))
    assert (told.before, told.after) == ("Juste avant.", "Juste après.")
    assert (told.start, told.trigger, told.end) == ("A ", "signé", " avec B.")
