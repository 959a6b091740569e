"""/v2/orgs/share-agreements: what fleets share with partners, read and changed by either side."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import AdminCaller, FleetCaller, PartnerCaller, allow
from gladhand.auth.audit.actors import Actor
from gladhand.core.dependencies import Address, CursorText, Reader, Size, Transaction
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.pages import CountedPage
from gladhand.core.responses import JSON
from gladhand.orgs.agreements import queries, service
from gladhand.orgs.agreements.schemas import (
    ShareAgreementBackfill,
    ShareAgreementBackfillResult,
    ShareAgreementRead,
    ShareAgreementStatusEnum,
    ShareAgreementUpdate,
)
from gladhand.resources.text import Text

router = APIRouter(
    prefix="/v2/orgs/share-agreements", tags=["share agreements"], responses=errors(), route_class=KeyedRoute
)

Reading = Annotated[PartnerCaller | FleetCaller, allow("share-agreement:read", kinds=(PartnerCaller, FleetCaller))]
_EVERYBODY = (PartnerCaller, FleetCaller, AdminCaller)
# Agreements belong to their fleets. A partner may pause, resume and cancel its own.
Switching = Annotated[PartnerCaller | FleetCaller | AdminCaller, allow("share-agreement:update", kinds=_EVERYBODY)]
Changing = Annotated[FleetCaller | AdminCaller, allow("share-agreement:update", kinds=(FleetCaller, AdminCaller))]
Deleting = Annotated[FleetCaller | AdminCaller, allow("share-agreement:delete", kinds=(FleetCaller, AdminCaller))]
Backfilling = Annotated[AdminCaller, allow("share-agreement:update", kinds=(AdminCaller,))]


@router.get(
    "",
    response_model=CountedPage[ShareAgreementRead],
    operation_id="list_share_agreements",
    summary="List share agreements",
)
async def list_share_agreements(
    caller: Reading,
    db: Reader,
    fleet_id: Annotated[UUID | None, Query(description="Only those with this fleet")] = None,
    fleet_ref: Annotated[Text | None, Query(description="Only those with the fleet of this reference")] = None,
    share_agreement_status: Annotated[
        ShareAgreementStatusEnum | None,
        Query(description="Only those in this state. Deleted ones are listed only with this filter"),
    ] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """The caller's agreements, oldest first: a partner's with all its fleets, a fleet's with all its partners.

    A fleet sees the reference only of the partner whose invitation its token came with.
    """
    reader = _reader(caller)
    start = queries.ORDER.decode(cursor)
    filters = queries.AgreementFilter(fleet_id, fleet_ref, share_agreement_status)
    rows = await queries.list_agreements(db, reader, filters, cursor=start, size=size)
    total = await queries.count_agreements(db, reader, filters)
    return JSON(KeysetPage.cut(rows, cursor=start, size=size, total=total).render())


@router.get(
    "/{share_agreement_id:uuid}",
    response_model=ShareAgreementRead,
    operation_id="get_share_agreement",
    summary="Get a share agreement",
)
async def get_share_agreement(
    share_agreement_id: UUID,
    caller: Annotated[PartnerCaller | FleetCaller | AdminCaller, allow("share-agreement:read", kinds=_EVERYBODY)],
    db: Reader,
) -> Response:
    """One agreement in any state."""
    if isinstance(caller, AdminCaller):
        return JSON(await queries.get_agreement_of_anybody(db, share_agreement_id))
    return JSON(await queries.get_agreement(db, _reader(caller), share_agreement_id))


@router.patch(
    "/{share_agreement_id:uuid}",
    response_model=ShareAgreementRead,
    operation_id="update_share_agreement",
    summary="Change a share agreement",
)
async def update_share_agreement(
    share_agreement_id: UUID, caller: Changing, body: ShareAgreementUpdate, db: Transaction, address: Address
) -> Response:
    """Changes when access begins and ends, and what of the drivers' movement is protected. Fleets only.
    `expiration_date: null` means never.

    An agreement that is active or paused expires by itself when its time is over.
    """
    return JSON(await service.update_agreement(db, caller, Actor.of(caller, address), share_agreement_id, body))


@router.delete(
    "/{share_agreement_id:uuid}",
    status_code=204,
    operation_id="delete_share_agreement",
    summary="Delete a share agreement",
)
async def delete_share_agreement(share_agreement_id: UUID, caller: Deleting, db: Transaction, address: Address) -> None:
    """Ends access for good and takes the agreement out of lists. Fleets only."""
    await service.delete_agreement(db, caller, Actor.of(caller, address), share_agreement_id)


@router.post(
    "/backfill",
    operation_id="backfill_share_agreements",
    summary="Share one more resource",
    openapi_extra={"x-hidden": True},
)
async def backfill_share_agreements(
    caller: Backfilling, body: ShareAgreementBackfill, db: Transaction, address: Address
) -> ShareAgreementBackfillResult:
    """Adds a resource to every active or paused agreement that lacks it. Administrators only."""
    changed = await service.backfill_agreements(db, Actor.of(caller, address), body)
    return ShareAgreementBackfillResult(share_agreement_ids=changed)


@router.post(
    "/{share_agreement_id:uuid}/pause",
    response_model=ShareAgreementRead,
    operation_id="pause_share_agreement",
    summary="Pause a share agreement",
)
async def pause_share_agreement(
    share_agreement_id: UUID, caller: Switching, db: Transaction, address: Address
) -> Response:
    """Takes access away until the agreement is activated.

    The fleet and its records are gone from the partner's lists at once, writes are refused, and accepted writes that
    wait end as failed. No events of its records are published; after activation `updated_from` lists what has changed
    meanwhile.
    """
    return JSON(await service.pause_agreement(db, caller, Actor.of(caller, address), share_agreement_id))


@router.post(
    "/{share_agreement_id:uuid}/activate",
    response_model=ShareAgreementRead,
    operation_id="activate_share_agreement",
    summary="Activate a share agreement",
)
async def activate_share_agreement(
    share_agreement_id: UUID, caller: Switching, db: Transaction, address: Address
) -> Response:
    """Gives access back after a pause. A partner cannot activate what the fleet or the operator has paused."""
    return JSON(await service.activate_agreement(db, caller, Actor.of(caller, address), share_agreement_id))


@router.post(
    "/{share_agreement_id:uuid}/cancel",
    response_model=ShareAgreementRead,
    operation_id="cancel_share_agreement",
    summary="Cancel a share agreement",
)
async def cancel_share_agreement(
    share_agreement_id: UUID, caller: Switching, db: Transaction, address: Address
) -> Response:
    """Ends access for good."""
    return JSON(await service.cancel_agreement(db, caller, Actor.of(caller, address), share_agreement_id))


def _reader(caller: PartnerCaller | FleetCaller) -> queries.AgreementReader:
    if isinstance(caller, FleetCaller):
        return queries.AgreementReader(caller.fleet_id, is_fleet=True, invited_by=caller.invited_by)
    return queries.AgreementReader(caller.partner_id)
