"""/v2/orgs/tsps: the telematics providers that fleets can connect, open to everybody."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.responses import JSON
from gladhand.orgs.tsps import queries
from gladhand.orgs.tsps.problems import TspNotFound
from gladhand.orgs.tsps.schemas import TspRead
from gladhand.resources.enums import TspEnum
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/orgs/tsps", tags=["telematics providers"], responses=errors())


@router.get("", response_model=list[TspRead], operation_id="list_tsps", summary="List telematics providers")
async def list_tsps(
    connection: Reader,
    slug: Annotated[Text | None, Query(description="Only the brand with this slug")] = None,
    source_name: Annotated[TspEnum | None, Query(description="Only brands of this platform")] = None,
) -> Response:
    """All providers by name, in one array. No token is needed."""
    return JSON(await queries.read_all(connection, slug, source_name))


@router.get("/{tsp_id}", response_model=TspRead, operation_id="get_tsp", summary="Get a telematics provider")
async def get_tsp(tsp_id: UUID, connection: Reader) -> Response:
    """One provider. No token is needed."""
    found = await queries.read(connection, tsp_id)
    if found is None:
        raise TspNotFound
    return JSON(found)
