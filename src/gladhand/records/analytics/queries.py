"""SQL of the counts: how many fleets, vehicles, drivers and trailers a partner has, now and day by day.

All statements cross the fleets that share with the partner; the agreement is what they go by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.columns import table
from gladhand.records.presence import absence
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE


@dataclass(frozen=True)
class FleetFilter:
    """Which fleets and connections are looked at; None lets all through."""

    fleet_ids: Sequence[UUID] | None = None
    fleet_refs: Sequence[str] | None = None
    connection_id: UUID | None = None

    def agreements(self) -> sql.Composable:
        """The agreements that are looked at, and what they share, as a select."""
        conditions = [sql.SQL("partner_id = %(partner_id)s")]
        if self.fleet_ids is not None:
            conditions.append(sql.SQL("fleet_id = any(%(fleet_ids)s)"))
        if self.fleet_refs is not None:
            conditions.append(sql.SQL("fleet_ref = any(%(fleet_refs)s)"))
        if self.connection_id is not None:
            conditions.append(
                sql.SQL("fleet_id in (select c.fleet_id from published_connection c where c.id = %(connection_id)s)")
            )
        return sql.SQL(
            """
            select fleet_id, fleet_ref, created_at,
              -- Equal for all connections of a fleet that connected once more under the reference that it had.
              coalesce(fleet_ref, fleet_id::text) as fleet,
              shared_level(scopes, 'vehicle') is not null as shares_vehicle,
              shared_level(scopes, 'user') is not null as shares_user,
              shared_level(scopes, 'trailer') is not null as shares_trailer
            from live_agreement where {}
            """
        ).format(sql.SQL(" and ").join(conditions))

    def of_connection(self, alias: str) -> sql.Composable:
        if self.connection_id is None:
            return sql.SQL("true")
        return sql.SQL("{} = %(connection_id)s").format(sql.Identifier(alias, "connection_id"))

    def parameters(self, partner_id: UUID) -> Mapping[str, Any]:
        return {
            "partner_id": partner_id,
            "fleet_ids": None if self.fleet_ids is None else list(self.fleet_ids),
            "fleet_refs": None if self.fleet_refs is None else list(self.fleet_refs),
            "connection_id": self.connection_id,
        }


async def count_assets(db: Db, partner_id: UUID, filters: FleetFilter) -> str:
    """Count what the partner can see of its fleets, as JSON."""
    statement = sql.SQL(
        """
        with a as materialized ({agreements}), counted as ({counted})
        select row_to_json(t)::text as json from (
          select (select count(distinct fleet) from a) as fleets, {vehicles} as vehicles, {drivers} as drivers,
            {trailers} as trailers
          from counted
        ) t
        """
    ).format(
        agreements=filters.agreements(),
        counted=_counted((VEHICLE, USER, TRAILER), filters),
        vehicles=_present(VEHICLE, filters),
        drivers=_present(USER, filters),
        trailers=_present(TRAILER, filters),
    )
    row = await (await db.execute(statement, filters.parameters(partner_id))).fetchone()
    assert row is not None
    return str(row["json"])


def _counted(resources: Sequence[Resource], filters: FleetFilter) -> sql.Composable:
    """How many records the agreements `a` share, those that have gone included: one column per resource."""
    names = sql.SQL(", ").join(sql.Literal(resource.name.value) for resource in resources)
    sums = sql.SQL(", ").join(
        sql.SQL("coalesce(sum(k.value) filter (where k.resource = {} and {}), 0)::bigint as {}").format(
            sql.Literal(resource.name.value), _shares(resource), sql.Identifier(resource.name.value)
        )
        for resource in resources
    )
    return sql.SQL(
        "select {sums} from a join record_count k on k.fleet_id = a.fleet_id where k.resource in ({names}) and {chosen}"
    ).format(sums=sums, names=names, chosen=filters.of_connection("k"))


def _present(resource: Resource, filters: FleetFilter) -> sql.Composable:
    """The number of present records: all that are `counted`, without those that have gone."""
    return sql.SQL(
        """
        (counted.{name} - (select count(*) from a join {table} r on r.fleet_id = a.fleet_id
           where {absent} and {of_connection} and {shares}))
        """
    ).format(
        name=sql.Identifier(resource.name.value),
        table=table(resource),
        absent=absence(resource),
        of_connection=filters.of_connection("r"),
        shares=_shares(resource),
    )


async def list_growth(
    db: Db, partner_id: UUID, resource: Resource, filters: FleetFilter, *, since: date, until: date
) -> str:
    """List how many records that are present now were new on each day, and how many there were by then, as JSON."""
    new = sql.SQL(
        """
        select (r.created_at at time zone 'UTC')::date as date, count(*) as n from a join {table} r using (fleet_id)
        where not {absent} and {of_connection} and {shares}
          -- What was created since then has also been updated since then, and that has an index.
          and r.updated_at >= %(since)s::timestamp at time zone 'UTC'
          and r.created_at >= %(since)s::timestamp at time zone 'UTC'
        group by date
        """
    ).format(
        table=table(resource),
        absent=absence(resource),
        of_connection=filters.of_connection("r"),
        shares=_shares(resource),
    )
    total = sql.SQL("(select {} from ({}) counted)").format(_present(resource, filters), _counted((resource,), filters))
    return await _growth(db, partner_id, filters, new, total, since=since, until=until)


async def list_fleet_growth(db: Db, partner_id: UUID, filters: FleetFilter, *, since: date, until: date) -> str:
    """List how many of the fleets that share now began on each day, and how many did by then, as JSON."""
    new = sql.SQL(
        """
        select date, count(*) as n
        from (select min((created_at at time zone 'UTC')::date) as date from a group by fleet) f group by date
        """
    )
    total = sql.SQL("(select count(distinct fleet) from a)")
    return await _growth(db, partner_id, filters, new, total, since=since, until=until)


def _shares(resource: Resource) -> sql.Composable:
    return sql.Identifier("a", f"shares_{resource.name.value}")


async def _growth(
    db: Db,
    partner_id: UUID,
    filters: FleetFilter,
    new: sql.Composable,
    total: sql.Composable,
    *,
    since: date,
    until: date,
) -> str:
    """The days from `since` to `until`. `new` counts by day, `total` is the sum of all days ever."""
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
    ).format(agreements=filters.agreements(), new=new, total=total)
    parameters = {**filters.parameters(partner_id), "since": since, "until": until}
    row = await (await db.execute(statement, parameters)).fetchone()
    assert row is not None
    return str(row["json"])
