"""Deliveries while workers and back ends of the database are killed: nothing is lost, nothing is stuck, nothing is
numbered twice, and the feed tells what the receivers' own logs tell."""

import asyncio
import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import aiohttp
import psycopg
import pytest
from tests.e2e.deliveries.receiver import ask, receivers
from tests.e2e.deliveries.storm import DeliveryStorm, Workers

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.keyset import Cursor
from gladhand.core.migrate import migrate
from gladhand.local.embedded_postgres import EmbeddedPostgres
from gladhand.notifications.events import queries as feed
from gladhand.notifications.publish import EventDraft, publish_all
from gladhand.notifications.webhooks import service
from gladhand.notifications.webhooks.schemas import WebhookCreate
from gladhand.orgs.partners.service import create_partner

pytestmark = pytest.mark.e2e

SECRET = "a-secret-of-the-storm"
RECEIVERS, SUBSCRIPTIONS = 3, 20
# Published in one transaction.
TOGETHER = 50
SETTLE_SECONDS = 60


@pytest.mark.chaos
async def test_300_000_deliveries_survive_500_kills() -> None:
    """Both numbers shrink together: CHAOS_DELIVERIES=30000 is a tenth."""
    count = int(os.environ.get("CHAOS_DELIVERIES", "300000"))
    await play(count=count, kills=max(1, count // 600), lease_seconds=20)


async def test_some_thousand_deliveries_survive_some_kills() -> None:
    await play(count=2000, kills=6, lease_seconds=4)


@dataclass
class PublishingPartner:
    """Publishes; `certain` are the numbers of the events whose commit was told."""

    database: Database
    id: UUID
    certain: set[int] = field(default_factory=set)
    lost_answers: int = 0

    async def publish(self, count: int) -> None:
        for first in range(0, count, TOGETHER):
            numbers = range(first, min(first + TOGETHER, count))
            records = [{"n": n, "name": "Zoë & Sons", "more": "x" * 300} for n in numbers]
            drafts = [EventDraft(self.id, "user.added", record) for record in records]
            while not self.certain.issuperset(numbers):
                try:
                    async with self.database.transaction() as db:
                        await publish_all(db, drafts)
                    self.certain.update(numbers)
                except (psycopg.OperationalError, psycopg.InterfaceError, TimeoutError):
                    # Perhaps it was committed: then they are there twice, and both have to arrive.
                    self.lost_answers += 1
                    await asyncio.sleep(0.2)


@contextmanager
def own_postgres() -> Iterator[str]:
    """A server that may be brought down by killing one of its processes."""
    folder = Path(tempfile.mkdtemp(prefix="gladhand-storm-"))
    postgres = EmbeddedPostgres(folder / "postgres", is_disposable=True)
    try:
        url = postgres.start()
        migrate(url)
        yield url
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def play(*, count: int, kills: int, lease_seconds: float) -> None:
    seed = int(os.environ.get("CHAOS_SEED") or random.SystemRandom().randrange(10**9))
    print(f"\nCHAOS_SEED={seed}")
    keys = Keyring.new_key()
    with own_postgres() as url, receivers(RECEIVERS, SECRET) as addresses:
        async with Database(url, max_size=4, name="partner") as database, aiohttp.ClientSession() as session:
            for each in addresses:
                await ask(session, each, "/counts")
            partner = await _subscribed(database, keys, addresses)
            workers = Workers(url, keys, lease_seconds)
            storm = DeliveryStorm(workers, random.Random(seed))  # noqa: S311 - no secret
            started = time.monotonic()
            await asyncio.to_thread(workers.start)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(partner.publish(count // SUBSCRIPTIONS))
                    group.create_task(_rage(storm, session, addresses, kills=kills, apart=count // (kills + 1)))
                waited = await _settled(database, lease_seconds + SETTLE_SECONDS)
            finally:
                await asyncio.to_thread(workers.stop)
            logs = [await ask(session, each, "/log") for each in addresses]
            counts = {name: sum(each["counts"].get(name, 0) for each in logs) for name in logs[0]["counts"]}
            print(f"{count} deliveries, {dict(storm.struck)}, {partner.lost_answers} answers to publishers lost")
            print(
                f"receivers: {counts}; {time.monotonic() - started:.0f} s, {waited:.1f} s of them after the last blow"
            )
            assert [fault for each in logs for fault in each["faults"]] == []
            assert workers.died == 0
            await _reckon(database, Keyring.parse(keys), partner, logs)


async def _subscribed(database: Database, keys: str, addresses: list[str]) -> PublishingPartner:
    keyring = Keyring.parse(keys)
    async with database.transaction() as db:
        made = await create_partner(db, keyring, name="Storm", slug="storm")
        for number in range(SUBSCRIPTIONS):
            url = f"{addresses[number % len(addresses)]}/hooks/{number}"
            wanted = WebhookCreate.model_validate(
                {"url": url, "event_name": "user.added", "secret": SECRET, "extensions": True}
            )
            await service.create(db, keyring, made.id, wanted)
    return PublishingPartner(database, made.id)


async def _rage(
    storm: DeliveryStorm, session: aiohttp.ClientSession, addresses: list[str], *, kills: int, apart: int
) -> None:
    """A blow whenever so many more deliveries have arrived."""
    deadline = time.monotonic() + 120
    arrived = 0
    while storm.struck.total() < kills:
        now = sum([(await ask(session, each, "/counts")).get("arrived", 0) for each in addresses])
        if now > arrived:
            arrived, deadline = now, time.monotonic() + 120
        assert time.monotonic() < deadline, f"nothing has arrived for two minutes; {arrived} until then"
        if arrived >= (storm.struck.total() + 1) * apart:
            await storm.strike()
        else:
            await asyncio.sleep(0.02)


async def _settled(database: Database, seconds: float) -> float:
    """Wait until nothing is pending; how long that took."""
    started = time.monotonic()
    while True:
        [row] = await _rows(
            database, "select count(*) as n, min(next_attempt_at) as due from delivery where status = 'pending'"
        )
        waited = time.monotonic() - started
        if not row["n"]:
            return waited
        assert waited < seconds, f"{row['n']} are stuck, the oldest is due {row['due']}"
        await asyncio.sleep(0.2)


async def _reckon(database: Database, keyring: Keyring, partner: PublishingPartner, logs: list[Any]) -> None:
    rows = await _rows(database, "select id::text, (data->>'n')::int as n from event where event_name = 'user.added'")
    events = {row["id"] for row in rows}
    assert {row["n"] for row in rows} == partner.certain, "an event whose commit was told is not there"
    rows = await _rows(
        database,
        "select webhook_id::text as webhook, event_id::text as event, sequence, status::text, is_held from delivery",
    )
    assert {(row["status"], row["is_held"]) for row in rows} == {("delivered", False)}
    sent: dict[str, dict[str, int]] = {}
    for row in rows:
        sent.setdefault(row["webhook"], {})[row["event"]] = row["sequence"]
    assert len(sent) == SUBSCRIPTIONS
    assert all(each.keys() == events for each in sent.values())
    assert all(sorted(each.values()) == list(range(1, len(events) + 1)) for each in sent.values()), "numbers with gaps"
    taken = {webhook: its_own for each in logs for webhook, its_own in each["taken"].items()}
    assert taken == sent, "lost, or numbered otherwise than it was sent"
    for webhook_id, its_own in taken.items():
        assert await _fed(database, keyring, partner.id, UUID(webhook_id)) == its_own, "the feed tells something else"


async def _fed(database: Database, keyring: Keyring, partner_id: UUID, webhook_id: UUID) -> dict[str, int]:
    """All of the feed for one subscription: numbers by events."""
    found: dict[str, int] = {}
    cursor, only = Cursor(), feed.EventFilter(webhook_id=webhook_id)
    while True:
        async with database.connection() as db:
            rows = await feed.list_events(db, partner_id, keyring, only=only, cursor=cursor, size=5000)
        if not rows:
            return found
        listed = [json.loads(text) for _, text in rows]
        found |= {each["id"]: each["sequence"] for each in listed}
        cursor = Cursor(rows[-1][0])


async def _rows(database: Database, statement: LiteralString) -> list[Any]:
    """Asked again where a blow has hit the connection of the one who asks."""
    for _ in range(20):
        with suppress(psycopg.OperationalError):
            async with database.connection() as db:
                return await (await db.execute(statement)).fetchall()
    raise AssertionError("the database is away")
