"""Dry runs at every provider: what is planned is what is sent, no secret is shown, and nothing arrives."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from tests.fakes.accounts import FakeAccount, new_key, open_account, writers

from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.dry_run import DryRunTransport, PlannedRequest
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.http import Request, Response
from gladhand.sdk.session import InMemorySessionStore

USER = ResourceEnum.USER
EVERYWHERE = pytest.mark.parametrize("source_name", writers(USER))


class Recording:
    """Sends what an adapter sends, and keeps it."""

    def __init__(self, adapter: Adapter) -> None:
        self.requests: list[Request] = []
        self._inner, adapter.client.transport = adapter.client.transport, self

    async def send(self, request: Request) -> Response:
        self.requests.append(request)
        return await self._inner.send(request)


def change(**body: Any) -> dict[str, Any]:
    model = REGISTRY[USER].update_model
    assert model is not None
    return model.model_validate({"connection_id": uuid4(), **body}).changes()


def dry_running(account: FakeAccount) -> Adapter:
    return providers()[account.source_name].adapter(
        account.credentials,
        DryRunTransport(),
        base_url=account.url,
        options=account.options,
        sessions=InMemorySessionStore(account.sessions.held),
    )


def places(requests: Sequence[Request | PlannedRequest]) -> list[tuple[str, str]]:
    return [(each.method, urlsplit(each.url).path) for each in requests]


def secrets(account: FakeAccount) -> Iterator[str]:
    public = providers()[account.source_name].definition.public_fields
    yield from (str(value) for name, value in account.credentials.items() if name not in public)
    for name, value in account.sessions.held.items():
        if any(word in name.lower() for word in ("token", "session", "secret", "cookie")) and isinstance(value, str):
            yield value


def shows(planned: list[PlannedRequest]) -> str:
    return json.dumps([asdict(each) for each in planned])


@EVERYWHERE
@pytest.mark.parametrize("is_signed_in", [True, False])
async def test_what_a_dry_run_shows_is_what_a_create_sends(source_name: str, is_signed_in: bool) -> None:
    async with open_account(source_name) as account:
        if is_signed_in:
            await calls.verify(account.adapter())
        wanted, held = change(**account.dana), account.sessions.held
        planned = await calls.dry_run(dry_running(account), USER, wanted)
        assert account.sessions.held == held
        adapter = account.adapter()
        sent = Recording(adapter)
        await calls.create(adapter, USER, wanted, operation_key=new_key())
        # It may end before the last request, where an answer is needed to go on, and never goes another way.
        assert planned
        assert places(planned) == places(sent.requests)[: len(planned)]
        assert not [secret for secret in secrets(account) if secret in shows(planned)]


@EVERYWHERE
async def test_what_a_dry_run_shows_is_what_an_update_sends(source_name: str) -> None:
    async with open_account(source_name) as account:
        made = await calls.create(account.adapter(), USER, change(**account.dana), operation_key=new_key())
        wanted = change(last_name="Muster")
        planned = await calls.dry_run(dry_running(account), USER, wanted, source_id=made.source_id)
        adapter = account.adapter()
        sent = Recording(adapter)
        await calls.update(adapter, USER, made.source_id, wanted)
        assert planned
        assert places(planned) == places(sent.requests)[: len(planned)]
        assert not [secret for secret in secrets(account) if secret in shows(planned)]
