"""What arrives at receivers, over real HTTP."""

import asyncio
import hashlib
import hmac
import json
import socket
import time
from base64 import b64decode, b64encode
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from aiohttp import web
from standardwebhooks import Webhook
from tests.conftest import eventually, until
from tests.integration.notifications.conftest import LOOPBACK, SECRET, ReceivedDelivery

from gladhand.auth.audit.actors import OPERATOR
from gladhand.core.db import Database
from gladhand.core.http import AddressGuard
from gladhand.notifications.event_names import record_of
from gladhand.notifications.payloads import Delivered, find_payload_model
from gladhand.notifications.publish import callback_id, publish
from gladhand.notifications.webhooks import service
from gladhand.orgs.partners.properties import PartnerPropertyKeyEnum
from gladhand.orgs.partners.schemas import PartnerPropertyCreate
from gladhand.orgs.partners.service import create_partner, create_properties, delete_property


async def _fail(_) -> web.Response:
    return web.Response(status=500)


async def _set_state(deliveries_database: Database, webhook_id: UUID, state: str) -> None:
    async with deliveries_database.connection() as db:
        await db.execute("update webhook set status = %s where id = %s", (state, webhook_id))


def _verify(arrived, secret: str) -> None:
    Webhook("whsec_" + b64encode(secret.encode()).decode()).verify(arrived.text, arrived.headers)
    message = arrived.headers["X-Catena-Timestamp"].encode() + b"." + arrived.text
    expected = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    assert b64decode(arrived.headers["X-Catena-Signature"]) == expected


async def test_an_event_arrives_packed_and_signed_in_both_ways(receiver, subscribe, publish_event, dispatching):
    webhook_id = await subscribe(receiver.url)
    occurred_at = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    async with dispatching():
        event_id = await publish_event(data={"name": "Zoë"}, occurred_at=occurred_at)
        [arrived] = await receiver.wait_for(1)
    assert arrived.headers["Content-Encoding"] == "gzip"
    assert arrived.headers["X-Event-Type"] == "user.added"
    _verify(arrived, SECRET)
    body = Delivered[dict[str, str]].model_validate(arrived.body)
    assert (body.id, body.webhook_id, body.delivery_attempt) == (event_id, webhook_id, 1)
    assert body.data == [{"name": "Zoë"}]
    assert body.timestamp == occurred_at


async def test_a_test_event_arrives_signed_and_marked_whatever_the_filters_are(
    receiver, subscribe, publish_event, dispatching, deliveries_database, partner_id
):
    webhook_id = await subscribe(receiver.url, "invitation.sent", filters={"fleet_refs": ["another"]}, batch_size=9)
    async with dispatching():
        async with deliveries_database.transaction() as db:
            event_id = await service.send_test(db, partner_id, webhook_id)
        await publish_event("invitation.sent", fleet_ref="another")
        test, real = sorted(await receiver.wait_for(2), key=lambda each: "X-Gladhand-Test" not in each.headers)
    assert (test.headers["X-Gladhand-Test"], test.body["id"]) == ("true", str(event_id))
    assert "X-Gladhand-Test" not in real.headers
    _verify(test, SECRET)
    model = find_payload_model(record_of("invitation.sent"))
    assert model is not None
    model.model_validate(test.body["data"][0])


async def test_a_subscription_without_extensions_gets_the_keys_of_the_contract(
    receiver, subscribe, publish_event, dispatching
):
    await subscribe(receiver.url, "resource_operation.failed", extensions=False)
    record = {"id": "x", "payload": {"number": 2**70}, "logs": []}
    async with dispatching():
        await publish_event("resource_operation.failed", json.dumps(record | {"field_results": []}))
        [arrived] = await receiver.wait_for(1)
    assert arrived.body["data"] == [record]
    assert "sequence" not in arrived.body
    assert arrived.headers["X-Catena-Sequence"] == "1"
    _verify(arrived, SECRET)


async def test_a_notice_of_an_event_wakes_the_dispatcher(receiver, subscribe, publish_event, dispatching):
    await subscribe(receiver.url)
    async with dispatching(poll_seconds=3600):
        for count in (1, 2, 3):
            await publish_event()
            await receiver.wait_for(count)


async def test_an_event_is_not_overlooked_while_very_many_queues_are_gone_through(
    deliveries_database, partner_id, receiver, subscribe, publish_event, dispatching
):
    await subscribe(receiver.url)
    async with deliveries_database.connection() as db:
        await db.execute(
            """
            insert into delivery (partner_id, event_id, webhook_id, callback_url, next_attempt_at)
            select %s, uuidv7(), gen_random_uuid(), 'https://example.com/', now() + interval '1 hour'
            from generate_series(1, 3000)
            """,
            (partner_id,),
        )
    async with dispatching(poll_seconds=3600):
        for number in range(12):
            # The second one comes while the queues are gone through because of the first.
            await publish_event()
            await asyncio.sleep(0.02)
            await publish_event()
            await receiver.wait_for(2 * number + 2)


async def test_a_failed_delivery_is_tried_again_with_the_same_id_and_another_request_id(
    receiver, subscribe, publish_event, dispatching, outcome
):
    answers = iter([500, 404, 202])

    async def next_answer(_) -> web.Response:
        return web.Response(status=next(answers))

    receiver.answer = next_answer
    await subscribe(receiver.url)
    async with dispatching():
        event_id = await publish_event()
        arrived = await receiver.wait_for(3)
        found = await outcome(event_id)
    assert {each.body["id"] for each in arrived} == {str(event_id)}
    assert [each.body["delivery_attempt"] for each in arrived] == [1, 2, 3]
    assert [each.headers["X-Delivery-Attempt"] for each in arrived] == ["1", "2", "3"]
    assert len({each.headers["X-Request-ID"] for each in arrived}) == 3
    assert (found.codes, found.errors) == ([500, 404, 202], ["answered 500", "answered 404", None])
    _verify(arrived[2], SECRET)


async def test_after_the_last_try_a_delivery_is_dead_and_left_alone(
    receiver, subscribe, publish_event, dispatching, outcome
):
    receiver.answer = _fail
    await subscribe(receiver.url)
    async with dispatching(waits=(0.05,)):
        first = await publish_event()
        assert (await outcome(first, "dead")).attempts == 2
        # A second event goes through all its attempts; the first one has none meanwhile.
        second = await publish_event()
        assert (await outcome(second, "dead")).attempts == 2
        assert (await outcome(first, "dead")).attempts == 2
    assert [each.body["id"] for each in receiver.arrived] == [str(first)] * 2 + [str(second)] * 2


async def test_a_receiver_that_does_not_answer_in_time_is_tried_again(
    receiver, subscribe, publish_event, dispatching, outcome
):
    async def first_slow(_) -> web.Response:
        await asyncio.sleep(0 if len(receiver.arrived) > 1 else 2)
        return web.Response(status=202)

    receiver.answer = first_slow
    await subscribe(receiver.url)
    async with dispatching(timeout_seconds=0.3):
        found = await outcome(await publish_event())
    assert found.errors == ["no answer within 0.3 s", None]


async def test_a_receiver_that_was_down_gets_the_event_when_it_is_back(
    subscribe, publish_event, dispatching, outcome, attempted, receiver
):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    await subscribe(f"http://127.0.0.1:{port}/hooks")
    app = web.Application()
    app.router.add_post("/hooks", receiver.handle)
    runner = web.AppRunner(app)
    async with dispatching(waits=[0.1] * 50):
        event_id = await publish_event()
        await attempted(event_id)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        found = await outcome(event_id)
    await runner.cleanup()
    assert found.attempts > 1
    assert "ConnectionRefusedError" in (found.errors[0] or "")


async def test_a_redirect_is_a_failure_and_is_not_followed(
    make_receiver, subscribe, publish_event, dispatching, outcome
):
    elsewhere = await make_receiver()

    async def redirect(_) -> web.Response:
        return web.Response(status=307, headers={"Location": elsewhere.url})

    receiver = await make_receiver(redirect)
    await subscribe(receiver.url)
    async with dispatching(waits=()):
        found = await outcome(await publish_event(), "dead")
    assert found.codes == [307]
    assert elsewhere.arrived == []


async def test_an_answer_counts_by_its_status_though_its_body_never_ends(
    make_receiver, subscribe, publish_event, dispatching, outcome
):
    async def endless(arrived) -> web.StreamResponse:
        response = web.StreamResponse(status=200)
        await response.prepare(arrived.request)
        with suppress(ConnectionError):
            while True:
                await response.write(b"x" * 100_000)
                await asyncio.sleep(0.001)
        return response

    receiver = await make_receiver(endless)
    await subscribe(receiver.url)
    async with dispatching():
        found = await outcome(await publish_event())
    assert (found.codes, found.errors) == ([200], [None])


async def test_an_address_stored_while_it_was_allowed_is_refused_once_it_is_not(
    receiver, subscribe, publish_event, dispatching, outcome
):
    await subscribe(receiver.url)
    async with dispatching(guard=AddressGuard(), waits=()):
        found = await outcome(await publish_event(), "dead")
    assert "not public" in (found.errors[0] or "")
    assert receiver.arrived == []


async def test_a_name_that_leads_to_loopback_is_refused_when_it_is_called(
    receiver, subscribe, publish_event, dispatching, outcome
):
    await subscribe(receiver.url.replace("127.0.0.1", "localhost"))
    async with dispatching(guard=AddressGuard(), waits=()):
        found = await outcome(await publish_event(), "dead")
    assert "not public" in (found.errors[0] or "")
    assert receiver.arrived == []


async def test_what_is_kept_of_a_failure_does_not_repeat_the_address(subscribe, publish_event, dispatching, outcome):
    await subscribe("http://127.0.0.1:1/a-key-in-the-path?token=also")
    async with dispatching(waits=()):
        found = await outcome(await publish_event(), "dead")
    assert "key" not in (found.errors[0] or "")
    assert "token" not in (found.errors[0] or "")


async def test_a_callback_is_signed_with_the_partners_callback_secret(
    deliveries_database, keyring, partner_id, receiver, publish_event, dispatching, outcome
):
    async with dispatching():
        found = await outcome(await publish_event("invitation.accepted", callback_url=receiver.url))
    assert found.status == "delivered"
    async with deliveries_database.connection() as db:
        rows = await db.execute("select callback_secret from partner where id = %s", (partner_id,))
        [row] = await rows.fetchall()
    [arrived] = receiver.arrived
    _verify(arrived, keyring.unseal(row["callback_secret"], purpose="partner.callback_secret"))
    assert arrived.body["webhook_id"] == arrived.headers["X-Webhook-ID"] == str(callback_id(receiver.url))


@pytest.mark.parametrize("state", ["paused", "stale"])
async def test_deliveries_wait_while_a_subscription_is_not_active(
    deliveries_database, receiver, subscribe, publish_event, dispatching, outcome, all_due_sent, state
):
    webhook_id = await subscribe(receiver.url)
    await _set_state(deliveries_database, webhook_id, state)
    async with dispatching():
        event_id = await publish_event()
        await all_due_sent()
        assert receiver.arrived == []
        await _set_state(deliveries_database, webhook_id, "active")
        assert (await outcome(event_id)).attempts == 1


async def test_deliveries_of_a_suspended_partner_wait_and_leave_as_soon_as_it_is_back(
    deliveries_database, keyring, partner_id, make_receiver, subscribe, publish_event, dispatching
):
    """Ten events go to a subscription and to a callback URL. Another partner's event is the marker."""
    receiver, called_back, marker = [await make_receiver() for _ in range(3)]
    await subscribe(receiver.url)
    suspended = PartnerPropertyCreate(key=PartnerPropertyKeyEnum.ACCOUNT_STATUS, value="suspended")
    async with deliveries_database.transaction() as db:
        other = await create_partner(db, keyring, name="Other", slug=f"other-{uuid4().hex[:8]}")
        [made] = json.loads(await create_properties(db, OPERATOR, partner_id, [suspended]))
    async with dispatching(poll_seconds=3600):
        told = {str(await publish_event(callback_url=called_back.url)) for _ in range(10)}
        for count in (1, 2):
            async with deliveries_database.transaction() as db:
                await publish(db, other.id, "user.added", {"n": 1}, callback_url=marker.url)
            await marker.wait_for(count)
        assert receiver.arrived + called_back.arrived == []
        async with deliveries_database.transaction() as db:
            await delete_property(db, OPERATOR, partner_id, UUID(made["id"]))
        await receiver.wait_for(10)
        await called_back.wait_for(10)
    assert receiver.ids == called_back.ids == told


async def test_what_waits_for_a_deleted_subscription_is_dropped(
    deliveries_database, receiver, subscribe, publish_event, dispatching
):
    webhook_id = await subscribe(receiver.url)
    await publish_event()
    await _set_state(deliveries_database, webhook_id, "deleted")

    async def is_dropped() -> bool:
        async with deliveries_database.connection() as db:
            rows = await db.execute("select 1 from delivery where webhook_id = %s", (webhook_id,))
            return not await rows.fetchall()

    async with dispatching():
        await eventually(is_dropped, "the end of the delivery")
    assert receiver.arrived == []


async def test_a_dispatcher_that_is_stopped_gives_back_what_it_has_not_sent(
    deliveries_database, make_receiver, subscribe, publish_event, dispatching
):
    async def slow(_) -> web.Response:
        await asyncio.sleep(0.3)
        return web.Response(status=202)

    receiver = await make_receiver(slow)
    await subscribe(receiver.url)
    for _ in range(60):
        await publish_event()
    async with dispatching(concurrency=8):
        await receiver.wait_for(2)
    async with deliveries_database.connection() as db:
        rows = await db.execute(
            """
            select status::text, attempts, next_attempt_at <= now() as is_due, count(*) as n from delivery
            group by 1, 2, 3
            """
        )
        found = {row["status"]: row for row in await rows.fetchall()}
    assert found["delivered"]["n"] == len(receiver.arrived)
    assert (found["pending"]["attempts"], found["pending"]["is_due"]) == (0, True)
    assert found["pending"]["n"] + len(receiver.arrived) == 60


async def test_a_hanging_receiver_does_not_delay_a_healthy_one(make_receiver, subscribe, publish_event, dispatching):
    async def hang(_) -> web.Response:
        await asyncio.sleep(30)
        return web.Response(status=202)

    hanging, healthy = await make_receiver(hang), await make_receiver()
    for path in range(6):
        await subscribe(f"{hanging.url}/{path}")
    for _ in range(50):
        await publish_event()
    await subscribe(healthy.url, "user.modified")
    started = time.monotonic()
    async with dispatching(concurrency=12, timeout_seconds=1.0, waits=[60]):
        await hanging.wait_for(3)
        for _ in range(100):
            await publish_event("user.modified")
        await healthy.wait_for(100)
        # Once they are known to be silent, they have half of the twelve slots, each for a second.
        assert len(hanging.arrived) <= 24 + 6 * (time.monotonic() - started)


async def test_a_hanging_path_does_not_delay_the_healthy_paths_of_its_host(
    make_receiver, subscribe, publish_event, dispatching
):
    async def hang_or_answer(arrived: ReceivedDelivery) -> web.Response:
        if "/hanging/" in arrived.request.path:
            await asyncio.sleep(30)
        return web.Response(status=202)

    receiver = await make_receiver(hang_or_answer)
    for number in range(4):
        await subscribe(f"{receiver.url}/hanging/{number}")
    await subscribe(f"{receiver.url}/healthy", "user.modified")

    def sent_to(path: str) -> int:
        return sum(path in each.request.path for each in receiver.arrived)

    started = time.monotonic()
    async with dispatching(concurrency=20, timeout_seconds=1.0, waits=[60]):
        for _ in range(50):
            await publish_event()
        await until(lambda: sent_to("/hanging") >= 1, "the first one that hangs")
        for _ in range(100):
            await publish_event("user.modified")
        await until(lambda: sent_to("/healthy") == 100, "all healthy ones")
        # Once they are known to be silent, they have half of the twenty slots, each for a second.
        assert sent_to("/hanging") <= 40 + 10 * (time.monotonic() - started)


async def test_two_dispatchers_share_the_work_and_send_nothing_twice(receiver, subscribe, publish_event, dispatching):
    await subscribe(receiver.url)
    ids = {str(await publish_event()) for _ in range(200)}
    async with dispatching(), dispatching():
        await until(lambda: receiver.ids == ids, "all of them")
    assert len(receiver.arrived) == 200


async def test_a_subscription_with_a_secret_that_cannot_be_read_holds_up_no_other(
    deliveries_database, partner_id, receiver, subscribe, publish_event, dispatching, outcome
):
    broken: UUID = await subscribe(receiver.url + "/broken")
    async with deliveries_database.connection() as db:
        await db.execute("update webhook set secret = '\\x00' where id = %s", (broken,))
    await subscribe(receiver.url, "user.modified")
    async with dispatching():
        await publish_event("user.added")
        assert (await outcome(await publish_event("user.modified"))).status == "delivered"
    assert len(receiver.arrived) == 1


def test_the_guard_of_these_tests_allows_loopback_and_nothing_else_private():
    assert LOOPBACK.is_allowed_network("127.0.0.1")
    assert not LOOPBACK.is_allowed_network("10.0.0.1")
