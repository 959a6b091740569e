"""SQL that changes connections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.integrations.connections.queries import COLUMNS, WITH_CREDENTIALS, Connection, ConnectionWithCredentials


@dataclass(frozen=True)
class CheckedCredentials:
    """Encrypted credentials that work, their form in answers, and the account that they open."""

    encrypted: bytes
    masked: Mapping[str, Any]
    account_id: str
    account_name: str | None
    fingerprint: str


async def upsert_connection(
    db: Db, fleet_id: UUID, *, tsp_id: UUID, source_name: str, description: str | None, checked: CheckedCredentials
) -> tuple[Connection, bool]:
    """Insert the connection, or repair the fleet's connection to the same account. Returns whether it is new."""
    rows = await db.execute(
        f"""
        insert into connection as c (fleet_id, tsp_id, source_name, description, credentials, masked_credentials,
          account_id, account_name, account_fingerprint)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
        on conflict (fleet_id, tsp_id, account_fingerprint) where status <> 'deleted' do update set
          description = coalesce(excluded.description, c.description),
          credentials = excluded.credentials,
          masked_credentials = excluded.masked_credentials,
          account_name = excluded.account_name,
          status = 'active',
          recheck_at = null,
          updated_at = clock_timestamp()
        returning {COLUMNS}, xmax = 0 as is_new
        """,
        (
            fleet_id,
            tsp_id,
            source_name,
            description,
            checked.encrypted,
            orjson.dumps(checked.masked).decode(),
            checked.account_id,
            checked.account_name,
            checked.fingerprint,
        ),
    )
    row = await rows.fetchone()
    assert row is not None
    is_new = bool(row.pop("is_new"))
    return Connection(**row), is_new


async def update_connection(
    db: Db,
    fleet_id: UUID,
    connection_id: UUID,
    *,
    status: str,
    description: str | None,
    checked: CheckedCredentials | None = None,
) -> Connection:
    """Change what a fleet may change. Without `checked` the credentials stay."""
    rows = await db.execute(
        f"""
        update connection c set status = %(status)s::connection_status, description = %(description)s,
          credentials = coalesce(%(encrypted)s, c.credentials),
          masked_credentials = coalesce(%(masked)s::json, c.masked_credentials),
          account_name = case when %(encrypted)s::bytea is null then c.account_name else %(account_name)s end,
          recheck_at = case when %(status)s = 'stale' then c.recheck_at end, updated_at = clock_timestamp()
        where c.fleet_id = %(fleet_id)s and c.id = %(id)s
        returning {COLUMNS}
        """,
        {
            "fleet_id": fleet_id,
            "id": connection_id,
            "status": status,
            "description": description,
            "encrypted": checked.encrypted if checked else None,
            "masked": orjson.dumps(checked.masked).decode() if checked else None,
            "account_name": checked.account_name if checked else None,
        },
    )
    row = await rows.fetchone()
    assert row is not None
    return Connection(**row)


async def update_to_stale(
    db: Db, fleet_id: UUID, connection_id: UUID, *, refused: bytes, recheck_in: float | None
) -> tuple[bool, Connection | None]:
    """Mark an active connection stale, if the refused credentials are still its own.

    Returns whether they are, and the connection if this call has changed it.
    """
    rows = await db.execute(
        f"""
        with current as materialized (
          select id from connection
          where fleet_id = %(fleet_id)s and id = %(id)s and credentials = %(refused)s for update
        ), changed as (
          update connection c set status = 'stale', rechecks = 0, updated_at = clock_timestamp(),
            repair_notified_at = null,
            recheck_at = clock_timestamp() + make_interval(secs => %(recheck_in)s)
          from current where c.fleet_id = %(fleet_id)s and c.id = current.id and c.status = 'active'
          returning {COLUMNS}
        )
        select exists (select from current) as is_current, changed.*
        from (values (1)) one left join changed on true
        """,
        {"fleet_id": fleet_id, "id": connection_id, "refused": refused, "recheck_in": recheck_in},
    )
    row = await rows.fetchone()
    assert row is not None
    is_current = bool(row.pop("is_current"))
    return is_current, Connection(**row) if row["id"] else None


async def claim_unnotified_of_all_fleets(db: Db, limit: int) -> list[tuple[UUID, str]]:
    """Note that the fleets of some stale connections are notified. Returns each fleet, and the name of its provider."""
    rows = await db.execute(
        """
        with due as (
          select fleet_id, id from connection where status = 'stale' and repair_notified_at is null
          order by updated_at limit %s for update skip locked
        )
        update connection c set repair_notified_at = clock_timestamp()
        from due join connection own on own.fleet_id = due.fleet_id and own.id = due.id
        join published_tsp t on t.id = own.tsp_id
        where c.fleet_id = due.fleet_id and c.id = due.id
        returning c.fleet_id, t.name
        """,
        (limit,),
    )
    return [(row["fleet_id"], row["name"]) for row in await rows.fetchall()]


async def delete_connection(db: Db, fleet_id: UUID, connection_id: UUID) -> Connection:
    """Mark the connection deleted and delete its secrets. Its records stay. Raises `NotFound`."""
    rows = await db.execute(
        f"""
        update connection c set status = 'deleted', credentials = '', masked_credentials = '{{}}', recheck_at = null,
          deleted_at = clock_timestamp(), updated_at = clock_timestamp()
        where c.fleet_id = %s and c.id = %s and c.status <> 'deleted'
        returning {COLUMNS}
        """,
        (fleet_id, connection_id),
    )
    row = await rows.fetchone()
    if row is None:
        raise NotFound.of("connection")
    return Connection(**row)


async def claim_due_rechecks_of_all_fleets(
    db: Db, waits: Sequence[float], limit: int
) -> list[ConnectionWithCredentials]:
    """Stale connections whose login is due for a check. Each gets its next time, or none after the last wait."""
    rows = await db.execute(
        f"""
        with due as (
          select fleet_id, id from connection where status = 'stale' and recheck_at <= (select clock_timestamp())
          order by recheck_at limit %(limit)s for update skip locked
        )
        update connection c set rechecks = c.rechecks + 1,
          recheck_at = clock_timestamp() + make_interval(secs => (%(waits)s::double precision[])[c.rechecks + 2])
        from due where c.fleet_id = due.fleet_id and c.id = due.id
        returning {WITH_CREDENTIALS}
        """,
        {"waits": list(waits), "limit": limit},
    )
    return [ConnectionWithCredentials(**row) for row in await rows.fetchall()]
