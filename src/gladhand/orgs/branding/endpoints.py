"""/v2/orgs/partners/…/branding: how Connect looks for a partner's fleets. For the operator and the partner; not in the
contract.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from gladhand.auth.access import AdminCaller, PartnerCaller, allow, require_managed
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import Reader, Transaction
from gladhand.core.error_schemas import errors
from gladhand.core.problems import NotFound
from gladhand.orgs.branding import queries
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.branding.schemas import Branding, BrandingRead

router = APIRouter(
    prefix="/v2/orgs/partners/{partner_id:uuid}/branding",
    tags=["branding"],
    responses=errors(),
    route_class=ContractRoute,
)

_KINDS = (PartnerCaller, AdminCaller)


@router.get("", operation_id="get_branding", summary="Get branding")
async def get_branding(
    partner_id: UUID,
    caller: Annotated[PartnerCaller | AdminCaller, allow("partner:read", kinds=_KINDS)],
    db: Reader,
) -> BrandingRead:
    """The branding that was set; null is this server's own. A partner sees its own."""
    require_managed(caller, partner_id)
    return await _read(db, partner_id)


@router.put("", operation_id="put_branding", summary="Set branding")
async def put_branding(
    partner_id: UUID,
    caller: Annotated[PartnerCaller | AdminCaller, allow("partner:update", kinds=_KINDS)],
    body: Branding,
    db: Transaction,
) -> BrandingRead:
    """Replaces the branding; a partner changes its own. Pages that are opened from now on show it. A preview is at
    `/preview` of Connect.
    """
    require_managed(caller, partner_id)
    await _read(db, partner_id)
    wanted = PartnerBranding(
        body.brand_color,
        body.brand_logo,
        body.brand_logo_dark,
        logo_by_partner=isinstance(caller, PartnerCaller),
    )
    await queries.upsert_branding(db, partner_id, wanted)
    return await _read(db, partner_id)


async def _read(db: Reader, partner_id: UUID) -> BrandingRead:
    branding = await queries.find_branding(db, partner_id)
    if branding is None:
        raise NotFound.of("partner")
    return BrandingRead(
        partner_id=partner_id,
        brand_color=branding.color,
        brand_logo=branding.logo_url,
        brand_logo_dark=branding.logo_dark_url,
        updated_at=branding.updated_at,
    )
