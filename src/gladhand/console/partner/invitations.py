"""Invitations: how far fleets come, the list, and one fleet's invitations from created to connected."""

from typing import Any

from fastapi import APIRouter, Request, Response

from gladhand.console.pages.blocks import (
    Copy,
    Facts,
    FormBlock,
    Forms,
    Input,
    Link,
    TableBlock,
    Time,
    Timeline,
    TimelineStep,
    state,
)
from gladhand.console.pages.dependencies import Submitted
from gladhand.console.pages.fields import param
from gladhand.console.pages.lists import newest_first
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import BadForm, PageNotFound
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.console.partner.funnel import funnel_blocks
from gladhand.core.how_many import how_many
from gladhand.orgs.funnel.queries import list_steps

router = APIRouter(prefix="/console/partners/{slug}/invitations", include_in_schema=False, route_class=ConsoleRoute)

_API = "/v2/orgs/invitations"
_MOST = 5
_CREATE = "invitation:create"
_STEPS = {
    "opened": "The fleet has opened the link",
    "accepted": "The fleet has accepted",
    "provider_chosen": "The fleet has chosen its provider",
    "check_failed": "The provider has refused the sign-in",
    "connected": "The provider is connected",
    "returned": "The fleet has returned to your site",
    "integration_requested": "The fleet has asked for a provider that is not supported",
    "declined": "The fleet has declined",
}
_BAD_STEPS = frozenset({"check_failed", "declined", "integration_requested"})


@router.get("")
async def show_invitations(view: PartnerView, request: Request) -> Response:
    """The funnel of the last 45 days, and the list."""
    fleet_ref = param(request, "fleet_ref")
    funnel = await view.api.get("/v2/orgs/invitation-funnel")
    listed = await newest_first(view, _API, "/invitations", fleet_ref=fleet_ref)
    rows = [
        [
            Link(each["fleet_ref"], _page_of(view, each["fleet_ref"])),
            each["fleet_name"],
            state(each["status"]),
            Time(each["created_at"]),
            Time(each["expires_at"]),
            Time(each["accepted_at"]),
        ]
        for each in listed.items
    ]
    empty = "No invitation yet. Invite a fleet below; it gets a link, opens it, and connects its provider."
    blocks = [
        *funnel_blocks(funnel),
        FormBlock(
            "Search",
            view.url("/invitations"),
            [Input("fleet_ref", "Your id of the fleet", fleet_ref or "")],
            method="get",
        ),
        TableBlock(
            "Invitations" if listed.total is None else how_many(listed.total, "invitation"),
            ["Fleet", "Name", "Status", "Created", "Expires", "Accepted"],
            rows,
            f"No invitation for {fleet_ref}." if fleet_ref else empty,
            listed.links,
        ),
        Forms("", [_invite(view)]),
    ]
    return view.show(ConsolePage("Invitations", blocks))


def _invite(view: View) -> FormBlock:
    fields = [
        Input("fleet_ref", "Your id of the fleet", is_required=True),
        Input("fleet_name", "Name of the fleet"),
        Input("expires_in_hours", "Hours until it expires", "24", type="number"),
    ]
    return FormBlock("Invite a fleet", view.url("/invitations"), fields, needs=[_CREATE], tone="primary")


@router.post("")
async def invite(view: PartnerView, form: Submitted) -> Response:
    """Make or refresh the invitation of a fleet."""
    fleet_ref, hours = form.text("fleet_ref"), form.text("expires_in_hours")
    if hours and not hours.isdecimal():
        raise BadForm("The hours must be a whole number.", "expires_in_hours")
    body = {"fleet_ref": fleet_ref}
    body |= {"fleet_name": form.text("fleet_name")} if form.text("fleet_name") else {}
    options: dict[str, Any] = {"expires_in_hours": int(hours)} if hours else {}
    await view.api.change("invitation.created", "POST", _API, body | options, details={"fleet_ref": fleet_ref})
    return view.go("/invitations/of", "invitation-created", fleet_ref=fleet_ref)


@router.get("/of")
async def show_fleets_invitations(view: PartnerView, request: Request) -> Response:
    """All invitations of one fleet. Its address has the fleet's reference, since an invitation's id opens its link."""
    fleet_ref = param(request, "fleet_ref")
    answer = await view.api.get(_API, fleet_ref=fleet_ref, size=_MOST) if fleet_ref else {"items": []}
    if not answer["items"] or fleet_ref is None:
        raise PageNotFound
    # The list begins with the oldest; a fleet rarely has more than one.
    blocks: list[Any] = []
    # Not through the route, which asks for an invitation's id: whoever only reads has none.
    async with view.reading("invitation:read") as db:
        steps = await list_steps(db, view.partner, fleet_ref)
    for each in answer["items"][::-1]:
        blocks += _invitation(view, each, steps.get(each["created_at"], ()))
    trail = [("Invitations", view.url("/invitations"))]
    return view.show(ConsolePage(f"Invitation of {fleet_ref}", blocks, trail=trail))


def _invitation(view: View, invitation: Any, taken: Any) -> list[Any]:
    fleet_ref, here = invitation["fleet_ref"], view.url("/invitations/of")
    facts: list[tuple[str, Any]] = [
        ("Status", state(invitation["status"])),
        ("Name", invitation["fleet_name"]),
        ("Expires", Time(invitation["expires_at"])),
        ("Asked for", ", ".join(f"{name}: {level}" for name, level in (invitation["permissions"] or {}).items())),
    ]
    if view.may(_CREATE):
        # Whoever has the link acts for the fleet.
        facts.append(("Link", Copy(invitation["magic_link"], "Copy link")))
    if invitation["fleet_id"]:
        facts.append(("Fleet", Link("Look at the fleet", view.url(f"/fleets/{invitation['fleet_id']}"))))
    steps = [TimelineStep(Time(invitation["created_at"]), "Created or refreshed by you")]
    steps += [
        TimelineStep(
            Time(step["first_at"]),
            _STEPS.get(step["step"], step["step"]),
            _detail(step),
            "bad" if step["step"] in _BAD_STEPS else "good",
        )
        for step in sorted(taken, key=lambda step: str(step["first_at"]))
    ]
    if invitation["decline_reason"]:
        steps.append(
            TimelineStep(Time(invitation["declined_at"]), "Reason for declining", invitation["decline_reason"])
        )
    forms = [
        FormBlock(
            "Refresh",
            f"{here}/refresh",
            hidden={"fleet_ref": fleet_ref},
            needs=[_CREATE],
            warning="The time of the link starts again. If the fleet had accepted, its former tokens end.",
        )
    ]
    if invitation["status"] in ("active", "expired"):
        forms.append(
            FormBlock(
                "Withdraw",
                f"{here}/withdraw",
                hidden={"fleet_ref": fleet_ref},
                needs=["invitation:delete"],
                tone="danger",
                warning="The link opens nothing any more.",
            )
        )
    return [Facts("Invitation", facts), Timeline("What has happened", steps), Forms("", forms)]


def _detail(step: Any) -> str:
    times = f"{step['times']} times" if step["times"] > 1 else ""
    return ", ".join(each for each in (step["detail"], times) if each)


@router.post("/of/refresh")
async def refresh(view: PartnerView, form: Submitted) -> Response:
    fleet_ref = form.text("fleet_ref")
    details = {"fleet_ref": fleet_ref}
    await view.api.change("invitation.refreshed", "POST", _API, {"fleet_ref": fleet_ref}, details=details)
    return view.go("/invitations/of", "invitation-refreshed", fleet_ref=fleet_ref)


@router.post("/of/withdraw")
async def withdraw(view: PartnerView, form: Submitted) -> Response:
    """Take the newest invitation of the fleet back."""
    fleet_ref = form.text("fleet_ref")
    found = (await view.api.get(_API, fleet_ref=fleet_ref, size=_MOST))["items"] if fleet_ref else []
    if not found:
        raise PageNotFound
    path = f"{_API}/{found[-1]['id']}"
    await view.api.change("invitation.deleted", "DELETE", path, details={"fleet_ref": fleet_ref})
    return view.go("/invitations", "invitation-deleted")


def _page_of(view: View, fleet_ref: str) -> str:
    return view.url("/invitations/of", {"fleet_ref": fleet_ref})
