"""Wrong credentials are tried a few times only, whichever way they come."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.integration.conftest import Connected

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.problems import TooManyRequests
from gladhand.integrations.accounts.fingerprints import Fingerprints
from gladhand.integrations.accounts.sign_in_limits import SignInLimits


@pytest.fixture
def limits(database: Database, keyring: Keyring) -> SignInLimits:
    return SignInLimits(database, Fingerprints(database, keyring), burst_per_address=20)


async def test_a_fleet_tries_twelve_wrong_keys_by_the_api_even_at_once(connected: Connected):
    answers = await asyncio.gather(*(connected.sign_in(uuid4().hex) for _ in range(30)))
    assert sorted(answer.status for answer in answers) == [422] * 12 + [429] * 18
    limited = next(answer for answer in answers if answer.status == 429)
    assert int(limited.headers["Retry-After"]) == limited.body["detail"]["retry_after_seconds"] > 0
    path = f"/v2/integrations/connections/{connected.connection_id}"
    assert (await connected.fleet.patch(path, {"credentials": {"api_key": uuid4().hex}})).status == 429


async def test_one_key_is_sent_five_times_whichever_fleet_sends_it(connect: Callable[..., Any]):
    key = uuid4().hex
    statuses = [(await (await connect()).sign_in(key)).status for _ in range(6)]
    assert statuses == [422] * 5 + [429]


async def test_sign_ins_that_succeed_are_not_counted(connected: Connected):
    assert [(await connected.sign_in()).status for _ in range(15)] == [200] * 15


async def test_an_account_is_limited_across_fleets_and_another_is_not(limits: SignInLimits):
    account = ["username", uuid4().hex]
    for _ in range(5):
        await limits.count("acme", uuid4(), account=account)
    with pytest.raises(TooManyRequests):
        await limits.count("acme", uuid4(), account=account)
    assert await limits.count("acme", uuid4(), account=["username", uuid4().hex])
    assert await limits.count("other", uuid4(), account=account)


async def test_an_address_is_limited_across_fleets(limits: SignInLimits):
    address = uuid4().hex
    for _ in range(20):
        await limits.count("acme", uuid4(), address=address)
    with pytest.raises(TooManyRequests):
        await limits.count("acme", uuid4(), address=address)
    assert await limits.count("acme", uuid4(), address=uuid4().hex)


async def test_one_that_is_refused_counts_nowhere_and_one_is_forgotten_after_each_pause(
    limits: SignInLimits, database: Database
):
    account, fleet_id = ["username", uuid4().hex], uuid4()
    for _ in range(5):
        counted = await limits.count("acme", uuid4(), account=account)
    for _ in range(20):
        with pytest.raises(TooManyRequests):
            await limits.count("acme", fleet_id, account=account)
    assert await limits.count("acme", fleet_id)
    name = next(subject.name for subject in counted if subject.kind == "account")
    async with database.connection() as db:
        await db.execute(
            "update attempt_count set forgotten_at = forgotten_at - %s where subject = %s", (timedelta(minutes=5), name)
        )
    assert await limits.count("acme", uuid4(), account=account)
    with pytest.raises(TooManyRequests):
        await limits.count("acme", uuid4(), account=account)


async def test_the_table_holds_no_address_and_no_user(limits: SignInLimits, database: Database):
    user, address = uuid4().hex, uuid4().hex
    await limits.count("acme", uuid4(), account=["username", user], address=address)
    async with database.connection() as db:
        rows = await (await db.execute("select subject from attempt_count")).fetchall()
    assert not any(user in row["subject"] or address in row["subject"] for row in rows)
