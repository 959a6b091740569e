"""Nothing is lost when a worker or a connection dies in the middle of the work."""

import asyncio
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
from aiohttp import web
from tests.conftest import until

from gladhand.notifications.deliveries import queries, result_queries
from gladhand.notifications.deliveries.attempt import AttemptedDelivery


async def _slow(_) -> web.Response:
    await asyncio.sleep(0.05)
    return web.Response(status=202)


async def _counts(own) -> dict[str, int]:
    async with own.connection() as db:
        rows = await db.execute("select status::text, count(*) as n from delivery group by 1")
        return {row["status"]: row["n"] for row in await rows.fetchall()}


async def _all_delivered(own, count: int) -> None:
    for _ in range(200):
        if await _counts(own) == {"delivered": count}:
            return
        await asyncio.sleep(0.05)
    assert await _counts(own) == {"delivered": count}


async def test_a_killed_worker_loses_nothing_and_numbers_what_it_may_have_sent(
    own, own_database_url, encryption_keys, make_receiver, subscribe, tell, pumping
):
    receiver = await make_receiver(_slow)
    await subscribe(receiver.url)
    ids = {str(await tell()) for _ in range(200)}
    script = Path(__file__).with_name("pump_process.py")
    process = await asyncio.create_subprocess_exec(sys.executable, str(script), own_database_url, encryption_keys)
    try:
        await receiver.wait_for(30)
    finally:
        process.kill()
        await process.wait()
    assert (await _counts(own))["pending"] > 0
    async with pumping(timeout_seconds=0.5, lease_seconds=1):
        await until(lambda: receiver.ids == ids, "all events")
        await _all_delivered(own, 200)
    sent = Counter((each.body["id"], each.body["delivery_attempt"]) for each in receiver.arrived)
    assert set(sent.values()) == {1}, "the same event twice under the same number"


async def test_lost_database_connections_lose_no_delivery_and_no_result(
    own, own_database_url, make_receiver, subscribe, tell, pumping
):
    receiver = await make_receiver(_slow)
    await subscribe(receiver.url)
    ids = {str(await tell()) for _ in range(150)}
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and {}"
    async with pumping(waits=[0.1] * 5, lease_seconds=1):
        for count in (10, 40, 80):
            await receiver.wait_for(count)
            with psycopg.connect(own_database_url, autocommit=True) as other:
                other.execute(cut.format("application_name in ('pump', 'gladhand-listener')"))
        await until(lambda: receiver.ids == ids, "all events")
        await _all_delivered(own, 150)


async def test_after_the_listener_was_lost_notices_wake_the_dispatcher_again(
    own_database_url, receiver, subscribe, tell, pumping
):
    await subscribe(receiver.url)
    async with pumping(poll_seconds=3600):
        await tell()
        await receiver.wait_for(1)
        with psycopg.connect(own_database_url, autocommit=True) as other:
            other.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gladhand-listener'"
                " and datname = current_database()"
            )
        for count in (2, 3, 4):
            await tell()
            await receiver.wait_for(count)


async def test_a_batch_that_is_written_twice_is_logged_once(
    own, keyring, receiver, subscribe, tell, pumping, outcome, partner_id
):
    """The database may have committed a batch whose answer was lost; the batch is then settled once more."""
    webhook_id = await subscribe(receiver.url)
    event_id = await tell()
    async with own.connection() as db:
        [queue] = [each for each in await queries.list_queues(db, after=None, limit=10) if each.is_due]
        assert (queue.partner_id, queue.webhook_id) == (partner_id, webhook_id)
        [claimed] = await queries.claim_deliveries(db, [(queue, 5)], keyring, lease=timedelta(seconds=5))
        batch = [AttemptedDelivery(claimed, uuid4(), 202, None, 12, None)]
        await result_queries.finish_deliveries(db, batch)
        await result_queries.finish_deliveries(db, batch)
    assert (await outcome(event_id)).codes == [202]


async def test_a_late_failure_does_not_speak_for_what_another_has_claimed_since(
    own, keyring, receiver, subscribe, tell, outcome
):
    await subscribe(receiver.url)
    event_id = await tell()
    async with own.connection() as db:
        queues = [each for each in await queries.list_queues(db, after=None, limit=10) if each.is_due]
        [first] = await queries.claim_deliveries(db, [(queues[0], 5)], keyring, lease=timedelta(0))
        [second] = await queries.claim_deliveries(db, [(queues[0], 5)], keyring, lease=timedelta(seconds=5))
        assert (first.attempt, second.attempt) == (1, 2)
        await result_queries.finish_deliveries(db, [AttemptedDelivery(first, uuid4(), None, "no answer", 12, None)])
        assert (await outcome(event_id, "pending")).attempts == 2
        await result_queries.finish_deliveries(db, [AttemptedDelivery(second, uuid4(), 202, None, 12, None)])
    assert (await outcome(event_id)).attempts == 2
