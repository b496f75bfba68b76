"""The world map of the home page: one SVG made on the server, each country a link to its page.

Outlines: Natural Earth (public domain), prepared by `make_world.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

WORLD = Path(__file__).parent / "data" / "world.json"
SIZE = (1000, 440)
STEPS = 5
"""Shades of the map, beside none."""


@cache
def outlines() -> Mapping[str, Mapping[str, Any]]:
    """Country code (or ``-name`` for what has none) → ``path`` or ``circle``."""
    shapes: dict[str, dict[str, Any]] = json.loads(WORLD.read_text(encoding="utf-8"))
    return shapes


def shade(count: int, most: int) -> int:
    """The shade of a country, 0 to STEPS, the most being darkest; on a logarithmic scale where counts are many."""
    if count <= 0:
        return 0
    if most <= STEPS:
        return STEPS - (most - count)
    return min(STEPS, 1 + int((STEPS - 1) * math.log(count) / math.log(most) + 1e-9))


def legend(most: int) -> list[tuple[int, int, int]]:
    """The shades in use with the smallest and largest count of each."""
    found: dict[int, tuple[int, int]] = {}
    if most > 2000:
        counts: Iterable[int] = sorted({int(most ** (n / 400)) for n in range(401)} | {most})
    else:
        counts = range(1, most + 1)
    for count in counts:
        step = shade(count, most)
        low, _ = found.get(step, (count, count))
        found[step] = (low, count)
    return [(step, low, high) for step, (low, high) in sorted(found.items())]


def draw(
    counts: Mapping[str, int], names: Mapping[str, str], link: Callable[[str], str], tell: Callable[[str, int], str]
) -> Markup:
    """The inside of the ``<svg>``. ``link`` gives a country's address, ``tell`` the words of its title."""
    most = max(counts.values(), default=0)
    parts = []
    for code, shape in outlines().items():
        count = counts.get(code, 0)
        drawn = _shape(shape, shade(count, most))
        if drawn and code in names and count:
            text = tell(names[code], count)
            drawn = Markup('<a href="{}" aria-label="{}">{}<title>{}</title></a>').format(link(code), text, drawn, text)
        elif "circle" in shape:
            continue
        parts.append(drawn)
    # Circles last, so that their neighbours do not cover them.
    return Markup("\n").join(sorted(parts, key=lambda part: "<circle" in str(part)))


def _shape(shape: Mapping[str, Any], step: int) -> Markup:
    if "circle" in shape:
        x, y = shape["circle"]
        return Markup('<circle class="m{}" cx="{}" cy="{}" r="3.2"/>').format(step, x, y)
    return Markup('<path class="m{}" d="{}"/>').format(step, shape["path"])
