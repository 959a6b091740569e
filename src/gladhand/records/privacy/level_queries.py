"""Decides in SQL how much of a row `b` an agreement `a` shows, by the duty status of the driver at that time."""

from typing import LiteralString

from psycopg import sql

from gladhand.records.columns import columns
from gladhand.records.privacy.covered import PROTECTED
from gladhand.resources.resource import Resource

#: Of a row that a private source gives: `full`, `coarse` or `withheld`.
LEVEL = sql.Identifier("movement_level")

_STRICTEST: LiteralString = f"""
case when 'withheld' in ({", ".join(f"a.movement_privacy ->> '{status.value}'" for status in PROTECTED)})
  then 'withheld' else 'coarse' end"""
_PROTECTED: LiteralString = ", ".join(f"'{status.value}'" for status in PROTECTED)


def read_until(resource: Resource, row: LiteralString) -> sql.Composable:
    """A join: whether the logs of the row's connection are read, and up to when. Its alias is `log` for the row `b` and
    `read` for the row `l`."""
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


def level(resource: Resource) -> sql.Composable:
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
