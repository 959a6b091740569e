"""What the pages show of a fleet: its connections with the names and logos of their providers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gladhand.core.db import Connection as Db


@dataclass(frozen=True)
class Connected:
    id: UUID
    tsp_id: UUID
    slug: str
    name: str
    logo_url: str | None
    logo_dark_url: str | None
    account: str | None
    works: bool


async def connected(db: Db, fleet_id: UUID) -> list[Connected]:
    """The fleet's connections, oldest first; one that stopped working is among them, to be repaired."""
    rows = await db.execute(
        """
        select c.id, t.id as tsp_id, t.slug, t.name, t.logo_url, t.logo_dark_url,
          nullif(c.account_name, '') as account, c.status = 'active' as works
        from connection c join tsp t on t.id = c.tsp_id
        where c.fleet_id = %s and c.status in ('active', 'stale', 'failed')
        order by c.created_at, c.id
        """,
        (fleet_id,),
    )
    return [Connected(**row) for row in await rows.fetchall()]


def tsp_count(found: Sequence[Connected]) -> int:
    """How many providers the fleet comes back with: those that work, each counted once."""
    return len({each.tsp_id for each in found if each.works})
