"""`gladhand provider try` against servers that speak a provider's API."""

from __future__ import annotations

import asyncio
import json

import pytest
from tests.fakes.serving import serve
from tests.fakes.traccar import TraccarFake
from typer.testing import CliRunner

from gladhand.cli.provider import group
from gladhand.integrations.hosting.registry import Provider
from gladhand.provider_tools import trial
from gladhand.sdk.errors import AuthFailed

PROVIDER = Provider("gladhand.providers.traccar")


async def test_an_adapter_is_called_and_its_answer_is_shown() -> None:
    async with serve(TraccarFake()) as fake:
        token = fake.token(fake.account())
        fake.store.add("drivers", {"name": "Dana Example", "uniqueId": "dana"}, owner=1)
        given = {"url": fake.url, "token": token}

        async def ask(call: str, **arguments: str) -> object:
            return await trial.run(PROVIDER, given, call, arguments)

        assert await ask("verify") == {"id": "1", "name": "Hub Connection", "host": fake.url}
        listed = await ask("list_users")
        assert isinstance(listed, dict)
        assert listed["count"] == 1
        assert listed["records"][0]["fields"]["username"] == "dana"
        assert await ask("get_user", source_id="driver:1") == listed["records"][0]
        assert await ask("find_user", username="dana") == listed["records"][0]
        assert await ask("get_user", source_id="driver:99") is None
        with pytest.raises(
            trial.CannotTry,
            match=r"^create_user writes to the provider; this command only reads\. Choose one of: verify, ",
        ):
            await ask("create_user", username="x")
        with pytest.raises(
            trial.CannotTry, match=r"^There is no call 'lst_users'\..*list_users.* Choose one of: verify, "
        ):
            await ask("lst_users")
        with pytest.raises(trial.CannotTry, match="needs source_id="):
            await ask("get_user")
        with pytest.raises(AuthFailed):
            await trial.run(PROVIDER, given | {"token": "wrong.token"}, "verify", {})


async def test_the_command_prints_the_answer_and_never_the_key() -> None:
    async with serve(TraccarFake()) as fake:
        token = fake.token(fake.account())
        usual = ["try", "traccar", "--credential", f"url={fake.url}"]

        async def run(*arguments: str) -> tuple[int, str]:
            result = await asyncio.to_thread(CliRunner().invoke, group, [*usual, *arguments])
            return result.exit_code, result.output

        status, output = await run("list_users", "--key", token)
        assert (status, json.loads(output)["count"]) == (0, 0)
        status, output = await run("verify", "--key", "wrong.token")
        assert (status, output.partition(":")[0]) == (1, "AuthFailed")
        assert "wrong.token" not in output
        assert (await run("list_cats", "--key", token))[0] == 1


async def test_a_dated_list_takes_the_newest_window_or_the_one_that_is_asked_for() -> None:
    async with serve(TraccarFake()) as fake:
        user = fake.account()
        fake.drive(user)
        given = {"url": fake.url, "token": fake.token(user)}
        newest = await trial.run(PROVIDER, given, "list_vehicle_locations", {})
        assert newest["count"] > 0
        assert newest["records"][0]["fields"]["source_vehicle_id"]
        moments = sorted({record["occurred_at"] for record in newest["records"]})
        some = await trial.run(PROVIDER, given, "list_vehicle_locations", {"start": moments[0], "end": moments[1]})
        # Some vehicles are asked for earlier rows, too, as their turn comes.
        assert {record["occurred_at"] for record in some["records"]} <= set(moments[:2])
        assert 0 < some["count"] < newest["count"]
