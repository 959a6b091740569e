"""How long rows are kept: one list of tables, and the task that deletes what is older.

Deleting twice is harmless: the second time finds nothing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from gladhand.core import clock
from gladhand.core.db import Database
from gladhand.core.ids import INSTALLATION, first_id
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.recurring import Worker
from gladhand.core.retention_queries import OF_FINISHED_OPERATION, deleting, list_partners

log = get_logger()

_DELETED = LogEvent("retention.deleted", "Old rows were deleted: how many of each table.")

_EVERY = timedelta(minutes=10)
# A statement deletes few rows, so that it holds its locks for milliseconds. Between two, others get their turn.
_BATCH_SIZE = 2000
_PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Retention:
    """For how long the rows of one table are kept."""

    table: LiteralString
    rows: str
    """What the rows are, for the documentation."""
    keep: timedelta
    key: tuple[LiteralString, ...]
    """The primary key."""
    since: LiteralString = "created_at"
    """The time that a row's age counts from, or an id of version 7, which begins with the time of its creation."""
    condition: LiteralString = "true"
    """Which rows are deleted at all; `t` is the table."""
    setting: str | None = None
    """The setting that `keep` comes from."""

    @property
    def is_by_partner(self) -> bool:
        """Whether rows are deleted partner by partner, because the index for old rows begins with the partner."""
        return self.key[0] == "partner_id"

    def oldest(self) -> datetime | UUID:
        """The time or id before which rows are deleted."""
        moment = clock.now() - self.keep
        return first_id(moment) if self.since == "id" else moment


def retentions(
    *, event_days: int, operation_days: int, mail_days: int, request_log_hours: int
) -> tuple[Retention, ...]:
    """The list, in the order of deletion: a row goes before the row that it refers to."""
    events, operations = timedelta(days=event_days), timedelta(days=operation_days)
    by_partner: tuple[LiteralString, ...] = ("partner_id", "id")
    return (
        Retention(
            "delivery",
            "dead letters",
            timedelta(days=14),
            by_partner,
            condition="t.status = 'dead' and t.updated_at < %(oldest)s",
        ),
        Retention("delivery_attempt", "attempts of deliveries", events, by_partner, "id", setting="event_days"),
        Retention("delivery", "deliveries", events, by_partner, "id", setting="event_days"),
        Retention("event", "events", events, by_partner, "id", setting="event_days"),
        Retention(
            "webhook_quarter",
            "metrics of webhooks",
            events,
            ("partner_id", "webhook_id", "begins"),
            "begins",
            setting="event_days",
        ),
        Retention(
            "resource_operation_log",
            "attempts of finished operations",
            operations,
            by_partner,
            "id",
            OF_FINISHED_OPERATION,
            setting="operation_days",
        ),
        Retention(
            "resource_operation",
            "finished operations",
            operations,
            by_partner,
            "id",
            "t.status <> 'pending'",
            setting="operation_days",
        ),
        Retention(
            "mail",
            "messages to people, without their addresses and texts",
            timedelta(days=mail_days),
            by_partner,
            condition="t.status <> 'queued'",
            setting="mail_days",
        ),
        Retention(
            "api_request",
            "requests of API clients",
            timedelta(hours=request_log_hours),
            ("partner_id", "created_at", "id"),
            setting="request_log_hours",
        ),
        _quarters("api_request_quarter", "figures of requests of API clients"),
        _quarters("operation_quarter", "figures of attempts of writes"),
        _quarters("freshness_quarter", "figures of lists read in time"),
        Retention("queue_minute", "figures of queues", timedelta(days=2), ("begins", "queue"), "begins"),
        Retention(
            "budget_minute",
            "figures of requests to providers",
            timedelta(days=2),
            ("source_name", "begins", "kind", "account"),
            "begins",
        ),
        Retention("execution", "runs of schedules", timedelta(days=7), ("fleet_id", "id")),
        Retention(
            "connection_pre_auth",
            "credentials entered before a sign-in, after they have expired",
            timedelta(),
            ("fleet_id", "id"),
            "expires_at",
        ),
        Retention("idempotency_key", "idempotency keys with their answers", timedelta(hours=24), ("client", "key")),
        Retention("revoked_token", "revoked tokens, after they have expired", timedelta(), ("jti",), "expires_at"),
        Retention(
            "attempt_count",
            "counts of attempts to sign in, register or get a new password, after they no longer limit anything",
            timedelta(),
            ("subject",),
            "forgotten_at",
        ),
        Retention(
            "used_refresh_token", "used refresh tokens, after they have expired", timedelta(), ("jti",), "expires_at"
        ),
        Retention(
            "person_link", "links of people, after they have expired", timedelta(), ("token_hash",), "expires_at"
        ),
        Retention(
            "used_passkey_challenge",
            "answered challenges of passkeys, after they have expired",
            timedelta(),
            ("challenge_hash",),
            "expires_at",
        ),
        Retention("person_session", "browsers of people, after they have expired", timedelta(), ("id",), "expires_at"),
        Retention(
            "person_grant",
            "sign-ins of people in applications, after they have expired",
            timedelta(),
            ("id",),
            "expires_at",
        ),
        Retention(
            "sign_in",
            "sign-ins at providers, after they have expired",
            timedelta(days=1),
            ("fleet_id", "state"),
            "expires_at",
        ),
        Retention(
            "sharing_browser",
            "browsers that may change what a fleet shares, after their time is over",
            timedelta(),
            ("partner_id", "fleet_id", "browser"),
            "expires_at",
        ),
        Retention(
            "visit_connection",
            "connections made in a visit of Connect",
            timedelta(days=60),
            ("browser", "invitation_id", "connection_id"),
        ),
        Retention(
            "console_link",
            "one-time links to the console, after they have expired",
            timedelta(),
            ("token_hash",),
            "expires_at",
        ),
    )


def _quarters(table: LiteralString, rows: str) -> Retention:
    """Figures of a partner's quarters of an hour, for charts of a day."""
    return Retention(table, rows, timedelta(days=2), ("partner_id", "begins"), "begins")


def register(worker: Worker, database: Database, listed: Sequence[Retention]) -> None:
    """Let the worker delete old rows."""

    async def delete() -> None:
        await delete_old_rows(database, listed)

    worker.every("retention.delete", _EVERY, delete)


async def delete_old_rows(database: Database, listed: Sequence[Retention]) -> int:
    """Delete the rows of these tables that are older than they are kept. Returns how many there were."""
    async with database.connection() as db:
        partners = await list_partners(db)
    deleted: dict[str, int] = {}
    for retention in listed:
        owners: list[dict[str, UUID]] = [{}]
        if retention.is_by_partner:
            owners = [{"partner_id": INSTALLATION}, *({"partner_id": partner} for partner in partners)]
        for owner in owners:
            count = await _delete_in_batches(database, retention, owner)
            deleted[retention.table] = deleted.get(retention.table, 0) + count
    if any(deleted.values()):
        log.info(_DELETED, rows={table: count for table, count in deleted.items() if count})
    return sum(deleted.values())


async def _delete_in_batches(database: Database, retention: Retention, owner: Mapping[str, UUID]) -> int:
    statement = deleting(
        retention.table,
        key=retention.key,
        since=retention.since,
        condition=retention.condition,
        is_by_partner=retention.is_by_partner,
    )
    values: dict[str, Any] = {**owner, "oldest": retention.oldest(), "limit": _BATCH_SIZE}
    deleted, batch = 0, _BATCH_SIZE
    while batch >= _BATCH_SIZE:
        async with database.connection() as db:
            batch = (await db.execute(statement, values)).rowcount
        deleted += batch
        await asyncio.sleep(_PAUSE_SECONDS if batch else 0)
    return deleted
