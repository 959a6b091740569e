"""/v2/notifications/events: the feed to reconcile with."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import CursorText, Keys, Reader, Size
from gladhand.core.error_schemas import errors
from gladhand.core.keyset import DEFAULT_SIZE, Cursor, KeysetPage
from gladhand.core.problems import Invalid
from gladhand.core.query_time import QueryTime
from gladhand.core.responses import JSON
from gladhand.core.time_window import TimeWindow
from gladhand.notifications.event_names import WebhookEventNameEnum, expand
from gladhand.notifications.events import queries
from gladhand.notifications.events.reader_queries import upsert_reader
from gladhand.notifications.events.schemas import EventPage
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/notifications/events", tags=["events"], responses=errors(), route_class=ContractRoute)

_LARGEST = 2**63 - 1


@router.get("", response_model=EventPage, operation_id="list_events", summary="List events")
async def list_events(
    *,
    caller: Annotated[PartnerCaller, allow("webhook:read")],
    db: Reader,
    keyring: Keys,
    event_name: Annotated[
        list[WebhookEventNameEnum] | None,
        Query(description="Only events of these names. A wildcard stands for all events of its noun"),
    ] = None,
    fleet_ids: Annotated[list[UUID] | None, Query(description="Only events of these fleets")] = None,
    fleet_refs: Annotated[
        list[Text] | None,
        Query(description="Only events of these fleets, by your own reference. A match with either list is enough"),
    ] = None,
    start_date: Annotated[QueryTime | None, Query(description="Only events from this time on")] = None,
    end_date: Annotated[QueryTime | None, Query(description="Only events before this time")] = None,
    webhook_id: Annotated[
        UUID | None,
        Query(description="Only events that were delivered to this subscription, with their sequence numbers there"),
    ] = None,
    first_sequence: Annotated[
        int | None, Query(ge=1, le=_LARGEST, description="Only from this sequence number on")
    ] = None,
    last_sequence: Annotated[
        int | None, Query(ge=1, le=_LARGEST, description="Only up to this sequence number, inclusive")
    ] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """All events of the caller, with or without a subscription, in an order that never changes.

    Read on from `resume` as often as you like: no event is left out or repeated, because new events never come before
    a cursor that was given out. Events are kept for 14 days at least. An event is listed when all transactions older
    than its own have ended, usually within milliseconds. Events of dated rows, such as positions, begin when you first
    read the feed or subscribe to them. Without the scope `invitation:create` the ids of invitations are zeros.
    """
    if webhook_id is None and (first_sequence is not None or last_sequence is not None):
        raise Invalid.at("query.webhook_id", "A filter by sequence needs `webhook_id`.", error_type="missing")
    names = None if event_name is None else sorted({name for given in event_name for name in expand(given)})
    position = queries.KEYSET.decode(cursor)
    only = queries.EventFilter(
        event_names=names,
        fleet_ids=fleet_ids,
        fleet_refs=fleet_refs,
        window=TimeWindow(start_date, end_date),
        webhook_id=webhook_id,
        sequences=(first_sequence, last_sequence),
    )
    await upsert_reader(db, caller.partner_id)
    keys = keyring if caller.may_have_links else None
    rows = await queries.list_events(db, caller.partner_id, keys, only=only, cursor=position, size=size)
    listed = rows[:size]
    # Read backwards, the last event in the feed's order is the first that was found.
    last = listed[0 if position.backwards else -1][0] if listed else position.after
    resume = Cursor(last).encode()
    return JSON(KeysetPage.cut(rows, cursor=position, size=size).render()[:-1] + f',"resume":"{resume}"}}'.encode())
