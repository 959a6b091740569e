"""Writes to providers: the list, and one write with its attempts and what became of each field."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from gladhand.console.pages.blocks import (
    Code,
    Facts,
    FormBlock,
    Input,
    Link,
    TableBlock,
    Time,
    Timeline,
    TimelineStep,
    state,
)
from gladhand.console.pages.dependencies import FORM_IS_OURS
from gladhand.console.pages.fields import param, sent_time, typed_time
from gladhand.console.pages.lists import newest_first
from gladhand.console.pages.operation_chart import operation_chart
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.core.live_changes import ChangeTopic
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import as_words

router = APIRouter(prefix="/console/partners/{slug}/operations", include_in_schema=False, route_class=ConsoleRoute)

_REFRESH_SECONDS = 5
_TEXTS = ("fleet_refs", "connection_id", "resource", "operation", "source_id")


@router.get("")
async def show_operations(view: PartnerView, request: Request) -> Response:
    """The writes of the last day, or of a window."""
    query: dict[str, Any] = {name: param(request, name) for name in _TEXTS}
    query |= {name: sent_time(param(request, name), name) for name in ("from_datetime", "to_datetime")}
    listed = await newest_first(view, "/v2/integrations/connections/resource-operations", "/operations", **query)
    rows = [
        [
            Link(f"{each['operation_type']} {as_words(each['resource'])}", _page_of(view, each)),
            state(each["status"]),
            each["fleet_ref"],
            each["source_name"],
            each["source_id"],
            len(each["logs"]),
            (each["logs"] or [{}])[-1].get("error_details"),
            Time(each["created_at"]),
        ]
        for each in listed.items
    ]
    async with view.reading("resource_operation:read") as db:
        chart = await operation_chart(db, view.partner)
    headers = ["Write", "Status", "Fleet", "Provider", "Provider's id", "Attempts", "Last error", "Made"]
    empty = (
        "No writes in this time. `POST /v2/telematics/users` makes one; without a time, the list has the last 24 hours."
    )
    return view.show(
        ConsolePage(
            "Operations",
            [_search(view, request), chart, TableBlock("Writes to providers", headers, rows, empty, listed.links)],
            refresh_seconds=_REFRESH_SECONDS,
            live=ChangeTopic.OPERATIONS,
        )
    )


def _search(view: View, request: Request) -> FormBlock:
    def text(name: str) -> str:
        return param(request, name) or ""

    written = [each for each in REGISTRY.values() if each.create_model or each.update_model]
    fields = [
        Input("fleet_refs", "Your id of the fleet", text("fleet_refs")),
        Input(
            "resource",
            "Resource",
            text("resource"),
            choices=[("", "any"), *((each.name.value, each.words) for each in written)],
        ),
        Input(
            "operation", "Kind", text("operation"), choices=[("", "any"), ("create", "create"), ("update", "update")]
        ),
        Input("source_id", "Provider's id", text("source_id"), hint="with a resource"),
        Input("connection_id", "Connection", text("connection_id"), hint="id"),
        Input("from_datetime", "From", typed_time(text("from_datetime")), type="datetime-local"),
        Input("to_datetime", "Until", typed_time(text("to_datetime")), type="datetime-local"),
    ]
    return FormBlock("Search", view.url("/operations"), fields, method="get", tone="primary")


@router.get("/{connection_id:uuid}/{operation_id:uuid}")
async def show_operation(view: PartnerView, connection_id: UUID, operation_id: UUID) -> Response:
    operation = await _get(view, connection_id, operation_id)
    is_pending = operation["status"] == "pending"
    facts = [
        ("Status", state(operation["status"])),
        ("Fleet", operation["fleet_ref"]),
        ("Connection", Link(operation["source_name"], view.url(f"/connections/{connection_id}"))),
        ("Provider's id", operation["source_id"]),
        ("Record", _record(view, operation)),
        ("Made", Time(operation["created_at"])),
        ("Expected to start", Time(operation["expected_start_at"]) if is_pending else None),
        ("Id", operation["id"]),
    ]
    steps = [TimelineStep(Time(operation["created_at"]), "Accepted")]
    for number, each in enumerate(operation["logs"], 1):
        is_good = each["status"] == "success"
        title = f"Attempt {number}: {each['error_type'] or each['status']}".replace("_", " ")
        detail = [
            each["error_details"] or "",
            f"HTTP {each['response_status_code']}" if each["response_status_code"] else "",
        ]
        if each["response_headers"]:
            detail.append(Code("Headers of the answer", each["response_headers"]))
        steps.append(
            TimelineStep(
                Time(each["created_at"]), title, [part for part in detail if part], "good" if is_good else "bad"
            )
        )
    outcomes = TableBlock(
        "What became of each field",
        ["Field", "Outcome", "Why"],
        [[each["field"], state(each["outcome"]), each["detail"]] for each in operation["field_results"]],
        "Nothing yet: the provider has not answered, or has refused the write as a whole.",
    )
    blocks: list[Any] = [
        Facts("Write", facts),
        Timeline("Attempts", steps),
        outcomes,
        Code("What was sent", operation["payload"]),
    ]
    if operation["status"] == "failed" and _again(operation) is not None:
        blocks.append(
            FormBlock(
                "Try again",
                view.url(f"/operations/{connection_id}/{operation_id}/retry"),
                needs=["telematics:write"],
                tone="primary",
                warning="The same values are sent once more, as a new operation.",
            )
        )
    title = f"{operation['operation_type']} {as_words(operation['resource'])}".capitalize()
    trail = [("Operations", view.url("/operations"))]
    seconds, live = (_REFRESH_SECONDS, ChangeTopic.OPERATIONS) if is_pending else (None, None)
    return view.show(ConsolePage(title, blocks, trail=trail, refresh_seconds=seconds, live=live))


@router.post("/{connection_id:uuid}/{operation_id:uuid}/retry", dependencies=FORM_IS_OURS)
async def retry(view: PartnerView, connection_id: UUID, operation_id: UUID) -> Response:
    """Send a failed write once more. It is a new operation: what has failed stays as it is."""
    operation = await _get(view, connection_id, operation_id)
    again = _again(operation)
    if operation["status"] != "failed" or again is None:
        raise PageNotFound
    method, path, body = again
    made = await view.api.change("operation.retried", method, path, body, subject_id=operation_id)
    return view.go(f"/operations/{made['connection_id']}/{made['id']}", "operation-retried")


async def _get(view: View, connection_id: UUID, operation_id: UUID) -> Any:
    return await view.api.get(f"/v2/integrations/connections/{connection_id}/resource-operations/{operation_id}")


def _again(operation: Any) -> tuple[str, str, dict[str, Any]] | None:
    """The request that sends the same values. None if this server no longer writes the resource."""
    resource = REGISTRY.get(ResourceEnum(operation["resource"]))
    if resource is None:
        return None
    is_create = operation["operation_type"] == "create"
    model = resource.create_model if is_create else resource.update_model
    record = operation["resource_id"] or operation["source_id"]
    if model is None or not (is_create or record):
        return None
    # Behind each of our ids the payload also has the provider's, which no write takes.
    body = {name: value for name, value in operation["payload"].items() if name in model.model_fields}
    body["connection_id"] = operation["connection_id"]
    path = f"/v2/telematics/{resource.path}"
    return ("POST", path, body) if is_create else ("PATCH", f"{path}/{record}", body)


def _record(view: View, operation: Any) -> Link | None:
    resource = REGISTRY.get(ResourceEnum(operation["resource"]))
    if not operation["resource_id"] or resource is None or not resource.has_get:
        return None
    query = {f"{resource.name.value}_ids": operation["resource_id"]}
    return Link("In the explorer", view.url(f"/explorer/{resource.path}", query))


def _page_of(view: View, operation: Any) -> str:
    return view.url(f"/operations/{operation['connection_id']}/{operation['id']}")
