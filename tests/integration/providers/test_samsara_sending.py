"""Messages, inspections by mechanics and purchases of fuel at Samsara: what is sent, and what is never sent twice."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.fakes.accounts import NAMED, new_key
from tests.integration.providers.samsara_bench import SamsaraBench, benches

from gladhand.integrations.hosting import calls
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.errors import NoAnswer, OutcomeUnknown, Rejected
from gladhand.sdk.field_map import FieldOutcome

MESSAGE, GROUP = ResourceEnum.MESSAGE, ResourceEnum.GROUP_MESSAGE
DVIR, FUEL = ResourceEnum.DVIR_LOG, ResourceEnum.FUEL_TRANSACTION


@pytest.fixture
async def bench() -> AsyncIterator[SamsaraBench]:
    async with benches() as bench:
        yield bench


def create_of(resource: ResourceEnum, **body: Any) -> dict[str, Any]:
    model = REGISTRY[resource].create_model
    assert model is not None
    return model.restored({"connection_id": NAMED, **body}).changes()


def message(bench: SamsaraBench, **body: Any) -> dict[str, Any]:
    office, driver = bench.fake.add_user(), bench.fake.add_driver()
    named = {"sender_id": NAMED, "source_sender_id": f"user:{office['id']}", "recipient_id": NAMED}
    text = {"source_recipient_id": f"driver:{driver['id']}", "message_text": "Dock 4 is free now."}
    return create_of(MESSAGE, **{**named, **text, **body})


async def test_a_message_whose_answer_was_lost_is_found_and_sent_once(bench: SamsaraBench) -> None:
    change, key = message(bench), new_key()
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), MESSAGE, change, operation_key=key)
    found = await calls.find(bench.adapter(), MESSAGE, change, operation_key=key)
    assert found is not None
    assert found.fields.stored()["sent_by_driver"] is False
    assert bench.writes() == ["POST /v1/fleet/messages"]
    # A message that never arrived is not found, whatever was sent to the driver before.
    other = {**change, "message_text": "Dock 5 is free now."}
    assert await calls.find(bench.adapter(), MESSAGE, other, operation_key=key) is None


async def test_a_message_that_is_not_listed_yet_is_not_a_failure(bench: SamsaraBench) -> None:
    bench.fake.desk.lists_messages, change = False, message(bench)
    written = await calls.create(bench.adapter(), MESSAGE, change, operation_key=new_key())
    assert written.record.fields.stored()["message_text"] == "Dock 4 is free now."
    bench.fake.faults.matches = lambda request: request.method == "GET"
    bench.fake.faults.fail = 1
    await calls.create(bench.adapter(), MESSAGE, change, operation_key=new_key())
    assert bench.writes() == ["POST /v1/fleet/messages"] * 2


async def test_what_samsara_has_no_place_for_is_said_of_each_field(bench: SamsaraBench) -> None:
    change = message(bench, priority="high")
    written = await calls.create(bench.adapter(), MESSAGE, change, operation_key=new_key())
    assert {name: outcome.value for name, outcome in written.outcomes.items()} == {
        "sender_id": "not_supported",
        "recipient_id": "applied",
        "message_text": "applied",
        "priority": "not_supported",
    }
    assert all(written.details[name] for name in ("sender_id", "priority"))


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"source_sender_id": "driver:1"}, {"sender_id"}),
        ({"source_recipient_id": "user:1"}, {"recipient_id"}),
        ({"message_text": "x" * 2501}, {"message_text"}),
    ],
)
async def test_what_cannot_be_sent_is_refused_before_anything_is(
    bench: SamsaraBench, body: dict[str, str], refused: set[str]
) -> None:
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), MESSAGE, message(bench, **body), operation_key=new_key())
    assert caught.value.fields.keys() == refused
    assert bench.writes() == []


async def test_a_message_to_several_is_one_request_and_found_as_a_whole(bench: SamsaraBench) -> None:
    drivers = [f"driver:{bench.fake.add_driver()['id']}" for _ in range(3)]
    ids = [f"00000000-0000-4000-8000-00000000000{number}" for number in range(3)]
    office = f"user:{bench.fake.add_user()['id']}"
    change = create_of(
        GROUP,
        sender_id=NAMED,
        source_sender_id=office,
        recipient_ids=ids,
        source_recipient_ids=drivers,
        message_text="Ice on I-80.",
    )
    key = new_key()
    bench.fake.faults.cut_after = 1
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), GROUP, change, operation_key=key)
    found = await calls.find(bench.adapter(), GROUP, change, operation_key=key)
    assert found is not None
    assert found.fields.stored()["source_recipient_ids"] == drivers
    assert len(bench.fake.read_side.office.messages) == 3
    assert bench.writes() == ["POST /v1/fleet/messages"]


def inspection(bench: SamsaraBench, **body: Any) -> dict[str, Any]:
    office, truck = bench.fake.add_user(), bench.fake.add_vehicle()
    named = {"driver_id": NAMED, "source_driver_id": f"user:{office['id']}", "vehicle_id": NAMED}
    rest = {"source_vehicle_id": truck["id"], "is_safety_critical": False, "certify_comment": "Mirror replaced."}
    return create_of(DVIR, **{**named, **rest, **body})


async def test_an_inspection_of_a_mechanic_is_read_back_as_it_is_listed(bench: SamsaraBench) -> None:
    change, key = inspection(bench, odometer=402336000.4, log_type="mechanic"), new_key()
    written = await calls.create(bench.adapter(), DVIR, change, operation_key=key)
    stored = written.record.fields.stored()
    assert (stored["log_type"], stored["certify_comment"], stored["odometer"]) == (
        "mechanic",
        "Mirror replaced.",
        402336000,
    )
    assert stored["source_vehicle_id"] == change["vehicle_id"]
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    assert await calls.find(bench.adapter(), DVIR, change, operation_key=key) == written.record


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"source_driver_id": "driver:7"}, {"driver_id"}),
        ({"log_type": "pre_trip"}, {"log_type"}),
        ({"defects": ["mirrors"]}, {"defects"}),
        ({"defect_count": 1}, {"defect_count"}),
        ({"trailer_id": NAMED, "source_trailer_id": "7"}, {"vehicle_id", "trailer_id"}),
        ({"is_safety_critical": None}, {"is_safety_critical"}),
    ],
)
async def test_an_inspection_that_would_say_less_than_was_asked_for_is_refused(
    bench: SamsaraBench, body: dict[str, Any], refused: set[str]
) -> None:
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), DVIR, inspection(bench, **body), operation_key=new_key())
    assert caught.value.fields.keys() == refused
    assert bench.writes() == []


def purchase_change(bench: SamsaraBench, **body: Any) -> dict[str, Any]:
    driver, truck = bench.fake.add_driver(), bench.fake.add_vehicle()
    named = {"driver_id": NAMED, "source_driver_id": f"driver:{driver['id']}"}
    named |= {"vehicle_id": NAMED, "source_vehicle_id": truck["id"]}
    bought = {"fuel_volume": 100, "fuel_volume_unit": "US_GALLON", "fuel_type": "DIESEL"}
    paid = {"total_cost": "412.50", "currency": "USD", "transaction_time": "2026-03-02T09:30:00Z"}
    place = {"location_string": "350 Rhode Island St, San Francisco, CA 94103"}
    return create_of(FUEL, **{**named, **bought, **paid, **place, **body})


async def test_a_purchase_is_sent_with_its_reference_and_never_twice(bench: SamsaraBench) -> None:
    change, key = purchase_change(bench), new_key()
    written = await calls.create(bench.adapter(), FUEL, change, operation_key=key)
    (purchase,) = bench.fake.desk.purchases
    assert purchase["transactionReference"] == key.replace("-", "")
    assert purchase["fuelQuantityLiters"] == "378.541"
    assert purchase["transactionPrice"] == {"amount": "412.50", "currency": "usd"}
    assert purchase["transactionTime"] == "2026-03-02T09:30:00.000Z"
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    with pytest.raises(OutcomeUnknown, match="reference"):
        await calls.find(bench.adapter(), FUEL, change, operation_key=key)


async def test_coordinates_are_the_place_of_a_purchase_without_an_address(bench: SamsaraBench) -> None:
    point = {"latitude": 40.748441, "longitude": -0.00001}
    change = purchase_change(bench, location_string=None, **point)
    written = await calls.create(bench.adapter(), FUEL, change, operation_key=new_key())
    assert bench.fake.desk.purchases[0]["transactionLocation"] == "40.748441, -0.00001"
    assert {written.outcomes[name] for name in point} == {FieldOutcome.APPLIED}
    both = await calls.create(bench.adapter(), FUEL, purchase_change(bench, **point), operation_key=new_key())
    assert bench.fake.desk.purchases[1]["transactionLocation"].startswith("350 Rhode Island")
    assert {both.outcomes[name] for name in point} == {FieldOutcome.NOT_SUPPORTED}


@pytest.mark.parametrize(
    ("place", "refused"),
    [({}, {"location_string", "latitude", "longitude"}), ({"latitude": 40.7}, {"location_string", "longitude"})],
)
async def test_a_purchase_without_a_place_is_refused(
    bench: SamsaraBench, place: dict[str, float], refused: set[str]
) -> None:
    change = purchase_change(bench, location_string=None, **place)
    with pytest.raises(Rejected) as caught:
        await calls.create(bench.adapter(), FUEL, change, operation_key=new_key())
    assert caught.value.fields.keys() == refused
    assert bench.writes() == []


async def test_a_price_is_written_without_an_exponent(bench: SamsaraBench) -> None:
    change = purchase_change(bench, total_cost="0.0000001")
    await calls.create(bench.adapter(), FUEL, change, operation_key=new_key())
    assert bench.fake.desk.purchases[0]["transactionPrice"]["amount"] == "0.0000001"


@pytest.mark.parametrize("vin", ["1XKAD49X0E", "1XKAD49X0EXAMPLE12"])
async def test_a_vin_that_samsara_does_not_take_is_refused_before_anything_is_sent(
    bench: SamsaraBench, vin: str
) -> None:
    truck = bench.fake.add_vehicle()
    with pytest.raises(Rejected) as caught:
        await calls.update(bench.adapter(), ResourceEnum.VEHICLE, truck["id"], {"vin": vin})
    assert caught.value.fields.keys() == {"vin"}
    assert bench.writes() == []
