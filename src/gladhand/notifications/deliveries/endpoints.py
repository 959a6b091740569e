"""/v2/notifications/webhooks/{webhook_id}/…: metrics and log of deliveries, and replays of dead letters."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import PartnerCaller, allow
from gladhand.core.db import Database, Db
from gladhand.core.dependencies import CursorText, Reader, Size, dependency
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.keyset import DEFAULT_SIZE, Cursor, KeysetPage
from gladhand.core.pages import CursorPage
from gladhand.core.problems import Invalid, NotFound
from gladhand.core.query_time import QueryTime
from gladhand.core.responses import JSON
from gladhand.core.time_window import TimeWindow
from gladhand.notifications.deliveries import log_queries
from gladhand.notifications.deliveries.log_queries import DeadLetterFilter, LogFilter
from gladhand.notifications.deliveries.metrics import REPLAYED
from gladhand.notifications.deliveries.schemas import Replayed, WebhookLogRead, WebhookLogStatusEnum, WebhookMetrics
from gladhand.notifications.webhooks import queries as webhooks
from gladhand.resources.wire_model import EXTENSION

router = APIRouter(
    prefix="/v2/notifications/webhooks/{webhook_id:uuid}",
    tags=["webhook subscriptions"],
    responses=errors(),
    route_class=KeyedRoute,
)

_REPLAYED_AT_ONCE = 5000

Since = Annotated[QueryTime | None, Query(description="Only from this time on")]
Until = Annotated[QueryTime | None, Query(description="Only before this time")]
ReplaySince = Annotated[QueryTime | None, Query(description="Only from this time on", json_schema_extra=EXTENSION)]
ReplayUntil = Annotated[QueryTime | None, Query(description="Only before this time", json_schema_extra=EXTENSION)]


@router.get(
    "/metrics",
    operation_id="get_webhook_subscription_metrics",
    summary="Get metrics of a webhook subscription",
)
async def get_webhook_subscription_metrics(
    webhook_id: UUID, caller: Annotated[PartnerCaller, allow("webhook:read")], db: Reader
) -> WebhookMetrics:
    """Deliveries of the last 6 and 24 hours, 7 and 14 days, to a quarter of an hour."""
    await _require(db, caller, webhook_id)
    return WebhookMetrics.model_validate(await log_queries.get_metrics(db, caller.partner_id, webhook_id))


@router.get(
    "/logs",
    response_model=CursorPage[WebhookLogRead],
    operation_id="get_webhook_subscription_logs",
    summary="Get the delivery log of a webhook subscription",
)
async def get_webhook_subscription_logs(
    webhook_id: UUID,
    caller: Annotated[PartnerCaller, allow("webhook:read")],
    db: Reader,
    start_date: Since = None,
    end_date: Until = None,
    status: Annotated[WebhookLogStatusEnum | None, Query(description="Only attempts with this status")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """Every attempt of the last 14 days, oldest first."""
    await _require(db, caller, webhook_id)
    only, position = LogFilter(_window(start_date, end_date), status), Cursor.decode(cursor)
    rows = await log_queries.list_attempts(db, caller.partner_id, webhook_id, only=only, cursor=position, size=size)
    return JSON(KeysetPage.cut(rows, cursor=position, size=size).render())


@router.post(
    "/replay",
    status_code=202,
    # The contract has no body here, so its clients read none.
    responses={202: {"content": {JSON.media_type: {"schema": EXTENSION}}}},
    operation_id="replay_undelivered_messages_from_dlq",
    summary="Replay undelivered events",
)
async def replay_undelivered_messages_from_dlq(
    webhook_id: UUID,
    caller: Annotated[PartnerCaller, allow("webhook:create")],
    database: Annotated[Database, dependency(Database)],
    event_id: Annotated[UUID | None, Query(description="Only this event", json_schema_extra=EXTENSION)] = None,
    start_date: ReplaySince = None,
    end_date: ReplayUntil = None,
) -> Replayed:
    """Deliver events again that were given up after the last attempt: all, those of a span of time, or one.

    While the subscription is paused or stale, they wait like all others.
    """
    only, count, last = DeadLetterFilter(event_id, _window(start_date, end_date)), 0, _REPLAYED_AT_ONCE
    async with database.connection() as db:
        await _require(db, caller, webhook_id)
        while last == _REPLAYED_AT_ONCE:
            # Each part is a transaction of its own, so that its deliveries need not wait for the rest.
            last = await log_queries.replay_dead(db, caller.partner_id, webhook_id, only=only, limit=_REPLAYED_AT_ONCE)
            count += last
    REPLAYED.inc(count)
    return Replayed(webhook_id=webhook_id, replayed=count)


async def _require(db: Db, caller: PartnerCaller, webhook_id: UUID) -> None:
    if not await webhooks.has_webhook(db, caller.partner_id, webhook_id):
        raise NotFound.of("webhook subscription")


def _window(start: datetime | None, end: datetime | None) -> TimeWindow:
    if start is not None and end is not None and start >= end:
        raise Invalid.at("query.start_date", "start_date must be before end_date.", given=start)
    return TimeWindow(start, end)
