"""The routes of the reference lists. They are the same for every caller, and no row of the database is read."""

from typing import Annotated

from fastapi import APIRouter, Response

from gladhand.api.telematics.reference.lists import LISTS, ReferenceList
from gladhand.auth.access import PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import CursorText, Size
from gladhand.core.error_schemas import errors
from gladhand.core.keyset import DEFAULT_SIZE
from gladhand.core.pages import CountedPage
from gladhand.core.responses import JSON

router = APIRouter(prefix="/v2/telematics", tags=["reference lists"], responses=errors(501), route_class=ContractRoute)


def _add_list(to: APIRouter, listed: ReferenceList) -> None:
    @to.get(
        f"/{listed.path}",
        response_model=CountedPage[listed.row_model],  # type: ignore[name-defined]  # known when the route is made
        operation_id=listed.operation,
        summary=listed.title,
        description=listed.description,
    )
    async def list_codes(
        _: Annotated[PartnerCaller, allow("telematics:read")], cursor: CursorText = None, size: Size = DEFAULT_SIZE
    ) -> Response:
        return JSON(listed.page(cursor, size))


for _listed in LISTS:
    _add_list(router, _listed)
