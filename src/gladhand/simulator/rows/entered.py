"""Rows that the office has entered, as the tables show them beside the rows of the fleet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from gladhand.simulator.kinds import Item, Kind
from gladhand.simulator.moments import iso, parsed
from gladhand.simulator.row_kinds import BROADCAST, INSPECTION, MESSAGE, PURCHASE
from gladhand.simulator.rows.base import Body, Entry

#: Seconds until a message is delivered, and until it is read.
_DELIVERED, _READ = 5.0, 60.0


@dataclass(frozen=True)
class EnteredRows:
    """The rows of a table that come from items of a kind."""

    kind: Kind
    time: str
    """The field of an item by which a window selects."""
    rows: Callable[[Item, float], Iterator[Body]]
    """The rows of an item, as they are at a moment."""

    def entries(self, items: Iterable[Item], start: float, end: float, now: float) -> Iterator[Entry]:
        first, last = iso(start), iso(end)
        for item in items:
            if first <= item[self.time] < last and parsed(item["created_at"]) <= now:
                at, known = parsed(item[self.time]), parsed(item["created_at"])
                for body in self.rows(item, now):
                    yield Entry(body["id"], at, known, body)


def with_defaults(kind: Kind, fields: Item, drivers: Mapping[str, Item], now: str) -> Item:
    """The fields of a request, with everything that the provider adds: times, and the names of people."""
    given = {name: value for name, value in fields.items() if value is not None}
    if kind is INSPECTION:
        return {"start": now, "defects": [], **given}
    if kind is PURCHASE:
        return {"time": now, **given}
    people = {f"{name}_name": _full_name(drivers[given[name]]) for name in ("from", "to") if name in kind.texts}
    return {**given, **people, "sent_at": now}


def row(kind: Kind, item: Item, now: float) -> Body:
    """The row of an item itself."""
    return next(ENTERED[kind.plural].rows(item, now))


def _full_name(driver: Item) -> str:
    return " ".join(driver[name] for name in ("given_name", "family_name") if driver.get(name))


def _messages(item: Item, now: float) -> Iterator[Body]:
    yield {
        **item,
        "thread": item.get("answers") or item["id"],
        "by_driver": False,
        **_receipts(item, now),
    }


def _broadcasts(item: Item, now: float) -> Iterator[Body]:
    receipts = _receipts(item, now)
    yield {**item, "delivered_at": receipts["delivered_at"], "state": receipts["state"]}


def _receipts(item: Item, now: float) -> Body:
    sent = parsed(item["sent_at"])
    delivered, read = sent + _DELIVERED, sent + _READ
    return {
        "delivered_at": iso(delivered) if delivered <= now else None,
        "read_at": iso(read) if read <= now else None,
        "state": "read" if read <= now else "delivered" if delivered <= now else "sent",
    }


def _inspections(item: Item, now: float) -> Iterator[Body]:  # noqa: ARG001 - all rows have one form
    yield {"safe": not item["defects"], **item, "revision": 1}


def _defects(item: Item, now: float) -> Iterator[Body]:  # noqa: ARG001 - all rows have one form
    for number, part in enumerate(item["defects"]):
        yield {
            "id": f"def:{item['id'].removeprefix('ins:')}-{number}",
            "inspection": item["id"],
            "found_at": item["start"],
            "part": part,
            "text": item.get("remark"),
            "critical": item.get("safe") is False,
            "state": "open",
            "updated_at": item["updated_at"],
        }


def _purchases(item: Item, now: float) -> Iterator[Body]:  # noqa: ARG001 - all rows have one form
    yield item


#: By the table that shows them.
ENTERED: Mapping[str, EnteredRows] = {
    "messages": EnteredRows(MESSAGE, "sent_at", _messages),
    "broadcasts": EnteredRows(BROADCAST, "sent_at", _broadcasts),
    "inspections": EnteredRows(INSPECTION, "start", _inspections),
    "defects": EnteredRows(INSPECTION, "start", _defects),
    "purchases": EnteredRows(PURCHASE, "time", _purchases),
}
