"""“My provider is not here”: the fleet names a missing provider, and the operator and the partner can read it."""

from uuid import UUID

import orjson
from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from gladhand.connect.embed import events
from gladhand.connect.language import _
from gladhand.connect.pages import messages, views
from gladhand.connect.pages.dependencies import CurrentVisit, Data, Limits, Submitted
from gladhand.connect.pages.forms import Field, PageForm
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.redirects import form_target, requested_url, safe_url
from gladhand.connect.pages.rendering import page
from gladhand.connect.pages.visit import connecting_fleet
from gladhand.connect.queries import count_working_tsps, list_connected_providers
from gladhand.orgs.external_tsps import service as external_tsps
from gladhand.orgs.external_tsps.queries import Contact
from gladhand.orgs.external_tsps.schemas import IntegrationRequestBody
from gladhand.orgs.funnel import queries as funnel
from gladhand.orgs.funnel.schemas import FunnelStepEnum
from gladhand.resources.cleaning import clean_line, clean_prose

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_MAX_NAME_LENGTH, _MAX_NOTES_LENGTH = 120, 1000


@router.get("/request")
async def show_request_form(visit: CurrentVisit, name: str = "") -> Response:
    """`name` is what the fleet has searched for."""
    connecting_fleet(visit)
    given = clean_line(name.replace("\0", ""))[:_MAX_NAME_LENGTH]
    return page(visit, "request.html", form=_form().with_values({"provider_name": given}))


@router.post("/request")
async def request_integration(submission: Submitted, database: Data, limits: Limits) -> Response:
    """A second request for the same provider counts as the first."""
    visit, values = submission.visit, submission.values
    invitation = connecting_fleet(visit).invitation
    form = _form().with_values(values)
    errors = form.errors(values)
    body = {name: clean_prose(value) or None for name, value in values.items() if name.startswith("fleet_contact_")}
    try:
        contact = IntegrationRequestBody.model_validate(body)
    except ValidationError:
        errors["fleet_contact_email"] = _("Please enter an e-mail address like name@example.com.")
    if errors:
        return page(visit, "request.html", form=form.with_errors(errors), status=422)
    limits.count_answer(invitation.id)
    name = clean_line(values["provider_name"])
    async with database.transaction() as db:
        request = await external_tsps.request_unlisted_integration(
            db,
            invitation.partner_id,
            invitation.id,
            name=name,
            contact=Contact(contact.fleet_contact_name, contact.fleet_contact_email, contact.fleet_contact_notes),
        )
        await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.INTEGRATION_REQUESTED, name)
    return RedirectResponse(visit.link.url("/requested", request=orjson.loads(request)["id"]), 303)


@router.get("/requested")
async def show_requested(visit: CurrentVisit, request: UUID) -> Response:
    """Says what happens next. The fleet goes back to the partner or connects another provider."""
    invitation = connecting_fleet(visit).invitation
    return page(
        visit,
        "requested.html",
        form_target=form_target(safe_url(invitation.failure_redirect_url)),
        request=request,
        can_return=views.can_return(visit, invitation.failure_redirect_url),
    )


@router.post("/requested")
async def finish_requested(submission: Submitted, database: Data, request: UUID) -> Response:
    """The last button after an integration request."""
    invitation = connecting_fleet(submission.visit).invitation
    async with database.transaction() as db:
        await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.RETURNED)
    return RedirectResponse(submission.visit.link.url("/requested/done", request=request), 303)


@router.get("/requested/done")
async def leave_requested(visit: CurrentVisit, database: Data, request: UUID) -> Response:
    fleet = connecting_fleet(visit)
    invitation = fleet.invitation
    url = safe_url(invitation.failure_redirect_url)
    if url is not None:
        async with database.connection() as db:
            tsp_count = count_working_tsps(await list_connected_providers(db, fleet.id, invitation=fleet.invitation))
        url = requested_url(
            url,
            invitation_id=invitation.link_id,
            fleet_ref=invitation.fleet_ref,
            tsp_count=tsp_count,
            integration_request_id=request,
        )
    return views.end_flow(
        visit, url, messages.requested(visit.partner), events=events.exited(events.INTEGRATION_REQUESTED)
    )


def _form() -> PageForm:
    return PageForm(
        fields=[
            Field("provider_name", _("Name of your provider"), help=_("As on the device, the app or the bill"),
                  max_length=_MAX_NAME_LENGTH),
            Field("fleet_contact_name", _("Your name"), required=False, autocomplete="name",
                  max_length=_MAX_NAME_LENGTH),
            Field("fleet_contact_email", _("E-mail"), type="email", required=False, autocomplete="email",
                  help=_("So that we can tell you when it can be connected")),
            Field("fleet_contact_notes", _("Anything else?"), type="textarea", required=False,
                  max_length=_MAX_NOTES_LENGTH),
        ]
    )  # fmt: skip
