"""One webhook endpoint with its deliveries, and what mends it."""

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
from gladhand.console.pages.dependencies import FORM_IS_OURS, Submitted
from gladhand.console.pages.fields import param, sent_time, typed_time
from gladhand.console.pages.lists import newest_first
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.console.partner.attempt_chart import attempt_chart
from gladhand.console.partner.webhooks import API, CHANGES
from gladhand.core.how_many import how_many
from gladhand.core.live_changes import ChangeTopic
from gladhand.notifications.signing import new_signing_secret

router = APIRouter(prefix="/console/partners/{slug}/webhooks", include_in_schema=False, route_class=ConsoleRoute)

_REFRESH_SECONDS = 5


@router.get("/{webhook_id:uuid}")
async def show_webhook(view: PartnerView, request: Request, webhook_id: UUID) -> Response:
    webhook = await view.api.get(f"{API}/{webhook_id}")
    metrics = await view.api.get(f"{API}/{webhook_id}/metrics")
    here = f"/webhooks/{webhook_id}"
    only = {name: sent_time(param(request, name), name) for name in ("start_date", "end_date")}
    status = param(request, "status")
    listed = await newest_first(view, f"{API}/{webhook_id}/logs", here, status=status, **only)
    blocks: list[Any] = [
        *_wrong(view, webhook, metrics),
        Facts("Endpoint", _facts(webhook, metrics)),
        Forms("", _changes(view, webhook)),
        await attempt_chart(view, webhook_id),
        FormBlock("Search", view.url(here), _search(request), method="get"),
        TableBlock(
            "Deliveries of the last 14 days",
            ["Sent", "Result", "Answer", "Milliseconds", "Error", "Event"],
            [
                [
                    Time(each["created_at"]),
                    state(each["status"]),
                    each["status_code"] or "no answer",
                    each["response_time_ms"],
                    each["error_message"],
                    Link(str(each["message_id"])[-12:], view.url(f"{here}/events/{each['message_id']}")),
                ]
                for each in listed.items
            ],
            "Nothing was sent in this time. A test event shows whether the endpoint answers.",
            listed.links,
        ),
    ]
    trail = [("Webhooks", view.url("/webhooks"))]
    return view.show(
        ConsolePage(
            webhook["event_name"], blocks, trail=trail, refresh_seconds=_REFRESH_SECONDS, live=ChangeTopic.DELIVERIES
        )
    )


def _wrong(view: View, webhook: Any, metrics: Any) -> list[Notices]:
    here, notices = view.url(f"/webhooks/{webhook['id']}"), []
    if webhook["status"] == "stale":
        text = (
            "Deliveries stopped after too many failures. Events wait. "
            "Mend the endpoint, or change its address, and activate it."
        )
        notices.append(
            Notice(text, "bad", [FormBlock("Activate", f"{here}/switch/activate", needs=CHANGES, tone="primary")])
        )
    if metrics["dlq_count"]:
        text = f"Given up after the last attempt: {how_many(metrics['dlq_count'], 'event')}."
        span = [
            Input(name, label, type="datetime-local") for name, label in (("start_date", "From"), ("end_date", "Until"))
        ]
        again = [
            FormBlock("Send all of them again", f"{here}/replay", needs=CHANGES, tone="primary"),
            FormBlock("Send a span of time again", f"{here}/replay", span, needs=CHANGES),
        ]
        notices.append(Notice(text, "bad", again))
    return [Notices("What is wrong", notices, "")] if notices else []


def _facts(webhook: Any, metrics: Any) -> list[tuple[str, Any]]:
    filters = webhook["filters"] or {}
    fleets = [*(filters.get("fleet_ids") or ()), *(filters.get("fleet_refs") or ())]
    rate = metrics["ewma_success_rate"]
    return [
        ("Status", state(webhook["status"])),
        ("Address", webhook["url"]),
        ("Fleets", ", ".join(map(str, fleets)) or "all"),
        ("Events per delivery", webhook["batch_size"]),
        ("Attempts in 24 hours", metrics["http_attempts"]["24h"]),
        ("Arrived in 24 hours", metrics["http_success_attempts"]["24h"]),
        ("Of the newest attempts", None if rate is None else f"{float(rate):.0%} arrived"),
        ("Time to answer", _milliseconds(metrics["avg_response_time_ms"]["24h"])),
        ("Since", Time(webhook["created_at"])),
        ("Id", webhook["id"]),
    ]


def _milliseconds(value: Any) -> str | None:
    return None if value is None else f"{value} ms"


def _changes(view: View, webhook: Any) -> list[FormBlock]:
    here = view.url(f"/webhooks/{webhook['id']}")
    address = [Input("url", "Address", type="url", is_required=True)]
    both = "The former secret signs beside the new one for a day."
    dropped = "Events that were not delivered yet are dropped."
    forms = [
        FormBlock("Send a test event", f"{here}/switch/test", needs=CHANGES, tone="primary"),
        FormBlock("Change the address", f"{here}/address", address, needs=CHANGES),
        FormBlock("Change the secret", f"{here}/rotate", needs=CHANGES, warning=both),
        FormBlock("Delete", f"{here}/delete", needs=["webhook:delete"], tone="danger", warning=dropped),
    ]
    if webhook["status"] == "active":
        waits = "Events wait until you activate it."
        forms.insert(1, FormBlock("Pause", f"{here}/switch/pause", needs=CHANGES, warning=waits))
    elif webhook["status"] == "paused":
        forms.insert(1, FormBlock("Activate", f"{here}/switch/activate", needs=CHANGES, tone="primary"))
    return forms


def _search(request: Request) -> list[Input]:
    choices = [("", "any"), *((one, one) for one in ("success", "failed"))]
    return [
        Input("start_date", "From", typed_time(param(request, "start_date")), type="datetime-local"),
        Input("end_date", "Until", typed_time(param(request, "end_date")), type="datetime-local"),
        Input("status", "Result", param(request, "status") or "", choices=choices),
    ]


@router.post("/{webhook_id:uuid}/address")
async def change_address(view: PartnerView, webhook_id: UUID, form: Submitted) -> Response:
    body = {"url": form.text("url")}
    await view.api.change("webhook.address_changed", "PATCH", f"{API}/{webhook_id}", body, subject_id=webhook_id)
    return view.go(f"/webhooks/{webhook_id}", "webhook-changed")


@router.post("/{webhook_id:uuid}/rotate", dependencies=FORM_IS_OURS)
async def rotate_secret(view: PartnerView, webhook_id: UUID) -> Response:
    """Set a new secret and show it this once."""
    secret = new_signing_secret()
    await view.api.change(
        "webhook.secret_rotated", "PATCH", f"{API}/{webhook_id}", {"secret": secret}, subject_id=webhook_id
    )
    facts = Facts("Secret", [("New secret", Copy(secret, "Copy secret"))])
    note = "It is shown only now. The former secret signs beside it for a day."
    trail = [("Webhooks", view.url("/webhooks")), ("Endpoint", view.url(f"/webhooks/{webhook_id}"))]
    return view.show(ConsolePage("New secret", [facts], note, trail))


@router.post("/{webhook_id:uuid}/replay")
async def replay(view: PartnerView, webhook_id: UUID, form: Submitted) -> Response:
    """Send again what was given up: all, a span of time, or one event."""
    query = {name: sent_time(form.text(name), name) for name in ("start_date", "end_date")}
    query["event_id"] = form.text("event_id") or None
    given = {name: value for name, value in query.items() if value}
    path = f"{API}/{webhook_id}/replay"
    answer = await view.api.change("webhook.replayed", "POST", path, query=given, subject_id=webhook_id, details=given)
    if not answer["replayed"]:
        return view.go(f"/webhooks/{webhook_id}", "nothing-replayed")
    return view.go(f"/webhooks/{webhook_id}", "replayed", count=answer["replayed"])


@router.post("/{webhook_id:uuid}/delete", dependencies=FORM_IS_OURS)
async def delete(view: PartnerView, webhook_id: UUID) -> Response:
    await view.api.change("webhook.deleted", "DELETE", f"{API}/{webhook_id}", subject_id=webhook_id)
    return view.go("/webhooks", "webhook-deleted")


_VERBS = {"test": "tested", "pause": "webhook-paused", "activate": "webhook-activated"}


@router.post("/{webhook_id:uuid}/switch/{verb}", dependencies=FORM_IS_OURS)
async def switch(view: PartnerView, webhook_id: UUID, verb: str) -> Response:
    """Pause, activate, or send a test event."""
    path = f"{API}/{webhook_id}/{verb if verb in _VERBS else 'nothing'}"
    await view.api.change(f"webhook.{verb}", "POST", path, subject_id=webhook_id)
    return view.go(f"/webhooks/{webhook_id}", _VERBS[verb])
