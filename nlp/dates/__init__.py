"""Dates in running text: a grammar of our own for French, English, German, Spanish, Italian and Portuguese.

The way of a text: `fold` makes it comparable, `lexer` reads it as a row of kinds, `grammar` recognises expressions
in that row, `context` finds the reference date, `resolve` turns each expression into an interval.
"""

from nlp.dates.find import find_dates

__all__ = ["find_dates"]
