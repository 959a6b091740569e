"""/v2/orgs/partners/…/embed-keys: which sites may show Connect in a frame. For the operator and the partner; not in the
contract.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from gladhand.auth.access import AdminCaller, PartnerCaller, allow, require_managed
from gladhand.auth.audit.actors import Actor
from gladhand.core.dependencies import Address, Reader, Transaction
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.problems import NotFound
from gladhand.orgs.embed_keys import queries, service
from gladhand.orgs.embed_keys.queries import EmbedKey
from gladhand.orgs.embed_keys.schemas import EmbedKeyCreate, EmbedKeyRead, EmbedKeyUpdate

router = APIRouter(
    prefix="/v2/orgs/partners/{partner_id:uuid}/embed-keys",
    tags=["embed keys"],
    responses=errors(),
    route_class=KeyedRoute,
)

_KINDS = (PartnerCaller, AdminCaller)
Reading = Annotated[PartnerCaller | AdminCaller, allow("partner:read", kinds=_KINDS)]
Changing = Annotated[PartnerCaller | AdminCaller, allow("partner:update", kinds=_KINDS)]


@router.post("", status_code=201, operation_id="create_embed_key", summary="Make a key")
async def create_embed_key(
    partner_id: UUID,
    caller: Changing,
    body: EmbedKeyCreate,
    db: Transaction,
    address: Address,
) -> EmbedKeyRead:
    """Creates a key for the sites with these origins. A partner makes keys of its own."""
    require_managed(caller, partner_id)
    return _wire(await service.create_embed_key(db, Actor.of(caller, address), partner_id, body))


@router.get("", operation_id="list_embed_keys", summary="List keys")
async def list_embed_keys(
    partner_id: UUID,
    caller: Reading,
    db: Reader,
) -> list[EmbedKeyRead]:
    """A partner's keys, oldest first, revoked ones too."""
    require_managed(caller, partner_id)
    return [_wire(key) for key in await queries.list_embed_keys(db, partner_id)]


@router.patch("/{key_id:uuid}", operation_id="update_embed_key", summary="Change a key")
async def update_embed_key(
    partner_id: UUID,
    key_id: UUID,
    caller: Changing,
    body: EmbedKeyUpdate,
    db: Transaction,
    address: Address,
) -> EmbedKeyRead:
    """Changes origins or branding, from the next page on that is opened."""
    require_managed(caller, partner_id)
    return _wire(await service.update_embed_key(db, Actor.of(caller, address), partner_id, key_id, body=body))


@router.delete("/{key_id:uuid}", status_code=204, operation_id="revoke_embed_key", summary="Revoke a key")
async def revoke_embed_key(
    partner_id: UUID,
    key_id: UUID,
    caller: Changing,
    db: Transaction,
    address: Address,
) -> Response:
    """Revokes a key. Open pages stay as they are; the next one that is opened ignores the key."""
    require_managed(caller, partner_id)
    if not await service.revoke_embed_key(db, Actor.of(caller, address), partner_id, key_id):
        raise NotFound.of("embed key")
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
