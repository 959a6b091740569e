"""/v2/notifications/webhooks: subscriptions to events."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from gladhand.auth.access import PartnerCaller, allow
from gladhand.core.contract_route import wants_extensions
from gladhand.core.db import Database, Db
from gladhand.core.dependencies import CursorText, Keys, Reader, Size, Transaction, dependency
from gladhand.core.error_schemas import errors
from gladhand.core.http import AddressGuard
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.keyset import DEFAULT_SIZE, Cursor, KeysetPage
from gladhand.core.pages import CursorPage
from gladhand.core.problems import NotFound
from gladhand.core.responses import JSON
from gladhand.notifications.event_names import WebhookEventNameEnum, expand, is_wildcard
from gladhand.notifications.webhooks import queries, service
from gladhand.notifications.webhooks.enums import WebhookStatusEnum
from gladhand.notifications.webhooks.schemas import SampleEvent, Webhook, WebhookCreate, WebhookRead, WebhookUpdate
from gladhand.notifications.webhooks.service import WebhookSettings

router = APIRouter(
    prefix="/v2/notifications/webhooks", tags=["webhook subscriptions"], responses=errors(), route_class=KeyedRoute
)


@router.post("", operation_id="create_webhook_subscription", summary="Create a webhook subscription")
async def create_webhook_subscription(
    request: WebhookCreate,
    caller: Annotated[PartnerCaller, allow("webhook:create")],
    database: Annotated[Database, dependency(Database)],
    keyring: Keys,
    guard: Annotated[AddressGuard, dependency(AddressGuard)],
    extensions: Annotated[bool, Depends(wants_extensions)],
) -> Webhook | list[Webhook]:
    """Subscribe an address to an event.

    For one event name the answer is the subscription, for a wildcard a list of them. Only this answer has the secret.
    A second subscription with the same event, url and filters is a conflict.
    """
    await service.check_address(guard, request)
    if request.extensions is None:
        request.extensions = extensions
    async with database.transaction() as db:
        created = await service.create(db, keyring, caller.partner_id, request)
    return list(created) if is_wildcard(request.event_name) else created[0]


@router.get(
    "",
    response_model=CursorPage[WebhookRead],
    operation_id="list_webhook_subscriptions",
    summary="List webhook subscriptions",
)
async def list_webhook_subscriptions(
    caller: Annotated[PartnerCaller, allow("webhook:read")],
    db: Reader,
    event_name: Annotated[
        WebhookEventNameEnum | None, Query(description="Only those to this event, or to the events of a wildcard")
    ] = None,
    status: Annotated[
        WebhookStatusEnum | None,
        Query(description="Only those in this state. Deleted ones are listed only with this filter"),
    ] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The caller's subscriptions, oldest first."""
    only = queries.WebhookFilter(expand(event_name) if event_name else None, status)
    position = Cursor.decode(cursor)
    rows = await queries.list_webhooks(db, caller.partner_id, only=only, cursor=position, size=size)
    return JSON(KeysetPage.cut(rows, cursor=position, size=size).render())


@router.get(
    "/{webhook_id:uuid}",
    response_model=WebhookRead,
    operation_id="get_webhook_subscription",
    summary="Get a webhook subscription",
)
async def get_webhook_subscription(
    webhook_id: UUID, caller: Annotated[PartnerCaller, allow("webhook:read")], db: Reader
) -> Response:
    """One subscription; its secret and the last part of its url are masked."""
    return await _read(db, caller, webhook_id)


@router.patch(
    "/{webhook_id:uuid}",
    response_model=WebhookRead,
    operation_id="update_webhook_subscription",
    summary="Update a webhook subscription",
)
async def update_webhook_subscription(
    webhook_id: UUID,
    request: WebhookUpdate,
    caller: Annotated[PartnerCaller, allow("webhook:update")],
    database: Annotated[Database, dependency(Database)],
    keyring: Keys,
    guard: Annotated[AddressGuard, dependency(AddressGuard)],
    settings: Annotated[WebhookSettings, dependency(WebhookSettings)],
) -> Response:
    """Change the url, the filters or the secret.

    After a change of the secret, the old one signs beside it for a day. Deliveries that wait already go to the new url.
    """
    await service.check_address(guard, request)
    async with database.transaction() as db:
        await service.update(db, keyring, caller.partner_id, webhook_id, request=request, settings=settings)
        return await _read(db, caller, webhook_id)


@router.post(
    "/{webhook_id:uuid}/activate",
    response_model=WebhookRead,
    operation_id="activate_webhook_subscription",
    summary="Activate a webhook subscription",
)
async def activate_webhook_subscription(
    webhook_id: UUID, caller: Annotated[PartnerCaller, allow("webhook:update")], db: Transaction
) -> Response:
    """Deliver again after a pause, or after too many failures.

    Events that were published meanwhile are delivered first, one after the other, in their order.
    """
    await service.activate(db, caller.partner_id, webhook_id)
    return await _read(db, caller, webhook_id)


@router.post(
    "/{webhook_id:uuid}/pause",
    response_model=WebhookRead,
    operation_id="pause_webhook_subscription",
    summary="Pause a webhook subscription",
)
async def pause_webhook_subscription(
    webhook_id: UUID, caller: Annotated[PartnerCaller, allow("webhook:update")], db: Transaction
) -> Response:
    """Keep events instead of delivering them, until it is activated."""
    await service.pause(db, caller.partner_id, webhook_id)
    return await _read(db, caller, webhook_id)


@router.post(
    "/{webhook_id:uuid}/test",
    status_code=202,
    operation_id="send_test_event",
    summary="Send a test event",
)
async def send_test_event(
    webhook_id: UUID, caller: Annotated[PartnerCaller, allow("webhook:update")], db: Transaction
) -> SampleEvent:
    """Deliver an invented event of the subscription's name, even if nothing publishes that event yet.

    It is signed and retried like any other, and has the header `X-Gladhand-Test: true`. Filters do not apply.
    """
    return SampleEvent(webhook_id=webhook_id, event_id=await service.send_test(db, caller.partner_id, webhook_id))


@router.delete(
    "/{webhook_id:uuid}",
    status_code=204,
    operation_id="delete_webhook_subscription",
    summary="Delete a webhook subscription",
)
async def delete_webhook_subscription(
    webhook_id: UUID, caller: Annotated[PartnerCaller, allow("webhook:delete")], db: Transaction
) -> None:
    """End a subscription. Events that it has not received yet are dropped."""
    await service.delete(db, caller.partner_id, webhook_id)


async def _read(db: Db, caller: PartnerCaller, webhook_id: UUID) -> Response:
    webhook = await queries.find_webhook(db, caller.partner_id, webhook_id)
    if webhook is None:
        raise NotFound.of("webhook subscription")
    return JSON(webhook)
