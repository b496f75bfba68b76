"""The kinds of tokens that a date expression is made of. Each is one character, so that a row of tokens is a string."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """One character a kind; the grammar is written with the names."""

    DAY = "d"  # 1 to 31, with or without an ordinal ending
    GLUED_DAY = "g"  # the same after a letter: a day only where a whole date follows
    YEAR = "y"  # 1500 to 2100, four digits
    GLUED_YEAR = "Y"  # the same before a letter
    NUMBER = "n"  # any other number, or a number word
    MONTH = "m"
    MONTH_SHORT = "q"  # an abbreviation: a month only beside a number
    WEEKDAY = "w"
    WEEKDAY_SHORT = "v"
    SEASON = "s"
    SEASON_ADJECTIVE = "j"
    PART = "p"  # beginning, middle, end, in the course of
    LAST = "l"
    NEXT = "N"
    THIS = "t"
    UNIT = "u"
    UNITS = "U"  # plural
    RELDAY = "r"
    OF = "f"
    THE = "T"
    AND = "a"
    TO = "o"
    BETWEEN = "b"
    IN = "i"
    FIRST = "1"
    ACADEMIC = "A"
    RENTREE = "R"  # the start of the academic year: September
    SEMESTER = "S"
    AGO_BEFORE = "G"
    AGO_AFTER = "H"
    EVERY = "e"
    RELUNIT = "W"  # a unit with its distance in one word: 10 * unit + shift + 1
    DECADE = "c"  # nineties
    QUARTER = "Q"  # Q1, T1, H1, S1
    HOLIDAY = "k"
    DATE = "D"  # numeric, complete
    MONTH_YEAR = "M"  # numeric: 03/2019
    DAY_MONTH = "X"  # numeric: 15/12
    DAY_MONTH_DOTS = "Z"  # numeric: 4.12.
    YEARS = "z"  # 2023-2024, 2023/24
    DASH = "-"
    SLASH = "/"
    COMMA = ","
    DOT = "."
    OPEN = "("
    CLOSE = ")"
    COLON = ":"
    WORD = "x"
    OTHER = "|"
    BREAK = "!"  # a blank line
