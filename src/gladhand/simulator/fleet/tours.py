"""Tours: the round trips that a truck makes, one a week."""

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from gladhand.simulator.fleet.roads import Route, road_map

#: A driver covers more than this in a week only by breaking rules.
_MAX_KM = 4300.0
_ENOUGH_KM = 3900.0
_TRIES = 12
_SPEEDS = (84.0, 97.0)


@dataclass(frozen=True, slots=True)
class Leg:
    """From one stop of a tour to the next."""

    start_km: float
    end_km: float
    speed: float
    """Kilometres per hour on average."""
    destination: str
    """The town's name."""


@dataclass(frozen=True, slots=True)
class Tour:
    """A round trip from home over some customers and back."""

    route: Route
    legs: tuple[Leg, ...]

    @property
    def km(self) -> float:
        return self.route.length

    @property
    def driving_hours(self) -> float:
        return sum((leg.end_km - leg.start_km) / leg.speed for leg in self.legs)


def make_tour(home: str, chance: Random) -> Tour:
    """A tour that fills a week."""
    roads = road_map()
    best: tuple[float, list[str]] = (0.0, [])
    for _ in range(_TRIES):
        stops, length = [home], 0.0
        for town in chance.sample(roads.customers, len(roads.customers)):
            there = roads.distance(stops[-1], town)
            if town not in stops and length + there + roads.distance(town, home) <= _MAX_KM:
                stops.append(town)
                length += there
        length += roads.distance(stops[-1], home)
        best = max(best, (length, [*stops, home]))
        if length >= _ENOUGH_KM:
            break
    return _measured(best[1], chance)


def _measured(stops: list[str], chance: Random) -> Tour:
    roads = road_map()
    legs: list[Leg] = []
    km = 0.0
    for here, there in pairwise(stops):
        end = km + roads.distance(here, there)
        legs.append(Leg(km, end, round(chance.uniform(*_SPEEDS), 1), roads.towns[there].name))
        km = end
    return Tour(roads.route(stops), tuple(legs))
