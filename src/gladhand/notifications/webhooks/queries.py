"""Statements about subscriptions; those about their state have a module of their own."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg.sql import SQL

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed
from gladhand.notifications.webhooks.subscribed_fleets import SubscribedFleets

_KEYSET = Keyset.by_creation()

_WIRE = """
  id, masked_url as url, event_name,
  case when fleet_ids is not null or fleet_refs is not null
       then json_build_object('fleet_ids', fleet_ids, 'fleet_refs', fleet_refs) end as filters,
  '*****' as secret, status, wire_time(created_at) as created_at, wire_time(updated_at) as updated_at, batch_size,
  content_encoding, extensions
"""
_ROW = """
  id, partner_id, url, masked_url, event_name, fleet_ids, fleet_refs, status::text as status, batch_size,
  content_encoding, extensions, created_at, updated_at
"""


@dataclass(frozen=True)
class NewWebhook:
    """A subscription to store."""

    url: str
    masked_url: str
    event_name: str
    fleet_ids: list[UUID] | None
    fleet_refs: list[str] | None
    secret: bytes
    batch_size: int
    content_encoding: str
    extensions: bool

    @property
    def fingerprint(self) -> bytes:
        """A hash of the url and the filters, so that an index can hold them."""
        filters = SubscribedFleets(self.fleet_ids, self.fleet_refs)
        return hashlib.sha256(json.dumps([self.url, filters.as_json()]).encode()).digest()


@dataclass(frozen=True)
class StoredWebhook:
    """One subscription."""

    id: UUID
    partner_id: UUID
    url: str
    masked_url: str
    event_name: str
    fleet_ids: list[UUID] | None
    fleet_refs: list[str] | None
    status: str
    batch_size: int
    content_encoding: str
    extensions: bool
    created_at: datetime
    updated_at: datetime

    @property
    def filters(self) -> SubscribedFleets:
        return SubscribedFleets(self.fleet_ids, self.fleet_refs)


@dataclass(frozen=True)
class WebhookFilter:
    event_names: Sequence[str] | None = None
    status: str | None = None


async def insert_webhook(db: Db, partner_id: UUID, webhook: NewWebhook) -> StoredWebhook | None:
    """Store a subscription. None when there is one with the same event, url and filters."""
    cursor = await db.execute(
        f"""
        with inserted as (
          insert into webhook
            (partner_id, url, masked_url, event_name, fleet_ids, fleet_refs, secret, fingerprint, batch_size,
             content_encoding, extensions)
          values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
          on conflict do nothing
          returning *
        ), numbered as (
          insert into webhook_sequence (partner_id, webhook_id) select partner_id, id from inserted
        ), judged as (
          insert into webhook_health (partner_id, webhook_id) select partner_id, id from inserted
        )
        select {_ROW} from inserted
        """,
        (
            partner_id,
            webhook.url,
            webhook.masked_url,
            webhook.event_name,
            webhook.fleet_ids,
            webhook.fleet_refs,
            webhook.secret,
            webhook.fingerprint,
            webhook.batch_size,
            webhook.content_encoding,
            webhook.extensions,
        ),
    )
    row = await cursor.fetchone()
    return None if row is None else StoredWebhook(**row)


async def lock_webhook(db: Db, partner_id: UUID, webhook_id: UUID) -> StoredWebhook | None:
    """The subscription, locked until the end of the transaction."""
    cursor = await db.execute(
        f"select {_ROW} from webhook where partner_id = %s and id = %s and status <> 'deleted' for update",
        (partner_id, webhook_id),
    )
    row = await cursor.fetchone()
    return None if row is None else StoredWebhook(**row)


async def update_webhook(
    db: Db, webhook: StoredWebhook, new: NewWebhook, *, is_new_secret: bool, overlap: timedelta
) -> StoredWebhook:
    """Store the new values. A replaced secret signs beside the new one for `overlap`."""
    cursor = await db.execute(
        f"""
        update webhook
        set url = %(url)s, masked_url = %(masked_url)s, fleet_ids = %(fleet_ids)s, fleet_refs = %(fleet_refs)s,
            fingerprint = %(fingerprint)s, batch_size = %(batch_size)s, content_encoding = %(content_encoding)s,
            extensions = %(extensions)s, updated_at = clock_timestamp(),
            judged_from = clock_timestamp() + interval '15 minutes',
            secret = case when %(is_new_secret)s then %(secret)s else secret end,
            retired_secrets = array(
              select old.secret from unnest(retired_secrets, retired_until) as old (secret, until)
              where old.until > now()
              union all select webhook.secret where %(is_new_secret)s and %(overlap)s > interval '0'),
            retired_until = array(
              select until from unnest(retired_until) as until where until > now()
              union all select now() + %(overlap)s where %(is_new_secret)s and %(overlap)s > interval '0')
        where partner_id = %(partner_id)s and id = %(id)s
        returning {_ROW}
        """,
        {
            "url": new.url,
            "masked_url": new.masked_url,
            "fleet_ids": new.fleet_ids,
            "fleet_refs": new.fleet_refs,
            "fingerprint": new.fingerprint,
            "batch_size": new.batch_size,
            "content_encoding": new.content_encoding,
            "extensions": new.extensions,
            "secret": new.secret,
            "is_new_secret": is_new_secret,
            "overlap": overlap,
            "partner_id": webhook.partner_id,
            "id": webhook.id,
        },
    )
    row = await cursor.fetchone()
    assert row is not None, "it was locked before"
    return StoredWebhook(**row)


async def find_webhook(db: Db, partner_id: UUID, webhook_id: UUID) -> str | None:
    """One subscription as JSON."""
    cursor = await db.execute(
        SQL(
            "select row_to_json(shape)::text as record from (select {} from webhook"
            " where partner_id = %s and id = %s and status <> 'deleted') shape"
        ).format(SQL(_WIRE)),
        (partner_id, webhook_id),
    )
    row = await cursor.fetchone()
    return None if row is None else str(row["record"])


async def has_webhook(db: Db, partner_id: UUID, webhook_id: UUID) -> bool:
    cursor = await db.execute(
        "select 1 from webhook where partner_id = %s and id = %s and status <> 'deleted'", (partner_id, webhook_id)
    )
    return await cursor.fetchone() is not None


async def list_webhooks(
    db: Db, partner_id: UUID, *, only: WebhookFilter, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """One row more than the page holds, in the cursor's direction. Deleted ones are listed only on request."""
    rows = await db.execute(
        SQL(
            """
            select created_at, id, row_to_json((select shape from (select {wire}) shape))::text as record
            from webhook
            where partner_id = %(partner_id)s and {state}
              and (%(event_names)s::text[] is null or event_name = any (%(event_names)s)) and {after}
            order by {order}
            limit %(limit)s
            """
        ).format(
            wire=SQL(_WIRE),
            state=SQL("status <> 'deleted'" if only.status is None else "status = %(status)s::webhook_status"),
            after=_KEYSET.after(cursor),
            order=_KEYSET.order(cursor),
        ),
        {
            "partner_id": partner_id,
            "event_names": None if only.event_names is None else list(only.event_names),
            "status": only.status,
            **_KEYSET.parameters(cursor, size),
        },
    )
    return creation_keyed(await rows.fetchall())
