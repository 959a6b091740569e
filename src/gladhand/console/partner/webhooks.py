"""Webhook endpoints: the list, and the form that adds one."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from gladhand.console.pages.blocks import Copy, FormBlock, Forms, Input, Link, TableBlock, Time, state
from gladhand.console.pages.dependencies import Submitted
from gladhand.console.pages.fields import param
from gladhand.console.pages.lists import newest_first
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.notifications.deliveries import overview_queries
from gladhand.notifications.event_names import WebhookEventNameEnum
from gladhand.notifications.webhooks.enums import WebhookStatusEnum

router = APIRouter(prefix="/console/partners/{slug}/webhooks", include_in_schema=False, route_class=ConsoleRoute)

API = "/v2/notifications/webhooks"
#: The scopes of what changes an endpoint.
CHANGES = ("webhook:update",)


@router.get("")
async def show_webhooks(view: PartnerView, request: Request) -> Response:
    status, event = param(request, "status"), param(request, "event_name")
    listed = await newest_first(view, API, "/webhooks", status=status, event_name=event)
    async with view.reading("webhook:read") as db:
        ids = [UUID(each["id"]) for each in listed.items]
        lines = await overview_queries.list_all_webhooks(db, slug=view.area.partner_slug, ids=ids)
    figures = {str(line["id"]): line for line in lines}
    rows = []
    for each in listed.items:
        line = figures.get(each["id"], {})
        rows.append(
            [
                Link(each["event_name"], view.url(f"/webhooks/{each['id']}")),
                state(each["status"]),
                each["url"],
                line.get("waiting"),
                line.get("dead"),
                f"{line['successes']} of {line['attempts']}" if line.get("attempts") else None,
                Time(each["created_at"]),
            ]
        )
    headers = ["Event", "Status", "Address", "Waiting", "Given up", "Arrived in 24 h", "Since"]
    blocks = [
        Forms("", [_new(view)]),
        FormBlock(
            "Filter",
            view.url("/webhooks"),
            [
                Input("event_name", "Event", event or "", choices=[("", "any"), *_names()]),
                Input(
                    "status", "Status", status or "", choices=[("", "any"), *((one, one) for one in WebhookStatusEnum)]
                ),
            ],
            method="get",
        ),
        TableBlock("Endpoints", headers, rows, "No endpoint. Add one above, and events are sent to it.", listed.links),
    ]
    return view.show(ConsolePage("Webhooks", blocks))


def _names() -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in WebhookEventNameEnum]


def _new(view: View) -> FormBlock:
    fields = [
        Input("event_name", "Event", choices=_names()),
        Input("url", "Address", type="url", hint="https", is_required=True),
    ]
    return FormBlock("Add an endpoint", view.url("/webhooks"), fields, needs=["webhook:create"], tone="primary")


@router.post("")
async def create(view: PartnerView, form: Submitted) -> Response:
    """Make a subscription; its secret is shown this once."""
    body = {"event_name": form.text("event_name"), "url": form.text("url")}
    made = await view.api.change("webhook.created", "POST", API, body, details={"event_name": body["event_name"]})
    several = made if isinstance(made, list) else [made]
    rows = [
        [Link(each["event_name"], view.url(f"/webhooks/{each['id']}")), Copy(each["secret"], "Copy secret")]
        for each in several
    ]
    about = "The secret signs the deliveries. It is shown only now."
    table = TableBlock("New endpoints", ["Event", "Secret"], rows, "", about=about)
    return view.show(ConsolePage("Endpoint added", [table], trail=[("Webhooks", view.url("/webhooks"))]))
