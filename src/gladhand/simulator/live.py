"""What moves in an account now: a map and a table, for the page."""

from collections.abc import Iterator
from functools import cache
from html import escape

from gladhand.simulator.fleet.duty import Duty
from gladhand.simulator.fleet.fleet import Fleet
from gladhand.simulator.fleet.people import Truck
from gladhand.simulator.fleet.roads import Place, road_map
from gladhand.simulator.fleet.week import Week
from gladhand.simulator.html_tables import table
from gladhand.simulator.moments import iso

_MOST_ROWS = 50
_WEST, _NORTH, _PER_LON, _PER_LAT = -114.0, 46.0, 20.0, 25.0
_SIZE = "0 0 780 430"
_HEADS = ("Truck", "Driver", "Duty status", "Doing", "Speed", "Heading", "Near", "Odometer", "Fuel")
_ORDER = {Duty.DRIVING: 0, Duty.YARD: 1, Duty.ON: 2}
_POINTS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def live(fleet: Fleet, now: float) -> str:
    """HTML of the fleet at this moment."""
    seen = [(truck, fleet.week_at(truck, now)) for truck in fleet.trucks]
    # Who drives comes first, then who works.
    seen.sort(key=lambda each: _ORDER.get(each[1].activity(now).duty, len(_ORDER)))
    driving = sum(week.activity(now).duty is Duty.DRIVING for _, week in seen)
    more = f" {_MOST_ROWS} trucks are listed." if len(seen) > _MOST_ROWS else ""
    return (
        f"<p>{escape(iso(now))}: {driving} of {len(seen)} trucks are on the road.{more}</p>"
        + _map(seen, now)
        + table(_HEADS, (_row(truck, week, now) for truck, week in seen[:_MOST_ROWS]), "No trucks.")
    )


def _row(truck: Truck, week: Week, now: float) -> tuple[object, ...]:
    doing = week.activity(now)
    km = week.km(now, doing)
    place, speed = week.place(km), week.speed(now, doing)
    return (
        truck.name,
        week.driver.name,
        doing.duty.value,
        doing.task.value.replace("_", " "),
        f"{speed:.1f} km/h",
        _POINTS[round(place.bearing / 45) % 8] if speed else "",
        f"{place.near}, {place.state} ({place.lat:.4f}, {place.lon:.4f})",
        f"{week.odometer(km):,.2f} km",
        f"{week.fuel_litres(now, km):.0f} l",
    )


def _map(seen: list[tuple[Truck, Week]], now: float) -> str:
    points = "".join(_point(truck, week, now) for truck, week in seen)
    return (
        f'<svg viewBox="{_SIZE}" role="img" aria-label="Map of the trucks" style="width:100%;height:auto">'
        f"{_background()}{points}</svg>"
    )


def _point(truck: Truck, week: Week, now: float) -> str:
    doing = week.activity(now)
    x, y = _at(week.place(week.km(now, doing)))
    colour = "#1a7f37" if doing.duty is Duty.DRIVING else "#bf8700" if doing.duty in (Duty.ON, Duty.YARD) else "#8c959f"
    title = escape(f"{truck.name}, {week.driver.name}: {doing.duty.value}")
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="5" fill="{colour}"><title>{title}</title></circle>'


@cache
def _background() -> str:
    """The roads, and the names of the terminals."""
    return "".join(_roads()) + "".join(_terminals())


def _roads() -> Iterator[str]:
    roads = road_map()
    for stops in roads.roads:
        route = roads.route(stops)
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(_project, route.outline(0.0, route.length)))
        yield f'<polyline points="{points}" fill="none" stroke="#8886" stroke-width="1.5"/>'


def _terminals() -> Iterator[str]:
    roads = road_map()
    for key in roads.terminals:
        town = roads.towns[key]
        x, y = _project((town.lat, town.lon))
        yield f'<text x="{x + 7:.0f}" y="{y - 6:.0f}" font-size="12" fill="currentColor">{escape(town.name)}</text>'


def _at(place: Place) -> tuple[float, float]:
    return _project((place.lat, place.lon))


def _project(point: tuple[float, float]) -> tuple[float, float]:
    lat, lon = point
    return (lon - _WEST) * _PER_LON, (_NORTH - lat) * _PER_LAT
