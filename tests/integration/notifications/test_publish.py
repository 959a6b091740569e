"""Which deliveries an event makes."""

from uuid import uuid4

import pytest
from tests.processes import PATIENCE

from gladhand.notifications.publish import publish
from gladhand.notifications.publish_queries import CHANNEL


@pytest.fixture
def made(deliveries_database):
    """How many deliveries an event has."""

    async def count(event_id) -> int:
        async with deliveries_database.connection() as db:
            rows = await db.execute("select 1 from delivery where event_id = %s", (event_id,))
            return len(await rows.fetchall())

    return count


async def test_an_event_goes_to_the_subscriptions_of_its_name(subscribe, publish_event, made):
    await subscribe("https://example.com/a")
    await subscribe("https://example.com/b")
    await subscribe("https://example.com/a", "user.modified")
    assert await made(await publish_event("user.added")) == 2
    assert await made(await publish_event("connection.created")) == 0


async def test_an_event_goes_to_no_other_partner(deliveries_database, keyring, subscribe, made):
    await subscribe("https://example.com/a")
    async with deliveries_database.transaction() as db:
        assert await made(await publish(db, uuid4(), "user.added", {})) == 0


@pytest.mark.parametrize("filters", [None, {}, {"fleet_ids": [], "fleet_refs": []}, {"fleet_refs": []}])
async def test_without_filters_every_event_is_delivered(subscribe, publish_event, made, filters):
    await subscribe("https://example.com/a", filters=filters)
    assert await made(await publish_event()) == 1
    assert await made(await publish_event(fleet_id=uuid4(), fleet_ref="a")) == 1


async def test_a_fleet_in_either_filter_will_do(subscribe, publish_event, made):
    fleet = uuid4()
    await subscribe("https://example.com/a", filters={"fleet_ids": [str(fleet)], "fleet_refs": ["a"]})
    assert await made(await publish_event(fleet_id=fleet, fleet_ref="other")) == 1
    assert await made(await publish_event(fleet_id=uuid4(), fleet_ref="a")) == 1
    assert await made(await publish_event(fleet_id=uuid4(), fleet_ref="other")) == 0
    assert await made(await publish_event()) == 0


async def test_one_empty_filter_does_not_open_the_other(subscribe, publish_event, made):
    await subscribe("https://example.com/a", filters={"fleet_ids": [], "fleet_refs": ["a"]})
    assert await made(await publish_event(fleet_id=uuid4(), fleet_ref="a")) == 1
    assert await made(await publish_event(fleet_id=uuid4(), fleet_ref="b")) == 0


async def test_a_callback_url_gets_a_delivery_of_its_own(subscribe, publish_event, made):
    await subscribe("https://example.com/a", "invitation.accepted")
    assert await made(await publish_event("invitation.accepted", callback_url="https://example.com/callback")) == 2


@pytest.mark.parametrize(("state", "count"), [("paused", 1), ("stale", 1), ("deleted", 0)])
async def test_only_a_deleted_subscription_gets_no_deliveries(
    deliveries_database, subscribe, publish_event, made, state, count
):
    webhook_id = await subscribe("https://example.com/a")
    async with deliveries_database.connection() as db:
        await db.execute("update webhook set status = %s where id = %s", (state, webhook_id))
    assert await made(await publish_event()) == count


async def test_what_is_rolled_back_is_not_told(deliveries_database, partner_id, subscribe, made):
    await subscribe("https://example.com/a")
    async with deliveries_database.transaction() as db, db.transaction(force_rollback=True):
        event_id = await publish(db, partner_id, "user.added", {})
    assert await made(event_id) == 0


async def test_dispatchers_are_woken_only_when_there_is_something_to_deliver(
    deliveries_database, subscribe, publish_event
):
    async with await deliveries_database.connect() as listener:
        await listener.execute(f"listen {CHANNEL}")
        await listener.execute("listen marker")
        await publish_event("user.removed")
        await subscribe("https://example.com/a")
        async with deliveries_database.connection() as db:
            await db.execute("notify marker")
        await publish_event("user.added")
        # They arrive in the order of their transactions.
        arrived = [each.channel async for each in listener.notifies(timeout=PATIENCE, stop_after=2)]
        assert arrived == ["marker", CHANNEL]
