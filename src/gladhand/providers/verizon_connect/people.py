"""People at Reveal: drivers, by number, and users of the office, by id. The fleet chooses both, and may choose the same
text twice, so a source id says which it is."""

from typing import Final

from gladhand.providers.verizon_connect.api import DRIVER_NUMBER, entity
from gladhand.sdk.rows import Row

DRIVER: Final = "driver:"
OFFICE: Final = "user:"
#: Reveal's id of a user of the office.
EMPLOYEE_ID: Final = "EmployeeId"


def driver_source_id(number: str | None) -> str | None:
    """The source id of a driver; None where there is none."""
    return None if number is None else f"{DRIVER}{number}"


def id_of_driver(row: Row) -> str | None:
    """The source id of the driver that a row of the list shows; None if it has no number."""
    return driver_source_id(entity(row, "Driver").text(DRIVER_NUMBER))


def id_of_office_user(row: Row) -> str | None:
    """The source id of the office user that a row of the list shows; None if it has no id."""
    number = entity(row, "User").text(EMPLOYEE_ID)
    return None if number is None else f"{OFFICE}{number}"
