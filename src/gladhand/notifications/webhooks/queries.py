"""Statements about subscriptions; the partner comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.sql import SQL

from gladhand.core.db import Connection
from gladhand.core.paging import Cursor, Key

_WIRE = """
  id, url_shown as url, event_name,
  case when fleet_ids is not null or fleet_refs is not null
       then json_build_object('fleet_ids', fleet_ids, 'fleet_refs', fleet_refs) end as filters,
  '*****' as secret, status, wire_time(created_at) as created_at, wire_time(updated_at) as updated_at
"""


@dataclass(frozen=True)
class NewWebhook:
    url: str
    url_shown: str
    event_name: str
    fleet_ids: list[UUID] | None
    fleet_refs: list[str] | None
    secret: bytes
    fingerprint: bytes


@dataclass(frozen=True)
class Filter:
    event_names: Sequence[str] | None = None
    status: str | None = None


async def insert(connection: Connection, partner_id: UUID, webhook: NewWebhook) -> dict[str, Any] | None:
    """The row's id and times; `None` when there is one like it already."""
    cursor = await connection.execute(
        """
        insert into webhook (partner_id, url, url_shown, event_name, fleet_ids, fleet_refs, secret, fingerprint)
        values (%s, %s, %s, %s, %s, %s, %s, %s)
        on conflict do nothing
        returning id, created_at, updated_at, status
        """,
        (
            partner_id,
            webhook.url,
            webhook.url_shown,
            webhook.event_name,
            webhook.fleet_ids,
            webhook.fleet_refs,
            webhook.secret,
            webhook.fingerprint,
        ),
    )
    return await cursor.fetchone()


async def read(connection: Connection, partner_id: UUID, webhook_id: UUID) -> str | None:
    """One subscription as JSON."""
    cursor = await connection.execute(
        SQL(
            "select row_to_json(shown)::text as json from (select {} from webhook"
            " where partner_id = %s and id = %s and status <> 'deleted') shown"
        ).format(SQL(_WIRE)),
        (partner_id, webhook_id),
    )
    row = await cursor.fetchone()
    return None if row is None else str(row["json"])


async def page(
    connection: Connection, partner_id: UUID, wanted: Filter, cursor: Cursor, size: int
) -> Sequence[tuple[Key, str]]:
    """One row more than the page holds, in the cursor's direction. Deleted ones are listed only when asked for."""
    after = cursor.after or (None, None)
    found = await connection.execute(
        SQL(
            """
            select created_at, id, row_to_json((select shown from (select {wire}) shown))::text as json
            from webhook
            where partner_id = %(partner)s and {state}
              and (%(event_names)s::text[] is null or event_name = any (%(event_names)s))
              and (%(created_at)s::timestamptz is null or (created_at, id) {comparison} (%(created_at)s, %(id)s))
            order by created_at {order}, id {order}
            limit %(limit)s
            """
        ).format(
            wire=SQL(_WIRE),
            state=_state(wanted),
            comparison=SQL(cursor.comparison),
            order=SQL(cursor.order),
        ),
        {
            "partner": partner_id,
            "event_names": None if wanted.event_names is None else list(wanted.event_names),
            "status": wanted.status,
            "created_at": after[0],
            "id": after[1],
            "limit": size + 1,
        },
    )
    return [((row["created_at"], row["id"]), row["json"]) for row in await found.fetchall()]


def _state(wanted: Filter) -> SQL:
    return SQL("status <> 'deleted'") if wanted.status is None else SQL("status = %(status)s::webhook_status")


async def delete(connection: Connection, partner_id: UUID, webhook_id: UUID) -> dict[str, Any] | None:
    """Mark as deleted; what its event says, or `None` if there is no such."""
    cursor = await connection.execute(
        """
        update webhook set status = 'deleted', deleted_at = clock_timestamp(), updated_at = clock_timestamp()
        where partner_id = %s and id = %s and status <> 'deleted'
        returning id, url_shown, event_name, fleet_ids, fleet_refs, status
        """,
        (partner_id, webhook_id),
    )
    return await cursor.fetchone()
