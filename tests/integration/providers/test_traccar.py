"""Traccar's drivers against a server that keeps state and Traccar's rules, over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.fakes.traccar import TraccarFake
from tests.integration.providers.traccar_bench import (
    DRIVER,
    USER,
    TraccarBench,
    changes,
    running,
)

from gladhand.integrations.hosting import calls
from gladhand.sdk.errors import (
    NoAnswer,
    Rejected,
)
from gladhand.sdk.field_map import FieldOutcome


@pytest.fixture
async def bench() -> AsyncIterator[TraccarBench]:
    async with running(TraccarFake()) as made:
        yield made


async def test_every_field_of_a_new_driver_comes_back(bench: TraccarBench) -> None:
    written = await bench.create(**DRIVER)
    assert written.source_id == "driver:1"
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    stored = written.record.fields.stored() | dict(written.record.extras or {})
    assert {name: stored[name] for name in DRIVER} == DRIVER
    (driver,) = bench.fake.drivers
    assert (driver["name"], driver["uniqueId"]) == ("Dana Example", "dana.example")
    assert driver["attributes"]["hubUserId"] == "op-1"
    assert driver["attributes"]["phone"] == "+1 2175550142"


async def test_an_update_keeps_clears_and_sets_and_leaves_what_others_wrote(bench: TraccarBench) -> None:
    await bench.create(**DRIVER)
    bench.fake.store.tables["drivers"][1]["attributes"]["rfidLabel"] = "blue fob"
    change: dict[str, Any] = {
        "notes": None,
        "phone_number": None,
        "last_name": "Sample",
        "license_region": "IL",
        "dot_id": None,
    }
    written = await bench.update("driver:1", **change)
    (driver,) = bench.fake.drivers
    assert driver["name"] == "Dana Sample"
    assert driver["attributes"]["rfidLabel"] == "blue fob"
    assert not driver["attributes"].keys() & {"notes", "phone", "dotId"}
    assert driver["attributes"]["employeeNumber"] == "EMP-0042"
    assert written.outcomes == {
        "notes": FieldOutcome.APPLIED,
        "phone_number": FieldOutcome.APPLIED,
        "last_name": FieldOutcome.APPLIED,
        "license_region": FieldOutcome.UNCHANGED,
        "dot_id": FieldOutcome.APPLIED,
    }
    stored = written.record.fields.stored()
    assert (stored["notes"], stored["phone_number"], stored["first_name"], stored["last_name"]) == (
        None,
        None,
        "Dana",
        "Sample",
    )


async def test_an_update_that_changes_nothing_sends_nothing(bench: TraccarBench) -> None:
    await bench.create(**DRIVER)
    before = len(bench.fake.seen)
    written = await bench.update("driver:1", **DRIVER)
    assert set(written.outcomes.values()) == {FieldOutcome.UNCHANGED}
    assert [each.method for each in bench.fake.seen[before:]] == ["GET"]


async def test_a_card_that_the_fleet_gave_a_driver_stays_the_identifier(bench: TraccarBench) -> None:
    card = {"name": "Avery Sample", "uniqueId": "0102030405060708"}
    bench.fake.store.add("drivers", card, owner=bench.user["id"])
    written = await bench.update("driver:1", username="avery", employee_number="E-1")
    (driver,) = bench.fake.drivers
    assert driver["uniqueId"] == "0102030405060708"
    assert written.record.fields.stored()["username"] == "avery"
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}


async def test_the_operator_may_have_drivers_known_by_their_employee_numbers(bench: TraccarBench) -> None:
    adapter = bench.adapter(options={"driver_unique_id": "employee_number"})
    change = changes(**DRIVER)
    await calls.create(adapter, USER, change, operation_key="op-1")
    (driver,) = bench.fake.drivers
    assert (driver["uniqueId"], driver["attributes"]["username"]) == ("EMP-0042", "dana.example")
    assert await calls.find(adapter, USER, change, operation_key="op-1") is not None
    with pytest.raises(Rejected) as caught:
        await calls.create(adapter, USER, changes(**DRIVER | {"employee_number": None}), operation_key="op-2")
    assert set(caught.value.fields) == {"employee_number"}


@pytest.mark.parametrize("database", ["h2", "mysql"])
async def test_a_username_that_another_tenant_or_driver_has_is_refused_without_a_second_driver(database: str) -> None:
    async with running(TraccarFake(database=database)) as bench:
        await bench.create(**DRIVER)
        with pytest.raises(Rejected) as caught:
            await bench.create(key="op-2", **DRIVER)
        assert set(caught.value.fields) == {"username"}
        stranger = {"name": "Of another tenant", "uniqueId": "hidden.example"}
        bench.fake.store.add("drivers", stranger)
        with pytest.raises(Rejected, match="somebody whom the account cannot see has username") as caught:
            await bench.create(key="op-3", **DRIVER | {"username": "hidden.example"})
        assert "another tenant" not in str(caught.value)
        assert len(bench.fake.drivers) == 2
        with pytest.raises(Rejected):
            await bench.update("driver:1", username="hidden.example")


async def test_a_create_whose_answer_was_lost_is_found_and_not_made_twice(bench: TraccarBench) -> None:
    await calls.verify(bench.adapter())
    bench.fake.faults.matches = lambda request: request.method == "POST"
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer) as caught:
        await bench.create(**DRIVER)
    assert caught.value.may_have_arrived
    found = await calls.find(bench.adapter(), USER, changes(**DRIVER), operation_key="op-1")
    assert found is not None
    assert found.source_id == "driver:1"
    # And if it is sent again all the same, the same driver is answered.
    assert (await bench.create(**DRIVER)).source_id == "driver:1"
    assert len(bench.fake.drivers) == 1


async def test_a_create_that_never_arrived_is_not_found(bench: TraccarBench) -> None:
    await calls.verify(bench.adapter())
    bench.fake.store.add("drivers", {"name": "Somebody else", "uniqueId": "dana.example"}, owner=bench.user["id"])
    bench.fake.faults.cut_before = 1
    bench.fake.faults.matches = lambda request: request.method == "POST"
    with pytest.raises(NoAnswer):
        await bench.create(**DRIVER)
    assert await calls.find(bench.adapter(), USER, changes(**DRIVER), operation_key="op-1") is None
    assert await calls.find(bench.adapter(), USER, changes(**DRIVER), operation_key=None) is not None


async def test_an_update_whose_answer_was_lost_can_be_sent_again(bench: TraccarBench) -> None:
    await bench.create(**DRIVER)
    bench.fake.faults.matches = lambda request: request.method == "PUT"
    # The HTTP client itself repeats a PUT once, when a connection that was used before breaks.
    bench.fake.faults.cut_after = 2
    with pytest.raises(NoAnswer):
        await bench.update("driver:1", notes="Day shift")
    again = await bench.update("driver:1", notes="Day shift")
    assert again.outcomes == {"notes": FieldOutcome.UNCHANGED}
    assert bench.fake.drivers[0]["attributes"]["notes"] == "Day shift"


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"hos_ruleset_code": "US_INT_PROP_70_8"}, {"hos_ruleset_code"}),
        ({"is_driver": False}, {"is_driver"}),
        ({"username": None}, {"username"}),
        ({"username": "x" * 129}, {"username"}),
        ({"username": "  "}, {"username"}),
        ({"first_name": None, "last_name": None}, {"first_name", "last_name"}),
        ({"last_name": "x" * 128}, {"last_name"}),
        ({"is_active": True, "status": "INACTIVE"}, {"status"}),
        ({"notes": "x" * 4000}, {"notes"}),
    ],
)
async def test_what_traccar_cannot_hold_is_refused_before_anything_is_written(
    bench: TraccarBench, change: dict[str, Any], fields: set[str]
) -> None:
    await bench.create(**DRIVER)
    with pytest.raises(Rejected) as caught:
        await bench.update("driver:1", **change)
    assert set(caught.value.fields) == fields
    assert not [each for each in bench.fake.seen if each.method == "PUT"]


async def test_what_has_no_place_is_left_out_and_said(bench: TraccarBench) -> None:
    written = await bench.create(**DRIVER, allow_yard_move=True, hos_tracking_mode={"hos_compliance_type": "exempt"})
    assert written.outcomes["allow_yard_move"] is FieldOutcome.NOT_SUPPORTED
    assert written.outcomes["hos_compliance_type"] is FieldOutcome.NOT_SUPPORTED
    assert written.details["allow_yard_move"] == "Traccar keeps no hours of service."
    changed = await bench.update("driver:1", phone_number=None, phone_country_code="+44")
    assert changed.outcomes["phone_country_code"] is FieldOutcome.NOT_SUPPORTED
