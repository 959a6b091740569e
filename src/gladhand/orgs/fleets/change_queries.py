"""The SQL that changes fleets and their properties."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.problems import NotFound

_PROPERTY: LiteralString = "key, value, id, wire_time(created_at) as created_at, fleet_id"


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


async def list_properties(db: Db, fleet_id: UUID) -> str:
    """The properties as one JSON array, oldest first."""
    cursor = await db.execute(
        f"""
        select coalesce(json_agg(t), '[]')::text as records from (
          select {_PROPERTY} from fleet_property where fleet_id = %s order by fleet_property.created_at, id
        ) t
        """,
        (fleet_id,),
    )
    row = await cursor.fetchone()
    assert row is not None
    return str(row["records"])


async def insert_properties(db: Db, fleet_id: UUID, properties: Sequence[tuple[str, str]]) -> str | None:
    """Add properties whose keys the fleet does not have. Returns them as one JSON array; None if it has one of them."""
    cursor = await db.execute(
        f"""
        with added as (
          insert into fleet_property (fleet_id, key, value)
          select %s, key, value from unnest(%s::text[], %s::text[]) with ordinality as p (key, value, place)
          order by place
          on conflict (fleet_id, key) do nothing returning *
        )
        select count(*) as count, coalesce(json_agg(t), '[]')::text as records
        from (select {_PROPERTY} from added order by added.created_at, id) t
        """,
        (fleet_id, [key for key, _ in properties], [value for _, value in properties]),
    )
    row = await cursor.fetchone()
    assert row is not None
    return str(row["records"]) if row["count"] == len(properties) else None


async def delete_property(db: Db, fleet_id: UUID, property_id: UUID) -> None:
    """Raises `NotFound`."""
    cursor = await db.execute("delete from fleet_property where fleet_id = %s and id = %s", (fleet_id, property_id))
    if cursor.rowcount == 0:
        raise NotFound.of("fleet property")
