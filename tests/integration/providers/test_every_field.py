"""Each field of each resource at Motive and Webfleet, null and set: it arrives, or it is named with a reason."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from tests.examples import example
from tests.fakes import motive, webfleet
from tests.fakes.serving import Fake, serve

from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.base import WriteBody
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.writing import Written

USER, VEHICLE, TRAILER = ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.TRAILER
CREDENTIALS = {"motive": {"api_key": motive.API_KEY}, "webfleet": webfleet.ACCOUNT}
OPTIONS = {"motive": {}, "webfleet": {"api_key": webfleet.API_KEY}}
BASE: dict[ResourceEnum, dict[str, Any]] = {
    USER: {"username": "dana", "first_name": "Dana", "last_name": "Example"},
    VEHICLE: {"vehicle_name": "7"},
    TRAILER: {"trailer_name": "7", "trailer_type": "flatbed", "oem": "A", "model_type": "B", "model_year": 2020},
}


def model(resource: ResourceEnum) -> type[WriteBody]:
    found = REGISTRY[resource].update_model
    assert found is not None
    return found


def fields(resource: ResourceEnum) -> list[str]:
    return sorted(model(resource).model_fields.keys() - model(resource).not_changes)


def value(resource: ResourceEnum, name: str) -> Any:
    declared = model(resource)
    body = {"connection_id": "0" * 32, name: example(name, declared.model_fields[name])}
    return declared.model_validate(body).changes()[name]


CASES = [
    pytest.param(provider, resource, name, id=f"{provider}-{resource.value}-{name}")
    for provider, resources in {"motive": (USER, VEHICLE, TRAILER), "webfleet": (USER, VEHICLE)}.items()
    for resource in resources
    for name in fields(resource)
]


@pytest.fixture
async def fakes() -> AsyncIterator[dict[str, Fake]]:
    quotas = dict.fromkeys(webfleet.QUOTAS, 1000)
    async with serve(motive.MotiveFake()) as first, serve(webfleet.WebfleetFake(quotas=quotas)) as second:
        yield {"motive": first, "webfleet": second}


@pytest.mark.parametrize(("provider", "resource", "name"), CASES)
async def test_a_field_arrives_or_is_named_and_no_other_changes(
    fakes: dict[str, Fake], provider: str, resource: ResourceEnum, name: str
) -> None:
    async with aiohttp.ClientSession() as session:
        adapter = providers()[provider].adapter(
            CREDENTIALS[provider],
            AiohttpTransport(session),
            base_url=fakes[provider].url,
            options=OPTIONS[provider],
        )
        source_id = await made(adapter, resource, fakes[provider])
        for sent in (value(resource, name), None):
            before = await calls.get(adapter, resource, source_id)
            assert before is not None
            outcome = await tried(adapter, resource, source_id, {name: sent})
            after = await calls.get(adapter, resource, source_id)
            assert after is not None
            if isinstance(outcome, Rejected):
                assert set(outcome.fields) == {name}
                assert after == before
                continue
            assert set(outcome.outcomes) == {name}
            assert outcome.outcomes[name] is not FieldOutcome.NOT_SUPPORTED or outcome.details[name]
            told = before.fields.stored().keys()
            was, now = before.fields.stored(), after.fields.stored()
            changed = {each for each in told if was[each] != now[each]}
            assert changed <= {name, *SAME_PLACE.get(name, ())}
            if outcome.outcomes[name] is FieldOutcome.APPLIED and sent is None and name in told:
                assert now[name] in (None, False)


#: What a provider keeps in one place changes together.
SAME_PLACE: dict[str, tuple[str, ...]] = {
    "is_active": ("status",),
    "status": ("is_active",),
    "is_driver": ("user_designation",),
    "dot_id": ("carrier_number",),
    "username": ("employee_number",),
    "employee_number": ("username",),
    "speed_unit": ("odometer_unit", "fuel_unit"),
    "odometer_unit": ("speed_unit", "fuel_unit"),
    "fuel_unit": ("speed_unit", "odometer_unit"),
}


async def made(adapter: Adapter, resource: ResourceEnum, fake: Fake) -> str:
    if isinstance(fake, webfleet.WebfleetFake) and resource is VEHICLE:
        return fake.add_vehicle(objectname="Truck 7")
    body = model(resource).model_validate({"connection_id": "0" * 32, **BASE[resource]})
    return (await calls.create(adapter, resource, body.changes(), operation_key="op-1")).source_id


async def tried(adapter: Adapter, resource: ResourceEnum, source_id: str, change: dict[str, Any]) -> Written | Rejected:
    try:
        return await calls.update(adapter, resource, source_id, change)
    except Rejected as refusal:
        return refusal
