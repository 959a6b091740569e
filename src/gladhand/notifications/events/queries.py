"""Statements about the feed; the partner comes first.

Events are ordered by the transaction that published them. Transactions commit in another order than they begin, so one
that is still under way could put an event before a place that was given out already: the feed ends before the oldest
transaction under way, and what stands before that end is settled for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.sql import SQL

from gladhand.core.db import Db
from gladhand.core.paging import Cursor, Key, Parse


def _number(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError("no place")
    return number


#: The keys of a cursor.
BY_PLACE: tuple[Parse, ...] = (_number, UUID)


@dataclass(frozen=True)
class Wanted:
    """Which events; `sequences` are those of the deliveries to `webhook_id`, both ends included."""

    event_names: Sequence[str] | None = None
    fleet_ids: Sequence[UUID] | None = None
    fleet_refs: Sequence[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    webhook_id: UUID | None = None
    sequences: tuple[int | None, int | None] = (None, None)


async def page(db: Db, partner_id: UUID, wanted: Wanted, cursor: Cursor, size: int) -> Sequence[tuple[Key, str]]:
    """One event more than the page holds, in the cursor's direction."""
    after = cursor.after or (None, None)
    joined = SQL(
        """join delivery on delivery.partner_id = event.partner_id and delivery.event_id = event.id
             and delivery.webhook_id = %(webhook_id)s
             and delivery.sequence between coalesce(%(first)s::bigint, 0) and coalesce(%(last)s::bigint, %(most)s)"""
    )
    behind = SQL("and (place, event.id) {} (%(place)s::bigint, %(id)s::uuid)").format(SQL(cursor.comparison))
    found = await db.execute(
        SQL(
            """
            select place, event.id, json_build_object(
              'id', event.id, 'version', version, 'event_name', event_name, 'timestamp', wire_time(occurred_at),
              'fleet_id', fleet_id, 'fleet_ref', fleet_ref, 'webhook_id', {webhook_id}, 'sequence', {sequence},
              'data', json_build_array(data))::text as json
            from event {joined}
            where event.partner_id = %(partner_id)s
              and place < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ahead from feed)
              and (%(event_names)s::text[] is null or event_name = any (%(event_names)s))
              and ((%(fleet_ids)s::uuid[] is null and %(fleet_refs)s::text[] is null)
                   or fleet_id = any (%(fleet_ids)s) or fleet_ref = any (%(fleet_refs)s))
              and (%(since)s::timestamptz is null or occurred_at >= %(since)s)
              and (%(until)s::timestamptz is null or occurred_at < %(until)s)
              {behind}
            order by place {order}, event.id {order}
            limit %(limit)s
            """
        ).format(
            webhook_id=SQL("null" if wanted.webhook_id is None else "delivery.webhook_id"),
            sequence=SQL("null" if wanted.webhook_id is None else "delivery.sequence"),
            # No `or` for the first page: it would keep the others from beginning where they begin.
            behind=SQL("") if cursor.after is None else behind,
            joined=SQL("") if wanted.webhook_id is None else joined,
            order=SQL(cursor.order),
        ),
        {
            "partner_id": partner_id,
            "webhook_id": wanted.webhook_id,
            "first": wanted.sequences[0],
            "last": wanted.sequences[1],
            "most": 2**63 - 1,
            "event_names": None if wanted.event_names is None else list(wanted.event_names),
            "fleet_ids": None if wanted.fleet_ids is None else list(wanted.fleet_ids),
            "fleet_refs": None if wanted.fleet_refs is None else list(wanted.fleet_refs),
            "since": wanted.since,
            "until": wanted.until,
            "place": after[0],
            "id": after[1],
            "limit": size + 1,
        },
    )
    return [((row["place"], row["id"]), row["json"]) for row in await found.fetchall()]


async def keep_ahead(db: Db) -> None:
    """See to it that new events come behind all that there are, also in a database that was restored elsewhere."""
    await db.execute(
        """
        update feed set ahead = newest.place + 1 - pg_current_xact_id()::text::bigint
        from (
          select max(place) as place from partner cross join lateral (
            select place from event where event.partner_id = partner.id order by place desc limit 1
          ) last
        ) newest
        where newest.place > pg_current_xact_id()::text::bigint + ahead
        """
    )
