"""Samsara's people in writes: drivers and office users, by the source ids that tell them apart."""

from gladhand.providers.samsara import office
from gladhand.providers.samsara.driver_mapping import PREFIX as DRIVER
from gladhand.sdk.field_map import LeftOut


def driver_number(source_id: str) -> int:
    """The number of a driver. Raises `ValueError` for an office user, as a `Convert` should."""
    number = source_id.removeprefix(DRIVER)
    if number == source_id or not number.isdigit():
        raise ValueError("Samsara takes a driver here, and no office user.")
    return int(number)


def driver_id(source_id: str) -> str:
    """The id of a driver."""
    return str(driver_number(source_id))


def mechanic_id(source_id: str) -> str:
    """The id of an office user."""
    if not source_id.startswith(office.PREFIX):
        raise ValueError("Samsara's API takes inspections by mechanics, who are office users; drivers have its app.")
    return source_id.removeprefix(office.PREFIX)


def sender(source_id: str) -> str:
    """Leaves the sender out, who is the office; a driver cannot be one."""
    if source_id.startswith(DRIVER):
        raise ValueError("Samsara's API sends messages of the office. A driver writes in Samsara's app.")
    raise LeftOut("Samsara shows the office as the sender of what its API sends.")
