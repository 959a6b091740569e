"""SQL that marks records as removed: they get `deleted_at` and stay."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.time_window import TimeWindow
from gladhand.records.change_queries import ANNOUNCING, WAKING, event_values
from gladhand.records.columns import change_time, columns, latest_name, table
from gladhand.records.ingest_queries import Audience, RecordOrigin
from gladhand.records.origin_queries import connection_condition
from gladhand.records.parent_queries import lock_rows
from gladhand.records.shape_queries import answer_joins, removed_event_columns
from gladhand.resources.resource import RecordChange, Resource

_BY_ID = sql.SQL("r.id = any (%(ids)s::uuid[])")


async def remove_by_ids(
    db: Db,
    resource: Resource,
    origin: RecordOrigin,
    *,
    ids: Sequence[UUID] | Sequence[str],
    audience: Sequence[Audience],
) -> int:
    """Remove the records with these ids that are not removed yet. Returns how many there were."""
    return await _remove(db, resource, origin, which=_BY_ID, values={"ids": list(ids)}, audience=audience)


async def remove_rows(
    db: Db,
    resource: Resource,
    origin: RecordOrigin,
    *,
    keys: Sequence[tuple[UUID, datetime]],
    audience: Sequence[Audience],
) -> int:
    """Remove the records with these ids that occurred at these times. Returns how many there were."""
    which = sql.SQL(
        """
        (r.id, r.occurred_at) in (select * from unnest(%(ids)s::uuid[], %(times)s::timestamptz[]))
        and r.occurred_at = any (%(times)s::timestamptz[])
        """
    )
    values = {"ids": [id_ for id_, _ in keys], "times": [at for _, at in keys]}
    return await _remove(db, resource, origin, which=which, values=values, audience=audience)


async def remove_others(
    db: Db,
    resource: Resource,
    origin: RecordOrigin,
    *,
    parent: tuple[str, str] | None,
    window: TimeWindow,
    kept: Sequence[str],
    audience: Sequence[Audience],
) -> int:
    """Remove what the connection has in this window, of one parent (its field and the provider's id), beside `kept`."""
    which = sql.SQL("{} and {} and r.id <> all (%(kept)s::uuid[])").format(
        window.contains(sql.Identifier("r", "occurred_at")), connection_condition(resource)
    )
    values: dict[str, Any] = {"kept": list(kept), **window.parameters()}
    if parent is not None:
        field, source_id = parent
        which += sql.SQL(" and r.{} = %(parent)s").format(sql.Identifier(f"source_{field}"))
        values["parent"] = source_id
    return await _remove(db, resource, origin, which=which, values=values, audience=audience)


async def _remove(
    db: Db,
    resource: Resource,
    origin: RecordOrigin,
    *,
    which: sql.Composable,
    values: Mapping[str, Any],
    audience: Sequence[Audience],
) -> int:
    # Parents that arrive change records in another order.
    await lock_rows(db, resource, origin.connection_id)
    found = await db.execute(
        sql.SQL(
            """
            with gone as materialized (
              select r.id, r.occurred_at from {table} r
              where r.fleet_id = %(fleet_id)s and r.deleted_at is null and {which}
              order by r.id for update
            ), stamp as materialized (
              select clock_timestamp() as at
            ), changed as materialized (
              update {table} r set deleted_at = stamp.at, {change_time} = stamp.at from gone, stamp
              where r.fleet_id = %(fleet_id)s and r.id = gone.id and r.occurred_at = gone.occurred_at
              returning r.*
            ), event_rows as materialized (
              select row_number() over (order by r.occurred_at, r.id) as index, 'removed' as change, r.occurred_at,
                row_to_json((select t from (select {event}) t)) as record
              from changed r {joins} cross join (select %(marker)s::text as fleet_ref) a
              where 'removed' = any (%(changes)s)
            ), {announcing}
            select coalesce(array_agg(id), '{{}}') as ids, {waking} from changed
            """
        ).format(
            table=table(resource),
            which=which,
            change_time=change_time(resource),
            event=removed_event_columns(resource),
            joins=answer_joins(resource),
            announcing=sql.SQL(ANNOUNCING),
            waking=sql.SQL(WAKING),
        ),
        {
            **values,
            "fleet_id": origin.fleet_id,
            "connection_id": origin.connection_id,
            **event_values(resource, audience, 100, [RecordChange.REMOVED]),
        },
    )
    row = await found.fetchone()
    assert row is not None
    await update_newest(db, resource, origin.fleet_id, row["ids"])
    return len(row["ids"])


async def update_newest(db: Db, resource: Resource, fleet_id: UUID, ids: Sequence[Any]) -> None:
    """Replace the newest record of an asset if it is one of these: it was removed, or has another asset or time."""
    if ids and resource.latest_by is not None:
        await db.execute(_update_newest(resource, resource.latest_by), {"fleet_id": fleet_id, "ids": list(ids)})


@cache
def _update_newest(resource: Resource, parent: str) -> bytes:
    """Where one of these records was the newest one, the newest that there is now takes its place."""
    names = [sql.Identifier(name) for name in columns(resource)]
    return (
        sql.SQL(
            """
            with stale as materialized (
              delete from {latest} where fleet_id = %(fleet_id)s and id = any (%(ids)s)
              returning asset, {source}, {origin}, occurred_at
            )
            insert into {latest} ({names}, asset)
            select {values}, stale.asset from stale cross join lateral (
              select * from (
                (select * from {table} r where r.{parent} = stale.asset and {is_older} {newest_first})
                union all
                -- While the asset is not stored, rows have only the provider's id of it.
                (select * from {table} r where r.{parent} is null and r.{source} = stale.{source}
                   and r.{origin} = stale.{origin} and {is_older} {newest_first})
              ) r {newest_first}
            ) r
            """
        )
        .format(
            latest=sql.Identifier(latest_name(resource)),
            parent=sql.Identifier(parent),
            source=sql.Identifier(f"source_{parent}"),
            origin=sql.Identifier("origin" if "origin" in columns(resource) else "connection_id"),
            is_older=sql.SQL(
                "r.fleet_id = %(fleet_id)s and r.deleted_at is null and r.occurred_at <= stale.occurred_at"
            ),
            newest_first=sql.SQL("order by r.occurred_at desc, r.id desc limit 1"),
            names=sql.SQL(", ").join(names),
            values=sql.SQL(", ").join(sql.SQL("r.{}").format(name) for name in names),
            table=table(resource),
        )
        .as_bytes(None)
    )
