"""The newest positions of vehicles at Reveal, many at once: who drives stands in them, and what the engine does.

The answer is assumed to wrap each position with the status of its vehicle; one without a wrapper is read as well.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from gladhand.providers.verizon_connect.api import VEHICLE_NUMBER, RevealApi
from gladhand.sdk.rows import Row

LOCATIONS: Final = "/rad/v1/vehicles/locations"
STATUSES: Final = "/rad/v1/vehicles/statuses"
# How many Reveal takes is not documented.
_AT_ONCE: Final = 50
_MISSING: Final = 400


async def newest(reveal: RevealApi, numbers: Sequence[str], path: str = LOCATIONS) -> AsyncIterator[list[Row]]:
    """The rows of these vehicles, some at a time. Of a vehicle that Reveal does not know there is none."""
    for first in range(0, len(numbers), _AT_ONCE):
        answer = await reveal.ask("POST", path, json=list(numbers[first : first + _AT_ONCE]), writes=False)
        yield [row for row in answer.rows() if (row.whole("StatusCode") or 0) < _MISSING]


def value_of(row: Row) -> Row:
    """What a row says of its vehicle."""
    return row.row("ContentResource").row("Value") or row


def flat(row: Row) -> Row:
    """What a row says of its vehicle, with the vehicle's number in it."""
    value = value_of(row)
    number: dict[str, Any] = {VEHICLE_NUMBER: row[VEHICLE_NUMBER]} if VEHICLE_NUMBER in row else {}
    return Row({**number, **value}, row.path)
