"""Draws coasts and borders. They come from public data in the folder `data`, as their packages have them
(`assets.lock`): countries from Natural Earth, states from the Census Bureau of the United States, both as TopoJSON.
"""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import orjson

from gladhand.console.map.viewport import HEIGHT, MOST_LATITUDE, WIDTH, Viewport, projected

# States and provinces say something only where they are wide enough.
_STATES_FROM_ZOOM = 4
# Points that are nearer to each other than this, in units of the drawing, are one.
_NEAREST = 1.2
_MOST_DRAWINGS = 64


@dataclass(frozen=True)
class MapLine:
    """A coast or a border as x and y in the square world, in turn, and its bounds."""

    points: "array[float]"
    left: float
    top: float
    right: float
    bottom: float


@lru_cache(maxsize=_MOST_DRAWINGS)
def drawing(view: Viewport) -> str:
    """An SVG picture of what is there. It follows the reader's choice of light or dark."""
    land = "".join(_paths(_simplified("countries", view.zoom), view, is_closed=True))
    states = (
        "".join(_paths(_simplified("states", view.zoom), view, is_closed=False))
        if view.zoom >= _STATES_FROM_ZOOM
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        "<style>svg{background:#cfe3e8}.land{fill:#f7f8f4;stroke:#93a7a6;stroke-width:.8}"
        ".states{fill:none;stroke:#c3cdca;stroke-width:.7}"
        "@media(prefers-color-scheme:dark){svg{background:#0f2229}.land{fill:#1d2c2f;stroke:#52666b}"
        ".states{stroke:#33464b}}</style>"
        f'<path class="land" d="{land}"/><path class="states" d="{states}"/></svg>'
    )


def _paths(lines: Sequence[MapLine], view: Viewport, *, is_closed: bool) -> Iterator[str]:
    left, top = view.corner
    right, bottom = left + WIDTH / view.scale, top + HEIGHT / view.scale
    for line in lines:
        if line.right < left or line.left > right or line.bottom < top or line.top > bottom:
            continue
        points = iter(line.points)
        # Far outside of the picture only the direction counts.
        drawn = [
            f"{min(max((x - left) * view.scale, -WIDTH), 2 * WIDTH):.1f} "
            f"{min(max((y - top) * view.scale, -HEIGHT), 2 * HEIGHT):.1f}"
            for x, y in zip(points, points, strict=True)
        ]
        yield "M" + "L".join(drawn) + ("Z" if is_closed else "")


@cache
def _simplified(name: str, zoom: int) -> Sequence[MapLine]:
    """The lines without what nobody sees at this zoom."""
    nearest = _NEAREST / Viewport(0, 0, zoom).scale
    found = []
    for line in _countries() if name == "countries" else _states():
        if max(line.right - line.left, line.bottom - line.top) < nearest:
            continue
        kept = array("d")
        points = iter(line.points)
        for x, y in zip(points, points, strict=True):
            if not kept or abs(x - kept[-2]) + abs(y - kept[-1]) >= nearest:
                kept.extend((x, y))
        found.append(replace(line, points=kept))
    return found


@cache
def _countries() -> Sequence[MapLine]:
    """The outlines of countries, each as closed rings."""
    found = _topology("countries.json")
    arcs = _arcs(found)
    shapes = found["objects"]["countries"]["geometries"]
    return [_line(_joined(arcs, ring)) for shape in shapes for ring in _rings(shape)]


@cache
def _states() -> Sequence[MapLine]:
    """The borders between states, each once."""
    found = _topology("states.json")
    arcs = _arcs(found)
    rings = [ring for state in found["objects"]["states"]["geometries"] for ring in _rings(state)]
    # Coasts and the borders of the country belong to one state, and the countries have them already.
    counts = Counter(number if number >= 0 else ~number for ring in rings for number in ring)
    return [_line(arcs[number]) for number, count in counts.items() if count > 1]


def _rings(shape: Any) -> list[list[int]]:
    """The rings of a shape, each as numbers of arcs."""
    if shape["type"] == "MultiPolygon":
        return [ring for polygon in shape["arcs"] for ring in polygon]
    return list(shape.get("arcs", ()))


def _topology(name: str) -> Any:
    return orjson.loads((files("gladhand.console.map") / "data" / name).read_bytes())


def _arcs(topology: Any) -> list[list[tuple[float, float]]]:
    """The lines of a topology, in degrees. Each point is stored as its distance from the one before."""
    (wide, high), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * wide + west, y * high + south))
        arcs.append(points)
    return arcs


def _joined(arcs: list[list[tuple[float, float]]], ring: Sequence[int]) -> list[tuple[float, float]]:
    """The points of a ring. A negative number is an arc that is passed from its end."""
    points: list[tuple[float, float]] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _line(points: Sequence[tuple[float, float]]) -> MapLine:
    flat = array("d")
    for longitude, latitude in points:
        flat.extend(projected(longitude, max(-MOST_LATITUDE, min(MOST_LATITUDE, latitude))))
    return MapLine(flat, min(flat[::2]), min(flat[1::2]), max(flat[::2]), max(flat[1::2]))
