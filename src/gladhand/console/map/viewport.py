"""The part of the world that a map shows, in the projection of Mercator."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from gladhand.records.analytics.map_queries import MapArea

#: The size of the drawing, in its own units. The page scales it to the width of the screen.
WIDTH, HEIGHT = 640, 480
LEAST_ZOOM, MOST_ZOOM = 1, 15
#: A town fills the view.
TOWN_ZOOM = 11
#: Beyond this latitude the projection leaves the square world.
MOST_LATITUDE = 85.0
# The world is this wide at zoom 0, and twice as wide at each further one.
_WORLD = 256
# What stays free around the vehicles when the map fits them.
_MARGIN = 48
_STEP = 0.4


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """The place in a square world from 0 to 1, from west to east and from north to south."""
    latitude = max(-MOST_LATITUDE, min(MOST_LATITUDE, latitude))
    y = 0.5 - math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)
    return (longitude + 180) / 360, y


def unprojected(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude of a place in the square world."""
    return x * 360 - 180, math.degrees(2 * math.atan(math.exp((0.5 - y) * 2 * math.pi)) - math.pi / 2)


@dataclass(frozen=True)
class Viewport:
    """A map of `WIDTH` by `HEIGHT` around a middle."""

    longitude: float
    latitude: float
    zoom: int

    @classmethod
    def around(cls, area: MapArea) -> "Viewport":
        """The nearest view of the whole area."""
        left, top = projected(area.west, area.north)
        right, bottom = projected(area.east, area.south)
        fitting = min((WIDTH - 2 * _MARGIN) / max(right - left, 1e-6), (HEIGHT - 2 * _MARGIN) / max(bottom - top, 1e-6))
        # Closer than a town nobody recognises where it is.
        zoom = max(LEAST_ZOOM, min(TOWN_ZOOM, math.floor(math.log2(fitting / _WORLD))))
        return cls(*unprojected((left + right) / 2, (top + bottom) / 2), zoom).bounded()

    @classmethod
    def parse(cls, text: str) -> "Viewport | None":
        """The view that an address names, such as `39.8,-98.5,4`: latitude, longitude, zoom. None if it names none."""
        try:
            latitude, longitude, zoom = text.split(",")
            view = cls(float(longitude), float(latitude), int(zoom))
        except ValueError:
            return None
        return view.bounded() if math.isfinite(view.longitude) and math.isfinite(view.latitude) else None

    @property
    def text(self) -> str:
        """The view as `parse` reads it."""
        return f"{self.latitude:.4f},{self.longitude:.4f},{self.zoom}"

    @property
    def scale(self) -> float:
        """The width of the whole world in this view."""
        return float(_WORLD * 2**self.zoom)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a position stands in the drawing."""
        x, y = projected(longitude, latitude)
        left, top = self.corner
        return (x - left) * self.scale, (y - top) * self.scale

    @property
    def area(self) -> MapArea:
        left, top = self.corner
        west, north = unprojected(left, top)
        east, south = unprojected(left + WIDTH / self.scale, top + HEIGHT / self.scale)
        return MapArea(west, south, east, north)

    def neighbours(self) -> Mapping[str, "Viewport"]:
        """The views that a reader can go to from here."""
        across, up = WIDTH / self.scale * _STEP, HEIGHT / self.scale * _STEP
        found = {"Zoom in": replace(self, zoom=self.zoom + 1), "Zoom out": replace(self, zoom=self.zoom - 1)}
        for name, x, y in (("West", -across, 0.0), ("East", across, 0.0), ("North", 0.0, -up), ("South", 0.0, up)):
            found[name] = self._moved(x, y)
        return {name: view for name, each in found.items() if (view := each.bounded()) != self}

    def nearer(self, longitude: float, latitude: float, by: int = 2) -> "Viewport":
        """A closer view of a place."""
        return Viewport(longitude, latitude, self.zoom + by).bounded()

    def bounded(self) -> "Viewport":
        """The same view, within the world."""
        return Viewport(
            round(max(-180.0, min(180.0, self.longitude)), 4),
            round(max(-MOST_LATITUDE, min(MOST_LATITUDE, self.latitude)), 4),
            max(LEAST_ZOOM, min(MOST_ZOOM, self.zoom)),
        )

    def _moved(self, x: float, y: float) -> "Viewport":
        here = projected(self.longitude, self.latitude)
        longitude, latitude = unprojected(here[0] + x, here[1] + y)
        return replace(self, longitude=longitude, latitude=latitude)

    @property
    def corner(self) -> tuple[float, float]:
        """The place of the upper left corner in the square world."""
        x, y = projected(self.longitude, self.latitude)
        return x - WIDTH / self.scale / 2, y - HEIGHT / self.scale / 2
