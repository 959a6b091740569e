"""Samsara's own client for Python drives the fake, so that the fake is not only our idea of Samsara."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from samsara import AsyncSamsara
from samsara.core.api_error import ApiError
from samsara.core.request_options import RequestOptions
from samsara.types.create_user_request_roles import CreateUserRequestRoles
from samsara.types.us_driver_ruleset_override import UsDriverRulesetOverride
from tests.fakes.samsara import ROLE, SamsaraFake, Token
from tests.fakes.serving import serve

# The client would try again by itself.
ONCE: RequestOptions = {"max_retries": 0}
OVERRIDE = {
    "cycle": "USA Property (8/70)",
    "restart": "34-hour Restart",
    "restbreak": "None",
    "us_state_to_override": "",
}


@pytest.fixture
async def fake() -> AsyncIterator[SamsaraFake]:
    async with serve(SamsaraFake()) as fake:
        yield fake


@pytest.fixture
async def client(fake: SamsaraFake) -> AsyncIterator[AsyncSamsara]:
    async with httpx.AsyncClient() as session:
        yield AsyncSamsara(base_url=fake.url, token="samsara_api_EXAMPLE", httpx_client=session)


async def make_driver(client: AsyncSamsara, **fields: Any) -> Any:
    body = {"name": "Dana Example", "username": "dana.example", "password": "Example-Passw0rd-1", **fields}
    return (await client.drivers.create(**body, request_options=ONCE)).data


async def test_the_organization_says_who_it_is(fake: SamsaraFake, client: AsyncSamsara) -> None:
    found = await client.organization_info.get_organization_info()
    assert (found.data.id, found.data.name) == ("70001", "Example Haulage LLC")


async def test_a_driver_is_made_read_by_both_ids_changed_and_listed(fake: SamsaraFake, client: AsyncSamsara) -> None:
    made = await make_driver(
        client,
        external_ids={"hubUserId": "9c1b"},
        license_number="E0000123",
        license_state="IL",
        us_driver_ruleset_override=UsDriverRulesetOverride(**OVERRIDE),
    )
    assert made.driver_activation_status == "active"
    assert made.us_driver_ruleset_override.cycle == "USA Property (8/70)"
    drivers = client.drivers
    assert (await drivers.get(made.id)).data.name == "Dana Example"
    assert (await drivers.get("hubUserId:9c1b")).data.id == made.id
    changed = await drivers.update(made.id, phone="2175550199", notes="", driver_activation_status="deactivated")
    assert (changed.data.phone, changed.data.is_deactivated) == ("2175550199", True)
    assert [each.id async for each in await drivers.list()] == []
    assert [each.id async for each in await drivers.list(driver_activation_status="deactivated")] == [made.id]


async def test_a_list_of_several_pages_comes_whole(fake: SamsaraFake, client: AsyncSamsara) -> None:
    for _ in range(23):
        fake.add_driver()
    found = [each.id async for each in await client.drivers.list(limit=5)]
    assert len(set(found)) == len(found) == 23


async def test_what_the_documents_forbid_is_refused(fake: SamsaraFake, client: AsyncSamsara) -> None:
    await make_driver(client, license_number="E1", license_state="IL", external_ids={"hubUserId": "1"})
    for wrong in (
        {"name": ""},
        {"username": "a b"},
        {"username": "a@b"},
        {"username": "dana.example"},
        {"username": "x" * 190},
        {"notes": "x" * 4097},
        {"license_state": "XX"},
        {"license_number": "E1", "license_state": "IL"},
        {"external_ids": {"hubUserId": "1"}},
        {"timezone": "Mars/Base"},
        {"eld_day_start_hour": 5},
        {"us_driver_ruleset_override": UsDriverRulesetOverride(**{**OVERRIDE, "cycle": "Canada South"})},
    ):
        with pytest.raises(ApiError) as caught:
            await make_driver(client, **{"username": "other", **wrong})
        assert caught.value.status_code == 400
        assert caught.value.body.keys() == {"message", "requestId"}
    assert len(fake.organization.drivers) == 1


async def test_an_office_user_is_made_changed_and_removed(fake: SamsaraFake, client: AsyncSamsara) -> None:
    users = client.users
    roles = await users.list_user_roles()
    assert ROLE in [role.id for role in roles.data or []]
    made = await users.create_user(
        auth_type="default",
        email="office@fleet.example",
        name="Office Example",
        roles=[CreateUserRequestRoles(role_id=ROLE)],
    )
    assert made.data is not None
    changed = await users.update_user(made.data.id, name="Office Sample")
    assert changed.data is not None
    assert changed.data.name == "Office Sample"
    assert [each.email for each in (await users.list_users()).data or []] == ["office@fleet.example"]
    await users.delete(made.data.id)
    assert (await users.list_users()).data == []


async def test_a_vehicle_is_read_and_changed_and_cannot_be_made(fake: SamsaraFake, client: AsyncSamsara) -> None:
    made = fake.add_vehicle(name="Truck 7", vin="1XKAD49X0EXAMPLE1")
    vehicles = client.vehicles
    assert [each.name async for each in await vehicles.list()] == ["Truck 7"]
    changed = await vehicles.update(made["id"], license_plate="EX 4521")
    assert changed.data is not None
    assert changed.data.license_plate == "EX 4521"
    assert not hasattr(vehicles, "create")


async def test_a_trailer_is_made_found_by_its_external_id_and_changed(fake: SamsaraFake, client: AsyncSamsara) -> None:
    trailers = client.trailers
    made = await trailers.create_trailer(name="T-1", external_ids={"hubTrailerId": "9c1b"})
    assert (await trailers.get_trailer("hubTrailerId:9c1b")).data.id == made.data.id
    changed = await trailers.update_trailer(made.data.id, notes="Leaks")
    assert changed.data.notes == "Leaks"
    assert [each.name for each in (await trailers.list_trailers()).data or []] == ["T-1"]


async def test_a_token_opens_only_what_it_may(fake: SamsaraFake, client: AsyncSamsara) -> None:
    scopes = frozenset({"Read Drivers"})
    fake.tokens["samsara_api_EXAMPLE"] = Token(fake.organization.id, scopes)
    assert [each async for each in await client.drivers.list()] == []
    for status in (403, 401):
        with pytest.raises(ApiError) as caught:
            await client.organization_info.get_organization_info()
        assert caught.value.status_code == status
        fake.tokens.clear()


async def test_too_many_requests_are_told_how_long_to_wait(fake: SamsaraFake, client: AsyncSamsara) -> None:
    fake.limits = {"GET drivers": (3, 60)}
    for _ in range(3):
        await client.drivers.list(request_options=ONCE)
    with pytest.raises(ApiError) as caught:
        await client.drivers.list(request_options=ONCE)
    assert caught.value.status_code == 429
    assert 0 < float((caught.value.headers or {})["retry-after"]) <= 60
    assert fake.throttled == 1


async def test_a_failure_is_plain_text(fake: SamsaraFake, client: AsyncSamsara) -> None:
    fake.faults.fail = 1
    with pytest.raises(ApiError) as caught:
        await client.drivers.list(request_options=ONCE)
    assert caught.value.status_code == 503
    assert isinstance(caught.value.body, str)
