"""SQL that keeps schedules in line with connections and agreements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from gladhand.core.db import Db
from gladhand.records.privacy.covered import NEEDED

#: Notices on this channel say that a schedule may be due. A lost notice costs a second.
CHANNEL: LiteralString = "gladhand_execution"

# All other resources wait until users, vehicles and trailers were read, but at most this long.
_WAITS_FOR_FIRST: LiteralString = "interval '2 minutes'"

# Schedules in other states were paused, deleted, or switched off.
_ALIGNED: LiteralString = "('active', 'stale', 'cancelled', 'cancelled_insufficient_scope')"

# Hardly any schedule changes, so only those that change are locked.
_ALIGN: LiteralString = f"""
with readable as materialized (
  select * from json_to_recordset(%(readable)s::json) as r (
    source_name text, resource text, interval_seconds int, history_seconds double precision, comes_first boolean)
), used as materialized (
  select fleet_id, id, source_name, status from connection
  where fleet_id = any(%(fleet_ids)s) and (%(connection_ids)s::uuid[] is null or id = any(%(connection_ids)s))
), shared as materialized (
  select distinct a.fleet_id, r.resource
  from live_agreement a cross join (select distinct resource from readable) r
  where a.fleet_id = any(%(fleet_ids)s)
    and (shared_level(a.scopes, r.resource) is not null
      -- The duty status of a driver decides what the partner sees, whether or not the log itself is shared.
      or a.movement_privacy is not null and r.resource = any(%(needed)s))
), covered as materialized (
  select c.fleet_id, c.id as connection_id, r.*
  from used c join readable r using (source_name) join shared using (fleet_id, resource)
), added as (
  insert into schedule (fleet_id, connection_id, source_name, resource, execution_interval_seconds, history_from,
    next_execution_at, due_at)
  select v.fleet_id, v.connection_id, c.source_name, v.resource, v.interval_seconds,
    now() - make_interval(secs => v.history_seconds), now(),
    case when v.comes_first or not exists (
      select from covered f where f.connection_id = v.connection_id and f.comes_first)
    then now() else now() + {_WAITS_FOR_FIRST} end
  from covered v join used c on c.id = v.connection_id
  where c.status = 'active' and (%(resource)s::text is null or v.resource = %(resource)s)
    and not exists (
      select from schedule s
      where s.fleet_id = v.fleet_id and s.connection_id = v.connection_id and s.resource = v.resource)
  order by v.fleet_id, v.connection_id, v.resource
  on conflict (fleet_id, connection_id, resource) do nothing
  returning fleet_id, connection_id
), aligned as materialized (
  select s.fleet_id, s.id, s.status as was,
    case when c.status in ('cancelled', 'deleted') then 'cancelled'
      when v.resource is null then 'cancelled_insufficient_scope'
      when c.status <> 'active' then 'stale' else 'active' end::schedule_status as status
  from used c join schedule s on s.fleet_id = c.fleet_id and s.connection_id = c.id
  left join covered v on v.connection_id = s.connection_id and v.resource = s.resource
  where s.status in {_ALIGNED}
), target as (
  select a.fleet_id, a.id, a.status from aligned a join schedule s on s.fleet_id = a.fleet_id and s.id = a.id
  where a.status <> a.was and s.status in {_ALIGNED} and s.status <> a.status
  -- In one order everywhere, so that two transactions never wait for each other in a circle.
  order by s.fleet_id, s.id for update of s
), changed as (
  update schedule s set status = w.status, updated_at = (select clock_timestamp()),
    next_execution_at = now(), due_at = now(), lease_until = null, consecutive_error_count = 0
  from target w where s.fleet_id = w.fleet_id and s.id = w.id
  returning s.fleet_id, s.connection_id
), notice as (
  select pg_notify('{CHANNEL}', '') from (select from added union all select from changed limit 1) any_
)
select (select array_agg(distinct connection_id) from added) as connection_ids,
  (select count(*) from added) + (select count(*) from changed) as count, (select count(*) from notice) as notices
"""


@dataclass(frozen=True, slots=True)
class Aligned:
    """What an alignment has changed."""

    count: int
    """Schedules that were added or changed."""
    connection_ids: Sequence[UUID]
    """The connections that got a schedule."""


async def upsert_schedules(
    db: Db,
    fleet_ids: Sequence[UUID],
    readable: str,
    *,
    resource: str | None = None,
    connection_ids: Sequence[UUID] | None = None,
) -> Aligned:
    """Add the schedules that are missing, and change the states of the others.

    `readable` is JSON: what each provider can read. With `resource` only its schedules are added.
    """
    rows = await db.execute(
        _ALIGN,
        {
            "fleet_ids": list(fleet_ids),
            "readable": readable,
            "needed": [name.value for name in NEEDED],
            "resource": resource,
            "connection_ids": None if connection_ids is None else list(connection_ids),
        },
    )
    row = await rows.fetchone()
    assert row is not None
    return Aligned(row["count"], row["connection_ids"] or ())


async def list_source_names(db: Db, fleet_ids: Sequence[UUID]) -> list[str]:
    """The providers of these fleets' connections."""
    rows = await db.execute("select distinct source_name from connection where fleet_id = any(%s)", (list(fleet_ids),))
    return [row["source_name"] for row in await rows.fetchall()]


async def list_fleets(db: Db, since: datetime | None, until: datetime, *, after: UUID, limit: int) -> list[UUID]:
    """Fleets whose agreements have changed in this time; without `since` all that have a connection."""
    if since is None:
        rows = await db.execute(
            "select distinct fleet_id from connection where fleet_id > %(after)s order by fleet_id limit %(limit)s",
            {"after": after, "limit": limit},
        )
    else:
        rows = await db.execute(
            """
            select distinct a.fleet_id from published_agreement_change a
            where a.at >= %(since)s and a.at <= %(until)s and a.fleet_id > %(after)s
            order by a.fleet_id limit %(limit)s
            """,
            {"since": since, "until": until, "after": after, "limit": limit},
        )
    return [row["fleet_id"] for row in await rows.fetchall()]
