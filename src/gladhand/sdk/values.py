"""Values that several providers show in the same way."""

import re
import unicodedata
from typing import Any
from zoneinfo import ZoneInfo

from gladhand.resources.enums import TimezoneCodeEnum
from gladhand.resources.positions import Point, is_on_earth
from gladhand.sdk.errors import Malformed
from gladhand.sdk.rows import Row

_EXTENSION = re.compile(
    r"(?:[;,#]|\bext(?:ension|n|\.)?|\bx|(?<=\d)x|durchwahl)\s*[.:=]?\s*(?:ext=)?\d{1,8}\s*$", re.IGNORECASE
)


def zone(name: Any) -> TimezoneCodeEnum | None:
    """A time zone by any of its IANA names; None for an unknown name."""
    try:
        return TimezoneCodeEnum(name)
    except ValueError:
        return None


def zone_info(name: str | None) -> ZoneInfo:
    """The clock of a time zone, by a name that `ZoneInfo` or `zone` takes. UTC without one, or for an unknown one."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        # Names are looked up as files: `America` is a folder, a long name none at all, and small letters are others.
        known = zone(name)
        return ZoneInfo("UTC" if known is None else known.value)


def point_of(row: Row, longitude: str = "longitude", latitude: str = "latitude") -> Point | None:
    """The position of a row, in degrees under these keys. None if it has none, one that is not on earth, or 0/0, which
    stands for no fix."""
    east, north = row.number(longitude), row.number(latitude)
    return None if east is None or north is None or not is_on_earth(east, north) else _fix(east, north)


def fixed_point(row: Row, longitude: str = "longitude", latitude: str = "latitude") -> Point:
    """The position of a row that stands for one. Raises `Malformed` if `point_of` finds none."""
    if (found := point_of(row, longitude, latitude)) is None:
        raise Malformed("The position has no coordinates.")
    return found


def required_point(row: Row, longitude: str = "longitude", latitude: str = "latitude") -> Point | None:
    """The position of a row that has to have one. None for 0/0, which stands for no fix. Raises `Malformed`."""
    east, north = row.number(longitude), row.number(latitude)
    if east is None or north is None:
        raise Malformed("The position has no coordinates.")
    return _fix(east, north)


def _fix(east: float, north: float) -> Point | None:
    return Point.at(east, north) if east or north else None


def phone_number(text: str) -> str:
    """The number itself. Raises `ValueError`, as a `Convert` should, for letters and extensions."""
    if found := _EXTENSION.search(text):
        raise ValueError(f"It has an extension ({found[0].strip()}), for which the provider has no place.")
    if any(each.isalpha() for each in text):
        raise ValueError("It has letters. Please write the number in digits.")
    return text


def same_text(value: Any, other: str) -> bool:
    """Whether a provider's text is this one, in any case and in either Unicode form of its letters."""
    return isinstance(value, str) and _folded(value) == _folded(other)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()
