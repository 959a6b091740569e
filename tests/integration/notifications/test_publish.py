"""Which deliveries an event makes."""

from uuid import uuid4

import pytest

from gladhand.notifications.publish import CHANNEL, publish


@pytest.fixture
def made(own):
    """How many deliveries an event has."""

    async def count(event_id) -> int:
        async with own.connection() as db:
            rows = await db.execute("select 1 from delivery where event_id = %s", (event_id,))
            return len(await rows.fetchall())

    return count


async def test_an_event_goes_to_the_subscriptions_of_its_name(subscribe, tell, made):
    await subscribe("https://example.com/a")
    await subscribe("https://example.com/b")
    await subscribe("https://example.com/a", "user.modified")
    assert await made(await tell("user.added")) == 2
    assert await made(await tell("connection.created")) == 0


async def test_an_event_goes_to_no_other_partner(own, keyring, subscribe, made):
    await subscribe("https://example.com/a")
    async with own.transaction() as db:
        assert await made(await publish(db, uuid4(), "user.added", {})) == 0


@pytest.mark.parametrize("filters", [None, {}, {"fleet_ids": [], "fleet_refs": []}, {"fleet_refs": []}])
async def test_without_filters_every_event_is_delivered(subscribe, tell, made, filters):
    await subscribe("https://example.com/a", filters=filters)
    assert await made(await tell()) == 1
    assert await made(await tell(fleet_id=uuid4(), fleet_ref="a")) == 1


async def test_a_fleet_in_either_filter_will_do(subscribe, tell, made):
    fleet = uuid4()
    await subscribe("https://example.com/a", filters={"fleet_ids": [str(fleet)], "fleet_refs": ["a"]})
    assert await made(await tell(fleet_id=fleet, fleet_ref="other")) == 1
    assert await made(await tell(fleet_id=uuid4(), fleet_ref="a")) == 1
    assert await made(await tell(fleet_id=uuid4(), fleet_ref="other")) == 0
    assert await made(await tell()) == 0


async def test_one_empty_filter_does_not_open_the_other(subscribe, tell, made):
    await subscribe("https://example.com/a", filters={"fleet_ids": [], "fleet_refs": ["a"]})
    assert await made(await tell(fleet_id=uuid4(), fleet_ref="a")) == 1
    assert await made(await tell(fleet_id=uuid4(), fleet_ref="b")) == 0


async def test_a_callback_url_gets_a_delivery_of_its_own(subscribe, tell, made):
    await subscribe("https://example.com/a", "invitation.accepted")
    assert await made(await tell("invitation.accepted", callback_url="https://example.com/callback")) == 2


@pytest.mark.parametrize(("state", "count"), [("paused", 1), ("stale", 1), ("deleted", 0)])
async def test_only_a_deleted_subscription_gets_no_deliveries(own, subscribe, tell, made, state, count):
    webhook_id = await subscribe("https://example.com/a")
    async with own.connection() as db:
        await db.execute("update webhook set status = %s where id = %s", (state, webhook_id))
    assert await made(await tell()) == count


async def test_what_is_rolled_back_is_not_told(own, partner_id, subscribe, made):
    await subscribe("https://example.com/a")
    async with own.transaction() as db, db.transaction(force_rollback=True):
        event_id = await publish(db, partner_id, "user.added", {})
    assert await made(event_id) == 0


async def test_pumps_are_woken_only_when_there_is_something_to_deliver(own, subscribe, tell):
    async with await own.connect() as listener:
        await listener.execute(f"listen {CHANNEL}")
        await tell("user.removed")
        await subscribe("https://example.com/a")
        assert [each async for each in listener.notifies(timeout=0.2)] == []
        await tell("user.added")
        assert len([each async for each in listener.notifies(timeout=2, stop_after=1)]) == 1
