"""The feed of events, the newest first."""

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from gladhand.console.pages.blocks import Code, FormBlock, Input, Link, TableBlock, Time
from gladhand.console.pages.fields import param
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView
from gladhand.core.dependencies import Keys
from gladhand.core.keyset import Cursor
from gladhand.notifications.event_names import WebhookEventNameEnum, expand
from gladhand.notifications.events import queries as feed
from gladhand.notifications.events.queries import EventFilter

router = APIRouter(prefix="/console/partners/{slug}/events", include_in_schema=False, route_class=ConsoleRoute)

_SIZE = 50
_REFRESH_SECONDS = 5


@router.get("")
async def show_events(view: PartnerView, request: Request, keyring: Keys) -> Response:
    """What was published. Not through the route, which begins the feed of dated rows for a partner that reads it."""
    name, fleet_ref = param(request, "event_name"), param(request, "fleet_ref")
    cursor = feed.KEYSET.decode(param(request, "cursor")) if param(request, "cursor") else Cursor(None, backwards=True)
    only = EventFilter(event_names=_names(name), fleet_refs=[fleet_ref] if fleet_ref else None)
    async with view.reading("webhook:read") as db:
        rows = await feed.list_events(db, view.partner, view.link_keys(keyring), only=only, cursor=cursor, size=_SIZE)
    shown = rows[:_SIZE] if cursor.backwards else rows[:_SIZE][::-1]
    query = {"event_name": name, "fleet_ref": fleet_ref}
    links = []
    if shown and (not cursor.backwards or len(rows) > _SIZE):
        older = Cursor(shown[-1][0], backwards=True).encode()
        links.append(Link("Older", view.url("/events", query | {"cursor": older})))
    if shown and cursor.after is not None:
        links.append(Link("Newer", view.url("/events", query | {"cursor": Cursor(shown[0][0]).encode()})))
    events: list[Any] = [orjson.loads(text) for _, text in shown]
    names = [("", "any"), *((each.value, each.value) for each in WebhookEventNameEnum)]
    fields = [
        Input("event_name", "Event", name or "", choices=names),
        Input("fleet_ref", "Your id of the fleet", fleet_ref or ""),
    ]
    table = TableBlock(
        "Events",
        ["Happened", "Event", "Fleet", "Data"],
        [
            [Time(each["timestamp"]), each["event_name"], each["fleet_ref"], Code("Show", each["data"])]
            for each in events
        ],
        "No events. Invitations, agreements, connections and records make them. Events of positions and other dated "
        "rows begin when you subscribe to them or read `GET /v2/notifications/events`.",
        links,
    )
    blocks = [FormBlock("Filter", view.url("/events"), fields, method="get"), table]
    is_front = cursor.after is None
    return view.show(ConsolePage("Events", blocks, refresh_seconds=_REFRESH_SECONDS if is_front else None))


def _names(text: str | None) -> list[str] | None:
    if text is None:
        return None
    try:
        return sorted(expand(WebhookEventNameEnum(text)))
    except ValueError:
        raise PageNotFound from None
