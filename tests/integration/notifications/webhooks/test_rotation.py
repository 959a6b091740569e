"""Secrets are replaced while deliveries go out, and receivers refuse none of them."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from standardwebhooks import Webhook, WebhookVerificationError
from tests.conftest import until
from tests.integration.notifications.conftest import SECRET, ReceivedDelivery

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.notifications.webhooks import service
from gladhand.notifications.webhooks.schemas import WebhookUpdate
from gladhand.notifications.webhooks.service import WebhookSettings
from gladhand.webhooks import NotGenuine, Verifier

ROTATIONS, EVENTS_BETWEEN = 4, 30
OVERLAP = WebhookSettings(secret_overlap=timedelta(hours=24))


def _by_verifier(secrets: list[str], one: ReceivedDelivery) -> bool:
    try:
        return bool(Verifier(*secrets).event(one.headers, one.raw))
    except NotGenuine:
        return False


def _by_catena_scheme(secrets: list[str], one: ReceivedDelivery) -> bool:
    headers = {name: value for name, value in one.headers.items() if name != "webhook-signature"}
    return _by_verifier(secrets, ReceivedDelivery(headers, one.raw, one.request))


def _by_library(secrets: list[str], one: ReceivedDelivery) -> bool:
    for secret in secrets:
        try:
            Webhook(secret.encode()).verify(one.text, one.headers)
        except WebhookVerificationError:
            continue
        return True
    return False


@pytest.fixture
def replace(
    deliveries_database: Database, partner_id: UUID, keyring: Keyring
) -> Callable[[UUID, str], Awaitable[None]]:
    """Gives a subscription a new secret, as the API does."""

    async def change(webhook_id: UUID, secret: str) -> None:
        async with deliveries_database.transaction() as db:
            request = WebhookUpdate(secret=secret)
            await service.update(db, keyring, partner_id, webhook_id, request=request, settings=OVERLAP)

    return change


@pytest.mark.parametrize("check", [_by_verifier, _by_catena_scheme, _by_library])
@pytest.mark.parametrize("knows", ["the old one until later", "both from before"])
async def test_no_delivery_is_refused_while_secrets_are_replaced_under_load(
    replace: Callable[[UUID, str], Awaitable[None]],
    make_receiver,
    subscribe,
    publish_event,
    dispatching,
    check: Any,
    knows: str,
) -> None:
    known, said = [SECRET], Counter[int]()

    async def answering(one: ReceivedDelivery) -> web.StreamResponse:
        status = 202 if check(known, one) else 401
        said[status] += 1
        return web.Response(status=status)

    receiver = await make_receiver(answering)
    webhook_id = await subscribe(receiver.url)
    published: set[str] = set()
    is_over = asyncio.Event()

    async def load() -> None:
        while not is_over.is_set():
            published.add(str(await publish_event()))

    async def replaced(secret: str) -> None:
        old = known[0]
        if knows == "both from before":
            known[:] = [secret, old]
        await replace(webhook_id, secret)
        await more()
        # It has the old one alone until here, or both; from here on the new one, too.
        known[:] = [secret, old]
        await more()

    async def more() -> None:
        await receiver.wait_for(len(receiver.arrived) + EVENTS_BETWEEN)

    async with dispatching():
        loading = asyncio.create_task(load())
        await more()
        for number in range(ROTATIONS):
            await replaced(f"secret number {number} of many")
        is_over.set()
        await loading
        await until(lambda: receiver.ids >= published, "all events")
    assert set(said) == {202}
