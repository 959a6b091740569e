"""SQL of the summaries of fleets. The statements cross the fleets that share with a partner."""

from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, KeyColumn, Keyset, Parse
from gladhand.records.analytics.filter_queries import FleetFilter
from gladhand.records.analytics.queries import present_by_fleet
from gladhand.records.presence import absence
from gladhand.records.privacy.queries import has_private_agreement
from gladhand.records.privacy.source_queries import source
from gladhand.records.sort_queries import value_key
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

DEFAULT_SORT = "fleet_ref"
_KEYS = {
    "fleet_ref": value_key(sql.SQL("g.fleet_ref"), "text"),
    "fleet_ids": value_key(sql.SQL("g.fleet_ids"), "jsonb"),
    **{
        name: value_key(sql.Identifier("g", name), "bigint", is_required=True)
        for name in ("connections", "drivers", "vehicles", "vehicles_with_locations")
    },
}
SORT_NAMES = tuple(_KEYS)


def parsers(sort_by: str) -> tuple[Parse, Parse]:
    """How the keys in a cursor become values again."""
    return _KEYS[sort_by].parse, str


async def list_fleets(
    db: Db,
    partner_id: UUID,
    filters: FleetFilter,
    *,
    sort_by: str,
    cursor: Cursor,
    size: int,
    descending: bool = False,
) -> list[tuple[Key, str]]:
    """List one fleet more than the page holds, in the cursor's direction: sort key and name, and the fleet as JSON."""
    keyset = Keyset((_KEYS[sort_by], KeyColumn(sql.SQL('g.fleet collate "C"'), str)), descending)
    private = await has_private_agreement(db, partner_id)
    positions = source(VEHICLE_LOCATION, is_latest=True, is_private=private)
    # Figures of all fleets are needed only if they are sorted by one.
    chosen: sql.Composable = sql.SQL("true")
    if sort_by == DEFAULT_SORT:
        chosen = sql.SQL(
            """
            fleet in (
              select g.fleet from (select fleet, max(fleet_ref) as fleet_ref from agreement group by fleet) g
              where {after} order by {order} limit %(limit)s
            )
            """
        ).format(after=keyset.after(cursor), order=keyset.order(cursor))
    found = await db.execute(
        sql.SQL(
            """
            with agreement as materialized ({agreements}),
            a as materialized (select * from agreement where {chosen}),
            present as ({present}),
            g as (
              select a.fleet, max(a.fleet_ref) as fleet_ref, jsonb_agg(a.fleet_id order by a.created_at) as fleet_ids,
                coalesce(sum(c.n), 0)::bigint as connections, sum(present."user")::bigint as drivers,
                sum(present.vehicle)::bigint as vehicles, coalesce(sum(l.n), 0)::bigint as vehicles_with_locations
              from a join present using (fleet_id)
              left join (
                select c.fleet_id, count(*) as n from a join published_connection c using (fleet_id)
                where c.status = 'active' and {connected} group by c.fleet_id
              ) c using (fleet_id)
              left join (
                select r.fleet_id, count(*) as n
                from a join {positions} l on l.fleet_id = a.fleet_id
                join record_vehicle r on r.fleet_id = l.fleet_id and r.id = l.asset
                where a.shares_vehicle and a.shares_vehicle_location and not ({absent}) and {of_connection}
                group by r.fleet_id
              ) l using (fleet_id)
              group by a.fleet
            )
            select {key}::text as key, g.fleet, row_to_json((select t from (
              select g.fleet_ref, g.fleet_ids, g.connections, g.drivers, g.vehicles, g.vehicles_with_locations
            ) t))::text as json
            from g where {after} order by {order} limit %(limit)s
            """
        ).format(
            agreements=filters.agreements(VEHICLE.name, USER.name, ResourceEnum.VEHICLE_LOCATION),
            chosen=chosen,
            present=present_by_fleet((VEHICLE, USER), filters),
            connected=sql.SQL("true" if filters.connection_id is None else "c.id = %(connection_id)s"),
            positions=positions,
            absent=absence(VEHICLE, "r"),
            of_connection=filters.of_connection("r"),
            key=_KEYS[sort_by].expression,
            after=keyset.after(cursor),
            order=keyset.order(cursor),
        ),
        {**filters.parameters(partner_id), **keyset.parameters(cursor, size)},
    )
    return [((row["key"], row["fleet"]), row["json"]) for row in await found.fetchall()]


async def count_fleets(db: Db, partner_id: UUID, filters: FleetFilter) -> int:
    """Count the fleets. Those with the same reference are one."""
    statement = sql.SQL("select count(distinct fleet) as total from ({}) a").format(filters.agreements())
    row = await (await db.execute(statement, filters.parameters(partner_id))).fetchone()
    assert row is not None
    return int(row["total"])
