"""All SQL of processes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from gladhand.core.db import Db

#: A process that was not seen for this time counts as dead.
DEAD_AFTER_SECONDS = 30.0

Kind = Literal["server", "worker"]


@dataclass(frozen=True, slots=True)
class SeenProcess:
    """A process that has written its heartbeat."""

    kind: Kind
    version: str
    seconds_ago: float

    @property
    def is_alive(self) -> bool:
        return self.seconds_ago < DEAD_AFTER_SECONDS


async def upsert_process(db: Db, process_id: UUID, kind: Kind, version: str) -> None:
    await db.execute(
        """
        insert into process as p (id, kind, version) values (%s, %s, %s)
        on conflict (id) do update set seen_at = (select clock_timestamp())
        """,
        (process_id, kind, version),
    )


async def delete_process(db: Db, process_id: UUID) -> None:
    await db.execute("delete from process where id = %s", (process_id,))


async def delete_unseen(db: Db, age: timedelta) -> None:
    """Forget processes that ended without saying so."""
    await db.execute("delete from process where seen_at < (select clock_timestamp()) - %s", (age,))


async def list_processes(db: Db) -> list[SeenProcess]:
    """All processes, the one seen last first."""
    cursor = await db.execute(
        """
        select kind, version, extract(epoch from (select clock_timestamp()) - seen_at)::float8 as seconds_ago
        from process order by seen_at desc
        """
    )
    return [SeenProcess(**row) for row in await cursor.fetchall()]
