"""Invitations: the form that makes one, how far fleets come, and the list."""

from typing import Any

from fastapi import APIRouter, Request, Response

from gladhand.console.pages.blocks import FormBlock, Forms, Input, Link, TableBlock, Time, state
from gladhand.console.pages.dependencies import Submitted
from gladhand.console.pages.fields import param
from gladhand.console.pages.lists import newest_first
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import BadForm
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.console.partner.fleets_invitations import API, CREATE
from gladhand.console.partner.funnel import funnel_blocks
from gladhand.console.partner.invitation_terms import asked_terms, group_inputs
from gladhand.core.how_many import how_many
from gladhand.core.languages import LANGUAGES
from gladhand.orgs.consent.queries import get_partner_consent
from gladhand.orgs.invitations.schemas import DEFAULT_HOURS

router = APIRouter(prefix="/console/partners/{slug}/invitations", include_in_schema=False, route_class=ConsoleRoute)


@router.get("")
async def show_invitations(view: PartnerView, request: Request) -> Response:
    """The form, the funnel of the last 45 days, and the list."""
    fleet_ref = param(request, "fleet_ref")
    funnel = await view.api.get("/v2/orgs/invitation-funnel")
    listed = await newest_first(view, API, "/invitations", fleet_ref=fleet_ref)
    rows = [
        [
            Link(each["fleet_ref"], view.url("/invitations/of", {"fleet_ref": each["fleet_ref"]})),
            each["fleet_name"],
            state(each["status"]),
            Time(each["created_at"]),
            Time(each["expires_at"]),
            Time(each["accepted_at"]),
        ]
        for each in listed.items
    ]
    empty = "No invitation yet. Invite a fleet above; it gets a link, opens it, and connects its provider."
    blocks = [
        Forms("", [await _invite(view)]),
        *funnel_blocks(funnel),
        FormBlock(
            "Search",
            view.url("/invitations"),
            [Input("fleet_ref", "Your id of the fleet", fleet_ref or "", hint="the whole id")],
            method="get",
        ),
        TableBlock(
            "Invitations" if listed.total is None else how_many(listed.total, "invitation"),
            ["Fleet", "Name", "Status", "Created", "Expires", "Accepted"],
            rows,
            f"No invitation for {fleet_ref}." if fleet_ref else empty,
            listed.links,
        ),
    ]
    return view.show(ConsolePage("Invitations", blocks))


async def _invite(view: View) -> FormBlock:
    async with view.reading("invitation:read") as db:
        terms = (await get_partner_consent(db, view.partner)).terms
    languages = [("", "that of the fleet's country"), *((each.code, each.name) for each in LANGUAGES.values())]
    fields = [
        Input("fleet_ref", "Your id of the fleet", is_required=True),
        Input("fleet_name", "Name of the fleet"),
        Input("fleet_email", "E-mail of the fleet", type="email", hint="the link is sent there, if this server can"),
        Input("language", "Language of messages", choices=languages),
        Input("expires_in_hours", "Hours until it expires", str(DEFAULT_HOURS), type="number"),
        *group_inputs(terms.optional_groups),
    ]
    return FormBlock("Invite a fleet", view.url("/invitations"), fields, needs=[CREATE], tone="primary")


@router.post("")
async def invite(view: PartnerView, form: Submitted) -> Response:
    """Make or refresh the invitation of a fleet."""
    fleet_ref, hours = form.text("fleet_ref"), form.text("expires_in_hours")
    if hours and not hours.isdecimal():
        raise BadForm("The hours must be a whole number.", "expires_in_hours")
    body: dict[str, Any] = {"fleet_ref": fleet_ref} | asked_terms(form)
    body |= {name: text for name in ("fleet_name", "fleet_email", "language") if (text := form.text(name))}
    body |= {"expires_in_hours": int(hours)} if hours else {}
    made = await view.api.change("invitation.created", "POST", API, body, details={"fleet_ref": fleet_ref})
    # Who may only make invitations does not read them.
    delivery = await view.api.get(f"{API}/{made['id']}/delivery") if view.may("invitation:read") else {"status": None}
    done = "invitation-mailed" if delivery["status"] == "queued" else "invitation-created"
    return view.go("/invitations/of", done, fleet_ref=fleet_ref)
