"""`/preview`: the first page as fleets will see it, with a made-up invitation, for whoever sets up a partner's look."""

from dataclasses import replace
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from gladhand.connect.embed.launch_parameters import launch
from gladhand.connect.flow import Step
from gladhand.connect.pages import notices, views
from gladhand.connect.pages.visit import Interrupted, PageRoute, Visiting
from gladhand.core.clock import now
from gladhand.core.db import Database
from gladhand.core.dependencies import provided
from gladhand.orgs.branding import queries as branding
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.partners import queries as partners

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_NOBODY = UUID(int=0)
_OPEN_FOR = timedelta(days=3)
_ASKED_FOR = {"vehicle": "read", "vehicle_location": "read", "hos_availability": "read", "user": "read_write"}


@router.api_route("/preview", methods=["GET", "HEAD"])
async def preview(visit: Visiting, database: Annotated[Database, provided(Database)]) -> Response:
    """Needs a living embed key, and takes the same parameters as a launch. Its buttons lead nowhere."""
    key = visit.launch.key
    if key is None:
        raise Interrupted(notices.no_such_page(), 404)
    async with database.connection() as db:
        partner = await partners.find_partner(db, key.partner_id)
        look = await branding.find_branding(db, key.partner_id)
    if partner is None:
        raise Interrupted(notices.no_such_page(), 404)
    shown = replace(
        visit,
        invitation=_sample(key.partner_id, partner.name, partner.slug),
        step=Step.CONSENT,
        launch=replace(launch(visit.trail.query, key, look or PartnerBranding()), embed=None),
    )
    return views.consent(shown, _sample(key.partner_id, partner.name, partner.slug), is_preview=True)


def _sample(partner_id: UUID, partner_name: str, partner_slug: str) -> Invitation:
    moment = now()
    return Invitation(
        id=_NOBODY,
        partner_id=partner_id,
        partner_name=partner_name,
        partner_slug=partner_slug,
        fleet_ref="preview",
        fleet_id=None,
        status="active",
        created_at=moment,
        expires_at=moment + _OPEN_FOR,
        accepted_at=None,
        viewed_at=moment,
        decline_reason=None,
        fleet_name="Rolling Thunder Trucking",
        fleet_email="office@rolling-thunder.example",
        fleet_regulatory_id="1234567",
        fleet_regulatory_id_type="DOT",
        fleet_phone=None,
        fleet_website=None,
        fleet_country_code="USA",
        success_redirect_url=None,
        failure_redirect_url=None,
        callback_url=None,
        limit_tsps=None,
        permissions=_ASKED_FOR,
    )
