"""Where trucks drive: towns, the roads between them, and routes along roads."""

import heapq
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import asin, atan2, cos, degrees, radians, sin, sqrt
from random import Random
from typing import Any

_EARTH_KM = 6371.0
#: A road between two towns is bent in so many places, each time by this part of the length at the most.
_BENDS = 4
_SWAY = 0.055


@dataclass(frozen=True, slots=True)
class Town:
    """A place with a name."""

    key: str
    name: str
    state: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Place:
    """A point on a route."""

    lat: float
    lon: float
    bearing: int
    """Degrees from north, clockwise."""
    state: str
    near: str
    """The nearest town."""


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Over the ground, along the great circle."""
    (lat_a, lon_a), (lat_b, lon_b) = a, b
    half = sin(radians(lat_b - lat_a) / 2) ** 2
    half += cos(radians(lat_a)) * cos(radians(lat_b)) * sin(radians(lon_b - lon_a) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


class Route:
    """A way through towns, measured in kilometres from its beginning."""

    def __init__(self, towns: list[Town]) -> None:
        self.towns = towns
        self._points: list[tuple[float, float]] = [(towns[0].lat, towns[0].lon)]
        self._kms = [0.0]
        self._town_kms = [0.0]
        for here, there in pairwise(towns):
            for point in _bent(here, there):
                self._kms.append(self._kms[-1] + distance_km(self._points[-1], point))
                self._points.append(point)
            self._town_kms.append(self._kms[-1])
        self.borders, self._states = self._measured_states()

    @property
    def length(self) -> float:
        return self._kms[-1]

    def _measured_states(self) -> tuple[list[float], list[str]]:
        """Where each state begins. The border lies half-way between two towns."""
        starts, states = [0.0], [self.towns[0].state]
        for number, town in enumerate(self.towns[1:], 1):
            if town.state != states[-1]:
                starts.append((self._town_kms[number - 1] + self._town_kms[number]) / 2)
                states.append(town.state)
        return starts, states

    def place(self, km: float) -> Place:
        """The point so far along the route."""
        index = min(max(bisect_right(self._kms, km) - 1, 0), len(self._kms) - 2)
        (lat_a, lon_a), (lat_b, lon_b) = self._points[index], self._points[index + 1]
        start, end = self._kms[index], self._kms[index + 1]
        part = min(max((km - start) / (end - start), 0.0), 1.0) if end > start else 0.0
        east = (lon_b - lon_a) * cos(radians(lat_a))
        return Place(
            lat=round(lat_a + (lat_b - lat_a) * part, 6),
            lon=round(lon_a + (lon_b - lon_a) * part, 6),
            bearing=round(degrees(atan2(east, lat_b - lat_a))) % 360,
            state=self.state(km),
            near=self.near(km),
        )

    def state(self, km: float) -> str:
        return self._states[max(bisect_right(self.borders, km) - 1, 0)]

    def near(self, km: float) -> str:
        index = min(max(bisect_right(self._town_kms, km), 1), len(self.towns) - 1)
        before, after = self._town_kms[index - 1], self._town_kms[index]
        return self.towns[index - 1 if km - before < after - km else index].name

    def states_between(self, start: float, end: float) -> Iterator[tuple[str, float, float]]:
        """The states of a stretch, each with where it begins and ends there."""
        index = max(bisect_right(self.borders, start) - 1, 0)
        while start < end:
            last = index + 1 >= len(self.borders)
            until = end if last else min(end, self.borders[index + 1])
            yield self._states[index], start, until
            start, index = until, index + 1

    def outline(self, start: float, end: float) -> list[tuple[float, float]]:
        """The points of a stretch, for a drawing."""
        inside = [point for km, point in zip(self._kms, self._points, strict=True) if start < km < end]
        first, last = self.place(start), self.place(end)
        return [(first.lat, first.lon), *inside, (last.lat, last.lon)]


class RoadMap:
    """All towns and roads."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.towns = {key: Town(key, *values) for key, values in data["towns"].items()}
        self.zones: dict[str, str] = data["terminals"]
        self.terminals = sorted(self.zones)
        self.customers = sorted({*self.terminals, *data["customers"]["towns"]})
        self._near: dict[str, dict[str, float]] = {key: {} for key in self.towns}
        self.roads: list[list[str]] = list(data["roads"].values())
        for road in self.roads:
            for here, there in pairwise(road):
                length = Route([self.towns[here], self.towns[there]]).length
                self._near[here][there] = self._near[there][here] = length
        self._ways: dict[str, dict[str, tuple[float, str]]] = {}

    def distance(self, here: str, there: str) -> float:
        """Kilometres by the shortest way."""
        return self._ways_to(there)[here][0]

    def way(self, here: str, there: str) -> list[str]:
        """The towns of the shortest way, both ends included."""
        ways, found = self._ways_to(there), [here]
        while found[-1] != there:
            found.append(ways[found[-1]][1])
        return found

    def route(self, stops: list[str]) -> Route:
        """The way through all of these towns in this order."""
        keys = [stops[0]]
        for here, there in pairwise(stops):
            keys += self.way(here, there)[1:]
        return Route([self.towns[key] for key in keys])

    def _ways_to(self, target: str) -> dict[str, tuple[float, str]]:
        """For each town how far the target is, and which town comes next on the way there."""
        if target not in self._ways:
            best: dict[str, tuple[float, str]] = {}
            queue = [(0.0, target, target)]
            while queue:
                length, town, following = heapq.heappop(queue)
                if town not in best:
                    best[town] = (length, following)
                    for near, more in self._near[town].items():
                        heapq.heappush(queue, (length + more, near, town))
            self._ways[target] = best
        return self._ways[target]


@cache
def road_map() -> RoadMap:
    """The one map there is."""
    return RoadMap(tomllib.loads((files(__package__) / "roads.toml").read_text("utf-8")))


@cache
def _bent(here: Town, there: Town) -> list[tuple[float, float]]:
    """The points of a road from the first town to the second, both directions by the same points; without the first."""
    first, last = sorted((here, there), key=lambda town: town.key)
    chance = Random(f"{first.key}/{last.key}")  # noqa: S311 - bends a road
    points = [(first.lat, first.lon), (last.lat, last.lon)]
    for _ in range(_BENDS):
        bent = [points[0]]
        for (lat_a, lon_a), (lat_b, lon_b) in pairwise(points):
            sway = chance.uniform(-_SWAY, _SWAY)
            middle = (lat_a + lat_b) / 2 + (lon_b - lon_a) * sway, (lon_a + lon_b) / 2 - (lat_b - lat_a) * sway
            bent += [middle, (lat_b, lon_b)]
        points = bent
    ordered = points if first is here else points[::-1]
    return ordered[1:]
