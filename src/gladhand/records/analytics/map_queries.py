"""SQL of maps: the live positions of vehicles, gathered in the cells of a grid. They cross the fleets that share with a
partner, and show what its agreements let it see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db
from gladhand.records.analytics.filter_queries import FleetFilter
from gladhand.records.analytics.report_queries import ReportFilter
from gladhand.records.analytics.summary_queries import VEHICLE_LIVE_LOCATIONS
from gladhand.records.columns import table
from gladhand.records.privacy.queries import has_private_agreement

_POSITION = "l"
#: A list takes so many ids.
MOST_NAMED = 100


@dataclass(frozen=True)
class MapArea:
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class VehicleCluster:
    """The vehicles in one cell of the grid, at the middle of their positions. Of a single one also its name."""

    count: int
    longitude: float
    latitude: float
    occurred_at: datetime
    """Of the newest position."""
    vehicle_ids: Sequence[UUID]
    """At most `MOST_NAMED` of them."""
    name: str | None
    is_one_place: bool
    """Whether all positions are the same, so that a closer view shows no more."""


async def find_area(db: Db, partner_id: UUID, fleets: FleetFilter) -> MapArea | None:
    """The smallest area with the live positions of all vehicles. None if there are none."""
    row = await _rows(
        db,
        partner_id,
        fleets,
        """
        select min(longitude) as west, min(latitude) as south, max(longitude) as east, max(latitude) as north
        from position having count(*) > 0
        """,
    )
    return MapArea(**row[0]) if row else None


async def list_clusters(
    db: Db, partner_id: UUID, fleets: FleetFilter, area: MapArea, *, columns: int, rows: int
) -> list[VehicleCluster]:
    """The live positions within the area, in a grid of so many columns and rows."""
    found = await _rows(
        db,
        partner_id,
        fleets,
        """
        select count(*) as count, avg(longitude) as longitude, avg(latitude) as latitude,
          max(occurred_at) as occurred_at,
          (array_agg(id order by id))[1:%(most_named)s] as vehicle_ids,
          case when count(*) = 1 then any_value(name) end as name,
          min(longitude) = max(longitude) and min(latitude) = max(latitude) as is_one_place
        from position
        where longitude between %(west)s and %(east)s and latitude between %(south)s and %(north)s
        group by width_bucket(longitude, %(west)s, %(east)s, %(columns)s),
          width_bucket(latitude, %(south)s, %(north)s, %(rows)s)
        order by count(*) desc, max(occurred_at) desc
        """,
        vars(area) | {"columns": columns, "rows": rows, "most_named": MOST_NAMED},
    )
    return [VehicleCluster(**row) for row in found]


async def _rows(
    db: Db, partner_id: UUID, fleets: FleetFilter, select: LiteralString, parameters: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """The rows of a select from `position`: the live positions that the partner sees.

    They are gathered first. PostgreSQL takes a few to lie in an area, and would look for each among all agreements.
    """
    report, filters = VEHICLE_LIVE_LOCATIONS, ReportFilter(fleets)
    statement = sql.SQL(
        """
        with a as materialized ({agreements}), position as materialized (
          select r.id, r.vehicle_name as name, (l.location)[0] as longitude, (l.location)[1] as latitude, l.occurred_at
          from a join {table} r on true {joins}
          where {condition} and l.location is not null
        )
        """
    ).format(
        agreements=fleets.agreements(report.resource.name, *report.shares),
        table=table(report.resource),
        joins=report.joins([_POSITION], is_private=await has_private_agreement(db, partner_id)),
        condition=filters.condition(report),
    )
    found = await db.execute(statement + sql.SQL(select), {**filters.parameters(partner_id), **(parameters or {})})
    return await found.fetchall()
