"""/v2/orgs/partners/…/consent: what the consent page says about a partner. For the operator; not in the contract."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from gladhand.auth.access import AdminCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import Reader, Transaction
from gladhand.core.error_schemas import errors
from gladhand.orgs.consent import queries
from gladhand.orgs.consent.schemas import PartnerConsent, PartnerConsentRead

router = APIRouter(
    prefix="/v2/orgs/partners/{partner_id:uuid}/consent",
    tags=["consent"],
    responses=errors(),
    route_class=ContractRoute,
)


@router.get("", operation_id="get_partner_consent", summary="Get the texts of the consent page")
async def get_partner_consent(
    partner_id: UUID,
    caller: Annotated[AdminCaller, allow("partner:read", kinds=(AdminCaller,))],  # noqa: ARG001 - the operator sees all
    db: Reader,
) -> PartnerConsentRead:
    """Who the partner is, what it uses the data for, and what fleets may leave out."""
    return await queries.get_partner_consent(db, partner_id)


@router.put("", operation_id="put_partner_consent", summary="Set the texts of the consent page")
async def put_partner_consent(
    partner_id: UUID,
    caller: Annotated[AdminCaller, allow("partner:update", kinds=(AdminCaller,))],  # noqa: ARG001 - the operator may change all
    body: PartnerConsent,
    db: Transaction,
) -> PartnerConsentRead:
    """Replaces everything. Pages that are opened from now on show it. A preview is at `/preview` of Connect."""
    await queries.get_partner_consent(db, partner_id)
    await queries.upsert_partner_consent(db, partner_id, body)
    return await queries.get_partner_consent(db, partner_id)
