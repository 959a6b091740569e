"""The SQL of the support matrix: which brands there are. They belong to nobody."""

from dataclasses import dataclass
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.paging import Cursor, Key


@dataclass(frozen=True)
class Brand:
    id: UUID
    slug: str
    source_name: str


async def one(db: Db, tsp_id: UUID) -> Brand | None:
    rows = await db.execute(
        "select id, slug, source_name from published_tsp where id = %s and status <> 'deleted'", (tsp_id,)
    )
    row = await rows.fetchone()
    return Brand(**row) if row else None


async def listed(db: Db, cursor: Cursor, size: int) -> list[tuple[Key, Brand]]:
    """The rows of one page, one more than asked for, in the cursor's direction."""
    created_at, tsp_id = cursor.after or (None, None)
    rows = await db.execute(
        sql.SQL(
            """
            select id, slug, source_name, created_at from published_tsp
            where status <> 'deleted'
              and (%(created_at)s::timestamptz is null or (created_at, id) {than} (%(created_at)s, %(id)s))
            order by created_at {order}, id {order} limit %(limit)s
            """
        ).format(
            than=sql.SQL("<") if cursor.backwards else sql.SQL(">"),
            order=sql.SQL("desc") if cursor.backwards else sql.SQL("asc"),
        ),
        {"created_at": created_at, "id": tsp_id, "limit": size + 1},
    )
    return [
        ((row["created_at"], row["id"]), Brand(row["id"], row["slug"], row["source_name"]))
        for row in await rows.fetchall()
    ]
