"""The records `r` of an agreement `a` as SQL: the table itself, or its rows as the agreement lets them be seen.

Filters, orders, cursors and totals stand outside of it, so that they know no more than the partner.
"""

from functools import cache
from typing import LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core.db import Db, rendered
from gladhand.records.columns import columns, has_own_source_data, latest_name, more, table
from gladhand.records.privacy.covered import (
    COARSE_DECIMALS,
    COVERED,
    NEEDED,
    PROTECTED,
    Covered,
    is_covered,
    placed_fields,
)
from gladhand.resources.resource import Resource

#: Of a row that a private source gives: `full`, `coarse` or `withheld`.
LEVEL = sql.Identifier("movement_level")

_STRICTEST: LiteralString = f"""
case when 'withheld' in ({", ".join(f"a.movement_privacy ->> '{status.value}'" for status in PROTECTED)})
  then 'withheld' else 'coarse' end"""
_PROTECTED: LiteralString = ", ".join(f"'{status.value}'" for status in PROTECTED)


async def is_private(db: Db, partner_id: UUID, resource: Resource, *, with_source_data: bool = False) -> bool:
    """Whether the partner may see less of these records than is stored, in any of its agreements.

    The provider's own data may tell a place in any record.
    """
    return (is_covered(resource) or with_source_data) and await has_private_agreement(db, partner_id)


async def has_private_agreement(db: Db, partner_id: UUID) -> bool:
    """Whether any of the partner's agreements protects movement. Reads an index that is empty for all others."""
    found = await db.execute(
        "select from live_agreement where partner_id = %s and movement_privacy is not null limit 1", (partner_id,)
    )
    return await found.fetchone() is not None


async def is_needed(db: Db, fleet_id: UUID, resource: Resource) -> bool:
    """Whether the hub itself needs these records of the fleet, to know the duty status of its drivers."""
    if resource.name not in NEEDED:
        return False
    found = await db.execute(
        "select from live_agreement where fleet_id = %s and movement_privacy is not null limit 1", (fleet_id,)
    )
    return await found.fetchone() is not None


def source(resource: Resource, *, is_latest: bool, is_private: bool) -> sql.Composable:
    """What a statement reads the records from, to stand before their alias."""
    if is_private:
        return private_source(resource, is_latest=is_latest)
    return sql.Identifier(latest_name(resource)) if is_latest else table(resource)


@cache
def private_source(resource: Resource, *, is_latest: bool = False) -> sql.SQL:
    """The rows as the agreement `a` of the statement around it lets them be seen, with their level."""
    covered = COVERED.get(resource.name)
    if covered is None:
        return rendered(_without_source_data(resource, is_latest=is_latest))
    return rendered(
        sql.SQL(
            """
            lateral (
              select {columns}, {asset} v.level as {level}
              from {base}
              {reading}
              cross join lateral (select {decided} as level offset 0) v
              where {visible}
            )
            """
        ).format(
            columns=sql.SQL(", ").join(_columns(resource, covered)),
            asset=sql.SQL("b.{} as asset,").format(sql.Identifier(resource.latest_by or ""))
            if is_latest
            else sql.SQL(""),
            level=LEVEL,
            base=_latest_rows(resource) if is_latest else sql.SQL("{} b").format(table(resource)),
            reading=_reading(resource, "b"),
            decided=_level(resource),
            visible=sql.SQL("v.level in ('full', 'coarse')" if covered.is_movement else "v.level <> 'waiting'"),
        )
    )


def _without_source_data(resource: Resource, *, is_latest: bool) -> sql.Composable:
    name = "source_data" if has_own_source_data(resource) else "page_row"
    kept = [sql.Identifier("b", column) for column in columns(resource) if column != name]
    hidden = sql.SQL("case when a.movement_privacy is null then {} {} end as {}").format(
        sql.Identifier("b", name),
        sql.SQL("else '{}'::jsonb" if name == "source_data" else ""),
        sql.Identifier(name),
    )
    base = sql.Identifier(latest_name(resource)) if is_latest else table(resource)
    return sql.SQL("lateral (select {}, {} from {} b)").format(sql.SQL(", ").join(kept), hidden, base)


def _latest_rows(resource: Resource) -> sql.Composable:
    """The newest row of each asset whose duty status is known. The rows behind it wait."""
    return sql.SQL(
        """
        {latest} l {reading}
        cross join lateral (
          select h.* from {table} h
          where h.fleet_id = l.fleet_id and h.{asset} = l.asset and h.deleted_at is null
            and h.occurred_at <= least(l.occurred_at, case when read.is_read then coalesce(read.until, '-infinity') end)
          order by h.occurred_at desc, h.id desc limit 1
        ) b
        """
    ).format(
        latest=sql.Identifier(latest_name(resource)),
        reading=_reading(resource, "l"),
        table=table(resource),
        asset=sql.Identifier(resource.latest_by or ""),
    )


def _reading(resource: Resource, row: LiteralString) -> sql.Composable:
    """Up to when the logs of the row's connection are read, as `read` of the row `b` and `l`."""
    alias: LiteralString = "read" if row == "l" else "log"
    if "connection_id" in columns(resource):
        connection = sql.SQL("k.connection_id = {}.connection_id").format(sql.Identifier(row))
    else:
        connection = sql.SQL(
            """k.connection_id = (select o.connection_id from record_origin o
                 where o.fleet_id = {row}.fleet_id and o.number = {row}.origin)"""
        ).format(row=sql.Identifier(row))
    return sql.SQL(
        """
        left join lateral (
          select true as is_read, k.read_until as until from published_log_reading k
          where a.movement_privacy is not null and k.fleet_id = {row}.fleet_id and {connection}
        ) {alias} on true
        """
    ).format(row=sql.Identifier(row), connection=connection, alias=sql.Identifier(alias))


def _level(resource: Resource) -> sql.Composable:
    """What of a row `b` is shown: `full`, `coarse` or `withheld`, or `waiting` until its duty status can be known."""
    fields = resource.fields_model.model_fields
    decided = sql.SQL(
        """
        case when a.movement_privacy is null then 'full'
          {own}
          when log.is_read is null then {strictest}
          when b.occurred_at > coalesce(log.until, '-infinity') then 'waiting'
          else (
            select case {uncoupled} when s.status is null then {strictest}
              when s.status in ({protected}) then coalesce(a.movement_privacy ->> s.status, 'full') else 'full' end
            from (select {vehicle} as vehicle_id offset 0) w cross join lateral (
              select d.id, (
                select h.duty_status_code from record_hos_event h
                where h.fleet_id = b.fleet_id and h.driver_id = d.id and h.deleted_at is null
                  and h.duty_status_code is not null and coalesce(h.log_state_code, 'ACTIVE') = 'ACTIVE'
                  and h.occurred_at <= b.occurred_at
                order by h.occurred_at desc, h.id desc limit 1
              ) as status
              from (select coalesce({driver} {assigned}, {logged}) as id offset 0) d offset 0
            ) s
          ) end
        """
    )
    own: sql.Composable = sql.SQL("")
    if "duty_status_code" in fields:
        # An entry of the log that changes the status is of that status, whatever else is read.
        own = sql.SQL(
            """
            when b.duty_status_code in ({protected}) then coalesce(a.movement_privacy ->> b.duty_status_code, 'full')
            when b.duty_status_code is not null then 'full'
            """
        ).format(protected=sql.SQL(_PROTECTED))
    vehicle: sql.Composable = sql.SQL("b.vehicle_id")
    uncoupled = sql.SQL("")
    if "trailer_id" in fields and "driver_id" not in fields:
        # A trailer without a vehicle belongs to no driver.
        uncoupled = sql.SQL("when w.vehicle_id is null then 'full'")
        vehicle = sql.SQL(
            """
            coalesce({named} (
              select t.vehicle_id from record_trailer_vehicle_association t
              where t.fleet_id = b.fleet_id and t.trailer_id = b.trailer_id and t.deleted_at is null
                and t.occurred_at <= b.occurred_at
              order by t.occurred_at desc, t.id desc limit 1))
            """
        ).format(named=sql.SQL("b.vehicle_id," if "vehicle_id" in fields else ""))
    return decided.format(
        own=own,
        strictest=sql.SQL(_STRICTEST),
        uncoupled=uncoupled,
        protected=sql.SQL(_PROTECTED),
        vehicle=vehicle,
        driver=sql.SQL("b.driver_id," if "driver_id" in fields else ""),
        assigned=_last_driver("record_driver_vehicle_association"),
        logged=_last_driver("record_hos_event"),
    )


def _last_driver(named_by: LiteralString) -> sql.Composable:
    """The driver whom these records name last for the vehicle, unless they name that driver for another one since."""
    return sql.SQL(
        """
        (select n.driver_id from (
           select n.driver_id, n.occurred_at from {named_by} n
           where n.fleet_id = b.fleet_id and n.vehicle_id = w.vehicle_id and n.driver_id is not null
             and n.deleted_at is null and n.occurred_at <= b.occurred_at
           order by n.occurred_at desc, n.id desc limit 1
         ) n
         where not exists (
           select from {named_by} m
           where m.fleet_id = b.fleet_id and m.driver_id = n.driver_id and m.vehicle_id <> w.vehicle_id
             and m.deleted_at is null and m.occurred_at > n.occurred_at and m.occurred_at <= b.occurred_at))
        """
    ).format(named_by=sql.Identifier(named_by))


def _columns(resource: Resource, covered: Covered) -> list[sql.Composable]:
    """Every column of the table. A protected row has only what does not tell the place."""
    found: list[sql.Composable] = []
    for name, column in columns(resource).items():
        value = sql.Identifier("b", name)
        if (shown := _protected(resource, name)) is not None:
            value_ = sql.SQL("case v.level when 'full' then {} {} end").format(value, sql.SQL(shown))
            found.append(sql.SQL("{} as {}").format(value_, sql.Identifier(name)))
        else:
            assert not column.is_required or name not in covered.hidden, f"every {resource.words} has {name}"
            found.append(value)
    return found


def _protected(resource: Resource, name: str) -> LiteralString | None:
    """What follows for a protected row; empty for null. None leaves the column as it is."""
    if name == "source_data_hash":
        # The hash of what is nearly known would confirm a guess of the rest.
        is_short = columns(resource)[name].type == "macaddr8"
        return "else '00:00:00:00:00:00:00:00'::macaddr8" if is_short else "else decode(repeat('00', 32), 'hex')"
    if name == "location":
        return _COARSE_POINT if columns(resource)[name].type == "point" else _COARSE_GEOJSON
    if name in (*placed_fields(resource), more("location"), "page_row"):
        return ""
    return None


_COARSE_POINT: LiteralString = (
    "when 'coarse' then point("
    f"round((b.location)[0]::numeric, {COARSE_DECIMALS})::float8, round((b.location)[1]::numeric, {COARSE_DECIMALS})"
    "::float8)"
)
_COARSE_GEOJSON: LiteralString = (
    "when 'coarse' then case when b.location is not null and b.location <> 'null'::jsonb then jsonb_build_object("
    "'type', 'Point', 'bbox', null, 'coordinates', jsonb_build_array("
    f"round((b.location #>> '{{coordinates,0}}')::numeric, {COARSE_DECIMALS})::float8, "
    f"round((b.location #>> '{{coordinates,1}}')::numeric, {COARSE_DECIMALS})::float8)) end"
)
