"""/v2/orgs/rights-changes: the audit trail. For the operator; not in the contract."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import AdminCaller, allow
from gladhand.auth.audit import queries
from gladhand.auth.audit.queries import ChangeFilter
from gladhand.auth.audit.schemas import RightsChangeRead
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import CursorText, Reader, Size
from gladhand.core.error_schemas import errors
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.pages import CursorPage
from gladhand.core.responses import JSON

router = APIRouter(
    prefix="/v2/orgs/rights-changes", tags=["audit trail"], responses=errors(), route_class=ContractRoute
)


@router.get(
    "",
    response_model=CursorPage[RightsChangeRead],
    operation_id="list_rights_changes",
    summary="List changes of rights",
)
async def list_rights_changes(
    caller: Annotated[AdminCaller, allow("partner:read", kinds=(AdminCaller,))],  # noqa: ARG001 - the operator sees all
    db: Reader,
    partner_id: Annotated[UUID | None, Query(description="Only rights of this partner")] = None,
    fleet_id: Annotated[UUID | None, Query(description="Only rights of this fleet")] = None,
    subject_id: Annotated[UUID | None, Query(description="Only changes of this object")] = None,
    person_id: Annotated[UUID | None, Query(description="Only changes that this person has made")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """Who has changed which rights, when and from where, the newest first. Administrators only."""
    start = queries.ORDER.decode(cursor)
    rows = await queries.list_changes(
        db, ChangeFilter(partner_id, fleet_id, subject_id, person_id), cursor=start, size=size
    )
    return JSON(KeysetPage.cut(rows, cursor=start, size=size).render())
