"""A partner's first page: figures, and what needs attention with what mends it."""

from typing import Any

from fastapi import APIRouter, Response

from gladhand.console.pages.blocks import FormBlock, Link, Notice, Notices, Tile, Tiles
from gladhand.console.pages.charts import ChartGrid
from gladhand.console.pages.freshness_chart import freshness_chart
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.console.partner.attempt_chart import attempt_chart
from gladhand.console.partner.failing_reads import failure_text
from gladhand.console.partner.webhooks import CHANGES
from gladhand.core.clock import now
from gladhand.core.how_many import how_many
from gladhand.integrations.connections import overview_queries as connections
from gladhand.integrations.connections.overview_queries import ConnectionLine
from gladhand.integrations.schedules import overview_queries as schedules
from gladhand.integrations.schedules.overview_queries import FailingSchedule
from gladhand.notifications.deliveries import overview_queries as webhooks
from gladhand.notifications.events import overview_queries as events
from gladhand.resources.resource import as_words

router = APIRouter(prefix="/console/partners/{slug}", include_in_schema=False, route_class=ConsoleRoute)

_MOST = 10
_REFRESH_SECONDS = 15


@router.get("")
async def show_overview(view: PartnerView) -> Response:
    fleets = (await view.api.get("/v2/orgs/fleets", size=1))["total"]
    funnel = await view.api.get("/v2/orgs/invitation-funnel")
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    async with view.reading("connection:read", "schedule:read", "webhook:read") as db:
        states = await connections.count_connections_of_partner(db, view.partner)
        broken = await connections.list_broken_connections(db, view.partner, _MOST)
        failing = await schedules.list_failing_schedules(db, partner_id=view.partner, limit=_MOST)
        endpoints = await webhooks.count_webhooks_of_partner(db, view.partner)
        troubled = await webhooks.list_all_webhooks(
            db, slug=view.area.partner_slug, only_in_trouble=True, limit=2 * _MOST
        )
        count = await events.count_events(db, view.partner, midnight)
        freshness = await freshness_chart(db, view.partner)
    notices = [*(_broken(view, line) for line in broken), *_failing(view, failing), *_undelivered(view, troubled)]
    working, connected = states.get("active", 0), sum(states.values())
    tiles = [
        Tile("Fleets", fleets, view.url("/fleets")),
        Tile(
            "Working connections",
            f"{working:,} of {_at_most(connected, connections.MOST_COUNTED)}",
            view.url("/connections"),
            _bad(connected - working),
        ),
        Tile("Lists not read in time", _at_most(len(failing), _MOST), view.url("/connections"), _bad(len(failing))),
        Tile("Events since midnight UTC", _at_most(count, events.MOST_COUNTED), view.url("/events")),
        Tile("Webhook endpoints", endpoints, view.url("/webhooks")),
        Tile("Events given up", _given_up(troubled), view.url("/webhooks"), _bad(_given_up(troubled))),
        Tile("Invitations in 45 days", funnel["invitations"], view.url("/invitations")),
    ]
    blocks = [
        Notices("Needs attention", notices, "Nothing needs attention. Connections work, and events arrive."),
        Tiles("Now", tiles),
        ChartGrid("The last day", [freshness, await attempt_chart(view)]),
    ]
    return view.show(ConsolePage("Overview", blocks, refresh_seconds=_REFRESH_SECONDS))


def _broken(view: View, line: ConnectionLine) -> Notice:
    text = (
        f"{line.fleet}: the connection to {line.source_name} is {line.status}. The provider refuses the sign-in, "
        "so nothing is read. The fleet has to sign in again."
    )
    here = view.url(f"/connections/{line.id}")
    return Notice(text, "bad", [Link("Look at the connection and send a repair link", here)])


def _failing(view: View, failing: list[FailingSchedule]) -> list[Notice]:
    notices = []
    for each in failing:
        what = f"{each.fleet_ref or each.fleet}: {as_words(each.resource)} from {each.source_name}"
        here = view.url(f"/connections/{each.connection_id}/schedules/{each.id}")
        notices.append(Notice(f"{what} {failure_text(each)}", "bad", [Link("See why", here)]))
    return notices


def _undelivered(view: View, endpoints: list[dict[str, Any]]) -> list[Notice]:
    notices = []
    for each in endpoints:
        here = view.url(f"/webhooks/{each['id']}")
        look = Link("Look at the endpoint", here)
        name = f"{each['event_name']} to {each['masked_url']}"
        if each["status"] == "stale":
            activate = FormBlock("Activate", f"{here}/switch/activate", needs=CHANGES, tone="primary", about=name)
            notices.append(Notice(f"{name}: deliveries stopped after too many failures.", "bad", [activate, look]))
        elif each["status"] == "active" and each["attempts"] and not (each["successes"] or each["dead"]):
            text = f"{name}: none of {how_many(each['attempts'], 'attempt')} has arrived in 24 hours."
            notices.append(Notice(text, "bad", [look]))
        if each["dead"]:
            replay = FormBlock("Send them again", f"{here}/replay", needs=CHANGES, tone="primary", about=name)
            notices.append(
                Notice(f"{name}: the server gave up {how_many(each['dead'], 'event')}.", "bad", [replay, look])
            )
    return notices[: 2 * _MOST]


def _given_up(endpoints: list[dict[str, Any]]) -> int:
    return sum(int(str(each["dead"])) for each in endpoints)


def _bad(count: int) -> str:
    return "bad" if count else ""


def _at_most(count: int, most: int) -> str:
    return f"{count:,}+" if count >= most else f"{count:,}"
