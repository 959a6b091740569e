"""A read that asks vehicle by vehicle, with a real database and an adapter that answers from a list."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from tests.integration.integrations.reading.scripted import SIMULATOR, ScriptedSchedule
from tests.integration.records.conftest import new_ingest
from tests.own_installation import database_url

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.metrics import REGISTRY
from gladhand.integrations.executions.sealed_state import StateSeal
from gladhand.integrations.reading import run as runs
from gladhand.integrations.schedules.position import Position
from gladhand.records.incoming import IncomingRecord
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION, VehicleLocationFields
from gladhand.sdk.errors import NoAnswer, NotAllowed, ProviderError, Rejected, ServerFailed, Unavailable
from gladhand.sdk.reading import WINDOW, Batch, Read, Slice
from gladhand.sdk.records import Record

# A worker would read the connections.
__all__ = ["database_url"]

DAY = timedelta(days=1)
# Of such days the pages themselves create the partitions.
LONG_AGO = timedelta(days=20)


@dataclass
class Answers:
    """What the provider refuses, and what it was asked."""

    refused: dict[str, ProviderError] = field(default_factory=dict)
    """Errors by vehicle, for windows that end before `refused_until`."""
    refused_until: datetime = datetime(2100, 1, 1, tzinfo=UTC)
    too_long: set[str] = field(default_factory=set)
    """Vehicles whose records name a vehicle that no index can hold."""
    crashing: set[str] = field(default_factory=set)
    """Vehicles whose answers the adapter does not expect."""
    asked: list[tuple[str, datetime]] = field(default_factory=list)

    def of(self, vehicle: str) -> list[datetime]:
        return [start for each, start in self.asked if each == vehicle]


async def _fetch(adapter: Any, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
    answers: Answers = adapter.options["answers"]
    assert part.parent is not None
    assert part.start is not None
    assert part.end is not None
    answers.asked.append((part.parent, part.start))
    if part.parent in answers.crashing:
        raise KeyError
    if part.parent in answers.refused and part.end <= answers.refused_until:
        raise answers.refused[part.parent]
    vehicle = secrets.token_hex(10_000) if part.parent in answers.too_long else part.parent
    fields = VehicleLocationFields.model_validate(
        {"source_vehicle_id": vehicle, "location": {"type": "Point", "coordinates": [-97.0, 30.0]}}
    )
    source_id = f"{part.parent}-{part.start:%d%H}"
    yield Batch([Record(source_id=source_id, source_data={}, fields=fields, occurred_at=part.start - LONG_AGO)])


class VehicleByVehicle(SIMULATOR):  # type: ignore[misc,valid-type]  # the registry finds it
    reads = (Read(VEHICLE_LOCATION, _fetch, mode=WINDOW, window=DAY, every=DAY, per=VEHICLE, shows=()),)
    writes = ()


class PositionsConnection(ScriptedSchedule):
    """A connection whose positions are read, vehicle by vehicle."""

    @property
    def answers(self) -> Answers:
        answers: Answers = self.gateway.answers
        return answers

    async def add_vehicles(self, *vehicles: str) -> None:
        await self.ingest.page(
            VEHICLE, [IncomingRecord(source_id=each, fields={}, source_data={}) for each in vehicles]
        )

    async def run(self, stopping: asyncio.Event | None = None) -> Any:
        self.answers.asked.clear()
        return await super().run(stopping)

    async def retry(self) -> None:
        """Let the pauses of refused vehicles end."""
        await self.ingest.rows(
            "update schedule_parent set retry_at = now(), history_retry_at = now() returning source_id"
        )


@pytest.fixture
async def fleet(
    database: Database, keyring: Keyring, make_connection: Callable[..., Awaitable[Any]]
) -> PositionsConnection:
    ingest = await new_ingest(database, keyring)
    connection: PositionsConnection = await PositionsConnection.add(
        ingest, await make_connection(ingest), VehicleByVehicle, Answers(), history=2.5 * DAY
    )
    return connection


async def test_a_vehicle_that_appears_later_is_read_back_as_far_as_the_others(fleet: PositionsConnection) -> None:
    await fleet.add_vehicles("a", "c")
    await fleet.run()
    assert len(fleet.answers.of("a")) == len(fleet.answers.of("c")) == 3

    await fleet.add_vehicles("b")
    await fleet.run()

    assert len(fleet.answers.of("a")) == 1
    news, *history = fleet.answers.of("b")
    begin = (await fleet.schedule())["history_from"]
    assert (news, history) == (news, [news - DAY, news - 2 * DAY, begin])
    await fleet.run()
    assert [vehicle for vehicle, _ in fleet.answers.asked] == ["a", "b", "c"]


async def test_a_vehicle_whose_old_windows_are_refused_holds_up_no_other_and_is_read_later(
    fleet: PositionsConnection,
) -> None:
    await fleet.add_vehicles("a", "b")
    fleet.answers.refused, fleet.answers.refused_until = {"a": Rejected("Unknown.")}, datetime.now(UTC) - DAY / 2

    execution = await fleet.run()

    assert execution["status"] == "success"
    assert execution["skipped"] == [{"source_id": None, "reason": "History of vehicle a: Unknown."}]
    assert (len(fleet.answers.of("a")), len(fleet.answers.of("b"))) == (2, 3)
    schedule = await fleet.schedule()
    assert schedule["history_until"] == schedule["history_from"]
    assert not (await fleet.shown())["history"]["is_complete"]

    await fleet.run()
    assert len(fleet.answers.of("a")) == 1, "it waits"
    await fleet.retry()
    assert (await fleet.run())["skipped"] != []
    fleet.answers.refused = {}
    await fleet.retry()
    await fleet.run()
    assert len(fleet.answers.of("a")) == 3
    assert (await fleet.shown())["history"]["is_complete"]


async def test_a_later_vehicle_whose_old_windows_are_refused_leaves_the_place_of_the_others(
    fleet: PositionsConnection,
) -> None:
    await fleet.add_vehicles("b", "c")
    await fleet.run()
    await fleet.add_vehicles("a", "d")
    fleet.answers.refused, fleet.answers.refused_until = {"a": ServerFailed("Oops.")}, datetime.now(UTC) - DAY / 2

    execution = await fleet.run()

    assert execution["skipped"] == [{"source_id": None, "reason": "History of vehicle a: Oops."}]
    assert len(fleet.answers.of("d")) == 4


async def test_a_vehicle_whose_news_are_refused_is_read_from_there_on_later(fleet: PositionsConnection) -> None:
    await fleet.add_vehicles("a", "b")
    await fleet.run()
    fleet.answers.refused = {"a": Rejected("Unknown.")}

    execution = await fleet.run()

    assert (execution["status"], execution["skipped"][0]["reason"]) == ("success", "vehicle a: Unknown.")
    missing = fleet.answers.of("a")[0]
    assert len(fleet.answers.of("b")) == 1
    await fleet.run()
    assert [vehicle for vehicle, _ in fleet.answers.asked] == ["b"], "a waits"
    fleet.answers.refused = {}
    await fleet.retry()
    await fleet.run()
    assert fleet.answers.of("a") == [missing]
    await fleet.run()
    assert len(fleet.answers.of("a")) == 1
    assert fleet.answers.of("a") != [missing]


async def test_a_run_that_fails_leaves_its_place_to_the_next_one(fleet: PositionsConnection) -> None:
    await fleet.add_vehicles("a", "b", "c")
    await fleet.run()
    fleet.answers.refused = {"b": Unavailable("Nobody answers.")}

    execution = await fleet.run()

    assert (execution["status"], (await fleet.schedule())["position"]["parent"]) == ("failed", "b")
    fleet.answers.refused = {}
    assert (await fleet.run())["status"] == "success"
    assert [vehicle for vehicle, _ in fleet.answers.asked] == ["b", "c"]


async def test_a_run_fails_where_every_vehicle_is_refused_and_keeps_its_place(fleet: PositionsConnection) -> None:
    await fleet.add_vehicles("a", "b")
    await fleet.run()
    fleet.answers.refused = {"a": Rejected("Unknown."), "b": Rejected("Unknown.")}

    execution = await fleet.run()

    assert (execution["status"], execution["error_details"]) == ("failed", "Unknown.")
    missing = fleet.answers.asked[:]
    fleet.answers.refused = {}
    assert (await fleet.run())["status"] == "success"
    assert fleet.answers.asked == missing


@pytest.mark.parametrize("error", [NotAllowed("The right is gone."), Rejected("Unknown.")], ids=["right", "rejected"])
async def test_runs_fail_and_go_on_that_end_before_the_last_vehicle_where_each_one_they_ask_is_refused(
    fleet: PositionsConnection, monkeypatch: pytest.MonkeyPatch, error: ProviderError
) -> None:
    await fleet.add_vehicles(*"abcdefgh")
    await fleet.run()
    fleet.answers.refused = dict.fromkeys("abcdefgh", error)
    monkeypatch.setattr(runs, "_RUN_SECONDS", 0.0)

    executions, asked = [], []
    for _ in range(4):
        executions.append(await fleet.run())
        asked.append([vehicle for vehicle, _ in fleet.answers.asked])

    assert [each["status"] for each in executions] == ["failed"] * 4
    assert asked == [["a", "b", "c"], ["d", "e", "f"], ["g", "h"], ["a", "b", "c"]]
    assert (await fleet.schedule())["consecutive_error_count"] == 4
    fleet.answers.refused = {"e": Rejected("Unknown.")}
    monkeypatch.undo()
    assert (await fleet.run())["status"] == "success"


async def test_a_vehicle_that_hangs_costs_only_itself(
    fleet: PositionsConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fleet.add_vehicles("a", "b", "c")
    await fleet.run()
    fleet.answers.refused = {"a": NoAnswer("The provider did not answer within 20 s.")}
    # It has used all the time of the run.
    monkeypatch.setattr(runs, "_RUN_SECONDS", 0.0)

    execution = await fleet.run()

    assert (execution["status"], len(execution["skipped"])) == ("success", 1)
    assert [vehicle for vehicle, _ in fleet.answers.asked] == ["a", "b"]
    await fleet.run()
    assert [vehicle for vehicle, _ in fleet.answers.asked] == ["c"]


async def test_history_that_is_refused_pauses_nothing_of_what_is_new(fleet: PositionsConnection) -> None:
    await fleet.add_vehicles("a", "b")
    fleet.answers.refused = {"a": Rejected("Unknown.")}
    execution = await fleet.run()
    assert [each["reason"] for each in execution["skipped"]] == [
        "vehicle a: Unknown.",
        "History of vehicle a: Unknown.",
    ]
    missing = fleet.answers.of("a")[0]
    fleet.answers.refused = {}

    await fleet.ingest.rows("update schedule_parent set retry_at = now() returning source_id")
    await fleet.run()
    assert min(fleet.answers.of("a")) == missing, "its history waits"

    await fleet.retry()
    await fleet.run()
    assert min(fleet.answers.of("a")) == (await fleet.schedule())["history_from"]
    assert (await fleet.shown())["history"]["is_complete"]


async def test_history_is_complete_where_each_vehicle_has_been_refused_once(fleet: PositionsConnection) -> None:
    await fleet.add_vehicles("a", "b")
    await fleet.run()
    # As a run leaves them that was cut off after refusals of both.
    mine = fleet.ingest.origin.fleet_id
    await fleet.ingest.rows(
        "update schedule set history_until = read_until - interval '1 day' where fleet_id = %s returning id", mine
    )
    await fleet.ingest.rows(
        "update schedule_parent set read_from = now() where fleet_id = %s returning source_id", mine
    )
    assert not (await fleet.shown())["history"]["is_complete"]

    fleet.answers.refused, fleet.answers.refused_until = {"a": Rejected("Unknown.")}, datetime.now(UTC) - DAY / 2
    await fleet.run()
    schedule = await fleet.schedule()
    assert schedule["history_until"] > schedule["history_from"]
    fleet.answers.refused = {}
    await fleet.retry()
    await fleet.run()

    assert (await fleet.shown())["history"]["is_complete"]


async def test_a_row_that_the_database_cannot_hold_is_skipped(fleet: PositionsConnection) -> None:
    await fleet.add_vehicles("a", "b")
    fleet.answers.too_long = {"a"}

    execution = await fleet.run()

    assert (execution["status"], execution["counts"]["skipped"]) == ("success", 3)
    assert {each["reason"] for each in execution["skipped"]} == {"The database cannot hold it: ProgramLimitExceeded."}
    assert len(fleet.answers.of("b")) == 3


async def test_a_fault_of_the_adapter_ends_the_run_and_refuses_no_vehicle(fleet: PositionsConnection) -> None:
    await fleet.add_vehicles("a", "b")
    await fleet.run()
    fleet.answers.crashing = {"a"}

    execution = await fleet.run()

    assert (execution["status"], execution["skipped"]) == ("failed", [])
    assert [vehicle for vehicle, _ in fleet.answers.asked] == ["a"]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ({"page": 3}, {"state": {"page": 3}, "parent": "a"}),
        ({"gladhand.sealed": "c2VhbGVk"}, {"parent": "a"}),
        ({"gladhand.sealed": "\0"}, None),
    ],
)
async def test_the_cursor_of_a_schedule_shows_no_sealed_state(
    fleet: PositionsConnection, state: dict[str, Any], shown: Any
) -> None:
    await fleet.ingest.rows(
        "update schedule set position = %s where fleet_id = %s returning id",
        Position(state, "a").dump(),
        fleet.ingest.origin.fleet_id,
    )
    cursor = (await fleet.shown())["cursor"]
    assert (cursor and orjson.loads(cursor)) == shown


@pytest.mark.parametrize("column", ["position", "history_position"])
async def test_a_read_whose_place_cannot_be_decrypted_says_so_and_keeps_it(
    fleet: PositionsConnection, column: str
) -> None:
    await fleet.add_vehicles("a")
    await fleet.run()
    found = await fleet.schedule()
    lost = StateSeal(Keyring.parse(Keyring.new_key()), found["id"])._sealed('{"page":"3"}')
    until = datetime.now(UTC)
    start = until - DAY if column == "position" else found["history_from"]
    held = Position(lost, "a", start=start, until=until, pages=2).dump()
    await fleet.ingest.rows(
        f"update schedule set {column} = %s, history_until = %s where fleet_id = %s returning id",
        held,
        found["history_from"] + DAY,
        fleet.ingest.origin.fleet_id,
    )
    name, kind = "gladhand_secrets_unreadable_total", {"kind": "schedule.state"}
    counted = REGISTRY.get_sample_value(name, kind) or 0

    execution = await fleet.run()

    assert execution["status"] == "failed"
    assert "cannot decrypt where the read goes on" in str(execution["error_details"])
    assert Position.load((await fleet.schedule())[column]).state == lost
    assert REGISTRY.get_sample_value(name, kind) == counted + 1
    schedule = await fleet.schedule()
    assert (schedule["status"], schedule["consecutive_error_count"]) == ("active", 0)
