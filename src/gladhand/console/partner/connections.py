"""Connections to providers: the list, and one connection with its schedules, what its records hold, and its repair."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from gladhand.console.pages.blocks import (
    Copy,
    Facts,
    FormBlock,
    Forms,
    Input,
    Link,
    Notice,
    Notices,
    TableBlock,
    Time,
    state,
)
from gladhand.console.pages.dependencies import FORM_IS_OURS
from gladhand.console.pages.fields import param
from gladhand.console.pages.lists import newest_first
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.console.partner.age_bars import age_bars
from gladhand.console.partner.failing_reads import failing_reads
from gladhand.console.partner.fleets_invitations import API as INVITATIONS
from gladhand.console.partner.fleets_invitations import newest_invitations, open_link, refreshed
from gladhand.core.how_many import how_many
from gladhand.integrations.schedules import overview_queries
from gladhand.resources.resource import as_words

router = APIRouter(prefix="/console/partners/{slug}/connections", include_in_schema=False, route_class=ConsoleRoute)

API = "/v2/integrations/connections"
_REFRESH_SECONDS = 10
_WORST_FIELDS = 3
_WHY = {
    "stale": "the provider refuses the sign-in",
    "failed": "the sign-in never worked",
    "paused": "the fleet has paused it",
    "cancelled": "the fleet has ended it",
}
# More than a connection has lists.
_MOST_FAILING = 100


@router.get("")
async def show_connections(view: PartnerView, request: Request) -> Response:
    fleet_ref = param(request, "fleet_ref")
    listed = await newest_first(view, API, "/connections", fleet_refs=[fleet_ref] if fleet_ref else None)
    rows = [
        [
            Link(each["source_name"], view.url(f"/connections/{each['id']}")),
            state(each["status"]),
            _WHY.get(each["status"]),
            each["fleet_ref"],
            each["description"],
            Time(each["created_at"]),
            Time(each["updated_at"]),
        ]
        for each in listed.items
    ]
    search = [Input("fleet_ref", "Your id of the fleet", fleet_ref or "", hint="the whole id")]
    blocks = [
        FormBlock("Search", view.url("/connections"), search, method="get"),
        TableBlock(
            "Connections",
            ["Provider", "Status", "Why", "Fleet", "Description", "Since", "Changed"],
            rows,
            "No connection yet. A fleet connects its provider by the link of its invitation.",
            listed.links,
        ),
    ]
    return view.show(ConsolePage("Connections", blocks))


@router.get("/{connection_id:uuid}")
async def show_connection(view: PartnerView, connection_id: UUID) -> Response:
    connection = await view.api.get(f"{API}/{connection_id}")
    schedules = (await view.api.get(f"{API}/{connection_id}/schedules"))["items"]
    async with view.reading("connection:read", "schedule:read") as db:
        failing = await overview_queries.list_failing_schedules(
            db, partner_id=view.partner, connection_id=connection_id, limit=_MOST_FAILING
        )
    fleet_ref = connection["fleet_ref"]
    facts = [
        ("Status", state(connection["status"])),
        ("Provider", connection["source_name"]),
        ("Fleet", Link(fleet_ref or "Look at the fleet", view.url(f"/fleets/{connection['fleet_id']}"))),
        ("Description", connection["description"]),
        ("Since", Time(connection["created_at"])),
        ("Changed", Time(connection["updated_at"])),
        ("Writes", Link("Operations", view.url("/operations", {"connection_id": connection_id}))),
        ("Coverage", Link("What the records hold", view.url(f"/connections/{connection_id}/coverage"))),
        ("Id", connection["id"]),
    ]
    blocks: list[Any] = []
    if connection["status"] != "active":
        blocks.append(await _repair(view, connection))
    else:
        blocks += failing_reads(view, failing)
    failing_ids = {str(each.id) for each in failing}
    blocks += [
        Facts("Connection", facts),
        _schedules(view, connection, schedules, failing_ids),
        *([age_bars(schedules)] if connection["status"] == "active" else []),
    ]
    # The schedules of a paused connection go on with it.
    is_paused = connection["status"] == "paused"
    if not is_paused and any(each["status"] in ("inactive", "paused") for each in schedules):
        activate = FormBlock(
            "Activate all schedules",
            view.url(f"/connections/{connection_id}/activate"),
            needs=["schedule:update"],
            tone="primary",
        )
        blocks.append(Forms("", [activate]))
    title = f"{connection['source_name']} of {fleet_ref or 'a fleet'}"
    trail = [("Connections", view.url("/connections"))]
    return view.show(ConsolePage(title, blocks, trail=trail, refresh_seconds=_REFRESH_SECONDS))


async def _repair(view: View, connection: Any) -> Notices:
    """What is wrong, and the link by which the fleet signs in again."""
    text = {
        "stale": "The provider refuses the stored sign-in. Nothing is read; writes wait. The fleet must sign in again.",
        "failed": "The sign-in never worked. The fleet has to sign in again.",
        "paused": "The fleet has paused this connection. Writes wait until it resumes it.",
    }.get(connection["status"], "The fleet has ended this connection.")
    fleet_ref, mends = connection["fleet_ref"], list[Link | FormBlock | Copy]()
    notices = [Notice(text, "bad")]
    may_repair = view.may("invitation:create", "invitation:read")
    if connection["status"] in ("stale", "failed") and fleet_ref and may_repair:
        newest, _ = await newest_invitations(view, fleet_ref, 1)
        if newest and (link := open_link(newest[0])):
            notices.append(Notice("Send this repair link to the fleet; it leads to the sign-in at the provider."))
            mends.append(Copy(link, "Copy repair link"))
        make = FormBlock(
            "Make a fresh repair link",
            view.url(f"/connections/{connection['id']}/repair"),
            needs=["invitation:create"],
            warning="The invitation's time starts again, and the fleet's former tokens end.",
        )
        notices[-1] = Notice(notices[-1].text, notices[-1].tone, [*mends, make])
    return Notices("What is wrong", notices, "")


def _schedules(view: View, connection: Any, schedules: list[Any], failing: Collection[str]) -> TableBlock:
    rows = [
        [
            Link(as_words(each["resource"]), view.url(f"/connections/{connection['id']}/schedules/{each['id']}")),
            state(each["status"]),
            _health(each, is_failing=each["id"] in failing) if connection["status"] == "active" else "not now",
            Time(each["last_successful_execution_at"]),
            Time(each["next_execution_at"]) if each["status"] == "active" else None,
            Time(each["last_data_at"]),
            history(each),
        ]
        for each in schedules
    ]
    headers = ["Records", "Status", "Runs", "Last good run", "Next run", "Newest record", "History"]
    empty = "Nothing is read. Agreements decide what is read, and the provider must have it."
    return TableBlock("What is read", headers, rows, empty)


def _health(schedule: Any, *, is_failing: bool) -> Any:
    count = schedule["consecutive_error_count"]
    if count:
        return [state("failed"), f"{count} of {schedule['consecutive_error_threshold']} in a row"]
    if is_failing and schedule["status"] == "active":
        return state("late")
    return state("ok") if schedule["last_successful_execution_at"] else "none yet"


def history(schedule: Any) -> Any:
    """How far history is read."""
    found = schedule["history"]
    if found is None:
        return None
    if found["is_complete"]:
        return f"complete, {how_many(found['records'], 'record')}"
    if found["read_from_datetime"] is None:
        return "not begun"
    cells: list[Any] = [f"{how_many(found['records'], 'record')}, back to", Time(found["read_from_datetime"])]
    return [*cells, "done by", Time(found["expected_end_at"])] if found["expected_end_at"] else cells


@router.get("/{connection_id:uuid}/coverage")
async def show_coverage(view: PartnerView, connection_id: UUID) -> Response:
    """What the records of the last four weeks really hold."""
    found = await view.api.get(f"{API}/{connection_id}/coverage")
    rows = []
    for each in found["resources"]:
        declared = [field for field in each["fields"] if field["is_declared"]]
        worst = sorted(declared, key=lambda field: float(field["filled"] or 0))[:_WORST_FIELDS]
        late = each["lateness_p95_seconds"]
        rows.append(
            [
                as_words(each["resource"]),
                each["records"],
                Time(each["latest_at"]),
                None if late is None else f"{float(late):.0f} s",
                how_many(len(each["gaps"]), "day") if each["gaps"] else "none",
                ", ".join(
                    f"{field['field']} {float(field['filled'] or 0):.0%}" for field in worst if field["filled"] != 1
                ),
            ]
        )
    headers = ["Records", "Number", "Newest", "Late (95 %)", "Days without any", "Fields that are rarely filled"]
    table = TableBlock(f"{found['from_date']} to {found['to_date']}", headers, rows, "Nothing was read yet.")
    trail = [("Connections", view.url("/connections")), ("Connection", view.url(f"/connections/{connection_id}"))]
    return view.show(ConsolePage("Coverage", [table], "What the records of this connection really hold.", trail))


@router.post("/{connection_id:uuid}/repair", dependencies=FORM_IS_OURS)
async def repair(view: PartnerView, connection_id: UUID) -> Response:
    """Refresh the fleet's invitation, by whose link it signs in again."""
    fleet_ref = (await view.api.get(f"{API}/{connection_id}"))["fleet_ref"]
    if not fleet_ref:
        raise PageNotFound
    body, details = await refreshed(view, fleet_ref), {"fleet_ref": fleet_ref}
    await view.api.change(
        "connection.repair_link_made", "POST", INVITATIONS, body, subject_id=connection_id, details=details
    )
    return view.go(f"/connections/{connection_id}", "link-made")


@router.post("/{connection_id:uuid}/activate", dependencies=FORM_IS_OURS)
async def activate_all(view: PartnerView, connection_id: UUID) -> Response:
    """Operators only: read everything of this connection that was switched off."""
    await require_visible(view, connection_id)
    path = f"{API}/{connection_id}/schedules/activate-schedules"
    await view.operator_api.change("schedules.activated", "POST", path, subject_id=connection_id)
    return view.go(f"/connections/{connection_id}", "schedules-run")


async def require_visible(view: View, connection_id: UUID) -> None:
    """An operator changes on a partner's pages only what that partner sees. Raises `ApiRefusal`."""
    await view.api.get(f"{API}/{connection_id}")
