"""Compares what the hub has of a simulated fleet with the simulator's own ledger, row by row.

What is compared are answers of the public API, or what a partner's program has made of them. Each difference has a
kind: missing, doubled, stale, wrongly removed, not removed, without its parent, wrong latest, wrong total.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import urlencode

from tests.conftest import Api

from gladhand.api.telematics.list_parameters import filter_parameters
from gladhand.core.clock import wire_time
from gladhand.providers.simulator.adapter import SimulatorAdapter
from gladhand.resources.base import RecordBase
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import Resource, ResourceKind
from gladhand.sdk.reading import FEED, Read
from gladhand.sdk.rows import Row

Held: TypeAlias = Mapping[str, Any]
"""A record as an answer or an event has it."""

_READS: Mapping[ResourceEnum, Read[Any]] = {read.resource.name: read for read in SimulatorAdapter.reads}
_COLLECTIONS = ("drivers", "vehicles", "trailers")
_HEADER = frozenset(RecordBase.model_fields)
_MOST_SHOWN = 3


@dataclass(frozen=True)
class LedgerDifference:
    resource: str
    kind: str
    what: str


@dataclass
class Comparison:
    """Everything that differs, and how many rows were compared."""

    differences: list[LedgerDifference] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)

    def shown(self) -> str:
        """A line for each kind of each resource, with some examples."""
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for each in self.differences:
            groups[each.resource, each.kind].append(each.what)
        return "\n".join(
            f"{resource} {kind}: {len(found)}, such as {found[:_MOST_SHOWN]}"
            for (resource, kind), found in groups.items()
        )


@dataclass(frozen=True)
class LedgerRow:
    """A row that the provider has, as the record that the hub should have."""

    source_id: str
    occurred_at: datetime | None
    fields: Mapping[str, Any]
    source_data: Mapping[str, Any]
    is_due: bool
    """Whether the hub has to have it. A feed may have begun after it arrived."""


@dataclass
class FleetLedger:
    """The true rows of one account between two moments."""

    start: datetime
    end: datetime
    starts: Mapping[ResourceEnum, datetime]
    """From when on the rows of each resource are known."""
    rows: Mapping[ResourceEnum, Mapping[str, LedgerRow]]

    @classmethod
    async def read(
        cls, simulator: Api, account: str, start: datetime, *, due_from: datetime, tables_from: datetime
    ) -> "FleetLedger":
        """Everything that a client can have by now: from `start` on, and of tables from `tables_from` on.

        Rows of feeds that arrived before `due_from` may be missing.
        """
        state = (await simulator.get("/_control/state")).body
        collections = next(each for each in state["accounts"] if each["key"] == account)
        end = datetime.fromisoformat((await simulator.get("/_control/clock")).body["now"])
        rows = {}
        starts = {name: start if read.mode is FEED else tables_from for name, read in _READS.items()}
        for name, read in _READS.items():
            source = read.fetch.__self__  # type: ignore[attr-defined]  # a walk or a collection, with the name of its list
            if source.name in _COLLECTIONS:
                found = [(each, True) for each in collections[source.name]]
            else:
                query = {"account": account, "resource": source.name, "arrived": "yes"}
                query |= {"from": wire_time(starts[name]), "to": wire_time(end)}
                answer = await simulator.get(f"/_control/ledger?{urlencode(query)}")
                assert answer.status == 200, answer.body
                found = [
                    (each["row"], read.mode is not FEED or datetime.fromisoformat(each["arrives"]) >= due_from)
                    for each in answer.body["rows"]
                ]
            made = [(source.to_record(Row(body)), body, is_due) for body, is_due in found]
            rows[name] = {
                record.source_id: LedgerRow(record.source_id, record.occurred_at, record.fields.stored(), body, is_due)
                for record, body, is_due in made
            }
        return cls(min(start, tables_from), end, starts, rows)

    def compare(
        self,
        resource: Resource,
        held: Iterable[Held],
        *,
        compares_values: bool = True,
        ids: Mapping[ResourceEnum, Mapping[str, str]] | None = None,
    ) -> Iterator[LedgerDifference]:
        """What differs between the ledger and these records.

        `ids` are the hub's ids by those of the provider, of the records that others refer to.
        """
        rows, seen, removed = self.rows[resource.name], dict[str, Held](), set[str]()
        start = self.starts[resource.name]
        for record in held:
            source_id = record["source_id"]
            if record["deleted_at"] is not None:
                removed.add(source_id)
            elif source_id in seen:
                yield _difference(resource, "doubled", source_id)
            elif source_id in rows or not resource.is_dated or self._contains(resource, record["occurred_at"]):
                seen[source_id] = record
        for row in rows.values():
            found = seen.get(row.source_id)
            if found is None:
                # A list of everything has older rows, too, which the hub's list of a window leaves out.
                is_listed = not resource.is_dated or row.occurred_at is None or row.occurred_at >= start
                is_listed = is_listed and self._has_parent(resource, row)
                yield from _compare_absent(resource, row, removed, is_due=row.is_due and is_listed)
            elif compares_values:
                yield from _compare_values(resource, row, found, ids or {})
        for source_id in seen.keys() - rows.keys():
            yield _difference(resource, "not removed", source_id)

    def compare_latest(self, resource: Resource, held: Iterable[Held]) -> Iterator[LedgerDifference]:
        """What differs in the list of the newest record of each vehicle, driver or trailer."""
        by = f"source_{resource.latest_by}"
        newest: dict[str, datetime] = {}
        for row in self.rows[resource.name].values():
            asset, at = row.fields[by], row.occurred_at
            # The hub does not know an asset that has been silent since before the feed began.
            if row.is_due and asset is not None and at is not None:
                newest[asset] = max(at, newest.get(asset, at))
        listed: dict[str, Held] = {}
        for record in held:
            if record[by] in listed:
                yield _difference(resource, "doubled latest", record[by])
            listed[record[by]] = record
        for asset, at in newest.items():
            if (found := listed.get(asset)) is None:
                yield _difference(resource, "wrong latest", f"{asset}: none")
            elif _moment(found["occurred_at"]) < at:
                yield _difference(resource, "wrong latest", f"{asset}: {found['occurred_at']}, not {wire_time(at)}")
            elif found["source_id"] not in self.rows[resource.name]:
                yield _difference(resource, "wrong latest", f"{asset}: {found['source_id']} is gone")
            elif differing := list(_differing(resource, self.rows[resource.name][found["source_id"]], found)):
                yield _difference(resource, "stale latest", f"{asset}: {', '.join(differing)}")

    def _has_parent(self, resource: Resource, row: LedgerRow) -> bool:
        """Whether a record that is listed within another one, if there is no other list, has that other one."""
        if resource.has_list or resource.within is None:
            return True
        return row.fields[f"source_{resource.within}"] in self.rows[resource.parents[resource.within]]

    def _contains(self, resource: Resource, occurred_at: str | None) -> bool:
        return occurred_at is not None and self.starts[resource.name] <= _moment(occurred_at) < self.end


def _difference(resource: Resource, kind: str, what: str) -> LedgerDifference:
    return LedgerDifference(resource.name.value, kind, what)


def _differing(resource: Resource, row: LedgerRow, record: Held) -> Iterator[str]:
    """Names of what differs; a field that the record does not carry is left out."""
    if row.occurred_at is not None and record["occurred_at"] != wire_time(row.occurred_at):
        yield "occurred_at"
    if record.get("source_data") and record["source_data"] != row.source_data:
        yield "source_data"
    for name, value in row.fields.items():
        if (
            name in record
            and name not in resource.references
            and name not in resource.cells
            and not (name in resource.run_outs and value is None)
            and name not in _HEADER
            and record[name] != value
        ):
            yield f"{name} {record[name]!r:.60} instead of {value!r:.60}"


def _compare_absent(
    resource: Resource, row: LedgerRow, removed: Container[str], *, is_due: bool
) -> Iterator[LedgerDifference]:
    if row.source_id in removed:
        yield _difference(resource, "wrongly removed", row.source_id)
    elif is_due:
        yield _difference(resource, "missing", row.source_id)


def _compare_values(
    resource: Resource, row: LedgerRow, record: Held, ids: Mapping[ResourceEnum, Mapping[str, str]]
) -> Iterator[LedgerDifference]:
    if differing := list(_differing(resource, row, record)):
        yield _difference(resource, "stale", f"{row.source_id}: {', '.join(differing)}")
    for name, parent in resource.parents.items():
        known = ids.get(parent, {}).get(record.get(f"source_{name}") or "")
        if known is not None and record[name] != known:
            yield _difference(resource, "without its parent", f"{row.source_id}: {name}")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass(frozen=True)
class HubRecords:
    """The records of one connection, as a partner lists them."""

    api: Api
    connection_id: str

    async def compare(self, ledger: FleetLedger) -> Comparison:
        """Compare every list of every resource that the simulator has."""
        found = Comparison()
        ids: dict[ResourceEnum, dict[str, str]] = {}
        for resource in RESOURCES:
            name = resource.name
            held = await self.list_all(resource, ledger, ids, found)
            ids[name] = {each["source_id"]: each["id"] for each in held}
            found.rows[name.value] = len(held)
            found.differences += ledger.compare(resource, held, ids=ids)
            if resource.latest_by is not None:
                path = f"/v2/telematics/{resource.path}"
                latest = await self._pages(path, {"only_latest": "true", "size": resource.largest_page}, None)
                found.differences += ledger.compare_latest(resource, latest)
        return found

    async def list_all(
        self,
        resource: Resource,
        ledger: FleetLedger,
        ids: Mapping[ResourceEnum, Mapping[str, str]],
        totals: Comparison | None = None,
    ) -> list[Held]:
        """All records of a resource in the time of the ledger, with what the provider said."""
        query: dict[str, Any] = {"size": resource.largest_page}
        if resource.has_source_data:
            query["include_source_data"] = "true"
        if resource.has_window:
            query |= {"from_datetime": wire_time(ledger.start), "to_datetime": wire_time(ledger.end)}
        if resource.latest_by is not None:
            query["only_latest"] = "false"
        if not resource.has_list:
            assert resource.within is not None
            of = resource.parents[resource.within]
            paths = [
                f"/v2/telematics/{resource.within_path}".replace(f"{{{resource.within}}}", whole)
                for whole in ids[of].values()
            ]
            query.pop("from_datetime", None)
            query.pop("to_datetime", None)
            return [each for path in paths for each in await self._pages(path, query, totals)]
        path = f"/v2/telematics/{resource.path}"
        if not resource.history_of:
            return await self._pages(path, query, totals)
        held: list[Held] = []
        of_field = resource.history_of[0]
        parameter = _plural_parameter(resource, of_field)
        for parent_id in ids[resource.parents[of_field]].values():
            held += await self._pages(path, {**query, parameter: parent_id}, totals)
        return held

    async def _pages(self, path: str, query: Mapping[str, Any], totals: Comparison | None) -> list[Held]:
        held: list[Held] = []
        cursor: str | None = None
        while True:
            asked = {**query, "connection_id": self.connection_id} | ({"cursor": cursor} if cursor else {})
            answer = await self.api.get(f"{path}?{urlencode(asked)}")
            assert answer.status == 200, answer.body
            held += answer.body["items"]
            cursor = answer.body["next_page"]
            if cursor is None:
                if totals is not None and answer.body["total"] != len(held):
                    what = f"{asked}: {answer.body['total']} instead of {len(held)}"
                    totals.differences.append(LedgerDifference(path, "wrong total", what))
                return held


def _plural_parameter(resource: Resource, of_field: str) -> str:
    return next(each.name for each in filter_parameters(resource) if each.column == of_field)


#: Those that the simulator has, users, vehicles and trailers first.
RESOURCES: Sequence[Resource] = tuple(
    sorted((read.resource for read in _READS.values()), key=lambda each: each.kind is not ResourceKind.ENTITY)
)
