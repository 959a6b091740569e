"""The SQL that adds, changes and deletes brands of telematics providers for the operator."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg import sql
from psycopg.errors import ForeignKeyViolation

from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.orgs.tsps.problems import ConnectedBrand


async def insert_tsp(db: Db, slug: str, values: Mapping[str, Any]) -> UUID | None:
    """Add a brand with these columns. None if another one has the slug."""
    columns = {**values, "slug": slug, "origin": "added"}
    cursor = await db.execute(
        sql.SQL("insert into tsp ({}) values ({}) on conflict (slug) do nothing returning id").format(
            sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(", ").join(map(sql.Placeholder, columns))
        ),
        columns,
    )
    row = await cursor.fetchone()
    return None if row is None else row["id"]


async def update_tsp(db: Db, tsp_id: UUID, values: Mapping[str, Any]) -> None:
    """Set these columns. Raises `NotFound`, and `ConnectedBrand` for the platform of a brand with connections."""
    setting = [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in values]
    statement = sql.SQL(
        """
        update tsp set {}, updated_at = now(),
          origin = case origin when 'installed' then 'edited'::tsp_origin else origin end
        where id = %(tsp_id)s and status <> 'deleted'
        """
    ).format(sql.SQL(", ").join(setting))
    try:
        cursor = await db.execute(statement, {**values, "tsp_id": tsp_id})
    except ForeignKeyViolation:
        raise ConnectedBrand from None
    if cursor.rowcount == 0:
        raise NotFound.of("telematics provider")


async def update_platform(db: Db, slug: str, source_name: str) -> bool:
    """Give a brand another platform. Returns False if fleets have connected it: their accounts are on its own."""
    try:
        async with db.transaction():
            await db.execute("update tsp set source_name = %s, updated_at = now() where slug = %s", (source_name, slug))
    except ForeignKeyViolation:
        return False
    return True


async def delete_tsp(db: Db, tsp_id: UUID) -> None:
    """Raises `NotFound`."""
    cursor = await db.execute(
        "update tsp set status = 'deleted', updated_at = now() where id = %s and status <> 'deleted'", (tsp_id,)
    )
    if cursor.rowcount == 0:
        raise NotFound.of("telematics provider")
