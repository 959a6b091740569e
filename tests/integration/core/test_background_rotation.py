"""The rotation that a page begins, where a statement of it ends."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs
from tests.conftest import PATIENCE, eventually, fresh_database

from gladhand.core.background_rotation import BackgroundRotation
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.sealed_columns import SEALED_COLUMNS


@pytest.fixture
async def database(postgres: str) -> AsyncIterator[Database]:
    # Of its own: the test locks a table, and ends what waits for it.
    with fresh_database(postgres) as url:
        async with Database(url, max_size=3, name="rotation-test") as opened:
            yield opened


async def test_an_ended_statement_is_not_a_lost_database_and_the_rotation_begins_anew(database: Database) -> None:
    rotation = BackgroundRotation(database, Keyring.parse(f"{Keyring.new_key()},{Keyring.new_key()}"))

    async def end_waiting() -> bool:
        async with database.connection() as db:
            ended = await db.execute(
                "select pg_cancel_backend(pid) from pg_stat_activity"
                " where datname = current_database() and wait_event_type = 'Lock'"
            )
            return ended.rowcount > 0

    async def has_ended() -> bool:
        await asyncio.sleep(0)
        return not rotation.is_running

    with capture_logs() as lines:
        async with asyncio.timeout(PATIENCE), database.transaction() as db:
            await db.execute(f"lock table {SEALED_COLUMNS[0].table} in access exclusive mode")
            rotation.start()
            assert rotation.is_running
            await eventually(end_waiting, "the statement that waits")
            await eventually(has_ended, "the end of the rotation")
        rotation.start()
        await eventually(has_ended, "the end of the second rotation")
    await rotation.close()
    assert [line["event"] for line in lines] == ["database.statement_ended", "keys.rotated"]
