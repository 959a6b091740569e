"""`/v2/integrations/connection-pre-auths`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from gladhand.auth.access import FleetCaller, allow
from gladhand.core.dependencies import Keys, Transaction
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.integrations.connections.checks import get_connectable_tsp
from gladhand.integrations.connections.credential_models import INPUT_MODELS
from gladhand.integrations.dependencies import Gateway
from gladhand.integrations.pre_auths import service
from gladhand.sdk.credential_kinds import ApiBasicCredentials

router = APIRouter(prefix="/v2/integrations", tags=["connections"], responses=errors(504), route_class=KeyedRoute)

Fleet = Annotated[FleetCaller, allow("connection:create", kinds=(FleetCaller,))]


class ConnectionPreAuthCreate(BaseModel):
    """What a fleet enters before it signs in at its provider."""

    tsp_id: UUID = Field(description="The provider to connect.")
    pre_auth_credentials: INPUT_MODELS[ApiBasicCredentials]  # type: ignore[valid-type]  # a model that was made


@router.post(
    "/connection-pre-auths",
    status_code=201,
    operation_id="create_connection_pre_auth",
    summary="Keep credentials for a sign-in",
    openapi_extra={"x-hidden": True},
)
async def create_connection_pre_auth(
    caller: Fleet, db: Transaction, keys: Keys, gateway: Gateway, body: ConnectionPreAuthCreate
) -> UUID:
    """Keep user and password while you sign in at a provider that wants both. Fleets only.

    The answer is an id. Send it as `pre_auth_id` in the credentials of the connection: once, within an hour, for the
    same provider.
    """
    await get_connectable_tsp(db, gateway, caller.fleet_id, body.tsp_id)
    return await service.keep(db, keys, caller.fleet_id, body.tsp_id, body.pre_auth_credentials)
