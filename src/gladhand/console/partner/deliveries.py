"""One event on its way to one endpoint: the event itself, and each request with its answer."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Response

from gladhand.console.pages.blocks import Code, Facts, FormBlock, Forms, Notice, Notices, Time, Timeline, TimelineStep
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView
from gladhand.console.partner.webhooks import API
from gladhand.core.dependencies import Keys
from gladhand.core.keyset import Cursor
from gladhand.core.time_window import TimeWindow
from gladhand.notifications.deliveries import log_queries
from gladhand.notifications.deliveries.envelope import EnvelopeEvent, EventEnvelope
from gladhand.notifications.deliveries.log_queries import LogFilter
from gladhand.notifications.events import queries as feed
from gladhand.notifications.events.queries import EventFilter

router = APIRouter(
    prefix="/console/partners/{slug}/webhooks/{webhook_id:uuid}/events",
    include_in_schema=False,
    route_class=ConsoleRoute,
)

_MOST = 100


@router.get("/{event_id:uuid}")
async def show_delivery(view: PartnerView, webhook_id: UUID, event_id: UUID, keyring: Keys) -> Response:
    webhook = await view.api.get(f"{API}/{webhook_id}")
    begun = _begun(event_id)
    only = EventFilter(webhook_id=webhook_id, event_id=event_id)
    # The id of an event begins with its time.
    of_event = LogFilter(TimeWindow(begun), event_id=event_id)
    async with view.reading("webhook:read") as db:
        # Not through the routes: the log has no filter by event, and the feed of dated rows begins for who asks for it.
        logs = await log_queries.list_attempts(db, view.partner, webhook_id, only=of_event, cursor=Cursor(), size=_MOST)
        rows = await feed.list_events(db, view.partner, view.link_keys(keyring), only=only, cursor=Cursor(), size=1)
        delivery = await log_queries.find_delivery_state(db, view.partner, webhook_id, event_id)
    attempts = [orjson.loads(text) for _, text in logs]
    event: Any = orjson.loads(rows[0][1]) if rows else None
    if event is None and not attempts:
        raise PageNotFound
    steps = [
        TimelineStep(
            Time(each["created_at"]),
            f"Attempt {number}: {'HTTP ' + str(each['status_code']) if each['status_code'] else 'no answer'}",
            [
                " · ".join(part for part in (each["error_message"], f"{each['response_time_ms']} ms") if part),
                *([Code("What it answered", each["answer"])] if each["answer"] else []),
            ],
            "good" if each["status"] == "success" else "bad",
        )
        for number, each in enumerate(attempts, 1)
    ]
    is_given_up = delivery is not None and delivery.status == "dead"
    waits = [("Next attempt", Time(delivery.next_attempt_at))] if delivery and delivery.status == "pending" else []
    facts = [
        ("Event", webhook["event_name"]),
        ("Happened", Time(event["timestamp"]) if event else Time(begun)),
        ("Fleet", event["fleet_ref"] if event else None),
        ("Sequence", event["sequence"] if event else None),
        ("Address", webhook["url"]),
        *waits,
        ("Id", str(event_id)),
    ]
    body: Any = (
        Code("What was sent", event)
        if event
        else Notices("What was sent", [Notice("The event is so old that it is no longer kept.")], "")
    )
    again = FormBlock(
        "Send again",
        view.url(f"/webhooks/{webhook_id}/replay"),
        hidden={"event_id": str(event_id)},
        needs=["webhook:update"],
        tone="primary",
        about="the event",
    )
    trail = [("Webhooks", view.url("/webhooks")), (webhook["event_name"], view.url(f"/webhooks/{webhook_id}"))]
    blocks = [
        Facts("Delivery", facts),
        *([Forms("", [again])] if is_given_up else []),
        Timeline("Attempts", steps),
        *([Code("Headers of the last request", _headers(webhook, event, attempts))] if event and attempts else []),
        body,
    ]
    return view.show(ConsolePage("Delivery", blocks, trail=trail))


def _headers(webhook: Any, event: Any, attempts: Sequence[Any]) -> dict[str, str]:
    """The headers as they were sent with the last attempt. What is random or signed is not kept."""
    first = EnvelopeEvent(UUID(event["id"]), datetime.fromisoformat(event["timestamp"]), event["sequence"], "[]")
    envelope = EventEnvelope(event["event_name"], event["version"], UUID(webhook["id"]), len(attempts), [first])
    sent_at = datetime.fromisoformat(attempts[-1]["created_at"])
    unkept = dict.fromkeys(("X-Catena-Signature", "webhook-signature"), "by your secret, over the time and the body")
    unkept["X-Request-ID"] = "another one for each request"
    if webhook["batch_size"] > 1:
        unkept["webhook-id"] = "the id of the batch; of a single event its own"
    return envelope.unsigned_headers(sent_at=sent_at) | unkept


def _begun(event_id: UUID) -> datetime:
    """When the event was made. Raises `PageNotFound` for ids that no event has."""
    try:
        return datetime.fromtimestamp((event_id.int >> 80) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise PageNotFound from None
