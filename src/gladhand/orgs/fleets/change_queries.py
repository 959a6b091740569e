"""The SQL that changes fleets."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.problems import NotFound


async def update_fleet(db: Db, fleet_id: UUID, values: Mapping[str, Any]) -> None:
    """Set these columns. Raises `NotFound`."""
    setting = [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in values]
    cursor = await db.execute(
        sql.SQL("update fleet set {} where id = %(fleet_id)s and deleted_at is null").format(
            sql.SQL(", ").join([sql.SQL("updated_at = now()"), *setting])
        ),
        {**values, "fleet_id": fleet_id},
    )
    if cursor.rowcount == 0:
        raise NotFound.of("fleet")


async def delete_fleet(db: Db, fleet_id: UUID) -> None:
    """Raises `NotFound`."""
    cursor = await db.execute(
        "update fleet set deleted_at = now(), updated_at = now() where id = %s and deleted_at is null", (fleet_id,)
    )
    if cursor.rowcount == 0:
        raise NotFound.of("fleet")


async def lock_fleet(db: Db, fleet_id: UUID) -> None:
    """Keep the fleet from being deleted until the transaction ends. Raises `NotFound` if it is deleted already."""
    cursor = await db.execute("select from fleet where id = %s and deleted_at is null for share", (fleet_id,))
    if await cursor.fetchone() is None:
        raise NotFound.of("fleet")
