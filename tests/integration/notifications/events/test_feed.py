"""The feed of all events."""

from uuid import uuid4

import pytest
from tests.conftest import Api

from gladhand.core.keyset import Cursor
from gladhand.notifications.events.queries import KEYSET, EventFilter, list_events, update_ahead
from gladhand.notifications.publish import publish

EVENTS = "/v2/notifications/events"


@pytest.fixture
def publishing(database, partner):
    async def publish_event(event_name: str = "user.added", **more):
        async with database.transaction() as db:
            return str(await publish(db, partner.id, event_name, {"id": str(uuid4())}, **more))

    return publish_event


async def _all(api: Api, query: str = "", size: int = 7) -> list[str]:
    found, cursor = [], ""
    while True:
        answer = await api.get(f"{EVENTS}?size={size}{query}{cursor}")
        assert answer.status == 200, answer.body
        found += [each["id"] for each in answer.body["items"]]
        if not answer.body["items"]:
            return found
        cursor = f"&cursor={answer.body['resume']}"


async def test_every_event_is_read_once_in_the_order_of_publishing(api, publishing):
    ids = [await publishing() for _ in range(20)]
    assert await _all(api) == ids


async def test_who_reads_on_from_the_end_gets_what_is_new_and_nothing_twice(api, publishing):
    first = [await publishing() for _ in range(3)]
    page_one = (await api.get(EVENTS)).body
    assert [each["id"] for each in page_one["items"]] == first
    again = (await api.get(f"{EVENTS}?cursor={page_one['resume']}")).body
    assert again["items"] == []
    new = await publishing()
    later = (await api.get(f"{EVENTS}?cursor={again['resume']}")).body
    assert [each["id"] for each in later["items"]] == [new]


async def test_pages_lead_back_as_well(api, publishing):
    ids = [await publishing() for _ in range(6)]
    first = (await api.get(f"{EVENTS}?size=4")).body
    second = (await api.get(f"{EVENTS}?size=4&cursor={first['next_page']}")).body
    assert [each["id"] for each in second["items"]] == ids[4:]
    back = (await api.get(f"{EVENTS}?size=4&cursor={second['previous_page']}")).body
    assert [each["id"] for each in back["items"]] == ids[:4]
    assert back["resume"] == first["resume"]


async def test_events_are_told_as_webhooks_tell_them(api, publishing):
    fleet_id = uuid4()
    event_id = await publishing("user.modified", fleet_id=fleet_id, fleet_ref="F-1")
    [event] = (await api.get(EVENTS)).body["items"]
    assert (event["id"], event["event_name"], event["version"]) == (event_id, "user.modified", "1.0")
    assert (event["fleet_id"], event["fleet_ref"]) == (str(fleet_id), "F-1")
    assert len(event["data"]) == 1


async def test_events_are_found_by_name_wildcard_and_fleet(api, publishing):
    fleet_id = uuid4()
    added = await publishing("user.added", fleet_id=fleet_id)
    modified = await publishing("user.modified", fleet_ref="F-1")
    other = await publishing("connection.created")
    assert await _all(api, "&event_name=user.added") == [added]
    assert await _all(api, "&event_name=user.*") == [added, modified]
    assert await _all(api, "&event_name=user.added&event_name=connection.created") == [added, other]
    assert await _all(api, f"&fleet_ids={fleet_id}&fleet_refs=F-1") == [added, modified]
    assert await _all(api, f"&fleet_ids={uuid4()}") == []


async def test_nobody_reads_the_events_of_others(api, publishing, anyone, make_partner):
    await publishing()
    assert await _all(anyone.with_token((await make_partner()).token)) == []


async def test_an_event_that_is_committed_late_is_never_overtaken(database, keyring, partner):
    """A transaction that began before another and ends after it publishes behind the position that was given out."""

    async def read(cursor: Cursor) -> tuple[list[str], Cursor]:
        async with database.connection() as db:
            rows = await list_events(db, partner.id, keyring, only=EventFilter(), cursor=cursor, size=100)
        return [str(key[1]) for key, _ in rows], Cursor(rows[-1][0]) if rows else cursor

    async with database.transaction() as slow:
        early = str(await publish(slow, partner.id, "user.added", {}))
        async with database.transaction() as quick:
            late = str(await publish(quick, partner.id, "user.added", {}))
        found, cursor = await read(Cursor())
        assert found == []
    found, cursor = await read(cursor)
    assert found == [early, late]
    assert (await read(cursor))[0] == []
    assert KEYSET.decode(cursor.encode()) == cursor


@pytest.mark.parametrize("cursor", ["nonsense", "PlsiLTEiLCAiMDAwIl0", "Pls5OTk5OTk5OTk5OTk5OTk5OTk5OTk5LCAxXQ=="])
async def test_a_cursor_of_another_list_is_refused(api, cursor):
    assert (await api.get(f"{EVENTS}?cursor={cursor}")).status == 400


async def test_numbers_without_a_subscription_are_refused(api):
    assert (await api.get(f"{EVENTS}?first_sequence=3")).status == 422


async def test_a_hole_in_the_numbers_is_filled_from_the_feed(api, publishing, sink, worker):
    webhook = (await api.post("/v2/notifications/webhooks", {"url": sink.url, "event_name": "user.added"})).body
    ids = [await publishing() for _ in range(9)]
    received = await sink.wait_for("user.added", 9)
    numbers = {each.body["sequence"]: each.body["id"] for each in received}
    assert sorted(numbers) == list(range(1, 10))
    query = f"webhook_id={webhook['id']}&first_sequence=4&last_sequence=6"
    found = (await api.get(f"{EVENTS}?{query}")).body["items"]
    assert {each["sequence"]: each["id"] for each in found} == {number: numbers[number] for number in (4, 5, 6)}
    assert set(numbers.values()) == set(ids)


async def test_in_a_database_that_was_restored_elsewhere_new_events_still_come_last(
    deliveries_database, keyring, partner_id, publish_event
):
    """There, transactions are numbered from the beginning."""
    old = await publish_event()
    try:
        async with deliveries_database.connection() as db:
            await db.execute("update event set position = position + 1000000 where id = %s", (old,))
            await update_ahead(db)
            await update_ahead(db)
        new = await publish_event()
        async with deliveries_database.connection() as db:
            rows = await list_events(db, partner_id, keyring, only=EventFilter(), cursor=Cursor(), size=10)
        assert [key[1] for key, _ in rows] == [old, new]
    finally:
        async with deliveries_database.connection() as db:
            await db.execute("delete from event where partner_id = %s", (partner_id,))
            await db.execute("update feed set ahead = 0")
