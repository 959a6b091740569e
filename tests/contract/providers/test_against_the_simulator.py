"""The simulator's adapter against the real simulator: the samples are true."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from tests.examples import example_body

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import HosRulesetCodeEnum, ResourceEnum, TimezoneCodeEnum
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER as USER_RESOURCE
from gladhand.resources.user import UserFields
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import AuthFailed, NoAnswer, ProviderError, RateLimited, Rejected, ServerFailed, Unavailable
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.reading import Slice
from gladhand.simulator import serve

assert USER_RESOURCE.create_model is not None
UserCreate = USER_RESOURCE.create_model
assert USER_RESOURCE.update_model is not None
UserUpdate = USER_RESOURCE.update_model

USER = ResourceEnum.USER
#: A user with every field: the examples of the declaration.
EVERYTHING = example_body(UserCreate)


class SimulatorBench:
    """A running simulator, its fault injection, and adapters for it."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url, self.session = url, session

    def adapter(self, key: str = "demo-key", *, url: str | None = None, timeout: float = 5.0) -> Adapter:
        provider = providers()["catena_simulator"]
        transport = AiohttpTransport(self.session)
        return provider.adapter({"api_key": key}, transport, base_url=url or self.url, timeout=timeout)

    async def inject_fault(self, **order: Any) -> None:
        async with self.session.post(f"{self.url}/_control/faults", json=order) as answer:
            assert answer.status == 201, await answer.text()

    async def drivers(self) -> list[dict[str, Any]]:
        async with self.session.get(f"{self.url}/_control/state") as answer:
            found: list[dict[str, Any]] = (await answer.json())["accounts"][0]["drivers"]
            return found


@pytest.fixture
async def bench() -> AsyncIterator[SimulatorBench]:
    async with serve() as url, aiohttp.ClientSession() as session:
        yield SimulatorBench(url, session)


def changes(**body: Any) -> dict[str, Any]:
    return UserUpdate.model_validate({"connection_id": str(uuid4()), **body}).changes()


async def test_the_key_opens_its_account(bench: SimulatorBench) -> None:
    account = await calls.verify(bench.adapter())
    assert (account.id, account.name) == ("fleet:demo-trucking", "Demo Trucking")


async def test_a_wrong_key_makes_the_connection_stale(bench: SimulatorBench) -> None:
    with pytest.raises(AuthFailed) as caught:
        await calls.verify(bench.adapter("wrong-key"))
    assert caught.value.makes_stale
    assert caught.value.error_type == "auth"


async def test_every_field_of_a_create_comes_back(bench: SimulatorBench) -> None:
    change = UserCreate.model_validate({"connection_id": str(uuid4()), **EVERYTHING}).changes()
    written = await calls.create(bench.adapter(), USER, change, operation_key="op-1")
    assert written.source_id == "user:maria-keller"
    assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
    assert set(written.outcomes) == set(EVERYTHING)
    fields = written.record.fields
    assert isinstance(fields, UserFields)
    stored = fields.stored()
    assert {name: stored[name] for name in EVERYTHING if name in stored} == {
        name: value for name, value in EVERYTHING.items() if name in stored
    }
    assert fields.hos_ruleset_code is HosRulesetCodeEnum.US_INT_PROP_70_8
    assert fields.default_time_zone is TimezoneCodeEnum.AMERICA_CHICAGO
    assert written.record.extras == {name: value for name, value in EVERYTHING.items() if name not in stored}


async def test_an_update_keeps_what_is_absent_and_clears_what_is_null(bench: SimulatorBench) -> None:
    adapter = bench.adapter()
    made = await calls.create(
        adapter, USER, changes(username="mara", first_name="Mara", notes="x"), operation_key="op-1"
    )
    written = await calls.update(adapter, USER, made.source_id, changes(notes=None, last_name="Berg"))
    stored = written.record.fields.stored()
    assert (stored["first_name"], stored["last_name"], stored["notes"]) == ("Mara", "Berg", None)
    assert (await bench.drivers())[0]["remarks"] is None


async def test_a_create_whose_answer_was_lost_is_found_again(bench: SimulatorBench) -> None:
    await bench.inject_fault(kind="cut_after_write", method="POST")
    with pytest.raises(NoAnswer) as caught:
        await calls.create(bench.adapter(), USER, changes(first_name="Mara"), operation_key="op-1")
    assert caught.value.may_have_arrived
    found = await calls.find(bench.adapter(), USER, changes(first_name="Mara"), operation_key="op-1")
    assert found is not None
    assert [each["id"] for each in await bench.drivers()] == [found.source_id]


async def test_a_create_that_never_arrived_is_not_found(bench: SimulatorBench) -> None:
    await calls.create(bench.adapter(), USER, changes(username="mara"), operation_key="of somebody else")
    await bench.inject_fault(kind="cut_before_write", method="POST")
    with pytest.raises(NoAnswer):
        await calls.create(bench.adapter(), USER, changes(username="mara"), operation_key="op-1")
    assert await calls.find(bench.adapter(), USER, changes(username="mara"), operation_key="op-1") is None


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"kind": "throttle", "retry_after": 0.25}, RateLimited),
        ({"kind": "fail", "status": 503}, ServerFailed),
        ({"kind": "hang"}, NoAnswer),
        ({"kind": "reject", "reason": "Not on a Sunday."}, Rejected),
        ({"kind": "bad_auth"}, AuthFailed),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
async def test_each_injected_fault_is_its_own_error(
    bench: SimulatorBench, order: dict[str, Any], expected: type[ProviderError]
) -> None:
    await bench.inject_fault(**order)
    with pytest.raises(expected) as caught:
        await calls.create(bench.adapter(timeout=0.5), USER, changes(first_name="Mara"), operation_key="op-1")
    assert type(caught.value) is expected
    assert getattr(caught.value, "retry_after", 0.25) == 0.25
    assert await bench.drivers() == []
    # It was told so once: the next one passes.
    await calls.create(bench.adapter(), USER, changes(first_name="Mara"), operation_key="op-1")


async def test_a_simulator_that_is_not_there_is_unavailable(bench: SimulatorBench) -> None:
    with pytest.raises(Unavailable) as caught:
        await calls.verify(bench.adapter(url="http://127.0.0.1:9"))
    assert not caught.value.may_have_arrived


async def test_a_username_that_is_taken_is_rejected_with_the_reason(bench: SimulatorBench) -> None:
    await calls.create(bench.adapter(), USER, changes(username="mara"), operation_key="op-1")
    with pytest.raises(Rejected, match="username: The username 'Mara' is taken"):
        await calls.create(bench.adapter(), USER, changes(username="Mara"), operation_key="op-2")


async def test_a_list_comes_page_by_page_and_whole(bench: SimulatorBench) -> None:
    for number in range(230):
        await calls.create(bench.adapter(), USER, changes(username=f"d{number}"), operation_key=f"op-{number}")
    batches = [batch async for batch in reading.batches(bench.adapter(), USER, Slice())]
    found = {record.source_id for batch in batches for record in batch.records}
    sizes = [len(batch.records) for batch in batches]
    assert (len(found), sizes) == (230, [100, 100, 30])


@pytest.mark.parametrize("resource", [VEHICLE, TRAILER], ids=lambda each: each.name.value)
async def test_every_field_of_a_machine_comes_back_and_is_cleared(bench: SimulatorBench, resource: Resource) -> None:
    adapter, model = bench.adapter(), resource.update_model
    assert model is not None
    body = example_body(model)
    names = sorted(body)
    change = model.model_validate({"connection_id": uuid4(), **body}).changes()
    made = await calls.create(adapter, resource.name, change, operation_key="op-1")
    assert set(made.outcomes.values()) == {FieldOutcome.APPLIED}
    assert {name: made.record.fields.stored()[name] for name in names} == body
    assert await calls.find(adapter, resource.name, {}, operation_key="op-1") == made.record
    cleared = await calls.update(adapter, resource.name, made.source_id, dict.fromkeys(names))
    assert not any(value for name, value in cleared.record.fields.stored().items() if name in names)
    assert await calls.get(adapter, resource.name, made.source_id) == cleared.record
    assert await calls.get(adapter, resource.name, "nobody") is None


async def test_the_vehicles_that_every_account_has_are_listed(bench: SimulatorBench) -> None:
    page = await reading.collect(bench.adapter(), ResourceEnum.VEHICLE)
    assert [each.source_id for each in page.records] == ["veh:101", "veh:102", "veh:103"]
