"""`/preview`: the first page with a made-up invitation, for partners who set up their branding."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from gladhand.connect.embed.launch_parameters import parse_launch_parameters
from gladhand.connect.flow import Step
from gladhand.connect.pages import messages, views
from gladhand.connect.pages.dependencies import CurrentVisit, Data
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.visit import ShowMessage
from gladhand.core.clock import now
from gladhand.core.dependencies import dependency
from gladhand.core.hosts import origin_of
from gladhand.orgs.branding import queries as branding
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.consent.queries import find_partner_consent
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.partners import queries as partners

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_EXPIRES_IN = timedelta(days=3)
_PERMISSIONS = {"vehicle": "read", "vehicle_location": "read", "hos_availability": "read", "user": "read_write"}


@dataclass(frozen=True)
class PreviewSettings:
    """The address of the server, whose console shows the preview in a frame."""

    public_url: str


@router.get("/preview")
async def show_preview(
    visit: CurrentVisit, database: Data, settings: Annotated[PreviewSettings, dependency(PreviewSettings)]
) -> Response:
    """Takes the same parameters as a launch, and needs a valid embed key. The buttons do nothing, so this server's
    console may show the page in a frame, too."""
    key = visit.launch.key
    if key is None:
        raise ShowMessage(messages.page_not_found(), 404)
    async with database.connection() as db:
        partner = await partners.find_partner(db, key.partner_id)
        partner_consent = await find_partner_consent(db, key.partner_id)
        partner_branding = await branding.find_branding(db, key.partner_id)
    if partner is None:
        raise ShowMessage(messages.page_not_found(), 404)
    invitation = _example(key.partner_id, partner.name, partner.slug)
    shown_by = replace(key, origins=[*key.origins, origin_of(settings.public_url)])
    launch = parse_launch_parameters(visit.link.query, shown_by, partner_branding or PartnerBranding())
    preview = replace(
        visit,
        invitation=invitation,
        step=Step.CONSENT,
        launch=replace(launch, embed=None),
        partner_consent=partner_consent,
    )
    return views.consent(preview, invitation, is_preview=True)


def _example(partner_id: UUID, partner_name: str, partner_slug: str) -> Invitation:
    moment = now()
    return Invitation(
        id=UUID(int=0),
        link_id=UUID(int=0),
        partner_id=partner_id,
        partner_name=partner_name,
        partner_slug=partner_slug,
        fleet_ref="preview",
        fleet_id=None,
        status="active",
        created_at=moment,
        expires_at=moment + _EXPIRES_IN,
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
        permissions=_PERMISSIONS,
    )
