"""A receiver that is away for a day while events keep coming gets all of them, and nobody has to do anything.

Time passes by moving every clock column in the tables back; the pauses are those of the defaults.
"""

import asyncio
import time
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

import pytest
from aiohttp import web
from tests.integration.notifications.conftest import WebhookReceiver
from tests.processes import PATIENCE

from gladhand.config.settings import Settings
from gladhand.core.db import Database
from gladhand.notifications.deliveries import queries
from gladhand.notifications.publish_queries import CHANNEL

WAITS = Settings.model_fields["delivery_waits"].default
PROBES = Settings.model_fields["delivery_probe_waits"].default
_CLOCKS: tuple[LiteralString, ...] = (
    """update delivery set next_attempt_at = next_attempt_at - %(span)s, created_at = created_at - %(span)s,
       first_attempt_at = first_attempt_at - %(span)s, updated_at = updated_at - %(span)s""",
    """update webhook set judged_from = judged_from - %(span)s, in_order_until = in_order_until - %(span)s,
       probe_at = probe_at - %(span)s, created_at = created_at - %(span)s, updated_at = updated_at - %(span)s""",
    "update webhook_sequence set held_until = held_until - %(span)s",
    "update event set occurred_at = occurred_at - %(span)s, created_at = created_at - %(span)s",
)


class OutageClock:
    """Lets time pass, and then waits until everything that fell due has been dealt with."""

    def __init__(self, database: Database, partner_id: UUID) -> None:
        self._database = database
        self._partner_id = partner_id
        self.passed = timedelta()

    async def passes(self, span: timedelta) -> None:
        async with self._database.transaction() as db:
            for statement in _CLOCKS:
                await db.execute(statement, {"span": span})
            await db.execute(f"notify {CHANNEL}")
        self.passed += span
        await self.quiet()

    async def quiet(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while await self._is_busy():
            assert time.monotonic() < deadline, "what is due is not dealt with"
            await asyncio.sleep(0.03)

    async def until(self, condition: LiteralString, values: tuple[object, ...]) -> None:
        """Wait, while no time passes, for a row that fits."""
        for _ in range(1000):
            async with self._database.connection() as db:
                if await (await db.execute(condition, values)).fetchone() is not None:
                    return
            await asyncio.sleep(0.03)
        raise AssertionError(f"no {condition}")

    async def _is_busy(self) -> bool:
        async with self._database.connection() as db:
            queues = await queries.list_queues(db, after=None, limit=100)
            held = await db.execute("select from delivery where is_held limit 1")
            return any(queue.is_due for queue in queues) or await held.fetchone() is not None


async def _rows(database: Database, statement: LiteralString, value: UUID) -> list[dict[str, Any]]:
    async with database.connection() as db:
        return await (await db.execute(statement, (value,))).fetchall()


@pytest.mark.parametrize("answer", ["nobody is there", "503"])
async def test_a_day_without_the_receiver_costs_no_event_and_nobody_an_hour(
    deliveries_database: Database, partner_id: UUID, make_receiver, subscribe, publish_event, dispatching, answer: str
) -> None:
    is_down = True

    async def answering(arrived: Any) -> web.StreamResponse:
        if is_down and answer == "503":
            return web.Response(status=503)
        if is_down:
            arrived.request.transport.abort()
        return web.Response(status=202)

    receiver: WebhookReceiver = await make_receiver(answering)
    webhook_id = await subscribe(receiver.url)
    clock, ids = OutageClock(deliveries_database, partner_id), []
    states = set()

    async def hour() -> None:
        # Close together at first, as the pauses between tries are.
        for minutes in (1, 4, 10, 15, 30):
            ids.append(str(await publish_event()))
            await clock.passes(timedelta(minutes=minutes))
        states.add(
            (await _rows(deliveries_database, "select status::text from webhook where id = %s", webhook_id))[0][
                "status"
            ]
        )

    settings = {"waits": WAITS, "probe_waits": PROBES}
    # The worker is replaced in the middle of it, too.
    for _ in range(2):
        async with dispatching(**settings):
            for _ in range(12):
                await hour()
    assert clock.passed == timedelta(days=1)
    assert states == {"stale"}, "it is to stop trying everything"
    tried_in_vain = len(receiver.arrived)
    is_down = False
    async with dispatching(**settings):
        ids.append(str(await publish_event()))
        # Within an hour it finds out by itself.
        await clock.passes(timedelta(hours=1))
        await clock.until("select from webhook where id = %s and status = 'active'", (webhook_id,))
        ids.append(str(await publish_event()))
        await clock.until(
            "select where not exists (select from delivery where webhook_id = %s and status <> 'delivered')",
            (webhook_id,),
        )
    got = [each.body["id"] for each in receiver.arrived[tried_in_vain:]]
    assert sorted(got) == sorted(ids), "100 %, and nothing twice"
    # Between the one that found out that the receiver is back, and what was new then, all went out in their order.
    assert [each for each in got[1:] if each != ids[-1]] == [each for each in ids[:-1] if each != got[0]]
    told = "select event_name from event where partner_id = %s and event_name like 'webhook.%%' order by created_at"
    names = [row["event_name"] for row in await _rows(deliveries_database, told, partner_id)]
    assert names == ["webhook.created", "webhook.staled", "webhook.activated"]
    # A dead receiver is left in peace: ten tries until that is clear, then one an hour or so, not one for each event.
    assert tried_in_vain < 60


async def test_a_day_of_mere_failures_is_within_the_tries_of_an_event(
    deliveries_database: Database, partner_id: UUID, make_receiver, subscribe, publish_event, dispatching, outcome
) -> None:
    """Without a circuit breaker that trips: too few failures for that."""
    is_down = True

    async def answering(_: Any) -> web.StreamResponse:
        return web.Response(status=500 if is_down else 202)

    receiver = await make_receiver(answering)
    webhook_id = await subscribe(receiver.url)
    async with deliveries_database.connection() as db:
        await db.execute("update webhook set judged_from = 'infinity' where id = %s", (webhook_id,))
    event_id, clock = await publish_event(), OutageClock(deliveries_database, partner_id)
    async with dispatching(waits=WAITS):
        await receiver.wait_for(1)
        for _ in range(24 * 4):
            await clock.passes(timedelta(minutes=15))
        is_down = False
        for _ in range(12):
            await clock.passes(timedelta(hours=1))
    found = await outcome(event_id)
    assert found.codes[-1] == 202
    assert set(found.codes[:-1]) == {500}
