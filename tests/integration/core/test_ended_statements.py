"""A request whose statement PostgreSQL ended is not told that the database is away."""

import asyncio
from typing import Any

from tests.conftest import Api, eventually

from gladhand.core.db import Database

FUNNEL = "/v2/orgs/invitation-funnel"


async def test_the_answer_says_that_a_statement_was_ended(api: Api, database: Database) -> None:
    async def end_waiting() -> bool:
        async with database.connection() as db:
            ended = await db.execute(
                "select pg_cancel_backend(pid) from pg_stat_activity"
                " where datname = current_database() and wait_event_type = 'Lock'"
            )
            return ended.rowcount > 0

    async with database.transaction() as db:
        await db.execute("lock table funnel_step_taken in access exclusive mode")
        asking: asyncio.Task[Any] = asyncio.create_task(api.get(FUNNEL))
        await eventually(end_waiting, "the statement that waits")
        answer = await asking
    assert answer.status == 503
    assert answer.body["detail"].startswith("The database ended a statement.")
    assert answer.headers["Retry-After"] == "1"
    assert (await api.get(FUNNEL)).status == 200
