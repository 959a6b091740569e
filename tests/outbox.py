"""The outbox of records, for tests that look for events without a worker, or beside one."""

from gladhand.core.db import Database
from gladhand.records.changes import move_changes


async def empty_outbox(database: Database) -> None:
    """Move all changes of records to events. Returns when a worker that moves the same ones has done so, too."""
    while True:
        await move_changes(database)
        async with database.connection() as db:
            if await (await db.execute("select from record_change limit 1")).fetchone() is None:
                return
