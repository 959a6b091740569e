"""Messages, inspections and purchases at Geotab, Motive and Webfleet: what is refused, and what is never sent twice."""

from typing import Any

import aiohttp
import pytest
from tests.fakes import geotab_desk
from tests.fakes.accounts import NAMED, FakeAccount, new_key, open_account
from tests.fakes.filling import create_change
from tests.fakes.geotab import GeotabFake
from tests.fakes.motive import MotiveFake
from tests.fakes.serving import serve
from tests.integration.providers.motive_bench import MotiveBench

from gladhand.integrations.hosting import calls
from gladhand.resources.enums import EngineType, ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk import clock
from gladhand.sdk.errors import NoAnswer, Rejected
from gladhand.sdk.field_map import FieldOutcome

MESSAGE, GROUP = ResourceEnum.MESSAGE, ResourceEnum.GROUP_MESSAGE
DVIR, FUEL = ResourceEnum.DVIR_LOG, ResourceEnum.FUEL_TRANSACTION


def changed(change: dict[str, Any], resource: ResourceEnum, **body: Any) -> dict[str, Any]:
    """The change with other values, as a client sends them."""
    model = REGISTRY[resource].create_model
    assert model is not None
    needed: dict[str, Any] = {name: NAMED for name in ("driver_id", "vehicle_id") if name in model.model_fields}
    if resource is FUEL:
        needed |= {"fuel_volume": 1, "fuel_volume_unit": "LITER"}
    sent = model.restored({"connection_id": NAMED, **needed, **body}).changes()
    return {**change, **{name: sent[name] for name in body if name in sent}}


async def refused(account: FakeAccount, resource: ResourceEnum, change: dict[str, Any]) -> set[str]:
    with pytest.raises(Rejected) as caught:
        await calls.create(account.adapter(), resource, change, operation_key=new_key())
    return set(caught.value.fields)


async def test_a_text_at_geotab_needs_a_driver_who_is_in_a_vehicle_now() -> None:
    async with open_account("geotab") as account:
        change = create_change(account, MESSAGE, 1)
        office = change["sender_id"]
        assert await refused(account, MESSAGE, {**change, "recipient_id": office}) == {"recipient_id"}


async def test_a_text_at_geotab_does_not_go_to_a_vehicle_that_somebody_else_has_taken() -> None:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        truck, office, driver = geotab_desk.staff(fake.database, clock.now())
        geotab_desk.enter(fake.database, truck, office, clock.now())
        login = {"username": fake.USER, "password": fake.PASSWORD, "database": fake.DATABASE}
        account = FakeAccount("geotab", fake.url, http, login)
        change = {"sender_id": office, "recipient_id": driver, "message_text": "Dock 4 is free now."}
        assert await refused(account, MESSAGE, change) == {"recipient_id"}
        assert "Add TextMessage" not in fake.calls


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ({"log_type": "mechanic"}, {"log_type"}),
        ({"defects": ["mirrors"], "defect_count": 1}, {"defects", "defect_count"}),
    ],
)
async def test_an_inspection_at_geotab_that_would_say_less_than_was_asked_for_is_refused(
    body: dict[str, Any], names: set[str]
) -> None:
    async with open_account("geotab") as account:
        change = changed(create_change(account, DVIR, 1), DVIR, **body)
        assert await refused(account, DVIR, change) == names


async def test_an_inspection_at_geotab_is_of_a_vehicle_or_of_a_trailer() -> None:
    async with open_account("geotab") as account:
        change = create_change(account, DVIR, 1)
        vehicle = change.pop("vehicle_id")
        assert await refused(account, DVIR, change) == {"vehicle_id", "trailer_id"}
        # This one has no id of older databases, which inspections name.
        assert await refused(account, DVIR, {**change, "trailer_id": vehicle}) == {"trailer_id"}


async def test_an_inspection_of_a_trailer_at_geotab_names_it_by_its_older_id() -> None:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        _, _, driver = geotab_desk.staff(fake.database, clock.now())
        trailer = fake.database.add("Device", {"name": "Trailer 7", "groups": [{"id": "GroupTrailerId"}]})
        fake.database.devices[trailer]["tmpTrailerId"] = "b900"
        login = {"username": fake.USER, "password": fake.PASSWORD, "database": fake.DATABASE}
        account, key = FakeAccount("geotab", fake.url, http, login), new_key()
        change = {"driver_id": driver, "trailer_id": trailer, "driver_comment": "Door sticks."}
        written = await calls.create(account.adapter(), DVIR, change, operation_key=key)
        assert written.record.fields.stored()["source_trailer_id"] == trailer
        (log,) = fake.database.feeds.find("DVIRLog", {}, None)
        assert log["trailer"] == {"id": "b900"}
        assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
        assert await calls.find(account.adapter(), DVIR, change, operation_key=key) == written.record


@pytest.mark.parametrize(
    ("body", "names"), [({"latitude": 30.1}, {"longitude"}), ({"currency": "Dollar"}, {"currency"})]
)
async def test_a_purchase_at_geotab_that_would_say_something_else_is_refused(
    body: dict[str, Any], names: set[str]
) -> None:
    async with open_account("geotab") as account:
        change = changed(create_change(account, FUEL, 1), FUEL, **body)
        assert await refused(account, FUEL, change) == names


async def test_a_purchase_at_motive_is_found_though_motive_keeps_no_key() -> None:
    async with serve(MotiveFake()) as fake, aiohttp.ClientSession() as http:
        fake.desk.keeps_offline_ids = False
        bench = MotiveBench(fake, http)
        driver = fake.add("users", first_name="R", last_name="S", username="robin", password="nobody knows")
        truck = fake.add("vehicles", number="Truck 42")
        change = {
            "driver_id": str(driver["id"]),
            "vehicle_id": str(truck["id"]),
            "fuel_volume": 0.310404,
            "fuel_type": EngineType.DIESEL,
            "transaction_time": clock.now().replace(microsecond=0),
            "transaction_jurisdiction": "US-TX",
        }
        key = new_key()
        fake.faults.cut_after = 1
        with pytest.raises(NoAnswer):
            await calls.create(bench.adapter(), FUEL, change, operation_key=key)
        found = await calls.find(bench.adapter(), FUEL, change, operation_key=key)
        assert found is not None
        assert found.fields.stored()["fuel_volume"] == pytest.approx(0.310404, abs=1e-5)
        assert len(fake.reports.purchases) == 1
        other = {**change, "fuel_volume": 0.2}
        assert await calls.find(bench.adapter(), FUEL, other, operation_key=key) is None


async def test_a_message_to_several_at_motive_is_not_taken_for_one_to_others() -> None:
    async with open_account("motive") as account:
        change, key = create_change(account, GROUP, 1), new_key()
        change["recipient_ids"] = account.references[ResourceEnum.USER][1:]
        written = await calls.create(account.adapter(), GROUP, change, operation_key=key)
        assert written.record.fields.stored()["source_recipient_ids"] == change["recipient_ids"]
        assert len(change["recipient_ids"]) == 2
        fewer = {**change, "recipient_ids": change["recipient_ids"][:1]}
        assert await calls.find(account.adapter(), GROUP, fewer, operation_key=key) is None


async def test_a_text_at_webfleet_needs_a_driver_who_is_in_a_vehicle_now() -> None:
    async with open_account("webfleet") as account:
        change = create_change(account, MESSAGE, 1)
        on_foot = {**change, "recipient_id": change["sender_id"]}
        assert await refused(account, MESSAGE, on_foot) == {"recipient_id"}
        written = await calls.create(account.adapter(), MESSAGE, change, operation_key=new_key())
        assert written.outcomes["sender_id"] is FieldOutcome.NOT_SUPPORTED
        assert written.outcomes["message_text"] is FieldOutcome.APPLIED
