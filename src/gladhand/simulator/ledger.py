"""The ledger of one account: its rows as they are at a moment, with all amendments."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from gladhand.simulator.amendments import Amendment, Change, ClockError, Hold, Removal
from gladhand.simulator.delivery import Arrived, Delivery, Key
from gladhand.simulator.fleet.fleet import Fleet
from gladhand.simulator.fleet.people import Truck
from gladhand.simulator.fleet.week import Week
from gladhand.simulator.kinds import Item
from gladhand.simulator.moments import DAY, iso, parsed
from gladhand.simulator.rows.base import Body, Entry, Feed, Sent, Table, fixed
from gladhand.simulator.rows.entered import ENTERED
from gladhand.simulator.rows.whole_lists import WholeList

#: An amendment moves a row in time by no more than this.
_MOST_MOVED = 7200.0
_ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Truth:
    """One row of the ledger."""

    id: str
    at: float
    arrives: float
    body: Body


class Ledger:
    """What happened in a fleet, and what was done to its rows afterwards."""

    def __init__(
        self, fleet: Fleet, amendments: list[Amendment], entered: Mapping[str, Collection[Item]] = MappingProxyType({})
    ) -> None:
        self.fleet, self.amendments, self.entered = fleet, amendments, entered

    @property
    def _delivery(self) -> Delivery:
        return Delivery(self.fleet, [each for each in self.amendments if isinstance(each, Hold)])

    def page(self, feed: Feed, after: Key, now: float, limit: int) -> tuple[list[Body], Key]:
        """The bodies after a position in a feed that have arrived by now, and the position after them."""
        found, key = self._delivery.page(self._amended(feed), after, now, limit)
        return [each.row.body() for each in found], key

    def rows(self, table: Table, start: float, end: float, now: float, *, trucks: slice = _ALL) -> list[Entry]:
        """The rows of a table that the provider has now, by their time."""
        delivery = self._delivery
        entries = self._entries(table, start, end, now, trucks)
        found = [entry for truck, entry in entries if _arrival(delivery, truck, entry) <= now]
        return sorted(found, key=lambda each: (each.at, each.id))

    def table_page(
        self, table: Table, window: tuple[float, float], after: tuple[float, str] | None, now: float, limit: int
    ) -> tuple[list[Body], tuple[float, str] | None]:
        """The bodies of some rows after a position, and the last one's position if there are more."""
        start, end = window
        found: list[Entry] = []
        at = max(start, after[0]) if after else start
        # A page needs a small part of a long window, as a rule.
        while at < end and len(found) <= limit:
            until = min(at + DAY, end)
            found += [each for each in self.rows(table, at, until, now) if after is None or (each.at, each.id) > after]
            at = until
        page = found[:limit]
        return [each.body for each in page], (page[-1].at, page[-1].id) if len(found) > limit else None

    def whole(self, whole: WholeList, now: float) -> list[tuple[str, Body]]:
        """The rows of a list as they are now, by id."""
        gone = {each.row_id for each in self._removals(whole.name) if each.when <= now}
        changes = self._values(whole.name, now)
        rows = [(row_id, {**body, **changes.get(row_id, {})}) for row_id, body in whole.rows(self.fleet, now)]
        return sorted(((row_id, body) for row_id, body in rows if row_id not in gone), key=lambda each: each[0])

    def truth(
        self, source: Feed | Table | WholeList, start: float, end: float, now: float, *, has_arrived: bool = False
    ) -> list[Truth]:
        """The rows with a time from `start` to before `end`, also those that are still on their way.

        With `has_arrived` they are as a client can have them by now: without rows, and without changes of rows, that
        are on their way. A whole list is as it is now.
        """
        if isinstance(source, WholeList):
            return [Truth(row_id, now, now, body) for row_id, body in self.whole(source, now)]
        found: dict[str, Truth] = {}
        delivery = self._delivery
        if isinstance(source, Table):
            for truck, entry in self._entries(source, start, end, now):
                arrives = _arrival(delivery, truck, entry)
                if has_arrived and arrives > now:
                    continue
                found[entry.id] = Truth(entry.id, entry.at, arrives, entry.body)
        else:
            for each in self._sent(source, start, now):
                if start <= each.row.at < end and not (has_arrived and each.key[0] > now):
                    found[each.row.id] = Truth(each.row.id, each.row.at, each.key[0], each.row.body())
        return sorted(found.values(), key=lambda each: (each.at, each.id))

    def _sent(self, feed: Feed, start: float, now: float) -> list[Arrived]:
        """What was sent up to now, the newest state of a row last."""
        delivery, amended = self._delivery, self._amended(feed)
        found = [
            Arrived((delivery.arrival(truck, row.sent), truck.number, row.sent, row.id), row)
            for truck in self.fleet.trucks
            for row in delivery.sent(amended, truck, start - _MOST_MOVED, now)
        ]
        return sorted(found, key=lambda each: each.key)

    def _entries(
        self, table: Table, start: float, end: float, now: float, trucks: slice = _ALL
    ) -> Iterator[tuple[Truck | None, Entry]]:
        """The rows of the trucks, and those that the office has entered, which belong to no truck."""
        changes = self._values(table.name, now)
        gone = {each.row_id for each in self._removals(table.name) if each.when <= now}
        slack = _MOST_MOVED if changes else 0.0
        for truck, entry in self._unamended(table, start - slack, end + slack, now, trucks=trucks):
            if entry.id in gone:
                continue
            amended = _changed(entry, changes[entry.id]) if entry.id in changes else entry
            if start <= amended.at < end:
                yield truck, amended

    def _unamended(
        self, table: Table, start: float, end: float, now: float, *, trucks: slice
    ) -> Iterator[tuple[Truck | None, Entry]]:
        for truck in self.fleet.trucks[slice(1) if table.once_per_fleet else trucks]:
            for week in self.fleet.weeks(truck, start, end):
                for entry in table.rows(week, max(start, week.start), min(end, week.end), now):
                    yield truck, entry
        if (entered := ENTERED.get(table.name)) is not None:
            for entry in entered.entries(self.entered.get(entered.kind.name, ()), start, end, now):
                yield None, entry

    def _amended(self, feed: Feed) -> Feed:
        """The feed with the rows that come once more, and with the times of wrong clocks."""
        changes = self._changes(feed.name)
        errors = [each for each in self.amendments if isinstance(each, ClockError)]
        if not changes and not errors:
            return feed

        def rows(week: Week, start: float, end: float) -> Iterator[Sent]:
            for row in feed.rows(week, start, end):
                yield _mistimed(row, week.truck, errors)
            for change in changes:
                if start <= change.when < end:
                    yield from self._again(feed, week.truck, change)

        return replace(feed, rows=rows)

    def _again(self, feed: Feed, truck: Truck, change: Change) -> Iterator[Sent]:
        """The row of a change as it comes the second time, if it is one of this truck's."""
        for week in self.fleet.weeks(truck, change.at, change.at + 1):
            for row in feed.rows(week, change.at, change.at + 1):
                if row.id == change.row_id:
                    yield replace(row, sent=change.when, body=fixed({**row.body(), **change.values}))

    def _values(self, resource: str, now: float) -> dict[str, Body]:
        """What changed rows have instead of their own values, by id."""
        found: dict[str, Body] = {}
        for each in self._changes(resource):
            if each.when <= now:
                found[each.row_id] = {**found.get(each.row_id, {}), **each.values}
        return found

    def _changes(self, resource: str) -> list[Change]:
        return [each for each in self.amendments if isinstance(each, Change) and each.resource == resource]

    def _removals(self, resource: str) -> list[Removal]:
        return [each for each in self.amendments if isinstance(each, Removal) and each.resource == resource]


def _arrival(delivery: Delivery, truck: Truck | None, entry: Entry) -> float:
    return entry.known if truck is None else delivery.arrival(truck, entry.known)


def _changed(entry: Entry, values: Body) -> Entry:
    at = parsed(values["start"]) if "start" in values else entry.at
    return replace(entry, at=at, body={**entry.body, **values})


def _mistimed(row: Sent, truck: Truck, errors: list[ClockError]) -> Sent:
    wrong = sum(
        each.seconds for each in errors if each.start <= row.sent < each.end and each.vehicle in (None, truck.id)
    )
    if not wrong:
        return row
    return replace(row, at=row.at + wrong, body=fixed({**row.body(), "time": iso(row.at + wrong)}))
