"""/v2/notifications/webhooks/{webhook_id}/…: how deliveries have gone, and replays of what was given up."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.who import PartnerCaller, allow
from gladhand.core.db import Database, Db
from gladhand.core.dependencies import Reader, provided
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.pages import CursorPage, CursorText, Size
from gladhand.core.paging import DEFAULT_SIZE, Cursor, Page
from gladhand.core.problems import Invalid
from gladhand.core.responses import JSON
from gladhand.notifications.deliveries import logs
from gladhand.notifications.deliveries.metrics import REPLAYED
from gladhand.notifications.deliveries.schemas import Replayed, WebhookLogRead, WebhookLogStatusEnum, WebhookMetrics
from gladhand.notifications.publish import CHANNEL
from gladhand.notifications.webhooks import queries as webhooks
from gladhand.notifications.webhooks.problems import WebhookNotFound

router = APIRouter(
    prefix="/v2/notifications/webhooks/{webhook_id}",
    tags=["webhook subscriptions"],
    responses=errors(),
    route_class=KeyedRoute,
)

_REPLAYED_AT_ONCE = 5000

Since = Annotated[datetime | None, Query(description="Only from then on")]
Until = Annotated[datetime | None, Query(description="Only before then")]


@router.get(
    "/metrics",
    operation_id="get_webhook_subscription_metrics",
    summary="Get metrics of a webhook subscription",
)
async def get_webhook_subscription_metrics(
    webhook_id: UUID, who: Annotated[PartnerCaller, allow("webhook:read")], connection: Reader
) -> WebhookMetrics:
    """How deliveries have gone over 6 and 24 hours, 7 and 14 days, to a quarter of an hour."""
    await _require(connection, who, webhook_id)
    return WebhookMetrics.model_validate(await logs.metrics(connection, who.partner_id, webhook_id))


@router.get(
    "/logs",
    response_model=CursorPage[WebhookLogRead],
    operation_id="get_webhook_subscription_logs",
    summary="Get the delivery log of a webhook subscription",
)
async def get_webhook_subscription_logs(
    webhook_id: UUID,
    who: Annotated[PartnerCaller, allow("webhook:read")],
    connection: Reader,
    start_date: Since = None,
    end_date: Until = None,
    status: Annotated[WebhookLogStatusEnum | None, Query(description="Only those that ended so")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """Every attempt of the last 14 days, oldest first."""
    await _require(connection, who, webhook_id)
    since, until = _span(start_date, end_date)
    place = Cursor.decode(cursor)
    rows = await logs.page(connection, who.partner_id, webhook_id, logs.Wanted(since, until, status), place, size)
    return JSON(Page.cut(rows, cursor=place, size=size).render())


@router.post(
    "/replay",
    status_code=202,
    operation_id="replay_undelivered_messages_from_dlq",
    summary="Replay undelivered events",
)
async def replay_undelivered_messages_from_dlq(
    webhook_id: UUID,
    who: Annotated[PartnerCaller, allow("webhook:create")],
    database: Annotated[Database, provided(Database)],
    event_id: Annotated[UUID | None, Query(description="Only this event")] = None,
    start_date: Since = None,
    end_date: Until = None,
) -> Replayed:
    """Deliver again what was given up after the last try: all of it, of a span of time, or one event.

    While the subscription is paused or stale, it waits with everything else.
    """
    since, until = _span(start_date, end_date)
    wanted, count, last = logs.Letters(event_id, since, until), 0, _REPLAYED_AT_ONCE
    async with database.connection() as db:
        await _require(db, who, webhook_id)
        while last == _REPLAYED_AT_ONCE:
            # Each part is a transaction of its own: what is put back is not sent late for the rest.
            last = await logs.replay(db, who.partner_id, webhook_id, wanted, limit=_REPLAYED_AT_ONCE)
            await db.execute(f"notify {CHANNEL}")
            count += last
    REPLAYED.inc(count)
    return Replayed(webhook_id=webhook_id, replayed=count)


async def _require(db: Db, who: PartnerCaller, webhook_id: UUID) -> None:
    if not await webhooks.exists(db, who.partner_id, webhook_id):
        raise WebhookNotFound


def _span(start: datetime | None, end: datetime | None) -> tuple[datetime | None, datetime | None]:
    since, until = (each.replace(tzinfo=UTC) if each and each.tzinfo is None else each for each in (start, end))
    if since is not None and until is not None and since >= until:
        raise Invalid.at("query.start_date", "start_date must be before end_date.", given=since.isoformat())
    return since, until
