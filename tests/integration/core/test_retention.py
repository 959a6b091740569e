"""What the recurring task deletes of the tables that no other test covers."""

from uuid import uuid4

from gladhand.core.db import Database
from gladhand.core.retention import delete_old_rows, retentions

LISTED = retentions(event_days=16, operation_days=90, mail_days=30, request_log_hours=24)
_OLD_ID = "(lpad(to_hex((extract(epoch from now() - interval '{age}') * 1000)::bigint), 12, '0') || '{rest}')::uuid"


def aged_id(age: str) -> str:
    """SQL for an id that begins with the time of so long ago."""
    return _OLD_ID.format(age=age, rest="7" + uuid4().hex[13:])


async def test_finished_operations_go_with_their_log_and_pending_ones_stay(database: Database):
    partner_id, connection_id = uuid4(), uuid4()
    ages = {"young": "89 days", "old": "91 days", "pending": "91 days"}
    async with database.transaction() as db:
        await db.execute(
            "insert into partner (id, slug, name, callback_secret) values (%s, %s, 'P', '')",
            (partner_id, f"retention-{partner_id}"),
        )
        for name, age in ages.items():
            status = "pending" if name == "pending" else "success"
            await db.execute(
                f"""
                with o as (
                  insert into resource_operation (partner_id, id, position, connection_id, fleet_id, source_name,
                    resource, source_id, operation_type, is_sync, payload, record_key, status)
                  values (%(partner)s, {aged_id(age)}, 0, %(connection)s, %(connection)s, 'acme', 'user', %(name)s,
                    'create', false, '{{}}', %(name)s, %(status)s::operation_status)
                  returning id
                )
                insert into resource_operation_log (partner_id, id, resource_operation_id, status)
                select %(partner)s, {aged_id(age)}, id, 'failed' from o
                """,
                {"partner": partner_id, "connection": connection_id, "name": name, "status": status},
            )
    await delete_old_rows(database, LISTED)
    async with database.connection() as db:
        rows = await db.execute(
            """
            select source_id, count(l.id) as attempts from resource_operation o
            left join resource_operation_log l on l.partner_id = o.partner_id and l.resource_operation_id = o.id
            where o.partner_id = %s group by source_id
            """,
            (partner_id,),
        )
        left = {row["source_id"]: row["attempts"] for row in await rows.fetchall()}
        await db.execute("delete from resource_operation where partner_id = %s", (partner_id,))
    assert left == {"young": 1, "pending": 1}


async def test_sign_ins_go_a_day_after_their_end_and_visits_after_sixty_days(database: Database):
    fleet_id = uuid4()
    async with database.transaction() as db:
        for state, age in ((b"young", "23 hours"), (b"old", "25 hours")):
            await db.execute(
                f"""
                insert into sign_in (fleet_id, state, browser, slug, link_parameters, expires_at)
                values (%s, %s, '', 'acme', '', now() - interval '{age}')
                """,
                (fleet_id, state),
            )
        for browser, age in ((b"young", "59 days"), (b"old", "61 days")):
            await db.execute(
                f"""
                insert into visit_connection (browser, invitation_id, connection_id, created_at)
                values (%s, %s, %s, now() - interval '{age}')
                """,
                (browser, fleet_id, fleet_id),
            )
    await delete_old_rows(database, LISTED)
    async with database.connection() as db:
        states = await db.execute("select state from sign_in where fleet_id = %s", (fleet_id,))
        browsers = await db.execute("select browser from visit_connection where invitation_id = %s", (fleet_id,))
        assert [bytes(row["state"]) for row in await states.fetchall()] == [b"young"]
        assert [bytes(row["browser"]) for row in await browsers.fetchall()] == [b"young"]
