"""One walk through everything that the adapter does, at the fake, and at a real Traccar server where there is one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from tests.fakes.serving import serve
from tests.fakes.traccar import PASSWORD, TraccarFake
from tests.integration.providers.traccar_bench import DRIVER, OFFICE, PROVIDER, TRUCK, USER, VEHICLE, changes
from tests.integration.providers.traccar_server import NEEDED, prepared, real_server

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import AuthFailed, Rejected
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.reading import Slice


@asynccontextmanager
async def fake_server(folder: Path) -> AsyncIterator[str]:
    async with serve(TraccarFake()) as fake:
        yield fake.url


@asynccontextmanager
async def real_api(folder: Path) -> AsyncIterator[str]:
    async with real_server(folder) as server:
        yield server.url


SERVERS = [
    pytest.param(fake_server, id="fake"),
    pytest.param(real_api, id="real", marks=NEEDED),
]


@pytest.mark.parametrize("server", SERVERS)
async def test_everything_works_at_such_a_server(server: Any, tmp_path: Path) -> None:
    jar = aiohttp.DummyCookieJar()
    async with server(tmp_path) as url, aiohttp.ClientSession(cookie_jar=jar) as session:
        admin, manager = await prepared(session, url)

        def adapter(**credentials: str) -> Adapter:
            return PROVIDER.adapter({"url": url, **credentials}, AiohttpTransport(session), timeout=20)

        await signs_in(adapter(token=manager), adapter(username="hub@fleet.example", password=PASSWORD))
        for bad in ("of-another-provider", manager[:-1], manager[:-6] + "AAAAAA"):
            with pytest.raises(AuthFailed):
                await calls.verify(adapter(token=bad))
        await writes_drivers(adapter(token=manager), adapter(token=admin))
        await writes_users(adapter(token=manager))
        await keeps_long_numbers(adapter(token=manager), session, url, manager)
        await writes_vehicles(adapter(token=manager))


async def signs_in(by_token: Adapter, by_password: Adapter) -> None:
    account = await calls.verify(by_token)
    assert account == await calls.verify(by_password)
    assert account.name == "Hub"


async def writes_drivers(manager: Adapter, admin: Adapter) -> None:
    made = await calls.create(manager, USER, changes(**DRIVER), operation_key="op-1")
    stored = made.record.fields.stored() | dict(made.record.extras or {})
    assert {name: stored[name] for name in DRIVER} == DRIVER
    # Sent again after a lost answer, and by somebody else.
    again = await calls.create(manager, USER, changes(**DRIVER), operation_key="op-1")
    assert again.source_id == made.source_id
    for caller in (manager, admin):
        with pytest.raises(Rejected) as caught:
            await calls.create(caller, USER, changes(**DRIVER), operation_key="op-2")
        assert set(caught.value.fields) == {"username"}
    change = changes(notes=None, phone_number=None, last_name="Sample", license_region="IL")
    changed = await calls.update(manager, USER, made.source_id, change)
    assert changed.outcomes["license_region"] is FieldOutcome.UNCHANGED
    assert changed.outcomes["notes"] is FieldOutcome.APPLIED
    read = await calls.get(manager, USER, made.source_id)
    assert read is not None
    fields = read.fields.stored()
    assert (fields["notes"], fields["phone_number"], fields["last_name"]) == (None, None, "Sample")
    assert (fields["first_name"], fields["employee_number"]) == ("Dana", "EMP-0042")
    for caller in (manager, admin):
        assert await calls.get(caller, USER, "driver:987654") is None
        with pytest.raises(Rejected, match="no such record"):
            await calls.update(caller, USER, "driver:987654", changes(notes="x"))
        listed = (await reading.collect(caller, USER)).records
        assert [name for name in (each.source_id for each in listed) if name.startswith("driver:")] == [made.source_id]
    assert await calls.find(manager, USER, changes(**DRIVER), operation_key="of another create") is None
    odd = changes(**DRIVER | {"username": "LAN\\lost"})
    made = await calls.create(manager, USER, odd, operation_key="op-5")
    found = await calls.find(manager, USER, odd, operation_key="op-5")
    assert found is not None
    assert found.source_id == made.source_id


async def keeps_long_numbers(manager: Adapter, session: aiohttp.ClientSession, url: str, token: str) -> None:
    own = {"Authorization": f"Bearer {token}"}
    driver = {"name": "Sam", "uniqueId": "sam", "attributes": {"iccid": 89370010000000000001}}
    async with session.post(f"{url}/api/drivers", json=driver, headers=own) as answer:
        number = (await answer.json())["id"]
    await calls.update(manager, USER, f"driver:{number}", changes(notes="x"))
    async with session.get(f"{url}/api/drivers/{number}", headers=own) as answer:
        assert "89370010000000000001" in await answer.text()


async def writes_users(manager: Adapter) -> None:
    made = await calls.create(manager, USER, changes(**OFFICE), operation_key="op-3")
    assert made.record.fields.stored()["user_email"] == "office@fleet.example"
    second = OFFICE | {"user_email": "second@fleet.example"}
    with pytest.raises(Rejected) as caught:
        await calls.create(manager, USER, changes(**second), operation_key="op-6")
    assert set(caught.value.fields) == {"username"}
    changed = await calls.update(manager, USER, made.source_id, changes(is_active=False, notes=None))
    assert changed.record.fields.stored()["is_active"] is False
    listed = (await reading.collect(manager, USER, Slice(state={"next": "users"}))).records
    assert made.source_id in {each.source_id for each in listed}


async def writes_vehicles(manager: Adapter) -> None:
    made = await calls.create(manager, VEHICLE, changes(VEHICLE, **TRUCK), operation_key="op-4")
    changed = await calls.update(manager, VEHICLE, made.source_id, changes(VEHICLE, vin=None, vehicle_name="Truck 8"))
    stored = changed.record.fields.stored()
    assert (stored["vin"], stored["vehicle_name"], stored["model_year"]) == (None, "Truck 8", 2024)
    listed = (await reading.collect(manager, VEHICLE)).records
    assert [each.source_id for each in listed] == [made.source_id]
