"""Values in Webfleet's reports: numbers may be texts, and an empty text or a zero stands for what is not there."""

from typing import Final

from gladhand.resources.positions import InferredAddress, Point
from gladhand.sdk.rows import Row
from gladhand.sdk.values import point_of

_MICRO: Final = 1_000_000
_YES: Final = {"1": True, "true": True, "0": False, "false": False}
#: A row of the object report whose position is no fix.
_INVALID: Final = "0"


def measured(row: Row, *names: str) -> float | None:
    """The first of these that a sensor measures. Zero says that there is no such sensor."""
    return next((value for name in names if (value := row.number(name))), None)


def flag(row: Row, name: str) -> bool | None:
    """Yes or no, in any of the forms that reports have."""
    value = row.get(name)
    return value if isinstance(value, bool) else _YES.get(str(value).casefold())


def point(row: Row, latitude: str, longitude: str) -> Point | None:
    """A position in micro-degrees. None if there is none, or 0/0, or where the names hold degrees and minutes."""
    north, east = row.number(latitude), row.number(longitude)
    if north is None or east is None:
        return None
    return point_of(Row({"longitude": east / _MICRO, "latitude": north / _MICRO}))


def address(row: Row) -> InferredAddress | None:
    """The town in the text of a place, such as `Hauptstr. 1, 10115 Berlin, DE`: what stands before the country.

    Messages of the queue have text and country apart, under names of their own.
    """
    apart = ", ".join(filter(None, (row.text("pos_text"), row.text("pos_country")))) if row.text("pos_text") else ""
    *before, last = [part.strip() for part in (row.text("postext") or apart).split(",")]
    is_country = len(last) == 2 and last.isalpha() and last.isupper()
    town = (before[-1] if before else "") if is_country else last
    city = " ".join(word for word in town.split() if not any(character.isdigit() for character in word))
    if not city:
        return None
    return InferredAddress(city=city, country_code=last if is_country else None)


def is_trailer(row: Row) -> bool:
    """Whether an object is a trailer, by its type. That the type says so is assumed."""
    return any("trailer" in (row.text(name) or "").casefold() for name in ("objecttype", "vehicletype"))


def has_position(row: Row, latitude: str = "latitude_mdeg", longitude: str = "longitude_mdeg") -> bool:
    """Whether a row of the object report, or a message with these keys, says where the object is."""
    return bool(row.text("pos_time") and row.text("status") != _INVALID and point(row, latitude, longitude) is not None)
