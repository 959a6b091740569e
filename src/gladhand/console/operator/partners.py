"""All partners, the way to their pages, and a new one."""

from fastapi import APIRouter, Request, Response

from gladhand.console.pages.blocks import Badge, FormBlock, Forms, Input, Link, TableBlock, Time
from gladhand.console.pages.dependencies import Submitted
from gladhand.console.pages.fields import param
from gladhand.console.pages.navigation import Area, first_page
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView
from gladhand.core.how_many import how_many
from gladhand.orgs.partners import overview_queries

router = APIRouter(prefix="/console/operator/partners", include_in_schema=False, route_class=ConsoleRoute)

_MOST = 100


@router.get("")
async def show_partners(view: OperatorView, request: Request) -> Response:
    wanted = param(request, "name")
    async with view.reading("partner:read") as db:
        partners = await overview_queries.list_newest_partners(db, name=wanted, limit=_MOST)
    rows = [
        [
            Badge(each.name) if each.deleted_at else Link(each.name, first_page(Area(each.slug), view.person)),
            each.slug,
            each.fleets,
            Time(each.created_at),
            Time(each.deleted_at),
            str(each.id),
        ]
        for each in partners
    ]
    name = [Input("name", "Name", is_required=True)]
    make = FormBlock("Make a partner", view.url("/partners"), name, needs=["partner:create"], tone="primary")
    headers = ["Partner", "Slug", "Fleets", "Created", "Deleted", "Id"]
    title = f"The newest {_MOST} partners" if len(rows) == _MOST else how_many(len(rows), "partner")
    empty = "No partner has this in its name." if wanted else "No partner yet. A partner is a customer of the API."
    search = FormBlock("Search", view.url("/partners"), [Input("name", "Part of the name", wanted or "")], method="get")
    return view.show(ConsolePage("Partners", [Forms("", [make]), search, TableBlock(title, headers, rows, empty)]))


@router.post("")
async def make_partner(view: OperatorView, form: Submitted) -> Response:
    body = {"name": form.text("name")}
    await view.api.change("partner.created", "POST", "/v2/orgs/partners", body, details=body)
    return view.go("/partners", "partner-created")
