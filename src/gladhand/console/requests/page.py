"""The log of API requests: a partner's latest ones, those of the operator's clients, and figures of all partners."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from gladhand.console.pages.blocks import FormBlock, Input, Link, TableBlock, Time
from gladhand.console.pages.charts import SPAN, ChartBlock, day_chart
from gladhand.console.pages.fields import param
from gladhand.console.pages.lists import neighbours
from gladhand.console.pages.navigation import Area
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView, PartnerView, View
from gladhand.core.db import Db
from gladhand.core.ids import INSTALLATION
from gladhand.core.keyset import KeysetPage
from gladhand.core.request_log import queries
from gladhand.core.request_log.recorder import MOST_STORED
from gladhand.orgs.partners.overview_queries import list_slugs

router = APIRouter(prefix="/console", include_in_schema=False, route_class=ConsoleRoute)

_SIZE = 50
_REFRESH_SECONDS = 5
_INTRO = (
    "Requests with a valid token, without their values. A server keeps the first "
    f"{MOST_STORED} of a second that succeed, and as many that fail; the chart counts all."
)


@router.get("/partners/{slug}/requests")
async def show_requests(view: PartnerView, request: Request) -> Response:
    async with view.reading("partner:read") as db:
        blocks = await _blocks(view, request, db, view.partner)
    return _page(request, view, blocks)


@router.get("/operator/requests")
async def show_all_requests(view: OperatorView, request: Request) -> Response:
    async with view.reading() as db:
        figures = await queries.list_by_partner(db, within=SPAN)
        slugs = await list_slugs(db, (str(each.partner_id) for each in figures))
        blocks = await _blocks(view, request, db, INSTALLATION)
    rows = [
        [
            Link(slug, Area(slug).url("/requests")) if (slug := slugs.get(str(each.partner_id))) else "operator",
            each.requests,
            each.failures,
            each.throttled,
            f"{each.milliseconds:.1f}",
        ]
        for each in figures
    ]
    headers = ["Partner", "Requests", "Failed", "Of these too many (429)", "Milliseconds on average"]
    table = TableBlock("Requests of 24 hours", headers, rows, "Nobody has called the API.")
    return _page(request, view, [table, *blocks])


def _page(request: Request, view: View, blocks: list[Any]) -> Response:
    is_front = param(request, "cursor") is None
    return view.show(ConsolePage("API log", blocks, _INTRO, refresh_seconds=_REFRESH_SECONDS if is_front else None))


async def _blocks(view: View, request: Request, db: Db, partner_id: UUID) -> list[Any]:
    result = param(request, "result")
    cursor = queries.ORDER.decode(param(request, "cursor"))
    found = await queries.list_requests(db, partner_id, is_failed=result == "failed", cursor=cursor, size=_SIZE)
    listed = found[:_SIZE][::-1] if cursor.backwards else found[:_SIZE]
    search = [Input("result", "Result", result or "", choices=[("", "any"), ("failed", "failed")])]
    rows = [
        [
            Time(each.created_at),
            f"{each.method} {each.route}",
            each.status,
            f"{each.milliseconds:.1f}",
            each.client_id,
            each.request_id,
        ]
        for each in listed
    ]
    headers = ["When", "Request", "Status", "Milliseconds", "API client or person", "Request id"]
    empty = "No request in this time. An API client makes one with its token."
    page = KeysetPage.cut([((each.created_at, each.id), "") for each in found], cursor=cursor, size=_SIZE)
    cursors = {"newer": page.previous and page.previous.encode(), "older": page.following and page.following.encode()}
    links = neighbours(view, cursors, "/requests", newer="newer", older="older")
    return [
        await _chart(db, partner_id),
        FormBlock("Filter", view.url("/requests"), search, method="get"),
        TableBlock("Latest requests", headers, rows, empty, links),
    ]


async def _chart(db: Db, partner_id: UUID) -> ChartBlock:
    quarters = await queries.list_quarters(db, partner_id, within=SPAN)
    return day_chart("Requests", quarters, good="answered", bad="failed", empty="No request in the last 24 hours.")
