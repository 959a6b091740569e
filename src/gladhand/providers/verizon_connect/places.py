"""Places and speeds at Reveal."""

from typing import Final

from gladhand.providers.verizon_connect.api import RevealApi
from gladhand.resources.positions import InferredAddress, Point
from gladhand.sdk.countries import alpha2
from gladhand.sdk.rows import Row
from gladhand.sdk.units import metres_per_second, metres_per_second_of_miles
from gladhand.sdk.values import point_of

_KILOMETRES, _MILES = "kilometers", "miles"
_EUROPE: Final = ".eu."


def point(row: Row) -> Point | None:
    """The position of a row. None if it has none, or 0/0."""
    return point_of(row, "Longitude", "Latitude")


def is_visible(row: Row) -> bool:
    """Whether a position may be kept: one of a driver's private time may not, and 0/0 is none.

    One without coordinates stays, to be skipped with its reason.
    """
    return row.flag("IsPrivate") is not True and (row.number("Longitude"), row.number("Latitude")) != (0, 0)


def address(row: Row) -> InferredAddress | None:
    """The town of an address."""
    city, province = row.text("Locality"), row.text("AdministrativeArea")
    if city is None and province is None:
        return None
    return InferredAddress(city=city, province=province, country_code=_country(row.text("Country")))


def speed(reveal: RevealApi, value: float | None) -> float | None:
    """A speed in the unit of the account, which no answer names. By default it goes by the region."""
    unit = str(reveal.options["account_unit"])
    if unit not in (_KILOMETRES, _MILES):
        unit = _KILOMETRES if _EUROPE in reveal.client.base_url else _MILES
    return metres_per_second(value) if unit == _KILOMETRES else metres_per_second_of_miles(value)


def _country(code: str | None) -> str | None:
    try:
        return alpha2(code or "")
    except ValueError:
        return code if code is not None and len(code) == 2 else None
