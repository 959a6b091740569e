"""What the engine does when receivers fail, come back, want no more, or want several events at once."""

import asyncio
import sys
import time
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from standardwebhooks import Webhook
from tests.conftest import eventually, until
from tests.integration.notifications.conftest import SECRET

from gladhand.notifications.webhooks import service
from gladhand.notifications.webhooks.schemas import WebhookUpdate
from gladhand.notifications.webhooks.service import WebhookSettings


async def _fail(_) -> web.Response:
    return web.Response(status=500)


@pytest.fixture
def status(deliveries_database):
    """Waits until a subscription has this status."""

    async def wait(webhook_id, wanted: str) -> None:
        async def is_reached() -> bool:
            return await _status(deliveries_database, webhook_id) == wanted

        await eventually(is_reached, f"the status {wanted}")

    return wait


async def _status(database, webhook_id) -> str:
    async with database.connection() as db:
        rows = await db.execute("select status::text from webhook where id = %s", (webhook_id,))
        return str((await rows.fetchall())[0]["status"])


@pytest.fixture
def published_records(deliveries_database, partner_id):
    async def records(event_name: str) -> list[Any]:
        async with deliveries_database.connection() as db:
            rows = await db.execute(
                "select data from event where partner_id = %s and event_name = %s", (partner_id, event_name)
            )
            return [row["data"] for row in await rows.fetchall()]

    return records


async def _judge_at_once(deliveries_database, webhook_id) -> None:
    async with deliveries_database.connection() as db:
        await db.execute("update webhook set judged_from = now() where id = %s", (webhook_id,))


async def test_ten_failures_in_a_row_make_a_subscription_stale_and_tell_the_others(
    deliveries_database, make_receiver, subscribe, publish_event, dispatching, status, published_records, all_due_sent
):
    failing, owner = await make_receiver(_fail), await make_receiver()
    webhook_id = await subscribe(failing.url)
    await subscribe(owner.url, "webhook.staled")
    await _judge_at_once(deliveries_database, webhook_id)
    async with dispatching(waits=[60]):
        for _ in range(10):
            await publish_event()
        await status(webhook_id, "stale")
        [arrived] = await owner.wait_for(1)
        sent = len(failing.arrived)
        await publish_event()
        await all_due_sent()
    assert arrived.body["data"][0] == (await published_records("webhook.staled"))[0]
    assert arrived.body["data"][0]["id"] == str(webhook_id)
    assert sent == 10
    assert len(failing.arrived) == sent


async def test_a_new_subscription_is_not_judged_in_its_first_quarter_of_an_hour(
    deliveries_database, make_receiver, subscribe, publish_event, dispatching, attempted
):
    failing = await make_receiver(_fail)
    webhook_id = await subscribe(failing.url)
    async with dispatching(waits=[60]):
        for event_id in [await publish_event() for _ in range(30)]:
            await attempted(event_id)
        assert await _status(deliveries_database, webhook_id) == "active"


async def test_a_stale_subscription_is_probed_carefully_and_recovers_by_itself(
    deliveries_database, receiver, subscribe, publish_event, dispatching, status, published_records
):
    receiver.answer = _fail
    webhook_id = await subscribe(receiver.url)
    await _judge_at_once(deliveries_database, webhook_id)
    async with dispatching(waits=[60], probe_waits=[0.5, 0.5]):
        first = [await publish_event() for _ in range(10)]
        await status(webhook_id, "stale")
        while_stale = [await publish_event(data={"n": number}) for number in range(20)]
        sent = len(receiver.arrived)
        started = time.monotonic()
        await receiver.wait_for(sent + 2)
        probes = len(receiver.arrived) - sent
        # One when it became stale at the earliest, then one in half a second.
        assert probes <= 1 + (time.monotonic() - started) / 0.5
        receiver.answer = None
        await status(webhook_id, "active")
        await until(lambda: receiver.ids >= {str(each) for each in (*first, *while_stale)}, "all of them")
    assert [each["id"] for each in await published_records("webhook.activated")] == [str(webhook_id)]


async def test_without_probes_a_stale_subscription_waits_for_its_owner(
    deliveries_database, receiver, subscribe, publish_event, dispatching, status, partner_id, all_due_sent
):
    receiver.answer = _fail
    webhook_id = await subscribe(receiver.url)
    await _judge_at_once(deliveries_database, webhook_id)
    async with dispatching(waits=[60]):
        for _ in range(10):
            await publish_event()
        await status(webhook_id, "stale")
        receiver.answer = None
        sent = len(receiver.arrived)
        await all_due_sent()
        assert len(receiver.arrived) == sent
        async with deliveries_database.transaction() as db:
            await service.activate(db, partner_id, webhook_id)
        await receiver.wait_for(sent + 10)


async def test_probes_that_were_switched_off_hold_up_nobody(
    deliveries_database, receiver, subscribe, publish_event, dispatching, all_due_sent
):
    stale = await subscribe(receiver.url)
    await subscribe(receiver.url, "user.modified")
    async with deliveries_database.connection() as db:
        await db.execute("update webhook set status = 'stale', probe_at = now() where id = %s", (stale,))
    async with dispatching():
        await publish_event()
        other = await publish_event("user.modified")
        await receiver.wait_for(1)
        await all_due_sent()
    assert receiver.ids == {str(other)}


async def test_a_worker_that_dies_in_the_middle_of_what_was_kept_leaves_the_rest_in_order(
    deliveries_database,
    deliveries_database_url,
    encryption_keys,
    receiver,
    subscribe,
    publish_event,
    dispatching,
    partner_id,
):
    async def slowly(_) -> web.Response:
        await asyncio.sleep(0.02)
        return web.Response(status=202)

    receiver.answer = slowly
    webhook_id = await subscribe(receiver.url)
    async with deliveries_database.transaction() as db:
        await service.pause(db, partner_id, webhook_id)
    for number in range(60):
        await publish_event(data={"n": number})
    async with deliveries_database.transaction() as db:
        await service.activate(db, partner_id, webhook_id)
    script = Path(__file__).with_name("dispatcher_process.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(script), deliveries_database_url, encryption_keys
    )
    try:
        await receiver.wait_for(20)
    finally:
        process.kill()
        await process.wait()
    async with dispatching(timeout_seconds=0.5, lease_seconds=1):
        await until(lambda: len(receiver.ids) == 60, "all of them")
    seen = list(dict.fromkeys(each.body["data"][0]["n"] for each in receiver.arrived))
    assert seen == list(range(60))


async def test_what_was_kept_is_delivered_in_the_order_in_which_it_happened(
    deliveries_database, receiver, subscribe, publish_event, dispatching, partner_id
):
    async def sometimes_slow(arrived) -> web.Response:
        await asyncio.sleep(0.02 if arrived.body["data"][0]["n"] % 3 else 0)
        return web.Response(status=202)

    receiver.answer = sometimes_slow
    webhook_id = await subscribe(receiver.url)
    async with deliveries_database.transaction() as db:
        await service.pause(db, partner_id, webhook_id)
    for number in range(60):
        await publish_event(data={"n": number})
    async with dispatching(), dispatching():
        async with deliveries_database.transaction() as db:
            await service.activate(db, partner_id, webhook_id)
        await receiver.wait_for(60)
    assert [each.body["data"][0]["n"] for each in receiver.arrived] == list(range(60))
    assert [each.body["sequence"] for each in receiver.arrived] == list(range(1, 61))


async def test_what_was_tried_before_the_pause_comes_first_after_it(
    deliveries_database, receiver, subscribe, publish_event, dispatching, partner_id, attempted
):
    receiver.answer = _fail
    webhook_id = await subscribe(receiver.url)
    async with dispatching(waits=[0.3, 60]):
        first = await publish_event()
        await attempted(first, 2)
        async with deliveries_database.transaction() as db:
            await service.pause(db, partner_id, webhook_id)
        later = await publish_event()
        receiver.answer = None
        receiver.arrived.clear()
        async with deliveries_database.transaction() as db:
            await service.activate(db, partner_id, webhook_id)
        await receiver.wait_for(2)
    assert [each.body["id"] for each in receiver.arrived] == [str(first), str(later)]
    assert [each.body["delivery_attempt"] for each in receiver.arrived] == [3, 1]


async def test_gone_pauses_the_subscription_and_keeps_the_event(
    make_receiver, receiver, subscribe, publish_event, dispatching, status, outcome
):
    async def gone(_) -> web.Response:
        return web.Response(status=410)

    leaving = await make_receiver(gone)
    webhook_id = await subscribe(leaving.url)
    await subscribe(receiver.url, "webhook.paused")
    async with dispatching(waits=()):
        event_id = await publish_event()
        await status(webhook_id, "paused")
        [arrived] = await receiver.wait_for(1)
        assert (await outcome(event_id, "pending")).codes == [410]
    assert arrived.body["data"][0]["id"] == str(webhook_id)


async def test_a_receiver_with_either_secret_verifies_while_one_replaces_the_other(
    deliveries_database, keyring, receiver, subscribe, publish_event, dispatching, partner_id
):
    webhook_id = await subscribe(receiver.url)

    async def rotate(secret: str, overlap: timedelta) -> None:
        wanted, settings = WebhookUpdate.model_validate({"secret": secret}), WebhookSettings(overlap)
        async with deliveries_database.transaction() as db:
            await service.update(db, keyring, partner_id, webhook_id, request=wanted, settings=settings)

    def verifies(arrived, secret: str) -> bool:
        try:
            Webhook(b64encode(secret.encode()).decode()).verify(arrived.text, arrived.headers)
        except Exception:  # noqa: BLE001 - whatever the library says, it does not
            return False
        return True

    async with dispatching():
        await rotate("the second secret", timedelta(hours=24))
        await publish_event()
        [first] = await receiver.wait_for(1)
        await rotate("the third secret!", timedelta(0))
        await publish_event()
        second = (await receiver.wait_for(2))[1]
    assert verifies(first, SECRET)
    assert verifies(first, "the second secret")
    assert not verifies(first, "the third secret!")
    assert verifies(second, "the third secret!")
    assert not verifies(second, "the second secret")


async def test_a_subscription_with_a_batch_size_gets_what_waits_in_few_requests(
    deliveries_database, receiver, subscribe, publish_event, dispatching, outcome
):
    await subscribe(receiver.url, batch_size=50)
    ids = [await publish_event(data={"n": number}) for number in range(120)]
    async with dispatching():
        for each in ids:
            await outcome(each)
    assert len(receiver.arrived) <= 4
    events = [event["id"] for each in receiver.arrived for event in each.body["events"]]
    assert sorted(events) == sorted(map(str, ids))
    assert sorted(each["n"] for one in receiver.arrived for each in one.body["data"]) == list(range(120))


async def test_a_batch_that_fails_is_tried_again_event_by_event(
    receiver, subscribe, publish_event, dispatching, outcome
):
    async def only_single(arrived) -> web.Response:
        return web.Response(status=202 if len(arrived.body["data"]) == 1 else 413)

    receiver.answer = only_single
    await subscribe(receiver.url, batch_size=10)
    ids = [await publish_event() for _ in range(10)]
    async with dispatching():
        assert {(await outcome(each)).attempts for each in ids} == {2}


async def test_numbers_have_no_gaps_whoever_sends_and_whatever_fails(
    deliveries_database, receiver, subscribe, publish_event, dispatching, partner_id
):
    async def flaky(arrived) -> web.Response:
        return web.Response(status=500 if len(receiver.arrived) % 3 == 0 else 202)

    receiver.answer = flaky
    await subscribe(receiver.url)
    async with dispatching(waits=[0.02] * 20), dispatching(waits=[0.02] * 20):
        ids = set()
        for _ in range(15):
            ids |= set(await asyncio.gather(*(publish_event() for _ in range(10))))
        await until(lambda: receiver.ids == {str(each) for each in ids}, "all of them")
    numbers = {each.body["id"]: each.body["sequence"] for each in receiver.arrived}
    assert sorted(numbers.values()) == list(range(1, 151))
    assert {(each.body["id"], each.body["sequence"]) for each in receiver.arrived} == set(numbers.items())
