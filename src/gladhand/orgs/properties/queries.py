"""The SQL of properties. The tables of fleets and partners differ in the name of their owner alone."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.orgs.properties.problems import PropertyExists

OwnerKind = Literal["fleet", "partner"]


def _names(owner: OwnerKind) -> dict[str, sql.Identifier]:
    return {"table": sql.Identifier(f"{owner}_property"), "owner": sql.Identifier(f"{owner}_id")}


async def list_properties(db: Db, owner: OwnerKind, owner_id: UUID) -> str:
    """The properties as one JSON array, oldest first."""
    cursor = await db.execute(
        sql.SQL("""
        select coalesce(json_agg(t), '[]')::text as records from (
          select p.key, p.value, p.id, wire_time(p.created_at) as created_at, p.{owner}
          from {table} p where p.{owner} = %s order by p.created_at, p.id
        ) t
        """).format(**_names(owner)),
        (owner_id,),
    )
    row = await cursor.fetchone()
    assert row is not None
    return str(row["records"])


async def insert_properties(db: Db, owner: OwnerKind, owner_id: UUID, *, properties: Sequence[tuple[str, str]]) -> str:
    """Add properties, all or none. Returns them as one JSON array. Raises `PropertyExists`."""
    cursor = await db.execute(
        sql.SQL("""
        with added as (
          insert into {table} ({owner}, key, value)
          select %s, key, value from unnest(%s::text[], %s::text[]) with ordinality as p (key, value, number)
          order by number
          on conflict ({owner}, key) do nothing returning *
        )
        select coalesce(array_agg(t.key), '{{}}') as keys, coalesce(json_agg(t), '[]')::text as records from (
          select p.key, p.value, p.id, wire_time(p.created_at) as created_at, p.{owner}
          from added p order by p.created_at, p.id
        ) t
        """).format(**_names(owner)),
        (owner_id, [key for key, _ in properties], [value for _, value in properties]),
    )
    row = await cursor.fetchone()
    assert row is not None
    # A key that was sent twice was added once.
    if taken := Counter(key for key, _ in properties) - Counter(row["keys"]):
        raise PropertyExists(owner, taken)
    return str(row["records"])


async def delete_property(db: Db, owner: OwnerKind, owner_id: UUID, property_id: UUID) -> str:
    """Delete a property. Returns its key. Raises `NotFound`."""
    cursor = await db.execute(
        sql.SQL("delete from {table} where {owner} = %s and id = %s returning key").format(**_names(owner)),
        (owner_id, property_id),
    )
    row = await cursor.fetchone()
    if row is None:
        raise NotFound.of(f"{owner} property")
    return str(row["key"])
