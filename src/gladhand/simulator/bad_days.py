"""Bad days of the data: what goes wrong with rows, rather than with requests.

Each function takes an order, changes the account's rows for good, and says what it has done.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from gladhand.simulator.amendments import Amendment, ClockError, Hold, stored
from gladhand.simulator.kinds import RequestRefused
from gladhand.simulator.storage import Account, Storage

Order: TypeAlias = dict[str, Any]


def late(storage: Storage, account: Account, order: Order) -> Order:
    """What is sent in the next `minutes` arrives `delay_minutes` after their end."""
    now, minutes = storage.clock.now(), _number(order, "minutes", 30)
    end = now + 60 * minutes
    hold = Hold(start=now, end=end, release=end + 60 * _number(order, "delay_minutes", 30), vehicle=_vehicle(order))
    return _amended(storage, account, [hold])


def clock_off(storage: Storage, account: Account, order: Order) -> Order:
    """The devices' clocks are wrong by `offset_minutes` for `minutes` from now."""
    now, minutes = storage.clock.now(), _number(order, "minutes", 30)
    offset = 60 * _number(order, "offset_minutes", 60)
    return _amended(
        storage, account, [ClockError(start=now, end=now + 60 * minutes, seconds=offset, vehicle=_vehicle(order))]
    )


BAD_DAYS: dict[str, Callable[[Storage, Account, Order], Order]] = {"late": late, "clock_off": clock_off}


def _amended(storage: Storage, account: Account, amendments: list[Amendment]) -> Order:
    storage.amend(account, amendments)
    return {"amendments": [stored(each) for each in amendments]}


def _number(order: Order, name: str, default: float) -> float:
    value = order.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RequestRefused(422, f"{name} must be a number.", name)
    return float(value)


def _vehicle(order: Order) -> str | None:
    value = order.get("vehicle")
    if value is not None and not isinstance(value, str):
        raise RequestRefused(422, "vehicle must be the id of a vehicle.", "vehicle")
    return value
