"""A delivery whose result cannot be stored because of a bug ends after its tries, and costs no other."""

from collections.abc import Sized

from tests.conftest import eventually


async def test_a_result_that_cannot_be_stored_is_stored_as_a_failure(
    deliveries_database, receiver, subscribe, publish_event, dispatching, outcome
):
    await subscribe(receiver.url)
    async with deliveries_database.connection() as db:
        await db.execute(
            "alter table delivery_attempt add constraint odd check (status_code is distinct from 202) not valid"
        )
    try:
        event_id = await publish_event()
        async with dispatching(waits=[0.05]):
            found = await outcome(event_id, "dead")
    finally:
        async with deliveries_database.connection() as db:
            await db.execute("alter table delivery_attempt drop constraint odd")
    assert (found.attempts, found.codes) == (2, [None, None])
    await eventually(lambda: _has(receiver.arrived, 2), "both requests")


async def _has(found: Sized, count: int) -> bool:
    return len(found) == count
