"""What was delivered and what was not, as the partner sees it: the log, sums for metrics, dead letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.sql import SQL

from gladhand.core.db import Db
from gladhand.core.paging import Cursor, Key

#: How far back anything is told.
DAYS = 14

_WINDOWS = {"6h": "6 hours", "24h": "24 hours", "7d": "7 days", "14d": "14 days"}
# Fewer messages say nothing about a receiver.
_LEAST_MESSAGES = 200


@dataclass(frozen=True)
class Wanted:
    """Which entries of the log."""

    since: datetime | None = None
    until: datetime | None = None
    status: str | None = None


@dataclass(frozen=True)
class Letters:
    """Which dead letters."""

    event_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


async def page(
    db: Db, partner_id: UUID, webhook_id: UUID, wanted: Wanted, cursor: Cursor, size: int
) -> Sequence[tuple[Key, str]]:
    """One entry more than the page holds, oldest first, in the cursor's direction."""
    after = cursor.after or (None, None)
    found = await db.execute(
        SQL(
            """
            select created_at, id, json_build_object(
              'created_at', wire_time(created_at), 'webhook_id', webhook_id, 'message_id', event_id,
              'event_name', event_name, 'status', status, 'status_code', coalesce(status_code, 0),
              'error_message', error_message, 'response_time_ms', response_time_ms)::text as json
            from delivery_attempt
            where partner_id = %(partner_id)s and webhook_id = %(webhook_id)s
              and created_at >= greatest(%(since)s, now() - make_interval(days => %(days)s))
              and (%(until)s::timestamptz is null or created_at < %(until)s)
              and (%(status)s::attempt_status is null or status = %(status)s)
              and (%(created_at)s::timestamptz is null or (created_at, id) {comparison} (%(created_at)s, %(id)s))
            order by created_at {order}, id {order}
            limit %(limit)s
            """
        ).format(comparison=SQL(cursor.comparison), order=SQL(cursor.order)),
        {
            "partner_id": partner_id,
            "webhook_id": webhook_id,
            "since": wanted.since,
            "until": wanted.until,
            "days": DAYS,
            "status": wanted.status,
            "created_at": after[0],
            "id": after[1],
            "limit": size + 1,
        },
    )
    return [((row["created_at"], row["id"]), row["json"]) for row in await found.fetchall()]


async def metrics(db: Db, partner_id: UUID, webhook_id: UUID) -> dict[str, Any]:
    """Sums of each window, of at most some hundred rows, and how the subscription stands now."""
    found = await db.execute(
        """
        select name, sum(attempts)::bigint as attempts, sum(successes)::bigint as successes,
               sum(answers)::bigint as answers, sum(milliseconds)::bigint as milliseconds,
               sum(messages)::bigint as messages, sum(messages_delivered)::bigint as delivered
        from unnest(%s::text[], %s::interval[]) as span (name, length) left join webhook_quarter
          on partner_id = %s and webhook_id = %s and begins > now() - length - interval '15 minutes'
        group by name
        """,
        (list(_WINDOWS), list(_WINDOWS.values()), partner_id, webhook_id),
    )
    sums = {row["name"]: {key: value or 0 for key, value in row.items()} for row in await found.fetchall()}
    found = await db.execute(
        """
        select (select ewma from webhook_health where partner_id = %(partner_id)s and webhook_id = %(webhook_id)s),
               (select count(*) from delivery
                where status = 'dead' and partner_id = %(partner_id)s and webhook_id = %(webhook_id)s) as dead
        """,
        {"partner_id": partner_id, "webhook_id": webhook_id},
    )
    now = await found.fetchone()
    assert now is not None
    return {
        "webhook_id": webhook_id,
        "http_attempts": {name: each["attempts"] for name, each in sums.items()},
        "http_success_attempts": {name: each["successes"] for name, each in sums.items()},
        "http_failure_attempts": {name: each["attempts"] - each["successes"] for name, each in sums.items()},
        "message_count": {name: each["messages"] for name, each in sums.items()},
        "message_success_count": {name: _delivered(each) for name, each in sums.items()},
        "success_rate": {name: _rate(each) for name, each in sums.items()},
        "avg_response_time_ms": {
            name: round(each["milliseconds"] / each["answers"]) if each["answers"] else None
            for name, each in sums.items()
        },
        "ewma_success_rate": None if now["ewma"] is None else round(now["ewma"], 4),
        "dlq_count": now["dead"],
    }


def _delivered(sums: dict[str, Any]) -> int:
    # Where a worker died between sending and writing down, the first attempt of a message was not counted.
    return int(min(sums["delivered"], sums["messages"]))


def _rate(sums: dict[str, Any]) -> int | None:
    if sums["messages"] < _LEAST_MESSAGES:
        return None
    return round(100 * _delivered(sums) / int(sums["messages"]))


async def replay(db: Db, partner_id: UUID, webhook_id: UUID, wanted: Letters, *, limit: int) -> int:
    """Make up to `limit` dead letters pending again, the oldest first; how many there were.

    They take the places that they had, and may be tried as often as new ones.
    """
    cursor = await db.execute(
        """
        update delivery
        set status = 'pending', next_attempt_at = created_at, forgiven = attempts, updated_at = clock_timestamp()
        where ctid = any (array(
          select delivery.ctid from delivery
          where status = 'dead' and partner_id = %(partner_id)s and webhook_id = %(webhook_id)s
            and (%(event_id)s::uuid is null or event_id = %(event_id)s)
            and (%(since)s::timestamptz is null or created_at >= %(since)s)
            and (%(until)s::timestamptz is null or created_at < %(until)s)
          order by created_at limit %(limit)s for update skip locked))
        """,
        {
            "partner_id": partner_id,
            "webhook_id": webhook_id,
            "event_id": wanted.event_id,
            "since": wanted.since,
            "until": wanted.until,
            "limit": limit,
        },
    )
    return cursor.rowcount
