"""What holds for every text: a date written out reads back as itself, nothing raises, offsets fit, time is linear."""

import calendar
import datetime as dt
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.dates import find_dates
from nlp.dates.tables import LANGUAGES

MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
DAY_FORMS = {
    "fr": ("le {d} {m} {y}", "lundi {d} {m} {y}", "{d:02} {m} {y}", "{d} {M} {y}", "{d}-{m}-{y}"),
    "en": ("on {d} {m} {y}", "{m} {d}, {y}", "{d}th of {m}, {y}", "{d} {M} {y}", "Friday, {m} {d}th {y}"),
    "de": ("am {d}. {m} {y}", "Montag, den {d}. {m} {y}", "{d:02}. {m} {y}"),
    "es": ("el {d} de {m} de {y}", "lunes, {d} de {m} del {y}", "{d} {m} {y}"),
    "it": ("il {d} {m} {y}", "lunedì {d} {m} {y}", "{d}º {m} {y}"),
    "pt": ("em {d} de {m} de {y}", "segunda-feira, {d} de {m} de {y}", "{d} {m} {y}"),
}
NUMERIC_FORMS = ("{d:02}/{mo:02}/{y}", "{d}/{mo}/{y}", "{d:02}.{mo:02}.{y}", "{d}-{mo}-{y}", "{y}-{mo:02}-{d:02}")
RANGE_FORMS = {
    "fr": ("du {d} {m} {y} au {d2} {m2} {y2}", "entre le {d} {m} {y} et le {d2} {m2} {y2}"),
    "en": ("from {d} {m} {y} to {d2} {m2} {y2}", "{m} {d}, {y} – {m2} {d2}, {y2}"),
    "de": ("vom {d}. {m} {y} bis {d2}. {m2} {y2}", "{d}. {m} {y} - {d2}. {m2} {y2}"),
    "es": ("del {d} de {m} de {y} al {d2} de {m2} de {y2}",),
    "it": ("dal {d} {m} {y} al {d2} {m2} {y2}",),
    "pt": ("de {d} de {m} de {y} a {d2} de {m2} de {y2}",),
}
languages = st.sampled_from(LANGUAGES)
days = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
blanks = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "\n"])


def _fill(form: str, lang: str, date: dt.date, last: dt.date | None = None) -> str:
    names = MONTHS[lang].split()
    last = last or date
    month = names[date.month - 1]
    return form.format(
        d=date.day, m=month, M=month.upper(), mo=date.month, y=date.year,
        d2=last.day, m2=names[last.month - 1], y2=last.year,
    )  # fmt: skip


def _intervals(text: str, lang: str) -> list[tuple[dt.date, dt.date]]:
    mentions = find_dates(text, lang, dt.date(2024, 5, 5))
    assert all(text[m.span.start : m.span.end] == m.span.text for m in mentions)
    return [(m.interval.start, m.interval.end) for m in mentions if m.interval]


@given(languages, days, st.data())
@settings(max_examples=400, deadline=None)
def test_a_day_reads_back_as_itself(lang: str, date: dt.date, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(DAY_FORMS[lang] + NUMERIC_FORMS))
    text = _fill(form, lang, date).replace(" ", data.draw(blanks))
    text = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), text)
    expected = {(date, date)}
    if lang == "en" and form in NUMERIC_FORMS[:4] and date.day <= 12:
        expected.add((dt.date(date.year, date.day, date.month),) * 2)
    assert set(_intervals(f"🎓 {text}, x", lang)) <= expected
    assert len(_intervals(f"🎓 {text}, x", lang)) == 1


@given(languages, days, st.integers(1, 400), st.data())
@settings(max_examples=300, deadline=None)
def test_a_range_reads_back_as_itself(lang: str, first: dt.date, length: int, data: st.DataObject) -> None:
    last = first + dt.timedelta(days=length)
    if last.year > 2099:
        return
    text = _fill(data.draw(st.sampled_from(RANGE_FORMS[lang])), lang, first, last)
    assert _intervals(text, lang) == [(first, last)]


@given(languages, st.integers(1990, 2060), st.integers(1, 12))
def test_a_month_stays_a_month(lang: str, year: int, month: int) -> None:
    glue = " de " if lang in ("es", "pt") else " "
    text = f"{MONTHS[lang].split()[month - 1]}{glue}{year}"
    last = calendar.monthrange(year, month)[1]
    assert _intervals(text, lang) == [(dt.date(year, month, 1), dt.date(year, month, last))]


@given(st.text(max_size=300), languages, st.none() | st.dates())
@settings(max_examples=400, deadline=None)
def test_no_text_raises(text: str, lang: str, published: dt.date | None) -> None:
    for mention in find_dates(text, lang, published):
        assert text[mention.span.start : mention.span.end] == mention.span.text
        assert mention.interval is None or mention.interval.start <= mention.interval.end


WORDS = (
    "le 3 mars du au 12 13/4 4.5. 2020 2020-2021 2020/21 1er et - , ( ) jeudi dernier l' été prochaine rentrée fin "
    "mi début année universitaire il y a deux ans hier the of June between and May last week ago am bis zum Mai 0 99 "
    "1/1/1 31/02/2024 año pasado dia mês \n \n\n . : / de depuis entre Noël premier semestre 0000-00-00 9999 2100 1500"
).split(" ")


@given(st.lists(st.sampled_from(WORDS), max_size=60), languages, st.none() | st.dates())
@settings(max_examples=500, deadline=None)
def test_no_row_of_date_words_raises_or_overlaps(words: list[str], lang: str, published: dt.date | None) -> None:
    text = " ".join(words)
    end = 0
    for mention in find_dates(text, lang, published):
        assert mention.span.start >= end
        assert text[mention.span.start : mention.span.end] == mention.span.text
        end = mention.span.end


@pytest.mark.parametrize(
    "unit",
    ["1", "12 ", "1.", "1/", "1-", "mars ", "12, ", "2020-", "l'", "\n", " ", "\n ", "a", "lundi, ", "é", "](",
     "du 3 au ", "https://", "\n3 mars 2020\n", "fin de ", "le 3 mars jeudi ", "été ", "soft\u00ad", "en 2020 et "],
    ids=repr,
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    """Ten times the text takes about ten times the time; the bound is loose, as machines are busy."""

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        find_dates(text, "fr", dt.date(2024, 5, 5))
        return time.process_time() - start

    seconds(1000)
    assert seconds(200_000) < 40 * max(seconds(20_000), 0.01)
