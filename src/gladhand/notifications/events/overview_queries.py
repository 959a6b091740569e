"""Statements for overviews: how many events a partner has had."""

from datetime import datetime
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.ids import first_id

#: The most events that are counted. Counting more takes long and says nothing new.
MOST_COUNTED = 10_000


async def count_events(db: Db, partner_id: UUID, since: datetime) -> int:
    """The number of events since this time, up to `MOST_COUNTED`."""
    # Ids are of version 7 and begin with the time, so the primary key has the order.
    rows = await db.execute(
        """
        select count(*)::int as count from (
          select from event where partner_id = %s and id >= %s and created_at >= %s limit %s
        ) counted
        """,
        (partner_id, first_id(since), since, MOST_COUNTED),
    )
    row = await rows.fetchone()
    return row["count"] if row else 0
