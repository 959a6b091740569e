"""What was accepted, what has become of it, what the providers hold: the three have to agree."""

import asyncio
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
from tests.conftest import Api
from tests.e2e.chaos.accounts import ProviderDriver
from tests.e2e.chaos.partner import ChangingPartner, SharingFleet

_OPERATIONS = "/v2/integrations/connections/resource-operations"
_NOTHING_DONE = re.compile(r"(Not sent|The last request was not sent)")


@dataclass
class Reckoning:
    """Faults by their kind, each with the operations or drivers that show it."""

    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)

    def fault(self, kind: str, what: object) -> None:
        self.faults[kind].append(str(what))

    def shown(self) -> str:
        return "\n".join(f"{kind}: {len(found)}, such as {found[:3]}" for kind, found in self.faults.items())


async def settle(database_url: str, seconds: float) -> tuple[float, list[Any]]:
    """Wait until nothing is pending; how long it took, and what is left when the time is over."""
    started = time.monotonic()
    while True:
        rows = await _rows(
            database_url,
            "select id::text, source_name, operation_type::text, is_sync, attempts, lease_until, next_attempt_at,"
            " is_blocked, is_suspended from resource_operation where status = 'pending'",
        )
        spent = time.monotonic() - started
        if not rows or spent > seconds:
            return spent, rows
        await asyncio.sleep(0.2)


async def reckon(partner: ChangingPartner, database_url: str) -> Reckoning:
    found = Reckoning()
    operations = await _operations(partner.api)
    found.counts["operations"] = len(operations)
    _agree_with_what_was_told(found, partner, operations)
    by_fleet: dict[str, list[Any]] = defaultdict(list)
    for each in operations:
        by_fleet[each["connection_id"]].append(each)
        what = f"{each['operation_type']} {each['status']}"
        found.counts[what + (" (sync)" if _is_sync(each, partner) else "")] += 1
    names = {row[0]: row[1] for row in await _rows(database_url, _MARKS)}
    for fleet in partner.fleets:
        _compare(found, fleet, by_fleet[fleet.connection_id], await fleet.account.drivers(), names)
    await _events(found, database_url)
    for connection_id, status in await _rows(database_url, "select id::text, status::text from connection"):
        if status != "active":
            found.fault("connection that is not active", f"{connection_id} {status}")
    return found


_MARKS = """
select source_id || ' ' || connection_id, coalesce(payload->>'username', payload->>'employee_number')
from resource_operation
where operation_type = 'create' and source_id is not null
"""


def _is_sync(operation: Any, partner: ChangingPartner) -> bool:
    told = partner.told.get(operation["id"])
    return told is not None and told.is_sync


def _agree_with_what_was_told(found: Reckoning, partner: ChangingPartner, operations: Iterable[Any]) -> None:
    by_id = {each["id"]: each for each in operations}
    for operation_id, told in partner.told.items():
        listed = by_id.get(operation_id)
        if listed is None:
            found.fault("accepted and lost", operation_id)
        elif any(listed["payload"].get(name) != value for name, value in told.body.items()):
            found.fault("kept otherwise than sent", operation_id)
        elif told.is_sync and told.status != listed["status"]:
            found.fault("told otherwise than kept", f"{operation_id} {told.status} {listed['status']}")


def _compare(
    found: Reckoning,
    fleet: SharingFleet,
    operations: list[Any],
    drivers: list[ProviderDriver],
    names: Mapping[str, str],
) -> None:
    """What one provider's account holds, beside what the operations on it say."""
    slug = fleet.account.slug
    found.counts["drivers"] += len(drivers)
    held = {driver.mark: driver for driver in drivers}
    for mark, count in Counter(driver.mark for driver in drivers).items():
        if count > 1:
            found.fault("duplicates", f"{slug} {mark} × {count}")
    creates: dict[str, Any] = {}
    updates: dict[str, list[Any]] = defaultdict(list)
    for each in operations:
        if each["operation_type"] == "update":
            updates[names[f"{each['source_id']} {fleet.connection_id}"]].append(each)
        elif creates.setdefault(_mark(each), each) is not each:
            found.fault("accepted twice", f"{slug} {each['id']}")
    for mark in held.keys() - creates.keys():
        found.fault("made by nobody", f"{slug} {mark}")
    for mark, create in creates.items():
        _judge(found, slug, held.get(mark), create, sorted(updates[mark], key=_order))


def _judge(found: Reckoning, slug: str, driver: ProviderDriver | None, create: Any, updates: list[Any]) -> None:
    if create["status"] == "success" and driver is None:
        found.fault("succeeded and not there", f"{slug} {create['id']}")
    elif create["status"] == "success" and driver is not None:
        _look_at(found, slug, driver, create, updates)
    elif create["status"] == "failed" and driver is not None:
        if _is_certainly_not_done(create):
            found.fault("said not to be done, and there", f"{slug} {create['id']} {create['logs'][-1]}")
        else:
            found.counts["creates that failed, perhaps done, and were"] += 1


def _look_at(found: Reckoning, slug: str, driver: ProviderDriver, create: Any, updates: list[Any]) -> None:
    """Whether the driver has the values of the last successful writes, or of a later one that is told as uncertain."""
    possible = {name: {create["payload"][name]} for name in ("first_name", "last_name")}
    for each in updates:
        for name, value in each["payload"].items():
            if each["status"] == "success":
                possible[name] = {value}
            elif not _is_certainly_not_done(each):
                possible[name].add(value)
    if driver.name not in {f"{first} {last}" for first in possible["first_name"] for last in possible["last_name"]}:
        writes = [(each["payload"], each["status"], each["id"]) for each in [create, *updates]]
        found.fault("other values than those of the last writes", f"{slug} {driver} {writes}")
    wants_extra = create["payload"].keys() & {"is_active", "hos_ruleset_code"}
    if wants_extra and not driver.has_extra:
        found.fault("half made", f"{slug} {create['id']}")


def _mark(create: Any) -> str:
    payload = create["payload"]
    return str(payload.get("username") or payload["employee_number"])


def _order(operation: Any) -> int:
    (value,) = operation["payload"].values()
    return int(str(value).removeprefix("V"))


def _is_certainly_not_done(operation: Any) -> bool:
    last = operation["logs"][-1]
    return bool(_NOTHING_DONE.match(last["error_details"] or ""))


async def _events(found: Reckoning, database_url: str) -> None:
    """One event for each end, and for each beginning; none for what was done while its client waited."""
    rows = await _rows(
        database_url,
        """
        select o.id::text, o.is_sync, o.status::text,
          count(*) filter (where e.event_name = 'resource_operation.created'),
          count(*) filter (where e.event_name = 'resource_operation.succeeded'),
          count(*) filter (where e.event_name = 'resource_operation.failed')
        from resource_operation o left join event e on e.partner_id = o.partner_id and e.data->>'id' = o.id::text
          and e.event_name like 'resource_operation.%'
        group by 1, 2, 3
        """,
    )
    wanted = {"success": (1, 1, 0), "failed": (1, 0, 1), "pending": (1, 0, 0)}
    for operation_id, is_sync, status, *counted in rows:
        found.counts["events"] += sum(counted)
        if not is_sync and status == "failed":
            # Each has more tries than the weather could spoil.
            found.fault("failed", operation_id)
        if tuple(counted) != ((0, 0, 0) if is_sync else wanted[status]):
            found.fault("events too many or too few", f"{operation_id} {status} {counted}")
    doubled = await _rows(
        database_url,
        "select data->>'source_id', count(*) from event where event_name = 'user.added'"
        " group by data->>'connection_id', 1 having count(*) > 1",
    )
    for source_id, count in doubled:
        found.fault("told of twice", f"user.added {source_id} × {count}")


async def _operations(api: Api) -> list[Any]:
    found: list[Any] = []
    cursor = ""
    while True:
        page = (await api.get(f"{_OPERATIONS}?size=500&cursor={cursor}")).body
        found += page["items"]
        if page["next_page"] is None:
            return found
        cursor = page["next_page"]


async def _rows(database_url: str, statement: str) -> list[Any]:
    for _ in range(50):
        with suppress(psycopg.OperationalError):
            async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
                return await (await connection.execute(statement)).fetchall()
        await asyncio.sleep(0.2)
    raise AssertionError("the database is away")
