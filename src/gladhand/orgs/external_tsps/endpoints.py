"""/v2/orgs/external-tsps: providers of a public registry, and requests of fleets for an integration."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from gladhand.auth.access import AdminCaller, FleetCaller, PartnerCaller, allow
from gladhand.core.dependencies import Keys, Reader, Transaction
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.responses import JSON
from gladhand.orgs.external_tsps import queries, service
from gladhand.orgs.external_tsps.queries import Contact
from gladhand.orgs.external_tsps.schemas import ExtTspIntegrationRequestRead, ExtTspRead, IntegrationRequestBody
from gladhand.resources.text import Text

router = APIRouter(
    prefix="/v2/orgs/external-tsps", tags=["external providers"], responses=errors(), route_class=KeyedRoute
)

Anybody = Annotated[PartnerCaller | FleetCaller | AdminCaller, allow(kinds=(PartnerCaller, FleetCaller, AdminCaller))]


@router.get("", response_model=list[ExtTspRead], operation_id="list_ext_tsps", summary="Search external providers")
async def list_ext_tsps(
    caller: Anybody,  # noqa: ARG001 - any good token will do
    db: Reader,
    q: Annotated[
        Text | None, Query(description="Words of a name, a website or an e-mail domain; small slips are forgiven")
    ] = None,
) -> Response:
    """The providers of the public registry: the best fits first, or all of them by name."""
    return JSON(await service.search_external_tsps(db, q))


@router.get(
    "/integration-requests",
    response_model=list[ExtTspIntegrationRequestRead],
    operation_id="list_partner_integration_requests",
    summary="List integration requests",
)
async def list_partner_integration_requests(
    caller: Annotated[PartnerCaller, allow()],
    db: Reader,
    keyring: Keys,
    fleet_id: Annotated[UUID | None, Query(description="Only those of this fleet")] = None,
    fleet_ref: Annotated[Text | None, Query(description="Only those of the fleet with this reference")] = None,
) -> Response:
    """The requests of the fleets that you invited, oldest first."""
    keys = keyring if caller.may_have_links else None
    return JSON(
        await queries.list_requests(db, caller.partner_id, fleet_id=fleet_id, fleet_ref=fleet_ref, keyring=keys)
    )


@router.post(
    "/{ext_tsp_id:uuid}/request-integration",
    status_code=201,
    response_model=ExtTspIntegrationRequestRead,
    operation_id="request_ext_tsp_integration",
    summary="Request an integration",
)
async def request_ext_tsp_integration(
    ext_tsp_id: UUID,
    caller: Annotated[FleetCaller, allow(kinds=(FleetCaller,))],
    db: Transaction,
    body: IntegrationRequestBody | None = None,
) -> Response:
    """Asks, with a fleet's token, for an integration with its provider. Asking again updates the same request."""
    given = body or IntegrationRequestBody()
    contact = Contact(given.fleet_contact_name, given.fleet_contact_email, given.fleet_contact_notes)
    return JSON(await service.request_as_fleet(db, caller.fleet_id, ext_tsp_id, contact=contact), 201)
