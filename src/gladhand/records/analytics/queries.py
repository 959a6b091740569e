"""SQL of the counts: how many fleets, vehicles, drivers and trailers a partner has, now and day by day.

All statements cross the fleets that share with the partner, as their agreements say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.analytics.filter_queries import FleetFilter, shares_flag
from gladhand.records.columns import table
from gladhand.records.presence import absence
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE


async def count_assets(db: Db, partner_id: UUID, filters: FleetFilter) -> str:
    """Count what the partner can see of its fleets, as JSON."""
    statement = sql.SQL(
        """
        with a as materialized ({agreements}), present as ({present})
        select row_to_json(t)::text as json from (
          select count(distinct fleet) as fleets, coalesce(sum(vehicle), 0)::bigint as vehicles,
            coalesce(sum("user"), 0)::bigint as drivers, coalesce(sum(trailer), 0)::bigint as trailers
          from a join present using (fleet_id)
        ) t
        """
    ).format(
        agreements=filters.agreements(VEHICLE.name, USER.name, TRAILER.name),
        present=present_by_fleet((VEHICLE, USER, TRAILER), filters),
    )
    row = await (await db.execute(statement, filters.parameters(partner_id))).fetchone()
    assert row is not None
    return str(row["json"])


def present_by_fleet(resources: Sequence[Resource], filters: FleetFilter) -> sql.Composable:
    """The number of present records in the agreements `a`, as a select: `fleet_id`, and a column per resource.

    It is the number of all records, which is counted, without those that have gone.
    """
    names = [sql.Identifier(resource.name.value) for resource in resources]
    sums = [
        sql.SQL("sum(k.value) filter (where k.resource = {})::bigint as {}").format(sql.Literal(name.value), alias)
        for name, alias in zip((resource.name for resource in resources), names, strict=True)
    ]
    return sql.SQL(
        """
        select a.fleet_id, {present}
        from a left join (
          select k.fleet_id, {sums} from a join record_count k using (fleet_id)
          where k.resource = any({resources}) and {counted} group by k.fleet_id
        ) counted using (fleet_id) {absent}
        """
    ).format(
        present=sql.SQL(", ").join(
            sql.SQL("case when {} then coalesce(counted.{}, 0) - coalesce({}.n, 0) else 0 end as {}").format(
                shares_flag(resource.name), name, sql.Identifier(f"absent_{resource.name.value}"), name
            )
            for resource, name in zip(resources, names, strict=True)
        ),
        sums=sql.SQL(", ").join(sums),
        resources=sql.Literal([resource.name.value for resource in resources]),
        counted=filters.of_connection("k"),
        absent=sql.SQL("").join(_absent_by_fleet(resource, filters) for resource in resources),
    )


def _absent_by_fleet(resource: Resource, filters: FleetFilter) -> sql.Composable:
    return sql.SQL(
        """
        left join (
          select r.fleet_id, count(*) as n from a join {table} r using (fleet_id)
          where {absent} and {of_connection} group by r.fleet_id
        ) {alias} using (fleet_id)
        """
    ).format(
        table=table(resource),
        absent=absence(resource, "r"),
        of_connection=filters.of_connection("r"),
        alias=sql.Identifier(f"absent_{resource.name.value}"),
    )


def present_count(resource: Resource, filters: FleetFilter) -> sql.Composable:
    """The number of present records in the agreements `a`."""
    return sql.SQL("(select coalesce(sum({}), 0)::bigint from ({}) present)").format(
        sql.Identifier(resource.name.value), present_by_fleet((resource,), filters)
    )


async def list_growth(
    db: Db, partner_id: UUID, resource: Resource, filters: FleetFilter, *, since: date, until: date
) -> str:
    """List how many records that are present now were new on each day, and how many there were by then, as JSON."""
    new = sql.SQL(
        """
        select (r.created_at at time zone 'UTC')::date as date, count(*) as n from a join {table} r using (fleet_id)
        where not ({absent}) and {of_connection} and {shares}
          -- What was created since then has also been updated since then, and that has an index.
          and r.updated_at >= %(since)s::timestamp at time zone 'UTC'
          and r.created_at >= %(since)s::timestamp at time zone 'UTC'
        group by date
        """
    ).format(
        table=table(resource),
        absent=absence(resource, "r"),
        of_connection=filters.of_connection("r"),
        shares=shares_flag(resource.name),
    )
    series = _Series(filters.agreements(resource.name), new, present_count(resource, filters))
    return await _list_days(db, partner_id, filters, series, since=since, until=until)


async def list_fleet_growth(db: Db, partner_id: UUID, filters: FleetFilter, *, since: date, until: date) -> str:
    """List how many of the fleets that share now began on each day, and how many did by then, as JSON."""
    new = sql.SQL(
        """
        select date, count(*) as n
        from (select min((created_at at time zone 'UTC')::date) as date from a group by fleet) f group by date
        """
    )
    series = _Series(filters.agreements(), new, sql.SQL("(select count(distinct fleet) from a)"))
    return await _list_days(db, partner_id, filters, series, since=since, until=until)


@dataclass(frozen=True)
class _Series:
    """What grows: the agreements `a`, how many are new on each day, and how many there are now."""

    agreements: sql.Composable
    new: sql.Composable
    total: sql.Composable


async def _list_days(
    db: Db, partner_id: UUID, filters: FleetFilter, series: _Series, *, since: date, until: date
) -> str:
    statement = sql.SQL(
        """
        with a as materialized ({agreements}), new as materialized ({new}), day as (
          select d::date as date, coalesce(new.n, 0) as daily_count
          from generate_series(%(since)s::timestamp, %(until)s::timestamp, interval '1 day') d
          left join new on new.date = d::date
        ), before as (
          select {total} - coalesce(sum(n) filter (where date >= %(since)s), 0) as n from new
        )
        select coalesce(json_agg(t order by t.date), '[]')::text as json from (
          select day.date, day.daily_count,
            (before.n + sum(day.daily_count) over (order by day.date))::bigint as cumulative_count
          from day, before
        ) t
        """
    ).format(agreements=series.agreements, new=series.new, total=series.total)
    parameters = {**filters.parameters(partner_id), "since": since, "until": until}
    row = await (await db.execute(statement, parameters)).fetchone()
    assert row is not None
    return str(row["json"])
