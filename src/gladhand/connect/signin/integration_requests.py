"""“My provider is not here”: the fleet names it, the operator and the partner hear of it, and the flow can end so."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from gladhand.connect.embed import messages
from gladhand.connect.language import _
from gladhand.connect.pages import notices, views
from gladhand.connect.pages.forms import Field, Form
from gladhand.connect.pages.limits import Limits
from gladhand.connect.pages.redirects import form_target, requested_url, usable
from gladhand.connect.pages.rendering import page
from gladhand.connect.pages.visit import PageRoute, Sent, Visiting, guest
from gladhand.connect.queries import connected, tsp_count
from gladhand.core.db import Database
from gladhand.core.dependencies import provided
from gladhand.orgs.external_tsps import service as external_tsps
from gladhand.orgs.external_tsps.queries import Contact
from gladhand.orgs.external_tsps.schemas import IntegrationRequestBody
from gladhand.orgs.funnel import queries as funnel
from gladhand.orgs.funnel.schemas import FunnelStepEnum

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_READ = ["GET", "HEAD"]
_LONGEST_NAME, _LONGEST_NOTES = 120, 1000
Data = Annotated[Database, provided(Database)]


@router.api_route("/request", methods=_READ)
async def ask_which(visit: Visiting) -> Response:
    guest(visit)
    return page(visit, "request.html", form=_form())


@router.post("/request")
async def ask_for(sent: Sent, database: Data, limits: Annotated[Limits, provided(Limits)]) -> Response:
    """Asking twice for the same provider is one request."""
    invitation = guest(sent.visit).invitation
    form = _form().filled(sent.values)
    errors = form.missing(sent.values)
    given = {name: value.strip() or None for name, value in sent.values.items() if name.startswith("fleet_contact_")}
    try:
        contact = IntegrationRequestBody.model_validate(given)
    except ValidationError:
        errors["fleet_contact_email"] = _("Please enter an e-mail address like name@example.com.")
    if errors:
        return page(sent.visit, "request.html", form=form.with_errors(errors), status=422)
    limits.answer(invitation.id)
    name = sent.values["provider_name"].strip()
    async with database.transaction() as db:
        made = await external_tsps.request_unlisted_integration(
            db,
            invitation.id,
            name,
            contact=Contact(contact.fleet_contact_name, contact.fleet_contact_email, contact.fleet_contact_notes),
        )
        await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.INTEGRATION_REQUESTED, name)
    return RedirectResponse(sent.visit.trail.to("/requested", request=orjson.loads(made)["id"]), 303)


@router.api_route("/requested", methods=_READ)
async def show_requested(visit: Visiting, request: UUID) -> Response:
    """What happens now; from here the fleet goes back, or on with another provider."""
    here = guest(visit)
    url = usable(here.invitation.failure_redirect_url)
    return page(
        visit,
        "requested.html",
        form_target=form_target(url),
        request=request,
        can_return=views.can_return(visit, here.invitation.failure_redirect_url),
    )


@router.post("/requested")
async def finish_requested(sent: Sent, database: Data, request: UUID) -> Response:
    """The last button of a fleet whose provider was asked for."""
    invitation = guest(sent.visit).invitation
    async with database.transaction() as db:
        await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.RETURNED)
    return RedirectResponse(sent.visit.trail.to("/requested/done", request=request), 303)


@router.api_route("/requested/done", methods=_READ)
async def leave_requested(visit: Visiting, database: Data, request: UUID) -> Response:
    here = guest(visit)
    url = usable(here.invitation.failure_redirect_url)
    target = None
    if url is not None:
        async with database.connection() as db:
            count = tsp_count(await connected(db, here.fleet_id))
        target = requested_url(
            url,
            invitation_id=here.invitation.id,
            fleet_ref=here.invitation.fleet_ref,
            tsp_count=count,
            integration_request_id=request,
        )
    tell = messages.left(messages.INTEGRATION_REQUESTED)
    return views.ending(visit, target, notices.requested(visit.partner), tell)


def _form() -> Form:
    return Form(
        fields=[
            Field("provider_name", _("Name of your provider"), help=_("As on the device, the app or the bill"),
                  max_length=_LONGEST_NAME),
            Field("fleet_contact_name", _("Your name"), required=False, autocomplete="name", max_length=_LONGEST_NAME),
            Field("fleet_contact_email", _("E-mail"), type="email", required=False, autocomplete="email",
                  help=_("So that we can tell you when it can be connected")),
            Field("fleet_contact_notes", _("Anything else?"), type="textarea", required=False,
                  max_length=_LONGEST_NOTES),
        ]
    )  # fmt: skip
