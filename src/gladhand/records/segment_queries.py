"""SQL of region segments: where vehicles were on one day, derived from their positions when a list asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, KeyColumn, Keyset
from gladhand.records.privacy.level_queries import LEVEL
from gladhand.records.privacy.queries import has_private_agreement
from gladhand.records.privacy.source_queries import private_source
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

#: The order of the vehicles in a list.
VEHICLES = Keyset((KeyColumn(sql.Identifier("v", "fleet_id"), UUID), KeyColumn(sql.Identifier("v", "id"), UUID)))

_SHARED = "vehicle_region_segment"
# The vehicles of a list: `v`, through the agreement `a`.
_VISIBLE: LiteralString = """
live_agreement a join record_vehicle v on v.fleet_id = a.fleet_id
where a.partner_id = %(partner_id)s and shared_level(a.scopes, %(shared)s) is not null
  and (%(fleet_ids)s::uuid[] is null or a.fleet_id = any (%(fleet_ids)s))
  and (%(fleet_refs)s::text[] is null or a.fleet_ref = any (%(fleet_refs)s))
  and (%(connection_id)s::uuid is null or v.connection_id = %(connection_id)s)
  and (%(vehicle_ids)s::uuid[] is null or v.id = any (%(vehicle_ids)s))
"""
# The positions of a day, each with the number of its visit.
_NUMBERED: LiteralString = """
sample as (
  select r.vehicle_id, r.occurred_at, r.id, r.odometer, r.driver_id, r.created_at, r.updated_at,
    r.inferred_address ->> 'country_code' as country, r.inferred_address ->> 'province' as region,
    greatest(1, count(coalesce(r.inferred_address ->> 'province', r.inferred_address ->> 'country_code'))
      over (partition by r.vehicle_id order by r.occurred_at, r.id)) as known
  from {positions} and (r.fleet_id, r.vehicle_id) in (select fleet_id, id from chosen)
    and r.occurred_at >= %(begin)s and r.occurred_at < %(end)s and r.deleted_at is null
), placed as (
  select vehicle_id, occurred_at, id, odometer, driver_id, created_at, updated_at,
    max(country) over same as country, max(region) over same as region
  from sample window same as (partition by vehicle_id, known)
), numbered as (
  select *, row_number() over (partition by vehicle_id order by occurred_at, id)
    - row_number() over (partition by vehicle_id, country, region order by occurred_at, id) as visit
  from placed
)
"""
_REGIONS: LiteralString = """
region as (
  select r.vehicle_id, r.occurred_at, r.id,
    r.inferred_address ->> 'country_code' as country, r.inferred_address ->> 'province' as region
  from {positions} and (r.fleet_id, r.vehicle_id) in (select fleet_id, id from chosen)
    and r.occurred_at >= %(begin)s and r.occurred_at < %(end)s and r.deleted_at is null
)
"""
# The stays of each vehicle: a position in another region than the last known one begins a stay.
_CHANGES: LiteralString = f"""
{_REGIONS}, known as (
  select vehicle_id, country, region, coalesce(country, region) is not null as is_known,
    lag((country, region)) over (
      partition by vehicle_id, coalesce(country, region) is not null order by occurred_at, id) as last
  from region
), counted as (
  select count(*) filter (where is_known and (country, region) is distinct from last) as stays
  from known group by vehicle_id
)
"""
# The regions of each vehicle.
_MERGED: LiteralString = f"""
{_REGIONS}, counted as (
  select count(*) filter (where coalesce(country, region) is not null) as stays
  from (select vehicle_id, country, region from region group by vehicle_id, country, region) each_ group by vehicle_id
)
"""


@dataclass(frozen=True)
class SegmentFilter:
    """Which vehicles a list has; None lets all through."""

    fleet_ids: Sequence[UUID] | None = None
    fleet_refs: Sequence[str] | None = None
    connection_id: UUID | None = None
    vehicle_ids: Sequence[UUID] | None = None

    def parameters(self, partner_id: UUID) -> dict[str, Any]:
        return {
            "partner_id": partner_id,
            "shared": _SHARED,
            "fleet_ids": None if self.fleet_ids is None else list(self.fleet_ids),
            "fleet_refs": None if self.fleet_refs is None else list(self.fleet_refs),
            "connection_id": self.connection_id,
            "vehicle_ids": None if self.vehicle_ids is None else list(self.vehicle_ids),
        }


@dataclass(frozen=True)
class SegmentVehicle:
    """A vehicle whose segments the partner may see."""

    fleet_id: UUID
    id: UUID
    fleet_ref: str | None
    connection_id: UUID


@dataclass(frozen=True)
class RegionVisit:
    """One stay of a vehicle in a region."""

    vehicle_id: UUID
    country: str | None
    region: str | None
    started_at: datetime
    ended_at: datetime
    odometer_start: float | None
    odometer_end: float | None
    locations: int
    drivers: list[UUID]
    created_at: datetime
    updated_at: datetime


async def list_vehicles(
    db: Db, partner_id: UUID, only: SegmentFilter, cursor: Cursor, *, includes: bool, limit: int
) -> list[SegmentVehicle]:
    """The vehicles behind the cursor's vehicle; with `includes` that vehicle, too."""
    statement = sql.SQL(
        """
        select v.fleet_id, v.id, a.fleet_ref, v.connection_id from {visible} and {after}
        order by {order} limit %(limit)s
        """
    ).format(visible=sql.SQL(_VISIBLE), after=VEHICLES.after(cursor, includes=includes), order=VEHICLES.order(cursor))
    found = await db.execute(
        statement, {**only.parameters(partner_id), **VEHICLES.parameters(cursor, limit), "limit": limit}
    )
    return [SegmentVehicle(**row) for row in await found.fetchall()]


async def list_visits(db: Db, partner_id: UUID, vehicles: Sequence[SegmentVehicle], day: date) -> list[RegionVisit]:
    """The stays of the vehicles on a day of UTC, oldest first for each vehicle.

    A position whose region is unknown belongs to the one before, or at the beginning of the day to the one behind.
    """
    statement = sql.SQL(
        """
        with chosen as (
          select * from unnest(%(fleet_ids)s::uuid[], %(vehicle_ids)s::uuid[]) as c (fleet_id, id)
        ), {numbered}
        select vehicle_id, country, region, min(occurred_at) as started_at, max(occurred_at) as ended_at,
          (array_agg(odometer order by occurred_at, id) filter (where odometer is not null))[1] as odometer_start,
          (array_agg(odometer order by occurred_at desc, id desc) filter (where odometer is not null))[1]
            as odometer_end,
          count(*) as locations,
          coalesce(array_agg(distinct driver_id) filter (where driver_id is not null), '{{}}') as drivers,
          min(created_at) as created_at, max(updated_at) as updated_at
        from numbered group by vehicle_id, country, region, visit order by vehicle_id, started_at
        """
    ).format(numbered=sql.SQL(_NUMBERED).format(positions=await _positions(db, partner_id)))
    found = await db.execute(
        statement,
        {
            "partner_id": partner_id,
            "fleet_ids": [vehicle.fleet_id for vehicle in vehicles],
            "vehicle_ids": [vehicle.id for vehicle in vehicles],
            **_bounds(day),
        },
    )
    return [RegionVisit(**row) for row in await found.fetchall()]


async def count_visits(db: Db, partner_id: UUID, only: SegmentFilter, *, day: date, is_merged: bool) -> int:
    """How many stays there are in a list; visits of a vehicle to the same region count once if they are merged.

    It reads all positions of the day, in half the time that listing their stays takes.
    """
    statement = sql.SQL(
        """
        with chosen as materialized (select v.fleet_id, v.id from {visible}), {counted}
        select coalesce(sum(greatest(stays, 1)), 0)::bigint as total from counted
        """
    ).format(
        visible=sql.SQL(_VISIBLE),
        counted=sql.SQL(_MERGED if is_merged else _CHANGES).format(positions=await _positions(db, partner_id)),
    )
    found = await db.execute(statement, {**only.parameters(partner_id), **_bounds(day)})
    row = await found.fetchone()
    assert row is not None
    return int(row["total"])


async def _positions(db: Db, partner_id: UUID) -> sql.Composable:
    """The positions `r` that stays are made of: those that the partner sees as they are."""
    if not await has_private_agreement(db, partner_id):
        return sql.SQL("record_vehicle_location r where true")
    return sql.SQL(
        """
        live_agreement a cross join {positions} r
        where a.partner_id = %(partner_id)s and a.fleet_id = r.fleet_id and r.{level} = 'full'
        """
    ).format(positions=private_source(VEHICLE_LOCATION), level=LEVEL)


def _bounds(day: date) -> dict[str, datetime]:
    begin = datetime.combine(day, time(), UTC)
    return {"begin": begin, "end": begin + timedelta(days=1)}
