"""What an operator sees, and what is forgotten in time."""

from uuid import uuid4

import pytest
from aiohttp import web
from tests.conftest import PATIENCE, Process

from gladhand.core.db import Database
from gladhand.core.metrics import REGISTRY, Metrics
from gladhand.core.retention import delete_old_rows, retentions
from gladhand.notifications.deliveries import overview_queries
from gladhand.notifications.work import WORK

TABLES = ("event", "delivery", "delivery_attempt", "webhook_quarter")


@pytest.fixture
def rows(deliveries_database, partner_id):
    async def count() -> dict[str, int]:
        found = {}
        async with deliveries_database.connection() as db:
            for table in TABLES:
                cursor = await db.execute(f"select count(*) as n from {table} where partner_id = %s", (partner_id,))
                found[table] = (await cursor.fetchall())[0]["n"]
        return found

    return count


async def delete_rows_older_than(deliveries_database: Database, days: int) -> int:
    return await delete_old_rows(
        deliveries_database, retentions(event_days=days, operation_days=90, mail_days=30, request_log_hours=24)
    )


async def _age(deliveries_database, partner_id, days: int) -> None:
    """Make everything of the partner so much older, ids included."""
    async with deliveries_database.connection() as db:
        for table in ("event", "delivery", "delivery_attempt"):
            await db.execute(
                f"""
                update {table} set created_at = created_at - make_interval(days => %(days)s), id = (
                  lpad(to_hex((extract(epoch from created_at) * 1000)::bigint - %(days)s * 86400000), 12, '0')
                  || substr(replace(id::text, '-', ''), 13))::uuid
                where partner_id = %(id)s
                """,
                {"days": days, "id": partner_id},
            )
        await db.execute(
            "update delivery set updated_at = updated_at - make_interval(days => %s) where partner_id = %s",
            (days, partner_id),
        )
        await db.execute(
            "update webhook_quarter set begins = begins - make_interval(days => %s) where partner_id = %s",
            (days, partner_id),
        )


async def test_what_is_old_is_forgotten_and_what_is_not_stays(
    deliveries_database, partner_id, receiver, subscribe, publish_event, dispatching, outcome, rows
):
    await subscribe(receiver.url)
    async with dispatching():
        await outcome(await publish_event())
        before = await rows()
        await _age(deliveries_database, partner_id, 15)
        await delete_rows_older_than(deliveries_database, 16)
        assert await rows() == before
        await _age(deliveries_database, partner_id, 2)
        assert await delete_rows_older_than(deliveries_database, 16) == 5
        assert await rows() == dict.fromkeys(TABLES, 0)
        await outcome(await publish_event())
        assert await delete_rows_older_than(deliveries_database, 16) == 0


async def test_dead_letters_are_kept_for_fourteen_days(
    deliveries_database, partner_id, make_receiver, subscribe, publish_event, dispatching, outcome, rows
):
    async def fail(_) -> web.Response:
        return web.Response(status=500)

    await subscribe((await make_receiver(fail)).url)
    async with dispatching(waits=()):
        await outcome(await publish_event(), "dead")
    await _age(deliveries_database, partner_id, 13)
    await delete_rows_older_than(deliveries_database, 100)
    assert (await rows())["delivery"] == 1
    await _age(deliveries_database, partner_id, 2)
    await delete_rows_older_than(deliveries_database, 100)
    assert (await rows())["delivery"] == 0


async def test_very_many_old_rows_go_in_small_steps(deliveries_database, partner_id):
    async with deliveries_database.connection() as db:
        await db.execute(
            """
            insert into delivery (partner_id, id, event_id, webhook_id, status)
            select %s, ('0190' || substr(gen_random_uuid()::text, 5))::uuid, uuidv7(), uuidv7(), 'delivered'
            from generate_series(1, 7001)
            """,
            (partner_id,),
        )
    assert await delete_rows_older_than(deliveries_database, 16) == 7001


async def test_the_overview_shows_what_waits_and_how_it_went(
    deliveries_database, receiver, subscribe, publish_event, dispatching, outcome
):
    done = await subscribe(receiver.url)
    async with dispatching():
        await outcome(await publish_event())
    paused = await subscribe(receiver.url, "user.modified")
    await publish_event("user.modified")
    async with deliveries_database.connection() as db:
        found = {row["id"]: row for row in await overview_queries.list_all_webhooks(db, slug=None, status="active")}
        assert (found[done]["attempts"], found[done]["successes"], found[done]["waiting"]) == (1, 1, 0)
        assert (found[paused]["attempts"], found[paused]["waiting"]) == (0, 1)
        one = await overview_queries.find_any_webhook(db, done)
        assert one is not None
        assert (one["status"], one["attempts"], one["last_sequence"]) == ("active", 1, 1)
        [attempt] = await overview_queries.list_last_attempts(db, done, limit=10)
        assert attempt["status_code"] == 202
        assert await overview_queries.find_any_webhook(db, uuid4()) is None


async def test_the_command_prints_a_table_and_one_subscription(api, partner, environment, capfd):
    url = "http://127.0.0.1:9/hooks/a-key"
    webhook = (await api.post("/v2/notifications/webhooks", {"url": url, "event_name": "user.added"})).body
    for arguments in (["--partner", partner.slug], [webhook["id"]]):
        assert Process(["webhooks", *arguments], environment).start().handle.wait(PATIENCE) == 0
        shown = capfd.readouterr().out
        assert webhook["id"] in shown
        assert "http://127.0.0.1:9/hooks/*****" in shown
        assert "a-key" not in shown


async def test_prometheus_is_told_of_attempts_the_queue_and_the_breaker(
    deliveries_database, receiver, subscribe, publish_event, dispatching, outcome
):
    before = REGISTRY.get_sample_value("gladhand_delivery_attempts_total", {"outcome": "delivered"}) or 0
    await subscribe(receiver.url)
    waiting = await subscribe(receiver.url, "user.modified")
    async with dispatching():
        await outcome(await publish_event())
    async with deliveries_database.connection() as db:
        await db.execute("update webhook set status = 'stale' where id = %s", (waiting,))
    text = (await Metrics(None, WORK.gauges).rendered(deliveries_database, ""))[0].decode()
    assert REGISTRY.get_sample_value("gladhand_delivery_attempts_total", {"outcome": "delivered"}) == before + 1
    assert (REGISTRY.get_sample_value("gladhand_webhooks", {"status": "stale"}) or 0) >= 1
    assert "gladhand_delivery_queue_age_seconds" in text
    assert "gladhand_delivery_seconds_bucket" in text
