"""Statements about the feed.

Events are ordered by the transaction that published them. Transactions commit in another order than they begin, so an
open transaction could add an event before a position that a reader has passed. Therefore the feed ends before the
oldest open transaction, and everything before that end never changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from psycopg.sql import SQL, Identifier

from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, KeyColumn, Keyset
from gladhand.core.time_window import TimeWindow
from gladhand.notifications.sealed_links import with_link


def _number(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError("no position")
    return number


#: The feed's order: the position of the publishing transaction, then the event's id.
KEYSET = Keyset(
    (
        KeyColumn(Identifier("position"), _number, "bigint"),
        KeyColumn(Identifier("event", "id"), UUID, "uuid"),
    )
)


@dataclass(frozen=True)
class EventFilter:
    """Which events; `sequences` are those of the deliveries to `webhook_id`, both ends included."""

    event_names: Sequence[str] | None = None
    fleet_ids: Sequence[UUID] | None = None
    fleet_refs: Sequence[str] | None = None
    window: TimeWindow = field(default_factory=TimeWindow)
    webhook_id: UUID | None = None
    sequences: tuple[int | None, int | None] = (None, None)
    event_id: UUID | None = None


async def list_events(
    db: Db, partner_id: UUID, keyring: Keyring | None, *, only: EventFilter, cursor: Cursor, size: int
) -> list[tuple[Key, str]]:
    """One event more than the page holds, in the cursor's direction. Without a keyring ids of invitations are zeros."""
    joined = SQL(
        """join delivery on delivery.partner_id = event.partner_id and delivery.event_id = event.id
             and delivery.webhook_id = %(webhook_id)s
             and delivery.sequence between coalesce(%(first)s::bigint, 0) and coalesce(%(last)s::bigint, %(most)s)"""
    )
    rows = await db.execute(
        SQL(
            """
            select position, event.id, sealed_link, json_build_object(
              'id', event.id, 'version', version, 'event_name', event_name, 'timestamp', wire_time(occurred_at),
              'fleet_id', fleet_id, 'fleet_ref', fleet_ref, 'webhook_id', {webhook_id}, 'sequence', {sequence},
              'data', case json_typeof(data) when 'array' then data else json_build_array(data) end)::text as record
            from event {joined}
            where event.partner_id = %(partner_id)s
              and position < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ahead from feed)
              and (%(event_names)s::text[] is null or event_name = any (%(event_names)s))
              and ((%(fleet_ids)s::uuid[] is null and %(fleet_refs)s::text[] is null)
                   or fleet_id = any (%(fleet_ids)s) or fleet_ref = any (%(fleet_refs)s))
              and (not is_test or %(webhook_id)s::uuid is not null)
              and {is_it} and {window} and {after}
            order by {order}
            limit %(limit)s
            """
        ).format(
            webhook_id=SQL("null" if only.webhook_id is None else "delivery.webhook_id"),
            sequence=SQL("null" if only.webhook_id is None else "delivery.sequence"),
            joined=SQL("") if only.webhook_id is None else joined,
            # By its key: a condition that may be null is none for the plan.
            is_it=SQL("true" if only.event_id is None else "event.id = %(event_id)s"),
            window=only.window.contains(Identifier("occurred_at")),
            after=KEYSET.after(cursor),
            order=KEYSET.order(cursor),
        ),
        {
            "partner_id": partner_id,
            "webhook_id": only.webhook_id,
            "first": only.sequences[0],
            "last": only.sequences[1],
            "event_id": only.event_id,
            "most": 2**63 - 1,
            "event_names": None if only.event_names is None else list(only.event_names),
            "fleet_ids": None if only.fleet_ids is None else list(only.fleet_ids),
            "fleet_refs": None if only.fleet_refs is None else list(only.fleet_refs),
            **only.window.parameters(),
            **KEYSET.parameters(cursor, size),
        },
    )
    return [
        ((row["position"], row["id"]), with_link(row["record"], row["sealed_link"], keyring, partner_id))
        for row in await rows.fetchall()
    ]


async def update_ahead(db: Db) -> None:
    """Make new events follow all existing ones, also in a database that was restored on another server."""
    await db.execute(
        """
        update feed set ahead = newest.position + 1 - pg_current_xact_id()::text::bigint
        from (
          select max(position) as position from published_partner partner cross join lateral (
            select position from event where event.partner_id = partner.id order by position desc limit 1
          ) last
        ) newest
        where newest.position > pg_current_xact_id()::text::bigint + ahead
        """
    )
