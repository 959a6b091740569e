"""Traccar's office users and vehicles, and dry runs of writes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from tests.fakes.traccar import PASSWORD, TraccarFake
from tests.integration.providers.traccar_bench import (
    DRIVER,
    OFFICE,
    PROVIDER,
    TRUCK,
    USER,
    VEHICLE,
    TraccarBench,
    changes,
    running,
)

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.sdk.errors import (
    NotAllowed,
    Rejected,
)
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.reading import Slice


@pytest.fixture
async def bench() -> AsyncIterator[TraccarBench]:
    async with running(TraccarFake()) as made:
        yield made


def posts(fake: TraccarFake, path: str = "/drivers") -> int:
    return sum(1 for each in fake.seen if each.method == "POST" and each.path.endswith(path))


async def test_an_office_user_is_made_without_any_right_and_in_small_letters(bench: TraccarBench) -> None:
    written = await bench.create(**OFFICE | {"user_designation": "ADMINISTRATOR"})
    assert written.source_id == "user:2"
    made = bench.fake.store.tables["users"][2]
    assert (made["email"], made["login"], made["administrator"]) == ("office@fleet.example", "office.example", False)
    assert (made["userLimit"], made["phone"], made["disabled"]) == (0, "+1 2175550142", False)
    with pytest.raises(Rejected) as caught:
        await bench.create(key="op-2", **OFFICE | {"username": "second", "user_email": "OFFICE@fleet.example"})
    assert set(caught.value.fields) == {"user_email"}
    with pytest.raises(Rejected) as caught:
        await bench.create(key="op-3", **OFFICE | {"user_email": "third@fleet.example"})
    assert set(caught.value.fields) == {"username"}
    assert posts(bench.fake, "/users") == 1


async def test_a_second_factor_and_a_password_survive_and_are_shown_to_nobody(bench: TraccarBench) -> None:
    await bench.create(**OFFICE)
    row = bench.fake.store.tables["users"][2]
    row["totpKey"] = "EXAMPLETOTPKEY"
    bench.fake.store.passwords[2] = "theirs"
    written = await bench.update("user:2", is_active=False, notes="Left")
    row = bench.fake.store.tables["users"][2]
    assert row["disabled"]
    assert row["totpKey"] == "EXAMPLETOTPKEY"
    assert bench.fake.store.passwords[2] == "theirs"
    listed = await reading.collect(bench.adapter(), USER, Slice(state={"next": "users"}))
    for record in (written.record, *listed.records):
        assert "EXAMPLETOTPKEY" not in json.dumps(dict(record.source_data))
        assert not record.source_data.keys() & {"totpKey", "password"}


async def test_without_the_right_to_make_users_nobody_is_registered() -> None:
    async with running(TraccarFake(), userLimit=0) as bench:
        bench.fake.store.server["registration"] = True
        with pytest.raises(NotAllowed, match="may not create users") as caught:
            await bench.create(**OFFICE)
        assert caught.value.error_type == "auth"
        assert not caught.value.makes_stale
        assert len(bench.fake.users) == 1
        page = await reading.collect(bench.adapter(), USER)
        assert page.state == {}


async def test_an_office_user_ends_with_an_account_that_ends(bench: TraccarBench) -> None:
    users, until = bench.fake.store.tables["users"], "2199-12-31T00:00:00.000+00:00"
    users[1]["expirationTime"] = until
    await bench.create(**OFFICE)
    assert users[2]["expirationTime"] == until
    # What the fleet sets later stays.
    users[2]["expirationTime"] = "2150-01-01T00:00:00.000+00:00"
    await bench.update("user:2", notes="Until 2150")
    assert users[2]["expirationTime"] == "2150-01-01T00:00:00.000+00:00"


async def test_a_driver_and_a_user_of_one_number_are_two_people(bench: TraccarBench) -> None:
    await bench.create(**DRIVER)
    found = reading.batches(bench.adapter(), USER, Slice())
    drivers = await anext(found)
    await found.aclose()
    assert drivers.state == {"next": "users"}
    bench.fake.store.link(1, "users", bench.fake.share(bench.user, "860000000000007")["id"])
    await bench.create(key="op-2", **OFFICE)
    users = await reading.collect(bench.adapter(), USER, Slice(state=drivers.state))
    ids = {each.source_id for each in (*drivers.records, *users.records)}
    assert ids == {"driver:1", "user:3"}
    assert (await calls.get(bench.adapter(), USER, "user:1")).source_data["email"] == "hub@fleet.example"  # type: ignore[union-attr] # there is one
    assert (await calls.get(bench.adapter(), USER, "driver:1")).fields.stored()["is_driver"]  # type: ignore[union-attr] # there is one
    for gone in ("driver:9", "user:9", "user:2", "driver:x", "9", "user:"):
        assert await calls.get(bench.adapter(), USER, gone) is None
    for gone in ("driver:9", "user:9", "user:2", "driver:x", "9"):
        with pytest.raises(Rejected, match="no such record"):
            await bench.update(gone, notes="x")


async def test_a_vehicle_is_made_read_changed_and_found(bench: TraccarBench) -> None:
    written = await bench.create(
        VEHICLE, **TRUCK, license_plate_number="EX 0007", status="IN_SERVICE", odometer_unit="mi"
    )
    assert written.source_id == "1"
    assert written.outcomes.pop("odometer_unit") is FieldOutcome.NOT_SUPPORTED  # type: ignore[attr-defined] # a dictionary underneath
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    bench.fake.store.tables["devices"][1] |= {
        "status": "online",
        "positionId": 90071,
        "groupId": 3,
        "category": "truck",
    }
    bench.fake.store.tables["devices"][1]["attributes"]["decoder.timezone"] = "UTC"
    changed = await bench.update(
        "1", VEHICLE, vehicle_name="Truck 8", vin=None, status="OUT_OF_SERVICE", model_year=2024
    )
    assert changed.outcomes == {
        "vehicle_name": FieldOutcome.APPLIED,
        "vin": FieldOutcome.APPLIED,
        "status": FieldOutcome.APPLIED,
        "model_year": FieldOutcome.UNCHANGED,
    }
    (device,) = bench.fake.devices
    assert (device["name"], device["disabled"], device["groupId"], device["category"]) == ("Truck 8", True, 3, "truck")
    assert device["attributes"]["decoder.timezone"] == "UTC"
    assert "vin" not in device["attributes"]
    stored = changed.record.fields.stored()
    assert (stored["eld_serial_number"], stored["external_id"]) == ("860000000000007", "860000000000007")
    assert (stored["is_active"], stored["status"], stored["model_year"]) == (False, "OUT_OF_SERVICE", 2024)
    found = await calls.find(bench.adapter(), VEHICLE, changes(VEHICLE, **TRUCK), operation_key="op-1")
    assert found is not None
    assert [each.source_id for each in (await reading.collect(bench.adapter(), VEHICLE)).records] == ["1"]
    assert await calls.get(bench.adapter(), VEHICLE, "2") is None
    with pytest.raises(Rejected) as caught:
        await bench.update("1", VEHICLE, status="IN_REPAIR")
    assert set(caught.value.fields) == {"status"}


async def test_the_right_to_vehicles_is_one_of_its_own() -> None:
    async with running(TraccarFake(), deviceLimit=1) as bench:
        await bench.create(VEHICLE, **TRUCK)
        with pytest.raises(Rejected):
            await bench.create(VEHICLE, "op-2", **TRUCK | {"eld_serial_number": "860000000000008"})
        bench.fake.store.tables["users"][1]["deviceReadonly"] = True
        with pytest.raises(NotAllowed):
            await bench.update("1", VEHICLE, notes="x")
        await bench.create(**DRIVER)


@pytest.mark.parametrize("kind", ["token", "password"])
async def test_a_dry_run_sends_nothing_and_shows_no_secret(bench: TraccarBench, kind: str) -> None:
    given = {"token": bench.token} if kind == "token" else {"username": "hub@fleet.example", "password": PASSWORD}
    for change, source_id, method, path in (
        (DRIVER, None, "POST", "/api/drivers"),
        (OFFICE, None, "POST", "/api/users"),
        ({"notes": None}, "driver:41", "PUT", "/api/drivers/41"),
        ({"notes": None}, "user:57", "PUT", "/api/users/57"),
    ):
        adapter = PROVIDER.adapter({"url": bench.fake.url, **given}, DryRunTransport())
        requests = await calls.dry_run(adapter, USER, changes(**change), source_id=source_id)
        assert (requests[-1].method, requests[-1].url) == (method, bench.fake.url + path)
        shown = repr(requests)
        assert bench.token not in shown
        assert PASSWORD not in shown
    assert bench.fake.seen == []
    assert requests[-1].body["attributes"].get("notes") is None
