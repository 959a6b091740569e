"""One schedule: what it reads, its runs, and the provider's answer to those that failed."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from gladhand.console.pages.blocks import Code, Facts, FormBlock, Forms, Input, TableBlock, Time, state
from gladhand.console.pages.dependencies import FORM_IS_OURS, Submitted
from gladhand.console.pages.lists import newest_first
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import BadForm
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.console.partner.connections import API, history, require_visible
from gladhand.resources.resource import as_words

router = APIRouter(
    prefix="/console/partners/{slug}/connections/{connection_id:uuid}/schedules/{schedule_id:uuid}",
    include_in_schema=False,
    route_class=ConsoleRoute,
)

_REFRESH_SECONDS = 10
_CHANGES = ("schedule:update",)


@router.get("")
async def show_schedule(view: PartnerView, connection_id: UUID, schedule_id: UUID) -> Response:
    here = f"/connections/{connection_id}/schedules/{schedule_id}"
    schedule = await view.api.get(f"{API}/{connection_id}/schedules/{schedule_id}")
    listed = await newest_first(view, f"{API}/{connection_id}/schedules/{schedule_id}/executions", here)
    facts = [
        ("Status", state(schedule["status"])),
        ("Every", f"{schedule['execution_interval_seconds']} s"),
        ("Failures in a row", f"{schedule['consecutive_error_count']} of {schedule['consecutive_error_threshold']}"),
        ("Last good run", Time(schedule["last_successful_execution_at"])),
        ("Next run", Time(schedule["next_execution_at"]) if schedule["status"] == "active" else None),
        ("Newest record", Time(schedule["last_data_at"])),
        ("History", history(schedule)),
    ]
    runs = TableBlock(
        "Runs of the last week",
        ["Began", "Status", "Records", "Skipped rows", "Error", "Provider's answer"],
        [_run(each) for each in listed.items],
        "No run yet.",
        listed.links,
    )
    blocks: list[Any] = [Facts("Schedule", facts), *_forms(view, here, schedule), runs]
    trail = [
        ("Connections", view.url("/connections")),
        (schedule_provider(listed.items), view.url(f"/connections/{connection_id}")),
    ]
    title = as_words(schedule["resource"]).capitalize()
    return view.show(ConsolePage(title, blocks, trail=trail, refresh_seconds=_REFRESH_SECONDS))


def schedule_provider(runs: Any) -> str:
    """The provider of these runs, for the link to their connection."""
    return str(runs[0]["source_name"]) if runs else "Connection"


def _run(run: Any) -> list[Any]:
    counts = ", ".join(f"{name} {count}" for name, count in (run["counts"] or {}).items())
    skipped = run["skipped"] or []
    return [
        Time(run["created_at"]),
        state(run["status"]),
        counts,
        Code(f"{len(skipped)} skipped", skipped) if skipped else None,
        [part for part in (run["error_type"], run["error_details"]) if part],
        Code("Show", run["response"]) if run["response"] else None,
    ]


def _forms(view: View, here: str, schedule: Any) -> list[Forms]:
    """Only the operator changes schedules: they use up the provider's limits, which all partners share."""
    is_active = schedule["status"] == "active"
    run = "Run now" if is_active else "Activate and run now"
    begin = FormBlock(run, view.url(f"{here}/run"), needs=_CHANGES, tone="primary")
    interval = Input("seconds", "Seconds between runs", str(schedule["execution_interval_seconds"]), type="number")
    forms = [begin, FormBlock("Change the interval", view.url(f"{here}/interval"), [interval], needs=_CHANGES)]
    if is_active:
        unread = "Nothing is read until it is activated."
        forms.append(FormBlock("Pause", view.url(f"{here}/pause"), needs=_CHANGES, warning=unread))
    return [Forms("", forms)]


@router.post("/run", dependencies=FORM_IS_OURS)
async def run_now(view: PartnerView, connection_id: UUID, schedule_id: UUID) -> Response:
    """Activate the schedule; it is read at once."""
    await require_visible(view, connection_id)
    path = f"{API}/{connection_id}/schedules/{schedule_id}"
    await view.operator_api.change("schedule.run", "POST", f"{path}/activate", subject_id=schedule_id)
    return view.go(f"/connections/{connection_id}/schedules/{schedule_id}", "schedule-runs")


@router.post("/pause", dependencies=FORM_IS_OURS)
async def pause(view: PartnerView, connection_id: UUID, schedule_id: UUID) -> Response:
    return await _update(view, connection_id, schedule_id, {"status": "paused"})


@router.post("/interval")
async def change_interval(view: PartnerView, connection_id: UUID, schedule_id: UUID, form: Submitted) -> Response:
    text = form.text("seconds")
    if not text.isdecimal():
        raise BadForm("The seconds must be a whole number.", "seconds")
    return await _update(view, connection_id, schedule_id, {"execution_interval_seconds": int(text)})


async def _update(view: View, connection_id: UUID, schedule_id: UUID, change: dict[str, Any]) -> Response:
    await require_visible(view, connection_id)
    path = f"{API}/{connection_id}/schedules/{schedule_id}"
    await view.operator_api.change("schedule.updated", "PATCH", path, change, subject_id=schedule_id, details=change)
    return view.go(f"/connections/{connection_id}/schedules/{schedule_id}", "schedule-changed")
