"""Bars by year, as SVG made on the server; the page gives the same numbers as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT, FOOT = 640, 150, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One year's bar: where it stands, and how high the whole and the part of it are."""

    year: int
    x: float
    width: float
    events: int
    agreements: int
    height: float
    part: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """All bars, with the highest count."""

    bars: tuple[Bar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT
    foot: int = FOOT


def by_year(rows: Iterable[Mapping[str, Any]], this_year: int, shortest: int = 8, longest: int = 30) -> Chart | None:
    """A chart of rows with ``year``, ``events`` and ``agreements``; years without a row are empty; None without rows.

    At least ``shortest``, at most the last ``longest`` years are drawn, up to the year after next; the table beside it
    has them all.
    """
    counts = {
        int(row["year"]): (int(row["events"]), int(row["agreements"] or 0))
        for row in rows
        if int(row["year"]) <= this_year + 2
    }
    if not counts:
        return None
    last = max(counts)
    years = range(max(min(*counts, last - shortest + 1), last - longest + 1), last + 1)
    most = max(counts.get(year, (0, 0))[0] for year in years) or 1
    step = WIDTH / len(years)
    every = 1 if len(years) <= 14 else 5
    bars = []
    for index, year in enumerate(years):
        events, agreements = counts.get(year, (0, 0))
        tall = (HEIGHT - FOOT - 14) / most
        labelled = year % every == 0 or (every == 1)
        width = round(min(step * 0.72, 40), 1)
        x = round(index * step + (step - width) / 2, 1)
        bars.append(
            Bar(year, x, width, events, agreements, round(events * tall, 1), round(agreements * tall, 1), labelled)
        )
    return Chart(tuple(bars), most)
