"""Credentials that a fleet enters before it signs in at its provider are kept, and used once."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from tests.conftest import Api
from tests.integration.conftest import Connected

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.sealed_columns import PRE_AUTH

PRE_AUTHS = "/v2/integrations/connection-pre-auths"


async def keep(fleet: Api, tsp_id: str, **entered: Any) -> str:
    body = {"tsp_id": tsp_id, "pre_auth_credentials": {"username": "ann", "password": "horse-staple"} | entered}
    answer = await fleet.post(PRE_AUTHS, body)
    assert answer.status == 201, answer.body
    return str(answer.body)


async def connect_with(connected: Connected, **credentials: Any) -> Any:
    return await connected.fleet.post(
        "/v2/integrations/connections", {"tsp_id": connected.tsp_id, "credentials": credentials}
    )


async def test_they_complete_the_credentials_of_one_connection(connected: Connected) -> None:
    kept = await keep(connected.fleet, connected.tsp_id)

    first = await connect_with(connected, pre_auth_id=kept, api_key=connected.account.key)
    again = await connect_with(connected, pre_auth_id=kept, api_key=connected.account.key)

    assert first.status == 200, first.body
    assert again.status == 422
    assert "body.credentials.pre_auth_id" in str(again.body)
    assert "horse-staple" not in str(first.body)


async def test_neither_another_fleet_nor_another_provider_can_use_them(
    connected: Connected, connect: Callable[..., Awaitable[Connected]]
) -> None:
    kept, other = await keep(connected.fleet, connected.tsp_id), await connect()

    assert (await connect_with(other, pre_auth_id=kept, api_key=other.account.key)).status == 422
    assert (await connect_with(connected, pre_auth_id=str(uuid4()), api_key=connected.account.key)).status == 422
    assert (await connect_with(connected, pre_auth_id="x", api_key=connected.account.key)).status == 422


async def test_what_was_entered_and_has_lost_its_key_is_as_if_it_was_never_entered(
    connected: Connected, database: Database
) -> None:
    kept = await keep(connected.fleet, connected.tsp_id)
    without_key = Keyring.parse(Keyring.new_key()).seal("{}", purpose=PRE_AUTH.purpose)
    async with database.connection() as db:
        await db.execute("update connection_pre_auth set sealed = %s where id = %s", (without_key, kept))
    answer = await connect_with(connected, pre_auth_id=kept, api_key=connected.account.key)
    assert answer.status == 422
    assert "body.credentials.pre_auth_id" in str(answer.body)


async def test_only_fleets_enter_them_and_for_providers_that_exist(connected: Connected) -> None:
    body = {"tsp_id": str(uuid4()), "pre_auth_credentials": {"username": "ann", "password": "horse"}}
    assert (await connected.fleet.post(PRE_AUTHS, body)).status == 404
    assert (await connected.api.post(PRE_AUTHS, body)).status == 403
    assert (await connected.fleet.post(PRE_AUTHS, body | {"pre_auth_credentials": {}})).status == 422
