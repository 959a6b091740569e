"""All SQL of the support matrix. It reads the brands of TSPs, which have no owner."""

from dataclasses import dataclass
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset
from gladhand.core.problems import NotFound

ORDER = Keyset.by_creation()


@dataclass(frozen=True)
class TspRow:
    id: UUID
    slug: str
    source_name: str


async def get_brand(db: Db, tsp_id: UUID) -> TspRow:
    """Raises `NotFound`."""
    rows = await db.execute(
        "select id, slug, source_name from published_tsp where id = %s and status <> 'deleted'", (tsp_id,)
    )
    row = await rows.fetchone()
    if row is None:
        raise NotFound.of("telematics provider")
    return TspRow(**row)


async def list_brands(db: Db, *, cursor: Cursor, size: int) -> list[tuple[Key, TspRow]]:
    query = sql.SQL(
        """
        select id, slug, source_name, created_at from published_tsp
        where status <> 'deleted' and {after} order by {order} limit %(limit)s
        """
    ).format(after=ORDER.after(cursor), order=ORDER.order(cursor))
    rows = await db.execute(query, ORDER.parameters(cursor, size))
    return [
        ((row["created_at"], row["id"]), TspRow(row["id"], row["slug"], row["source_name"]))
        for row in await rows.fetchall()
    ]
