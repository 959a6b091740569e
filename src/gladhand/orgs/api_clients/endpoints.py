"""/v2/orgs/api-clients: ids and secrets that get tokens. For the operator and for partners; not in the contract."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Query, Response

from gladhand.auth.access import AdminCaller, PartnerCaller, allow
from gladhand.auth.audit.actors import Actor
from gladhand.auth.callers import managed_partner
from gladhand.auth.clients import wire_queries
from gladhand.auth.clients.service import NewClient
from gladhand.auth.tokens.service import Tokens
from gladhand.core.db import Database, Db
from gladhand.core.dependencies import Address, CursorText, Reader, Size, Transaction, dependency
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.keyset import DEFAULT_SIZE, KeysetPage
from gladhand.core.pages import CursorPage
from gladhand.core.responses import JSON
from gladhand.orgs.api_clients import service
from gladhand.orgs.api_clients.schemas import ApiClientCreate, ApiClientRead, ApiClientRotate, ApiClientSecretRead
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/orgs/api-clients", tags=["API clients"], responses=errors(), route_class=KeyedRoute)

_KINDS = (PartnerCaller, AdminCaller)
Reading = Annotated[PartnerCaller | AdminCaller, allow("partner:read", kinds=_KINDS)]
Changing = Annotated[PartnerCaller | AdminCaller, allow("partner:update", kinds=_KINDS)]
ClientId = Annotated[Text, Path(max_length=100)]


@router.get("", response_model=CursorPage[ApiClientRead], operation_id="list_api_clients", summary="List API clients")
async def list_api_clients(
    caller: Reading,
    db: Reader,
    partner_id: Annotated[UUID | None, Query(description="Only clients of this partner")] = None,
    cursor: CursorText = None,
    size: Size = DEFAULT_SIZE,
) -> Response:
    """A partner's clients, oldest first, revoked ones too; for an administrator those of everybody."""
    start = wire_queries.ORDER.decode(cursor)
    rows = await wire_queries.list_clients(db, managed_partner(caller), partner_id=partner_id, cursor=start, size=size)
    return JSON(KeysetPage.cut(rows, cursor=start, size=size).render())


@router.post(
    "",
    status_code=201,
    response_model=ApiClientSecretRead,
    operation_id="create_api_client",
    summary="Create an API client",
)
async def create_api_client(caller: Changing, body: ApiClientCreate, db: Transaction, address: Address) -> Response:
    """Creates a client. Its secret is in this answer only; a repetition with the same `Idempotency-Key` has it again.

    A partner makes clients of its own, and no client may do more than the token that makes it.
    """
    new_client = await service.create_for(db, caller, Actor.of(caller, address), body)
    return await _with_secret(db, caller, new_client, 201)


@router.get("/{client_id}", response_model=ApiClientRead, operation_id="get_api_client", summary="Get an API client")
async def get_api_client(client_id: ClientId, caller: Reading, db: Reader) -> Response:
    """One client, with the time of its last use. Its secret cannot be read again."""
    return JSON(await wire_queries.get_client(db, managed_partner(caller), client_id))


@router.post(
    "/{client_id}/rotate",
    response_model=ApiClientSecretRead,
    operation_id="rotate_api_client",
    summary="Give an API client a new secret",
)
async def rotate_api_client(
    client_id: ClientId, caller: Changing, body: ApiClientRotate, db: Transaction, address: Address
) -> Response:
    """The former secret works beside the new one until the overlap is over.

    Tokens that the former secret has got live to their end; `DELETE` ends them. A token cannot rotate a client that may
    do more than itself. Use an `Idempotency-Key`: a second rotation ends the secret before the first one.
    """
    overlap = timedelta(hours=body.overlap_hours)
    new_client = await service.rotate_for(db, caller, Actor.of(caller, address), client_id, overlap=overlap)
    return await _with_secret(db, caller, new_client, 200)


@router.delete("/{client_id}", status_code=204, operation_id="revoke_api_client", summary="Revoke an API client")
async def revoke_api_client(
    client_id: ClientId,
    caller: Changing,
    database: Annotated[Database, dependency(Database)],
    tokens: Annotated[Tokens, dependency(Tokens)],
    address: Address,
) -> None:
    """Ends the client with its tokens, here at once, on other servers within two seconds. Revoking again changes
    nothing.
    """
    async with database.transaction() as db:
        await service.revoke_for(db, caller, Actor.of(caller, address), client_id)
    tokens.end_client(client_id)


async def _with_secret(db: Db, caller: PartnerCaller | AdminCaller, new_client: NewClient, status: int) -> Response:
    shown = orjson.loads(await wire_queries.get_client(db, managed_partner(caller), new_client.client_id))
    return JSON(orjson.dumps(shown | {"client_secret": new_client.secret.reveal()}), status)
