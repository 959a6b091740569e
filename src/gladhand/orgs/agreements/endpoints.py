"""/v2/orgs/share-agreements: what fleets share with partners, read by either side."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.who import FleetCaller, PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import CursorText, Reader, Size
from gladhand.core.error_schemas import errors
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.pages import CountedPage
from gladhand.core.responses import JSON
from gladhand.orgs.agreements import queries
from gladhand.orgs.agreements.schemas import ShareAgreementRead, ShareAgreementStatusEnum
from gladhand.resources.text import Text

router = APIRouter(
    prefix="/v2/orgs/share-agreements", tags=["share agreements"], responses=errors(), route_class=ContractRoute
)

Reading = Annotated[PartnerCaller | FleetCaller, allow("share-agreement:read", kinds=(PartnerCaller, FleetCaller))]


@router.get(
    "",
    response_model=CountedPage[ShareAgreementRead],
    operation_id="list_share_agreements",
    summary="List share agreements",
)
async def list_share_agreements(
    who: Reading,
    db: Reader,
    fleet_id: Annotated[UUID | None, Query(description="Only those with this fleet")] = None,
    fleet_ref: Annotated[Text | None, Query(description="Only those with the fleet of this reference")] = None,
    share_agreement_status: Annotated[
        ShareAgreementStatusEnum | None, Query(description="Only those in this state; deleted ones are listed only so")
    ] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The caller's agreements, oldest first: a partner's with all its fleets, a fleet's with all its partners."""
    owner, by_fleet = _owner(who)
    start = queries.ORDER.decode(cursor)
    filters = queries.AgreementFilter(fleet_id, fleet_ref, share_agreement_status)
    rows = await queries.list_agreements(db, owner, filters, cursor=start, size=size, by_fleet=by_fleet)
    total = await queries.count_agreements(db, owner, filters, by_fleet=by_fleet)
    return JSON(KeysetPage.cut(rows, cursor=start, size=size, total=total).render())


@router.get(
    "/{share_agreement_id:uuid}",
    response_model=ShareAgreementRead,
    operation_id="get_share_agreement",
    summary="Get a share agreement",
)
async def get_share_agreement(share_agreement_id: UUID, who: Reading, db: Reader) -> Response:
    """One agreement in any state."""
    owner, by_fleet = _owner(who)
    return JSON(await queries.get_agreement(db, owner, share_agreement_id, by_fleet=by_fleet))


def _owner(who: PartnerCaller | FleetCaller) -> tuple[UUID, bool]:
    return (who.fleet_id, True) if isinstance(who, FleetCaller) else (who.partner_id, False)
