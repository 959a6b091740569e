"""/v2/orgs/partners/…/embed-keys: which sites may show Connect in a frame. Beyond the contract, for the operator."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from gladhand.auth.who import AdminCaller, allow
from gladhand.core.dependencies import Reader, Transaction
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.orgs.embed_keys import queries, service
from gladhand.orgs.embed_keys.problems import EmbedKeyNotFound
from gladhand.orgs.embed_keys.queries import EmbedKey
from gladhand.orgs.embed_keys.schemas import EmbedKeyCreate, EmbedKeyRead, EmbedKeyUpdate

router = APIRouter(
    prefix="/v2/orgs/partners/{partner_id}/embed-keys", tags=["embed keys"], responses=errors(), route_class=KeyedRoute
)

Reading = Annotated[AdminCaller, allow("partner:read", kinds=(AdminCaller,))]
Changing = Annotated[AdminCaller, allow("partner:update", kinds=(AdminCaller,))]


@router.post("", status_code=201, response_model=EmbedKeyRead, operation_id="create_embed_key", summary="Make a key")
async def create_embed_key(
    partner_id: UUID,
    who: Changing,  # noqa: ARG001 - the operator may change all
    body: EmbedKeyCreate,
    connection: Transaction,
) -> EmbedKeyRead:
    """A new key with the origins of the sites that use it."""
    return _wire(await service.create(connection, partner_id, body))


@router.get("", response_model=list[EmbedKeyRead], operation_id="list_embed_keys", summary="List keys")
async def list_embed_keys(
    partner_id: UUID,
    who: Reading,  # noqa: ARG001 - the operator sees all
    connection: Reader,
) -> list[EmbedKeyRead]:
    """A partner's keys, oldest first, revoked ones too."""
    return [_wire(each) for each in await queries.of_partner(connection, partner_id)]


@router.patch("/{key_id}", response_model=EmbedKeyRead, operation_id="update_embed_key", summary="Change a key")
async def update_embed_key(
    partner_id: UUID,
    key_id: UUID,
    who: Changing,  # noqa: ARG001 - the operator may change all
    body: EmbedKeyUpdate,
    connection: Transaction,
) -> EmbedKeyRead:
    """Other origins or another look, effective with the next page that is opened."""
    return _wire(await service.change(connection, partner_id, key_id, body))


@router.delete("/{key_id}", status_code=204, operation_id="revoke_embed_key", summary="Revoke a key")
async def revoke_embed_key(
    partner_id: UUID,
    key_id: UUID,
    who: Changing,  # noqa: ARG001 - the operator may change all
    connection: Transaction,
) -> Response:
    """From now on it means as little as one that never was; pages in frames that are open lose nothing but the next."""
    if not await queries.revoke(connection, partner_id, key_id):
        raise EmbedKeyNotFound
    return Response(status_code=204)


def _wire(key: EmbedKey) -> EmbedKeyRead:
    return EmbedKeyRead(
        id=key.id,
        partner_id=key.partner_id,
        key=key.key,
        name=key.name,
        origins=key.origins,
        brand_color=key.color,
        brand_logo=key.logo_url,
        brand_logo_dark=key.logo_dark_url,
        created_at=key.created_at,
        updated_at=key.updated_at,
        revoked_at=key.revoked_at,
    )
