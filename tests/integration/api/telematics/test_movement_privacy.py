"""What a partner sees of a driver whom the fleet protects: no way out tells more than the list."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import Api, PartnerFixture
from tests.integration.api.telematics.protected_fleet import (
    AFTER,
    BEGIN,
    CONVEYANCE,
    DRIVING,
    OFF_DUTY,
    RAW,
    SLEEPING,
    UNKNOWN,
    WORKING,
    ProtectedFleet,
    at,
    began,
    told,
)
from tests.integration.conftest import Connected
from tests.outbox import empty_outbox

from gladhand.core import clock
from gladhand.core.db import Database
from gladhand.notifications.events.reader_queries import upsert_reader
from gladhand.records.ingest_queries import FEWEST_COPIED
from gladhand.records.privacy.covered import COVERED
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.registry import REGISTRY
from gladhand.resources.trailer_status import TRAILER_STATUS
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

EVERYTHING = dict.fromkeys((name.value for name in ResourceEnum), "read")
PROTECTED = {"PC": "coarse", "OFF": "withheld"}


@pytest.fixture
async def fleet(
    connect: Callable[..., Awaitable[Connected]],
    make_partner: Callable[..., Awaitable[PartnerFixture]],
    partner: PartnerFixture,
    anyone: Api,
    database: Database,
) -> ProtectedFleet:
    """The log is read until after the last entry."""
    connected, second = await connect(permissions=EVERYTHING), await make_partner()
    made = ProtectedFleet(connected, database, connected.api, anyone.with_token(second.token))
    async with database.transaction() as db:
        for each in (partner, second):
            await upsert_reader(db, each.id)
    await made.protect(**PROTECTED)
    await made.share_with(second)
    await made.fill()
    await made.read_log(began(AFTER) + timedelta(minutes=1))
    return made


async def test_no_way_out_tells_a_protected_place(fleet: ProtectedFleet) -> None:
    shown = set()
    async for way, text in fleet.ways_out(fleet.api):
        for number in (CONVEYANCE, OFF_DUTY, UNKNOWN, RAW):
            assert told(number, text) == [], f"{way} tells {number}"
        shown |= {number for number in (DRIVING, SLEEPING, WORKING) if told(number, text)}
    assert shown == {DRIVING, SLEEPING, WORKING}


async def test_another_partner_of_the_fleet_sees_everything(fleet: ProtectedFleet) -> None:
    hidden = {CONVEYANCE, OFF_DUTY, UNKNOWN, RAW}
    found: dict[str, set[int]] = {}
    async for way, text in fleet.ways_out(fleet.other):
        found[way] = {number for number in hidden if told(number, text)}
    assert set().union(*found.values()) == hidden
    for name in COVERED:
        path = REGISTRY[name].path
        seen = set().union(*(numbers for way, numbers in found.items() if path in way))
        assert {CONVEYANCE, OFF_DUTY} <= seen, f"the test looks at nothing of {path}"


@pytest.mark.parametrize("name", COVERED, ids=lambda name: name.value)
async def test_lists_leave_out_movement_and_keep_other_records(fleet: ProtectedFleet, name: ResourceEnum) -> None:
    resource, covered = REGISTRY[name], COVERED[name]
    rows = await fleet.numbers(fleet.api, resource)
    everything = await fleet.numbers(fleet.other, resource)
    assert {DRIVING, CONVEYANCE, OFF_DUTY, SLEEPING, WORKING, AFTER} <= everything.keys()
    assert rows[SLEEPING] == everything[SLEEPING] | {"fleet_ref": fleet.connected.fleet_ref}
    coarse = rows[CONVEYANCE]
    assert coarse["location"]["coordinates"] == [round(value, 1) for value in at(CONVEYANCE)]
    assert [coarse[field] for field in covered.hidden] == [None] * len(covered.hidden)
    assert (coarse["h3_index_11"], coarse["occurred_at"]) == (None, everything[CONVEYANCE]["occurred_at"])
    assert (OFF_DUTY in rows) is not covered.is_movement
    if not covered.is_movement:
        assert (rows[OFF_DUTY]["location"], rows[OFF_DUTY]["h3_index_11"]) == (None, None)
    # An entry of the log is of its own status. All others wait until the log is read.
    assert (AFTER in rows) is (resource is HOS_EVENT)


async def test_a_late_edit_of_the_log_changes_what_is_seen(fleet: ProtectedFleet) -> None:
    await fleet.log(CONVEYANCE, "D")
    await fleet.log(WORKING, "OFF")
    rows = await fleet.numbers(fleet.api, VEHICLE_LOCATION)
    assert rows.keys() == {DRIVING, CONVEYANCE, SLEEPING}
    assert rows[CONVEYANCE]["location"]["coordinates"] == at(CONVEYANCE)


async def test_positions_wait_until_the_log_is_read(fleet: ProtectedFleet) -> None:
    since = {"only_latest": "true", "updated_from": (BEGIN - timedelta(days=1)).isoformat()}
    # The list by changes ends where the log is read, or clients would go on behind what becomes visible later.
    assert await fleet.listed(fleet.api, VEHICLE_LOCATION, **since) == []
    newest = await fleet.numbers(fleet.api, VEHICLE_LOCATION, only_latest="true")
    assert newest.keys() == {WORKING}
    await fleet.read_log(clock.now() + timedelta(minutes=1))
    assert AFTER in await fleet.numbers(fleet.api, VEHICLE_LOCATION)
    assert (await fleet.numbers(fleet.api, VEHICLE_LOCATION, only_latest="true")).keys() == {AFTER}


@pytest.mark.parametrize(
    ("levels", "seen"),
    [
        ({"PC": "coarse"}, "coarse"),
        ({"PC": "coarse", "SB": "withheld"}, "withheld"),
        ({}, "full"),
    ],
)  # fmt: skip
async def test_without_a_log_everything_is_as_protected_as_anything(
    fleet: ProtectedFleet, levels: dict[str, str], seen: str, database: Database
) -> None:
    await fleet.read_log(None)
    async with database.connection() as db:
        await db.execute(
            "update share_agreement set movement_privacy = null where fleet_id = %s", (fleet.connected.fleet_id,)
        )
    await fleet.protect(**levels)
    rows = await fleet.numbers(fleet.api, VEHICLE_LOCATION)
    by_level = {
        "coarse": [[round(value, 1) for value in at(number)] for number in (DRIVING, AFTER)],
        "withheld": [],
        "full": [at(DRIVING), at(AFTER)],
    }
    assert [rows[number]["location"]["coordinates"] for number in (DRIVING, AFTER) if number in rows] == by_level[seen]
    assert len(await fleet.listed(fleet.api, HOS_EVENT)) == 6


@pytest.mark.parametrize("name", [name for name in COVERED if REGISTRY[name].events])
async def test_events_tell_the_partner_no_place(
    fleet: ProtectedFleet, database: Database, partner: PartnerFixture, name: ResourceEnum
) -> None:
    resource = REGISTRY[name]
    changes = [change for change in ("added", "modified", "removed") if change in resource.events]
    if "modified" in changes:
        await fleet.change(resource, CONVEYANCE)
    if "removed" in changes:
        await fleet.remove(resource, CONVEYANCE)
    await empty_outbox(database)
    mine, others = await _records(database, fleet, partner, name)
    assert {change for change, _ in others} == set(changes)
    # The other partner has every place.
    for number in (DRIVING, CONVEYANCE, OFF_DUTY):
        assert told(number, str(list(others.values())))
    if COVERED[name].is_movement:
        assert mine == {}
        return
    assert mine.keys() == others.keys()
    placed = {"location", *resource.cells, *COVERED[name].hidden, "extras"}
    for key, record in mine.items():
        seen = others[key]
        assert list(record) == list(seen)
        assert {field: record[field] for field in record if field != "fleet_ref"} == {
            field: None if field in placed else seen[field] for field in seen if field != "fleet_ref"
        }
        assert record["fleet_ref"] == fleet.connected.fleet_ref
    assert not [mark for number in range(7) for mark in told(number, str(list(mine.values())))]


async def _records(
    database: Database, fleet: ProtectedFleet, partner: PartnerFixture, name: ResourceEnum
) -> list[dict[tuple[str, str], dict[str, Any]]]:
    """The records in the events of the partner, and those in the events of others, by their change and id."""
    async with database.connection() as db:
        found = await db.execute(
            """
            select event_name, partner_id = %s as is_mine, data from event
            where fleet_id = %s and event_name like %s order by position, id
            """,
            (partner.id, fleet.connected.fleet_id, f"{name.value}.%"),
        )
        rows: list[dict[str, Any]] = list(await found.fetchall())
    mine, others = dict[tuple[str, str], dict[str, Any]](), dict[tuple[str, str], dict[str, Any]]()
    for row in rows:
        for record in row["data"] if isinstance(row["data"], list) else [row["data"]]:
            (mine if row["is_mine"] else others)[row["event_name"].split(".")[1], record["id"]] = record
    return [mine, others]


async def test_many_new_records_tell_no_place_either(
    fleet: ProtectedFleet, database: Database, partner: PartnerFixture
) -> None:
    one = fleet.covered(TRAILER_STATUS, CONVEYANCE)
    many = [replace(one, source_id=f"r{number}") for number in range(10, 10 + FEWEST_COPIED)]
    await fleet.store(TRAILER_STATUS, *many)
    await empty_outbox(database)
    mine, others = await _records(database, fleet, partner, TRAILER_STATUS.name)
    assert len([record for record in mine.values() if int(record["source_id"][1:]) >= 10]) == FEWEST_COPIED
    assert mine.keys() == others.keys()
    assert not told(CONVEYANCE, str(list(mine.values())))
    assert told(CONVEYANCE, str(list(others.values())))
