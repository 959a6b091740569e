"""/v2/orgs/partners/…/branding: how Connect looks for a partner's fleets. Beyond the contract, for the operator."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from gladhand.auth.who import AdminCaller, allow
from gladhand.core.dependencies import Reader, Transaction
from gladhand.core.error_schemas import errors
from gladhand.orgs.branding import queries
from gladhand.orgs.branding.queries import Look
from gladhand.orgs.branding.schemas import Branding, BrandingRead
from gladhand.orgs.partners.problems import PartnerNotFound

router = APIRouter(prefix="/v2/orgs/partners/{partner_id}/branding", tags=["branding"], responses=errors())


@router.get("", response_model=BrandingRead, operation_id="get_branding", summary="Get branding")
async def get_branding(
    partner_id: UUID,
    who: Annotated[AdminCaller, allow("partner:read", kinds=(AdminCaller,))],  # noqa: ARG001 - the operator sees all
    connection: Reader,
) -> BrandingRead:
    """What was set; null where the look of this server is kept."""
    return await _read(connection, partner_id)


@router.put("", response_model=BrandingRead, operation_id="put_branding", summary="Set branding")
async def put_branding(
    partner_id: UUID,
    who: Annotated[AdminCaller, allow("partner:update", kinds=(AdminCaller,))],  # noqa: ARG001 - the operator may change all
    body: Branding,
    connection: Transaction,
) -> BrandingRead:
    """Replace all of it, effective with the next page that is opened. A preview is at `/preview` of Connect."""
    await _read(connection, partner_id)
    await queries.put(connection, partner_id, Look(body.brand_color, body.brand_logo, body.brand_logo_dark))
    return await _read(connection, partner_id)


async def _read(connection: Reader, partner_id: UUID) -> BrandingRead:
    look = await queries.of_partner(connection, partner_id)
    if look is None:
        raise PartnerNotFound
    return BrandingRead(
        partner_id=partner_id,
        brand_color=look.color,
        brand_logo=look.logo_url,
        brand_logo_dark=look.logo_dark_url,
        updated_at=look.updated_at,
    )
