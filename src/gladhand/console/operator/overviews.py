"""Fleets, invitations, connections, writes and webhooks of all partners, and the audit trail."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from gladhand.auth.audit.name_queries import list_names
from gladhand.console.pages.blocks import Code, FormBlock, Input, Link, TableBlock, Time, state
from gladhand.console.pages.fields import param
from gladhand.console.pages.lists import neighbours
from gladhand.console.pages.navigation import Area
from gladhand.console.pages.operation_chart import operation_chart
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView, View
from gladhand.core.keyset import Cursor
from gladhand.integrations.connections.schemas import ConnectionStatusEnum
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.operations import overview_queries as operations
from gladhand.notifications.deliveries import overview_queries as deliveries
from gladhand.notifications.webhooks.enums import WebhookStatusEnum
from gladhand.orgs.invitations.schemas import InvitationStatusEnum
from gladhand.resources.enums import ResourceOperationStatusEnum

router = APIRouter(prefix="/console/operator", include_in_schema=False, route_class=ConsoleRoute)

_SIZE = 50
# What of a change has a name.
_NAMED = ("person_id", "partner_id", "fleet_id", "subject_id")


async def _page(view: View, api_path: str, page_path: str, **filters: str | None) -> tuple[list[Any], list[Link]]:
    """A page of a list that begins with the newest, and links to its neighbours."""
    cursor = view.request.query_params.get("cursor") or Cursor().encode()
    given = {name: value for name, value in filters.items() if value}
    answer = await view.api.get(api_path, **given, cursor=cursor, size=_SIZE)
    links = neighbours(view, answer, page_path, newer="previous_page", older="next_page")
    return answer["items"], links


def _choice(name: str, label: str, values: Any, given: str | None) -> Input:
    return Input(name, label, given or "", choices=[("", "any"), *((str(each), str(each)) for each in values)])


def _shared(sharing: Any) -> Link:
    """The partner and its id of the fleet."""
    area = Area(sharing["partner"])
    text = ": ".join(part for part in (sharing["partner"], sharing["fleet_ref"]) if part)
    return Link(
        text,
        area.url("/fleets") + (f"?{urlencode({'fleet_ref': sharing['fleet_ref']})}" if sharing["fleet_ref"] else ""),
    )


def connection_link(partner: str | None, text: str, connection_id: object, *, schedule_id: object = None) -> Link | str:
    """The text, and behind it the partner's page of the connection or of one schedule. A fleet that shares with nobody
    has none."""
    if partner is None:
        return text
    here = f"/connections/{connection_id}" + ("" if schedule_id is None else f"/schedules/{schedule_id}")
    return Link(text, Area(partner).url(here))


@router.get("/fleets")
async def show_fleets(view: OperatorView, request: Request) -> Response:
    name = param(request, "name")
    items, links = await _page(view, "/v2/orgs/overview/fleets", "/fleets", name=name)
    rows = [
        [
            each["name"],
            [_shared(one) for one in each["shares_with"]],
            Time(each["created_at"]),
            Time(each["deleted_at"]),
            each["id"],
        ]
        for each in items
    ]
    headers = ["Fleet", "Shares with (partner: its id)", "Since", "Deleted", "Id"]
    table = TableBlock(
        "Fleets of all partners",
        headers,
        rows,
        "No fleet has this in its name." if name else "No fleet yet. An accepted invitation makes one.",
        links,
    )
    search = FormBlock("Search", view.url("/fleets"), [Input("name", "Part of the name", name or "")], method="get")
    return view.show(ConsolePage("Fleets", [search, table]))


@router.get("/invitations")
async def show_invitations(view: OperatorView, request: Request) -> Response:
    status, fleet_ref = param(request, "status"), param(request, "fleet_ref")
    path = "/v2/orgs/overview/invitations"
    items, links = await _page(view, path, "/invitations", invitation_status=status, fleet_ref=fleet_ref)
    rows = [
        [
            Link(each["partner"], Area(each["partner"]).url("/invitations")),
            each["fleet_ref"],
            each["fleet_name"],
            state(each["status"]),
            Time(each["created_at"]),
            Time(each["viewed_at"]),
            Time(each["accepted_at"]),
        ]
        for each in items
    ]
    fields = [
        _choice("status", "Status", InvitationStatusEnum, status),
        Input("fleet_ref", "Partner's id", fleet_ref or ""),
    ]
    headers = ["Partner", "Its id of the fleet", "Name", "Status", "Created", "Opened", "Accepted"]
    table = TableBlock("Invitations of all partners", headers, rows, "No invitation.", links)
    filters = FormBlock("Filter", view.url("/invitations"), fields, method="get")
    return view.show(ConsolePage("Invitations", [filters, table]))


@router.get("/connections")
async def show_connections(view: OperatorView, request: Request) -> Response:
    status, source = param(request, "status"), param(request, "source_name")
    path = "/v2/integrations/overview/connections"
    items, links = await _page(view, path, "/connections", connection_status=status, source_name=source)
    rows = [
        [
            connection_link(each["partner"], each["fleet"], each["id"]),
            each["partner"],
            each["source_name"],
            state(each["status"]),
            each["account_name"],
            Time(each["created_at"]),
            Time(each["updated_at"]),
            each["id"],
        ]
        for each in items
    ]
    fields = [
        _choice("status", "Status", ConnectionStatusEnum, status),
        _choice("source_name", "Provider", sorted(providers()), source),
    ]
    headers = ["Fleet", "Partner", "Provider", "Status", "Account", "Since", "Changed", "Id"]
    table = TableBlock("Connections of all fleets", headers, rows, "No connection.", links)
    filters = FormBlock("Filter", view.url("/connections"), fields, method="get")
    return view.show(ConsolePage("Connections", [filters, table]))


@router.get("/operations")
async def show_operations(view: OperatorView, request: Request) -> Response:
    status, fleet, source = (param(request, name) for name in ("status", "fleet", "source_name"))
    async with view.reading("resource_operation:read") as db:
        lines = await operations.list_all_operations(db, status=status, fleet=fleet, source_name=source, limit=_SIZE)
        chart = await operation_chart(db, None)
    rows = [
        [
            Link(
                f"{each.operation_type} {each.resource}",
                Area(each.partner).url(f"/operations/{each.connection_id}/{each.id}"),
            ),
            Time(each.created_at),
            Link(each.partner, Area(each.partner).url("/operations")),
            each.fleet,
            each.source_name,
            state(each.status),
            each.state,
            each.attempts,
            each.error,
        ]
        for each in lines
    ]
    fields = [
        _choice("status", "Status", ResourceOperationStatusEnum, status),
        Input("fleet", "Fleet", fleet or "", hint="name, slug, or a partner's id"),
        _choice("source_name", "Provider", sorted(providers()), source),
    ]
    headers = ["Write", "Made", "Partner", "Fleet", "Provider", "Status", "Waits for", "Attempts", "Error"]
    table = TableBlock(f"The newest {_SIZE} writes", headers, rows, "No write.")
    filters = FormBlock("Filter", view.url("/operations"), fields, method="get")
    return view.show(ConsolePage("Operations", [filters, chart, table]))


@router.get("/webhooks")
async def show_webhooks(view: OperatorView, request: Request) -> Response:
    status, partner = param(request, "status"), param(request, "partner")
    async with view.reading("webhook:read") as db:
        lines = await deliveries.list_all_webhooks(db, slug=partner, status=status, limit=_SIZE)
    rows = [
        [
            Link(each["slug"], Area(each["slug"]).url(f"/webhooks/{each['id']}")),
            each["event_name"],
            state(each["status"]),
            each["masked_url"],
            each["waiting"],
            each["dead"],
            f"{each['successes']} of {each['attempts']}" if each["attempts"] else None,
        ]
        for each in lines
    ]
    fields = [
        _choice("status", "Status", WebhookStatusEnum, status),
        Input("partner", "Partner", partner or "", hint="slug"),
    ]
    which = "Endpoints of all partners" if len(lines) < _SIZE else f"The first {_SIZE} endpoints"
    title = f"{which}, those in trouble first"
    headers = ["Partner", "Event", "Status", "Address", "Waiting", "Given up", "Arrived in 24 h"]
    filters = FormBlock("Filter", view.url("/webhooks"), fields, method="get")
    return view.show(ConsolePage("Webhooks", [filters, TableBlock(title, headers, rows, "No endpoint.")]))


@router.get("/audit")
async def show_audit(view: OperatorView, request: Request) -> Response:
    filters = {name: param(request, name) for name in ("partner_id", "fleet_id", "subject_id")}
    items, links = await _page(view, "/v2/orgs/rights-changes", "/audit", **filters)
    async with view.reading("partner:read") as db:
        names = await list_names(db, [str(each[name]) for each in items for name in _NAMED if each[name]])
    rows = [
        [
            Time(each["created_at"]),
            each["action"],
            names.get(each["person_id"] or "") or each["actor_kind"],
            each["actor_id"],
            each["address"],
            *(names.get(each[name] or "", each[name]) for name in ("partner_id", "fleet_id", "subject_id")),
            Code("Show", each["details"]) if each["details"] else None,
        ]
        for each in items
    ]
    fields = [Input(name, name.replace("_", " "), value or "") for name, value in filters.items()]
    headers = ["When", "What", "Who", "Client, link or fleet", "From", "Partner", "Fleet", "Subject", "Details"]
    table = TableBlock("Changes", headers, rows, "Nothing was changed.", links)
    return view.show(ConsolePage("Audit trail", [FormBlock("Filter", view.url("/audit"), fields, method="get"), table]))
