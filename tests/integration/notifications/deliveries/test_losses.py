"""Nothing is lost when a worker or a connection dies in the middle of the work."""

import asyncio
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
from aiohttp import web
from tests.conftest import eventually, until

from gladhand.notifications.deliveries import queries, release_queries, result_queries
from gladhand.notifications.deliveries.attempt import AttemptedDelivery
from gladhand.notifications.webhooks import service


async def _slow(_) -> web.Response:
    await asyncio.sleep(0.05)
    return web.Response(status=202)


async def _counts(deliveries_database) -> dict[str, int]:
    async with deliveries_database.connection() as db:
        rows = await db.execute("select status::text, count(*) as n from delivery group by 1")
        return {row["status"]: row["n"] for row in await rows.fetchall()}


async def _all_delivered(deliveries_database, count: int) -> None:
    async def are_delivered() -> bool:
        return await _counts(deliveries_database) == {"delivered": count}

    await eventually(are_delivered, f"{count} deliveries")


async def test_a_killed_worker_loses_nothing_and_numbers_what_it_may_have_sent(
    deliveries_database, deliveries_database_url, encryption_keys, make_receiver, subscribe, publish_event, dispatching
):
    receiver = await make_receiver(_slow)
    await subscribe(receiver.url)
    ids = {str(await publish_event()) for _ in range(200)}
    script = Path(__file__).with_name("dispatcher_process.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(script), deliveries_database_url, encryption_keys
    )
    try:
        await receiver.wait_for(30)
    finally:
        process.kill()
        await process.wait()
    assert (await _counts(deliveries_database))["pending"] > 0
    async with dispatching(timeout_seconds=0.5, lease_seconds=1):
        await until(lambda: receiver.ids == ids, "all events")
        await _all_delivered(deliveries_database, 200)
    sent = Counter((each.body["id"], each.body["delivery_attempt"]) for each in receiver.arrived)
    assert set(sent.values()) == {1}, "the same event twice under the same number"


async def test_lost_database_connections_lose_no_delivery_and_no_result(
    deliveries_database, deliveries_database_url, make_receiver, subscribe, publish_event, dispatching
):
    receiver = await make_receiver(_slow)
    await subscribe(receiver.url)
    ids = {str(await publish_event()) for _ in range(150)}
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and {}"
    async with dispatching(waits=[0.1] * 5, lease_seconds=1):
        for count in (10, 40, 80):
            await receiver.wait_for(count)
            with psycopg.connect(deliveries_database_url, autocommit=True) as other:
                other.execute(cut.format("application_name in ('dispatcher', 'gladhand-listener')"))
        await until(lambda: receiver.ids == ids, "all events")
        await _all_delivered(deliveries_database, 150)


async def test_after_the_listener_was_lost_notices_wake_the_dispatcher_again(
    deliveries_database_url, receiver, subscribe, publish_event, dispatching
):
    await subscribe(receiver.url)
    async with dispatching(poll_seconds=3600):
        await publish_event()
        await receiver.wait_for(1)
        with psycopg.connect(deliveries_database_url, autocommit=True) as other:
            other.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gladhand-listener'"
                " and datname = current_database()"
            )
        for count in (2, 3, 4):
            await publish_event()
            await receiver.wait_for(count)


async def test_a_batch_that_is_written_twice_is_logged_once(
    deliveries_database, keyring, receiver, subscribe, publish_event, dispatching, outcome, partner_id
):
    """The database may have committed a batch whose answer was lost; the batch is then settled once more."""
    webhook_id = await subscribe(receiver.url)
    event_id = await publish_event()
    async with deliveries_database.connection() as db:
        [queue] = [each for each in await queries.list_queues(db, after=None, limit=10) if each.is_due]
        assert (queue.partner_id, queue.webhook_id) == (partner_id, webhook_id)
        [claimed] = await queries.claim_deliveries(db, [(queue, 5)], keyring, lease=timedelta(seconds=5))
        batch = [AttemptedDelivery(claimed, uuid4(), 202, None, 12, None)]
        await result_queries.finish_deliveries(db, batch)
        await result_queries.finish_deliveries(db, batch)
    assert (await outcome(event_id)).codes == [202]


async def test_what_is_given_back_twice_stays_with_whoever_has_claimed_it_since(
    deliveries_database, keyring, receiver, subscribe, publish_event, dispatching
):
    """The database may have committed what was given back, and its answer was lost: then it is given back once more.
    The claim of another worker has the same number of attempts, and would be sent twice under it."""
    await subscribe(receiver.url)
    await publish_event()
    async with deliveries_database.connection() as db:
        [queue] = [each for each in await queries.list_queues(db, after=None, limit=10) if each.is_due]
        first = await queries.claim_deliveries(db, [(queue, 5)], keyring, lease=timedelta(seconds=60))
        await release_queries.release_deliveries(db, first)
        second = await queries.claim_deliveries(db, [(queue, 5)], keyring, lease=timedelta(seconds=60))
        assert [each.attempt for each in (*first, *second)] == [1, 1]
        await release_queries.release_deliveries(db, first)
        assert await queries.claim_deliveries(db, [(queue, 5)], keyring, lease=timedelta(seconds=60)) == []
        await release_queries.release_deliveries(db, second)
    async with dispatching():
        [arrived] = await receiver.wait_for(1)
    assert arrived.body["delivery_attempt"] == 1


async def test_a_queue_in_order_stays_with_whoever_holds_it_since(
    deliveries_database, keyring, receiver, subscribe, publish_event, partner_id
):
    """A worker that was slow gives back a queue that another one has claimed after its lease."""
    webhook_id = await subscribe(receiver.url)
    async with deliveries_database.transaction() as db:
        await service.pause(db, partner_id, webhook_id)
    for _ in range(3):
        await publish_event()
    async with deliveries_database.transaction() as db:
        await service.activate(db, partner_id, webhook_id)
    async with deliveries_database.connection() as db:
        [queue] = [each for each in await queries.list_queues(db, after=None, limit=10) if each.is_due]
        assert queue.in_order
        [slow] = await queries.claim_deliveries(db, [(queue, 1)], keyring, lease=timedelta(0))
        [holding] = await queries.claim_deliveries(db, [(queue, 1)], keyring, lease=timedelta(seconds=60))
        assert slow.queue_held_until is not None
        assert holding.queue_held_until is not None
        await release_queries.release_queues(db, [(queue, slow.queue_held_until)])
        assert await queries.claim_deliveries(db, [(queue, 1)], keyring, lease=timedelta(seconds=60)) == []
        await release_queries.release_queues(db, [(queue, holding.queue_held_until)])
        assert len(await queries.claim_deliveries(db, [(queue, 1)], keyring, lease=timedelta(seconds=60))) == 1


async def test_a_failure_that_is_written_twice_moves_its_delivery_once(
    deliveries_database, keyring, receiver, subscribe, publish_event
):
    await subscribe(receiver.url)
    await publish_event()
    async with deliveries_database.connection() as db:
        [queue] = [each for each in await queries.list_queues(db, after=None, limit=10) if each.is_due]
        [claimed] = await queries.claim_deliveries(db, [(queue, 5)], keyring, lease=timedelta(seconds=5))
        # An attempt that counts as no try, such as one without the key of a link.
        batch = [AttemptedDelivery(claimed, uuid4(), None, "no key", 0, 60.0, is_forgiven=True)]
        await result_queries.finish_deliveries(db, batch)
        [once] = await (await db.execute("select attempts, forgiven, next_attempt_at from delivery")).fetchall()
        await result_queries.finish_deliveries(db, batch)
        [twice] = await (await db.execute("select attempts, forgiven, next_attempt_at from delivery")).fetchall()
    assert twice == once
    assert once["forgiven"] == 1


async def test_a_late_failure_does_not_speak_for_what_another_has_claimed_since(
    deliveries_database, keyring, receiver, subscribe, publish_event, outcome
):
    await subscribe(receiver.url)
    event_id = await publish_event()
    async with deliveries_database.connection() as db:
        queues = [each for each in await queries.list_queues(db, after=None, limit=10) if each.is_due]
        [first] = await queries.claim_deliveries(db, [(queues[0], 5)], keyring, lease=timedelta(0))
        [second] = await queries.claim_deliveries(db, [(queues[0], 5)], keyring, lease=timedelta(seconds=5))
        assert (first.attempt, second.attempt) == (1, 2)
        await result_queries.finish_deliveries(db, [AttemptedDelivery(first, uuid4(), None, "no answer", 12, None)])
        assert (await outcome(event_id, "pending")).attempts == 2
        await result_queries.finish_deliveries(db, [AttemptedDelivery(second, uuid4(), 202, None, 12, None)])
    assert (await outcome(event_id)).attempts == 2
