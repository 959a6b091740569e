"""/v2/orgs/tsps: the telematics providers that fleets can connect, open to everybody."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.responses import JSON
from gladhand.orgs.tsps import queries
from gladhand.orgs.tsps.schemas import TspRead
from gladhand.resources.enums import TspEnum
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/orgs/tsps", tags=["telematics providers"], responses=errors(), route_class=ContractRoute)


@router.get("", response_model=list[TspRead], operation_id="list_tsps", summary="List telematics providers")
async def list_tsps(
    db: Reader,
    slug: Annotated[Text | None, Query(description="Only the brand with this slug")] = None,
    source_name: Annotated[TspEnum | None, Query(description="Only brands of this platform")] = None,
) -> Response:
    """All providers by name, in one array. No token is needed."""
    return JSON(await queries.list_tsps(db, slug, source_name))


@router.get("/{tsp_id:uuid}", response_model=TspRead, operation_id="get_tsp", summary="Get a telematics provider")
async def get_tsp(tsp_id: UUID, db: Reader) -> Response:
    """One provider. No token is needed."""
    return JSON(await queries.get_tsp(db, tsp_id))
