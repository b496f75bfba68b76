"""Readers of days and spans that are counted from the date told last, and of decades, quarters and days of a week."""

from __future__ import annotations

from dataclasses import replace

from nlp.dates.expression import Expression, Point
from nlp.dates.kinds import Kind
from nlp.dates.matching import Match

_EDGE = frozenset((Kind.BREAK, Kind.COLON, Kind.COMMA, Kind.DOT, Kind.OPEN, Kind.CLOSE, Kind.DASH, Kind.OTHER))
_DECADE_UNITS = ("annees", "anos", "anni", "jahre", "jahren")
_AHEAD = {
    "fr": {"dans", "d'ici"},
    "en": {"in"},
    "de": {"in"},
    "es": {"dentro de"},
    "it": {"tra", "fra"},
    "pt": {"daqui a", "dentro de"},
}
_CURRENT_MONTH = ("courant", "corriente", "corrente", "presente", "el presente")


def _kind(m: Match, i: int) -> str:
    return m.tokens.kinds[i] if 0 <= i < len(m.tokens.kinds) else Kind.BREAK


def _text(m: Match, i: int) -> str:
    return m.tokens.texts[i] if 0 <= i < len(m.tokens.texts) else ""


def _later(m: Match) -> int:
    """1 for a word that says "later", -1 for "earlier", 0 where it belongs to what follows: "two years after the"."""
    text, kind, after = m.text("by"), m.kind("by"), _kind(m, m.end())
    value = {1: 1, 2: -1}.get(m.tokens.language.counted.get(text, 0), 0)
    if kind == Kind.PART:
        return value or {5: -1, 6: 1}.get(m.value("by") or 0, 0)
    if after == Kind.OF or m.next_text() in ("que", "than", "che", "als"):
        return 0
    if kind in (Kind.IN, Kind.FIRST) and after not in _EDGE:
        return value if m.tokens.language.code == "it" and after == Kind.WORD else 0
    return value


def counted(m: Match) -> Expression | None:
    """``cinq ans plus tôt``, ``three years later``: counted from the date named last."""
    unit, sign, start = m.value("unit") or 0, _later(m), m.start()
    if not sign or unit in (0, 3, 6) or _kind(m, start - 1) in (Kind.THE, Kind.OF, Kind.NUMBER, Kind.TO):
        return None
    if m.previous_text() in m.tokens.language.about:
        return None
    return Expression(start, m.end(), "counted", unit=unit, amount=sign * (m.value("n") or 0))


def bare_weekend(m: Match) -> Expression | None:
    """``ont passé le week-end``, ``am Wochenende``: the one gone by or to come, as the tense tells."""
    if m.value("unit") != 3 or _kind(m, m.start() - 1) not in (Kind.THE, Kind.IN, Kind.TO):
        return None
    return Expression(m.start(), m.end(), "weekend", unit=3, habitual=True)


def ahead(m: Match) -> Expression | None:
    """``dans deux ans``, ``tra sei mesi``: counted from the day of writing."""
    before, outer = m.previous_text(), _text(m, m.start() - 2)
    if m.value("unit") not in (4, 5) or not {before, f"{outer} {before}"} & _AHEAD[m.tokens.language.code]:
        return None
    if before == "in" and _kind(m, m.start() - 2) not in _EDGE:
        return None  # "a master's degree in two years" takes them
    return Expression(m.start(), m.end(), "ahead", unit=m.value("unit") or 0, amount=m.value("n") or 0, habitual=True)


def named_unit(m: Match) -> Expression | None:
    """``l'année d'après``, ``im Jahr darauf``, ``l'anno prima``, ``im Folgejahr``."""
    if m.has("rel"):
        unit, shift = divmod(m.value("rel") or 0, 10)
        # "Vorjahr" is the year before that of writing.
        return Expression(m.start(), m.end(), "unit", unit=unit, shift=shift - 1, named=shift > 1)
    sign = _later(m)
    if not sign or m.value("unit") not in (2, 4, 5) or _kind(m, m.start() - 1) not in (Kind.THE, Kind.IN, Kind.TO):
        return None
    return Expression(m.start(), m.end(), "unit", unit=m.value("unit") or 0, shift=sign, named=True)


def week_day(m: Match) -> Expression | None:
    """``mardi de la semaine dernière``, ``Tuesday of last week``, ``last week, on Tuesday``."""
    if m.value("unit") != 2 or m.value("shift") == 1:
        return None
    return Expression(m.start(), m.end(), "week_day", shift=m.shift(), weekday=m.value("w1"))


def weekdays(m: Match) -> Expression | None:
    """``entre dimanche et mardi``, ``lundi et mardi derniers``; a unit is the week in which they lie."""
    if m.has("unit") and m.value("unit") != 2:
        return None
    start = min(m.index(name) for name in ("w1", "unit", "shift") if m.has(name))
    return Expression(
        start,
        m.end(),
        "weekdays",
        shift=m.shift(),
        unit=m.value("unit") or 0,
        weekday=m.value("w1"),
        last_weekday=m.value("w2"),
    )


def weekday_pair(m: Match) -> Expression | None:
    """``am Montag und Dienstag``, ``na terça e na quarta``: two days that follow each other."""
    first, last = m.value("w1") or 0, m.value("w2") or 0
    if m.kind("w1") == Kind.FIRST:  # "segunda" is Monday, and second
        first = 0 if first == 2 and m.tokens.language.code == "pt" else 7
    before = _kind(m, m.start() - 1)
    if (last - first) % 7 != 1:
        return None
    if (
        m.shift() is None
        and before in (Kind.THE, Kind.EVERY)
        and (m.tokens.language.code in ("fr", "it") or _plural(m))
    ):
        return None
    if m.kind("w1") != Kind.WEEKDAY and not (m.tokens.language.code == "pt" and Kind.IN in (before, *m.kinds())):
        return None
    pair = weekdays(m)
    return replace(pair, weekday=first) if pair else None


def _plural(m: Match) -> bool:
    return m.previous_text().endswith("s")


def habit(m: Match) -> Expression | None:
    """``du lundi au vendredi``: every week, unless the clause tells of what happened."""
    short = m.kind("w1") != Kind.WEEKDAY or m.kind("w2") != Kind.WEEKDAY
    if short and (m.tokens.language.code != "pt" or m.kind("w1") == Kind.FIRST):
        return Expression(m.start(), m.end(), "skip")
    e = weekdays(m)
    return e and Expression(e.start, e.end, "weekdays", weekday=e.weekday, last_weekday=e.last_weekday, habitual=True)


def short_day(m: Match) -> Expression | None:
    """Portuguese ``na terça``, ``nesta quarta``: no ordinal, as no noun follows."""
    after, i = _kind(m, m.end()), m.end()
    if m.tokens.language.code != "pt" or m.value("w1") is None:
        return None
    if _kind(m, m.start() - 1) != Kind.IN and not m.has("shift"):
        return None
    verb = after == Kind.WORD and _text(m, i).endswith(("ou", "ram", "eu", "iu"))
    verb = verb or _text(m, i) in ("ha", "foi", "vai", "vao", "esta", "sera", "e")
    if after in (Kind.WORD, Kind.DAY, Kind.NUMBER, Kind.UNIT, Kind.FIRST, Kind.MONTH, Kind.SEMESTER) and not verb:
        return None
    weekday = 0 if m.kind("w1") == Kind.FIRST else m.value("w1")
    if m.kind("w1") == Kind.FIRST and m.value("w1") != 2:
        return None
    return Expression(m.start(), m.end(), "weekday", shift=m.shift(), weekday=weekday)


def numbered_weekday(m: Match) -> Expression | None:
    """``jeudi 7``, ``Thu 9``, ``Wed 1 - Fri 3``, ``Do, 22.``: a weekday with the day of the month."""
    short = m.kind("w1") == Kind.WEEKDAY_SHORT
    if short and not m.tokens.capitals[m.index("w1")] and m.tokens.language.code != "pt":
        return None
    if m.next_text() in m.tokens.language.year_after:
        return None
    if short and m.tokens.language.code == "de" and not {Kind.DOT, Kind.COMMA} & set(m.kinds()):
        return None
    last = Point(day=m.value("d2")) if m.has("d2") else None
    return Expression(
        m.index("w1"),
        m.end(),
        "numbered",
        Point(day=m.value("d1")),
        last,
        weekday=m.value("w1"),
        last_weekday=m.value("w2"),
        habitual=True,
    )


def stay_day(m: Match) -> Expression | None:
    """``le deuxième jour``, ``on the second morning``, ``am letzten Tag``: of the range named last."""
    i = m.index("n")
    is_day = m.value("unit") == 1 if m.kind("unit") == Kind.UNIT else m.text("unit") in m.tokens.language.day_parts
    if not is_day or _kind(m, i - 1) not in (Kind.THE, Kind.IN, Kind.TO):
        return None
    if m.kind("n") == Kind.DAY and m.text("n").isdigit() and Kind.DOT not in m.kinds():
        return None
    amount = -1 if m.kind("n") == Kind.LAST else m.value("n") or 0
    return Expression(m.start(), m.end(), "stay_day", amount=amount, habitual=True)


def this_month(m: Match) -> Expression | None:
    """``le 3 courant``, ``am 8. dieses Monats``, ``el 14 del corriente``."""
    if m.has("cur"):
        if m.text("cur") not in _CURRENT_MONTH or _kind(m, m.start() - 1) not in (Kind.THE, Kind.UNIT, Kind.UNITS):
            return None
        shift = 0
    elif m.value("unit") != 4 or m.value("shift") == 1:
        return None
    else:
        shift = m.shift() or 0
    return Expression(m.index("d1"), m.end(), "this_month", Point(day=m.value("d1")), shift=shift, habitual=True)


def short_decade(m: Match) -> Expression | None:
    """``les années 90``, ``los años noventa``, ``anni '80``, ``the nineties``, ``80er Jahre``."""
    value = m.value("n") or 0
    if value % 10 or not 20 <= value <= 90 or not _says_decade(m):
        return None
    return Expression(m.start(), m.end(), "years", Point(1900 + value), Point(1909 + value))


def _says_decade(m: Match) -> bool:
    text, before = m.text("n"), m.previous_text()
    if m.has("unit"):  # "années 90", "década de los 80"
        named = m.value("unit") == 6 or (m.text("unit") in _DECADE_UNITS and Kind.OF not in m.kinds())
        figures = len(text) == 2 or not text[0].isdigit()
        counts = _kind(m, m.start() - 1) == Kind.NUMBER or m.next_text() in m.tokens.language.year_after
        return named and figures and not counts and _kind(m, m.end()) not in (Kind.UNIT, Kind.UNITS)
    if m.kind("n") == Kind.DECADE:
        if m.tokens.language.code == "es":  # "a mediados de los noventa"
            return before.endswith("los") and _kind(m, m.end()) != Kind.WORD
        return m.tokens.language.code in ("en", "de") and before not in ("his", "her", "their", "my", "mid")
    if m.tokens.language.code == "de":
        return text.endswith("er") and m.kinds()[1:] != Kind.WORD
    glued = m.tokens.language.code == "en" and _text(m, m.index("n") + 1) == "s" and len(text) == 2
    return glued and (_kind(m, m.start() - 1) in (Kind.THE, Kind.PART) or before == "'")


def quarter(m: Match) -> Expression | None:
    """``Q1 2024``, ``T3 2024``, ``H2 2024``, ``S1 2024``."""
    letter, figure = m.text("n")[0], int(m.text("n")[1])
    half = letter in ("h", "s")
    if (half and figure > 2) or (m.tokens.language.code in ("en", "de") and letter in ("t", "s")):
        return None
    return Expression(m.start(), m.end(), "third", Point(m.value("y1")), unit=1 if half else 2, amount=figure)


def bare_semester(m: Match) -> Expression | None:
    """``zum Wintersemester``."""
    value, before = m.value("s1"), _kind(m, m.start() - 1)
    if value not in (4, 5) or before not in (Kind.IN, Kind.TO, Kind.BETWEEN):
        return None
    return Expression(m.start(), m.end(), "semester", season=24 if value == 4 else 22)


def day_told(m: Match) -> Expression | None:
    """``le 16``, ``on the 16th``, ``no dia 16``: of the month told just before."""
    text, before = m.text("d1"), _text(m, m.index("d1") - 1)
    if m.tokens.language.code == "en" and text.isdigit():
        return None
    if before not in ("le", "il", "l'", "el", "the", "am"):
        return None
    if m.tokens.language.code == "de" and Kind.DOT not in m.kinds():
        return None
    return Expression(m.index("d1"), m.index("d1") + 1, "day_told", Point(day=m.value("d1")), habitual=True)


def academic_year(m: Match) -> Expression | None:
    """``next academic year``, ``l'année universitaire prochaine``, ``el próximo curso``."""
    if m.value("shift") == 1 or (m.text("academic") == "curso" and m.kind("shift") == Kind.THIS):
        return None
    return Expression(m.start(), m.end(), "academic_year", shift=m.shift())
