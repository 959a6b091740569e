"""A mail server, and a dispatcher that sends to it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import PATIENCE
from tests.fakes.smtp import MailServer, serving_mail

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dispatch.dispatcher import Dispatcher
from gladhand.core.http import AddressGuard, new_session
from gladhand.core.mail.handlers import MailHandlers, MailOutcome
from gladhand.core.mail.outbox import MailChannelEnum, MailDraft, Outbox
from gladhand.core.pictures import MAIL_TYPES, Pictures, PublicPictures
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.mail.account import SmtpAccount, parse_sender
from gladhand.notifications.mail.dispatching import MailSettings, MailSource
from gladhand.notifications.mail.rendering import MailOrigin

CONNECT = "https://connect.example.com"
LINK = f"{CONNECT}/?invite=1f0c2c5e-9a51-4a3e-8f4a-6a2d5d3c1b11"
VALUES = {"link": LINK, "until": "2026-12-24T14:10:00+00:00", "provider": "Motive"}
GUARD = AddressGuard.allowing(["127.0.0.0/8"])


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with serving_mail(MailServer()) as server:
        yield server


@pytest.fixture
async def mail_database(deliveries_database: Database) -> AsyncIterator[Database]:
    yield deliveries_database
    async with deliveries_database.connection() as db:
        await db.execute("truncate mail, mail_stop, mail_text")


@pytest.fixture
def queue(mail_database: Database, keyring: Keyring, partner_id: UUID) -> Callable[..., Awaitable[UUID]]:
    """Queues a message of the partner: `await queue("joe@example.com", kind="invitation")`."""
    outbox = Outbox(keyring, frozenset(MailChannelEnum))

    async def make(recipient: str, kind: str = "invitation", **more: Any) -> UUID:
        wanted: dict[str, Any] = {"values": VALUES, "partner_id": partner_id} | more
        draft = MailDraft(kind, recipient, **wanted)
        async with mail_database.transaction() as db:
            mail_id = await outbox.queue(db, draft)
        assert mail_id is not None
        return mail_id

    return make


@pytest.fixture
def mailing(deliveries_database_url: str, keyring: Keyring) -> Callable[..., Any]:
    """A running dispatcher: `async with mailing(mail_server) as outcomes:`; `outcomes` gets the ends of messages."""

    @asynccontextmanager
    async def run(server: MailServer, **wanted: Any) -> AsyncIterator[list[MailOutcome]]:
        settings: dict[str, Any] = {
            "origin": MailOrigin(parse_sender("Hub <no-reply@hub.example.com>"), CONNECT),
            "account": SmtpAccount.parse(server.url),
            "sms": None,
            "waits": (0.05, 0.05),
            "timeout_seconds": 5.0,
            "concurrency": 4,
            "most_per_hour": 1000,
            "most_per_day": 10,
        } | wanted
        outcomes: list[MailOutcome] = []

        async def keep(_: Any, one: MailOutcome) -> None:
            outcomes.append(one)

        async with (
            Database(deliveries_database_url, max_size=4, name="mail-dispatcher") as database,
            PostClient(GUARD) as client,
            new_session(GUARD) as session,
            new_session(AddressGuard()) as public_session,
        ):
            handlers = MailHandlers({"invitation": keep})
            source = MailSource(
                database,
                keyring,
                client=client,
                pictures=Pictures(session, MAIL_TYPES),
                public_pictures=PublicPictures(public_session, MAIL_TYPES),
                handlers=handlers,
                settings=MailSettings(**settings),
            )
            dispatcher = Dispatcher(database, source)
            task = asyncio.create_task(dispatcher.run())
            try:
                yield outcomes
            finally:
                dispatcher.stop()
                await asyncio.wait_for(task, PATIENCE)

    return run


@pytest.fixture
def state(mail_database: Database) -> Callable[..., Awaitable[dict[str, Any]]]:
    """The row of a message, once it has this status: `await state(mail_id, "sent")`."""

    async def read(mail_id: UUID, status: str = "sent", *, attempts: int = 0) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while True:
            async with mail_database.connection() as db:
                rows = await db.execute("select *, status::text as status from mail where id = %s", (mail_id,))
                found = await rows.fetchone()
            assert found is not None
            if found["status"] == status and found["attempts"] >= attempts:
                return found
            assert time.monotonic() < deadline, f"the message is still {found['status']}: {found['error']}"
            await asyncio.sleep(0.02)

    return read
