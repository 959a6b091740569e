"""Statements about deliveries as the partner sees them: the log, sums for metrics, dead letters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.sql import SQL, Identifier, Literal

from gladhand.core.db import Db
from gladhand.core.keyset import Cursor, Key, Keyset, creation_keyed
from gladhand.core.time_window import TimeWindow
from gladhand.notifications.publish_queries import CHANNEL

#: How many days back the log and the metrics go.
DAYS = 14

_WINDOWS = {"6h": "6 hours", "24h": "24 hours", "7d": "7 days", "14d": "14 days"}
# Fewer messages give no meaningful rate.
_LEAST_MESSAGES = 200
# Milliseconds, longer than any statement may take.
_LONGEST_INSERT = 600_000

_KEYSET = Keyset.by_creation()
_CREATED_AT = Identifier("created_at")


@dataclass(frozen=True)
class LogFilter:
    """Which entries of the log."""

    window: TimeWindow = field(default_factory=TimeWindow)
    status: str | None = None
    event_id: UUID | None = None


@dataclass(frozen=True)
class DeadLetterFilter:
    """Which dead letters: deliveries that were given up after the last attempt."""

    event_id: UUID | None = None
    window: TimeWindow = field(default_factory=TimeWindow)


async def list_attempts(
    db: Db, partner_id: UUID, webhook_id: UUID, *, only: LogFilter, cursor: Cursor, size: int
) -> Sequence[tuple[Key, str]]:
    """One entry more than the page holds, oldest first, in the cursor's direction."""
    rows = await db.execute(
        SQL(
            """
            select created_at, id, json_build_object(
              'created_at', wire_time(created_at), 'webhook_id', webhook_id, 'message_id', event_id,
              'event_name', event_name, 'status', status, 'status_code', coalesce(status_code, 0),
              'error_message', error_message, 'response_time_ms', response_time_ms, 'answer', answer)::text as record
            from delivery_attempt
            where partner_id = %(partner_id)s and webhook_id = %(webhook_id)s
              and created_at >= now() - make_interval(days => %(days)s) and {window}
              and (%(status)s::attempt_status is null or status = %(status)s)
              and (%(event_id)s::uuid is null or event_id = %(event_id)s) and {after}
            order by {order}
            limit %(limit)s
            """
        ).format(window=only.window.contains(_CREATED_AT), after=_KEYSET.after(cursor), order=_KEYSET.order(cursor)),
        {
            "partner_id": partner_id,
            "webhook_id": webhook_id,
            "days": DAYS,
            "status": only.status,
            "event_id": only.event_id,
            **only.window.parameters(),
            **_KEYSET.parameters(cursor, size),
        },
    )
    return creation_keyed(await rows.fetchall())


async def get_metrics(db: Db, partner_id: UUID, webhook_id: UUID) -> dict[str, Any]:
    """The sums of each window, over some hundred rows at most, and the current state of the subscription."""
    rows = await db.execute(
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
    windows = {row["name"]: {key: value or 0 for key, value in row.items()} for row in await rows.fetchall()}
    rows = await db.execute(
        """
        select (select ewma from webhook_health where partner_id = %(partner_id)s and webhook_id = %(webhook_id)s),
               (select count(*) from delivery
                where status = 'dead' and partner_id = %(partner_id)s and webhook_id = %(webhook_id)s) as dead
        """,
        {"partner_id": partner_id, "webhook_id": webhook_id},
    )
    now = await rows.fetchone()
    assert now is not None
    return {
        "webhook_id": webhook_id,
        "http_attempts": {name: sums["attempts"] for name, sums in windows.items()},
        "http_success_attempts": {name: sums["successes"] for name, sums in windows.items()},
        "http_failure_attempts": {name: sums["attempts"] - sums["successes"] for name, sums in windows.items()},
        "message_count": {name: sums["messages"] for name, sums in windows.items()},
        "message_success_count": {name: _delivered(sums) for name, sums in windows.items()},
        "success_rate": {name: _rate(sums) for name, sums in windows.items()},
        "avg_response_time_ms": {
            name: round(sums["milliseconds"] / sums["answers"]) if sums["answers"] else None
            for name, sums in windows.items()
        },
        "ewma_success_rate": None if now["ewma"] is None else round(now["ewma"], 4),
        "dlq_count": now["dead"],
    }


def _delivered(sums: dict[str, Any]) -> int:
    # The first attempt of a message is not counted when the worker died before it wrote the result.
    return int(min(sums["delivered"], sums["messages"]))


def _rate(sums: dict[str, Any]) -> int | None:
    if sums["messages"] < _LEAST_MESSAGES:
        return None
    return round(100 * _delivered(sums) / int(sums["messages"]))


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """Where the delivery of one event to one subscription stands."""

    status: str
    next_attempt_at: datetime


async def find_delivery_state(db: Db, partner_id: UUID, webhook_id: UUID, event_id: UUID) -> DeliveryState | None:
    """One statement stores an event and its deliveries, and ids begin with the time: so the key finds them."""
    made_at = event_id.int >> 80
    rows = await db.execute(
        """
        select status::text as status, next_attempt_at from delivery
        where partner_id = %s and id between %s and %s and webhook_id = %s and event_id = %s
        """,
        (partner_id, UUID(int=made_at << 80), UUID(int=made_at + _LONGEST_INSERT << 80), webhook_id, event_id),
    )
    row = await rows.fetchone()
    return None if row is None else DeliveryState(**row)


async def replay_dead(db: Db, partner_id: UUID, webhook_id: UUID, *, only: DeadLetterFilter, limit: int) -> int:
    """Make up to `limit` dead letters pending again, the oldest first, and wake the workers. Returns their number.

    They keep their places in the queue, and get as many attempts as new deliveries.
    """
    rows = await db.execute(
        SQL(
            """
            with replayed as (
              update delivery
              set status = 'pending', next_attempt_at = created_at, forgiven = attempts,
                  updated_at = clock_timestamp()
              where partner_id = %(partner_id)s and id = any (array(
                select id from delivery
                where status = 'dead' and partner_id = %(partner_id)s and webhook_id = %(webhook_id)s
                  and (%(event_id)s::uuid is null or event_id = %(event_id)s) and {window}
                order by created_at limit %(limit)s for update skip locked))
              returning 1
            )
            select count(*) as count, pg_notify({channel}, '') from replayed
            """
        ).format(window=only.window.contains(_CREATED_AT), channel=Literal(CHANNEL)),
        {
            "partner_id": partner_id,
            "webhook_id": webhook_id,
            "event_id": only.event_id,
            "limit": limit,
            **only.window.parameters(),
        },
    )
    row = await rows.fetchone()
    assert row is not None
    return int(row["count"])
