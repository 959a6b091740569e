"""/v2/notifications/webhooks: subscriptions to events."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.who import PartnerCaller, allow
from gladhand.core.db import Database, Db
from gladhand.core.dependencies import CursorText, Keys, Reader, Size, Transaction, provided
from gladhand.core.error_schemas import errors
from gladhand.core.http import AddressGuard
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.pages import CursorPage
from gladhand.core.paging import DEFAULT_SIZE, Cursor, Page
from gladhand.core.responses import JSON
from gladhand.notifications.catalogue import WebhookEventNameEnum, WebhookStatusEnum, expand, is_wildcard
from gladhand.notifications.webhooks import queries, service
from gladhand.notifications.webhooks.problems import WebhookNotFound
from gladhand.notifications.webhooks.schemas import Webhook, WebhookCreate, WebhookRead, WebhookUpdate
from gladhand.notifications.webhooks.service import WebhookSettings

router = APIRouter(
    prefix="/v2/notifications/webhooks", tags=["webhook subscriptions"], responses=errors(), route_class=KeyedRoute
)


@router.post("", operation_id="create_webhook_subscription", summary="Create a webhook subscription")
async def create_webhook_subscription(
    wanted: WebhookCreate,
    who: Annotated[PartnerCaller, allow("webhook:create")],
    database: Annotated[Database, provided(Database)],
    keyring: Keys,
    guard: Annotated[AddressGuard, provided(AddressGuard)],
) -> Webhook | list[Webhook]:
    """Subscribe an address to an event.

    One event name is answered with the subscription, a wildcard with a list of them. The secret is in this answer only.
    The same event, url and filters once more is a conflict.
    """
    await service.check_address(guard, wanted)
    async with database.transaction() as db:
        made = await service.create(db, keyring, who.partner_id, wanted)
    return list(made) if is_wildcard(wanted.event_name) else made[0]


@router.get(
    "",
    response_model=CursorPage[WebhookRead],
    operation_id="list_webhook_subscriptions",
    summary="List webhook subscriptions",
)
async def list_webhook_subscriptions(
    who: Annotated[PartnerCaller, allow("webhook:read")],
    connection: Reader,
    event_name: Annotated[
        WebhookEventNameEnum | None, Query(description="Only those to this event, or to any that a wildcard stands for")
    ] = None,
    status: Annotated[
        WebhookStatusEnum | None, Query(description="Only those in this state; deleted ones are listed only so")
    ] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The caller's subscriptions, oldest first."""
    place, wanted = Cursor.decode(cursor), queries.Filter(expand(event_name) if event_name else None, status)
    rows = await queries.page(connection, who.partner_id, wanted, place, size)
    return JSON(Page.cut(rows, cursor=place, size=size).render())


@router.get(
    "/{webhook_id}",
    response_model=WebhookRead,
    operation_id="get_webhook_subscription",
    summary="Get a webhook subscription",
)
async def get_webhook_subscription(
    webhook_id: UUID, who: Annotated[PartnerCaller, allow("webhook:read")], connection: Reader
) -> Response:
    """One subscription; its secret and the last part of its url are masked."""
    return await _shown(connection, who, webhook_id)


@router.patch(
    "/{webhook_id}",
    response_model=WebhookRead,
    operation_id="update_webhook_subscription",
    summary="Update a webhook subscription",
)
async def update_webhook_subscription(
    webhook_id: UUID,
    wanted: WebhookUpdate,
    who: Annotated[PartnerCaller, allow("webhook:update")],
    database: Annotated[Database, provided(Database)],
    keyring: Keys,
    guard: Annotated[AddressGuard, provided(AddressGuard)],
    settings: Annotated[WebhookSettings, provided(WebhookSettings)],
) -> Response:
    """Change the url, the filters or the secret.

    With a new secret, deliveries are signed with the old one, too, for a day. What waits already goes to the new url.
    """
    await service.check_address(guard, wanted)
    async with database.transaction() as db:
        await service.update(db, keyring, who.partner_id, webhook_id, wanted, settings)
        return await _shown(db, who, webhook_id)


@router.post(
    "/{webhook_id}/activate",
    response_model=WebhookRead,
    operation_id="activate_webhook_subscription",
    summary="Activate a webhook subscription",
)
async def activate_webhook_subscription(
    webhook_id: UUID, who: Annotated[PartnerCaller, allow("webhook:update")], connection: Transaction
) -> Response:
    """Deliver again after a pause, or after too many failures.

    What has happened meanwhile is delivered first, one after the other, in the order in which it was published.
    """
    await service.activate(connection, who.partner_id, webhook_id)
    return await _shown(connection, who, webhook_id)


@router.post(
    "/{webhook_id}/pause",
    response_model=WebhookRead,
    operation_id="pause_webhook_subscription",
    summary="Pause a webhook subscription",
)
async def pause_webhook_subscription(
    webhook_id: UUID, who: Annotated[PartnerCaller, allow("webhook:update")], connection: Transaction
) -> Response:
    """Keep events instead of delivering them, until it is activated."""
    await service.pause(connection, who.partner_id, webhook_id)
    return await _shown(connection, who, webhook_id)


@router.delete(
    "/{webhook_id}",
    status_code=204,
    operation_id="delete_webhook_subscription",
    summary="Delete a webhook subscription",
)
async def delete_webhook_subscription(
    webhook_id: UUID, who: Annotated[PartnerCaller, allow("webhook:delete")], connection: Transaction
) -> None:
    """End a subscription. What has not been delivered to it yet is dropped."""
    await service.delete(connection, who.partner_id, webhook_id)


async def _shown(db: Db, who: PartnerCaller, webhook_id: UUID) -> Response:
    found = await queries.read(db, who.partner_id, webhook_id)
    if found is None:
        raise WebhookNotFound
    return JSON(found)
