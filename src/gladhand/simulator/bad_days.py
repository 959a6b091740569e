"""Bad days of the data: what goes wrong with rows, rather than with requests.

Each function takes an order, changes the account's rows for good, and says what it has done.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from gladhand.simulator.amendments import Amendment, Change, ClockError, Hold, Removal, stored
from gladhand.simulator.fleet.duty import MINUTE, Duty
from gladhand.simulator.kinds import KINDS, RequestRefused
from gladhand.simulator.ledger import Truth
from gladhand.simulator.moments import DAY, iso
from gladhand.simulator.rows.base import Body, Feed
from gladhand.simulator.rows.logs import LOGS
from gladhand.simulator.sources import SOURCES
from gladhand.simulator.storage import Account, Storage

Order: TypeAlias = dict[str, Any]

#: What an edit writes into a row.
_EDITS: dict[str, Body] = {
    "positions": {"near": "Corrected"},
    "faults": {"text": "Corrected"},
    "safety": {"review": "coached", "kind": "speeding"},
    "inspections": {"remark": "Corrected", "revision": 3},
    "defects": {"text": "Corrected"},
    "purchases": {"amount": "1.00"},
    "messages": {"text": "Corrected"},
    "files": {"text": "Corrected"},
    "stretches": {"distance_km": 1.0},
}
_MOVED = 7 * MINUTE
#: The hour before clocks change in the easternmost zone of the fleet.
_DST_CHANGES = {"autumn": (11, 0, 5), "spring": (3, 1, 6)}


def late(storage: Storage, account: Account, order: Order) -> Order:
    """What is sent in the next `minutes` arrives `delay_minutes` after their end."""
    now, minutes = storage.clock.now(), _number(order, "minutes", 30)
    end = now + MINUTE * minutes
    hold = Hold(start=now, end=end, release=end + MINUTE * _number(order, "delay_minutes", 30), vehicle=_vehicle(order))
    return _amended(storage, account, [hold])


def clock_off(storage: Storage, account: Account, order: Order) -> Order:
    """The devices' clocks are wrong by `offset_minutes` for `minutes` from now."""
    now, minutes = storage.clock.now(), _number(order, "minutes", 30)
    offset = MINUTE * _number(order, "offset_minutes", 60)
    wrong = ClockError(start=now, end=now + MINUTE * minutes, seconds=offset, vehicle=_vehicle(order))
    return _amended(storage, account, [wrong])


def edit(storage: Storage, account: Account, order: Order) -> Order:
    """`count` rows of a resource of the last `days` change. In a log, the end of work moves."""
    now, resource = storage.clock.now(), str(order.get("resource", LOGS.name))
    if resource == LOGS.name:
        return _amended(storage, account, _edited_logs(storage, account, order))
    values = _EDITS.get(resource)
    if values is None:
        raise RequestRefused(422, f"resource is one of {', '.join((LOGS.name, *_EDITS))}.", "resource")
    stamped = values if isinstance(SOURCES[resource], Feed) else {**values, "updated_at": iso(now)}
    return _amended(
        storage,
        account,
        [
            Change(resource=resource, row_id=each.id, at=each.at, when=now, values=stamped)
            for each in _chosen(storage, account, order, resource)
        ],
    )


def delete(storage: Storage, account: Account, order: Order) -> Order:
    """`count` rows of a resource of the last `days` are gone. Feeds forget nothing."""
    now, resource = storage.clock.now(), str(order.get("resource", ""))
    kind = next((each for each in KINDS if each.plural == resource), None)
    if kind is not None:
        items = list(account.shelves[kind.name].items.values())[-int(_number(order, "count", 1)) :]
        for item in items:
            storage.remove(account, kind, item)
        return {"removed": [item["id"] for item in items]}
    source = SOURCES.get(resource)
    if source is None or isinstance(source, Feed):
        raise RequestRefused(422, "resource is a table or a list.", "resource")
    chosen = _chosen(storage, account, order, resource)
    return _amended(storage, account, [Removal(resource=resource, row_id=each.id, when=now) for each in chosen])


def dst_night(storage: Storage, account: Account, order: Order) -> Order:  # noqa: ARG001 - all orders have one form
    """The clock goes on from the hour before the newest change of clocks in `season`."""
    season = str(order.get("season", "autumn"))
    if season not in _DST_CHANGES:
        raise RequestRefused(422, "season is autumn or spring.", "season")
    month, sundays, hour = _DST_CHANGES[season]
    today = datetime.fromtimestamp(storage.clock.now(), UTC)
    moments = [_sunday(year, month, sundays) + timedelta(hours=hour) for year in (today.year - 1, today.year)]
    moment = max((each for each in moments if each <= today), default=moments[0])
    storage.clock.set(moment.timestamp())
    return {"now": iso(moment.timestamp())}


BAD_DAYS: dict[str, Callable[[Storage, Account, Order], Order]] = {
    "late": late,
    "edit": edit,
    "delete": delete,
    "clock_off": clock_off,
    "dst_night": dst_night,
}


def _edited_logs(storage: Storage, account: Account, order: Order) -> list[Amendment]:
    """Work ends a little later than the log said, and the rest begins later."""
    now = storage.clock.now()
    days = _number(order, "days", 7)
    truths = account.ledger.truth(LOGS, now - days * DAY, now, now)
    by_end = {(each.body["driver"], each.body["end"]): each for each in truths if each.body["duty"] == Duty.ON}
    found: list[Amendment] = []
    for rest in truths:
        work = by_end.get((rest.body["driver"], rest.body["start"]))
        if work is None or rest.body["duty"] not in (Duty.OFF, Duty.SLEEPER) or rest.body["end"] is None:
            continue
        values = {"edited_at": iso(now), "certified_at": None, "remark": "Corrected by the office"}
        moved = iso(rest.at + _MOVED)
        for row, change in ((work, {"end": moved}), (rest, {"start": moved})):
            found.append(Change(resource=LOGS.name, row_id=row.id, at=row.at, when=now, values={**values, **change}))
        if len(found) >= 2 * _number(order, "count", 1):
            break
    return found


def _chosen(storage: Storage, account: Account, order: Order, resource: str) -> list[Truth]:
    """Some of the rows, spread over the time."""
    now = storage.clock.now()
    truths = account.ledger.truth(SOURCES[resource], now - _number(order, "days", 7) * DAY, now, now)
    return _spread([each for each in truths if each.arrives <= now], int(_number(order, "count", 1)))


def _spread(truths: list[Truth], count: int) -> list[Truth]:
    step = max(len(truths) // max(count, 1), 1)
    return truths[step // 2 :: step][:count]


def _sunday(year: int, month: int, number: int) -> datetime:
    first = datetime(year, month, 1, tzinfo=UTC)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * number)


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
