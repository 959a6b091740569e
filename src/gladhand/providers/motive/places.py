"""Places, distances and speeds at Motive. Each vehicle has one switch for its units: metric, or those of the US."""

import re
from typing import Final

from gladhand.resources.positions import InferredAddress, Point
from gladhand.sdk import values
from gladhand.sdk.rows import Row
from gladhand.sdk.units import metres, metres_of_miles, metres_per_second, metres_per_second_of_miles

# Such as "2.1 mi NE of Springfield, IL", or the town alone.
_TOWN: Final = re.compile(r"(?:.*\bof )?(?P<city>[^,]+), (?P<province>[A-Z]{2})")


def has_fix(row: Row) -> bool:
    """Whether it says where something is. A gateway without reception reports 0/0."""
    return (row.number("lat"), row.number("lon")) != (0, 0)


def point(row: Row, *, prefix: str = "") -> Point | None:
    """The position of a row. None if it has none, or 0/0."""
    return values.point_of(row, f"{prefix}lon", f"{prefix}lat")


def required_point(row: Row) -> Point | None:
    """The position of a row that is about one. Raises `Malformed` if it has none."""
    return values.required_point(row, "lon", "lat")


def town(text: str | None) -> InferredAddress | None:
    """The town in a description of a place."""
    found = _TOWN.fullmatch(text or "")
    return None if found is None else InferredAddress(city=found["city"].strip(), province=found["province"])


def speed(row: Row, *, is_metric: bool | None) -> float | None:
    """The speed in metres a second. The newer key names its unit."""
    if (kilometres := row.number("kph")) is not None:
        return metres_per_second(kilometres)
    value = row.number("speed")
    return None if is_metric is None else metres_per_second(value) if is_metric else metres_per_second_of_miles(value)


def distance(value: float | None, *, is_metric: bool | None) -> float | None:
    """A distance or an odometer in metres."""
    return None if is_metric is None else metres(value) if is_metric else metres_of_miles(value)


def first_number(row: Row, *names: str) -> float | None:
    """The first of these values that is there."""
    return next((value for name in names if (value := row.number(name)) is not None), None)
