"""What callers of the API may do with API clients: a partner with its own, an administrator with all.

No caller gets a client that may do more than the caller's token.
"""

from datetime import timedelta
from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.callers import Manager, PartnerCaller
from gladhand.auth.clients import queries
from gladhand.auth.clients.queries import ClientRights
from gladhand.auth.clients.service import USUAL_SCOPES, NewClient, change_secret, create_client, end_client
from gladhand.auth.problems import MissingScope
from gladhand.core.db import Db
from gladhand.core.near_names import did_you_mean
from gladhand.core.problems import Invalid, NotFound
from gladhand.orgs.api_clients.problems import ClientRevoked
from gladhand.orgs.api_clients.schemas import ApiClientCreate


async def create_for(db: Db, caller: Manager, actor: Actor, body: ApiClientCreate) -> NewClient:
    """Create a client for the caller, which can do no more than the caller. Raises `Invalid`."""
    if body.kind == "admin":
        if isinstance(caller, PartnerCaller):
            raise Invalid.at("body.kind", "Only administrators make clients of this kind.", given=body.kind)
        if body.partner_id is not None:
            raise Invalid.at("body.partner_id", "An administrator's client acts for no partner.", given=body.partner_id)
    return await create_client(
        db,
        kind=body.kind,
        partner_id=None if body.kind == "admin" else await _partner_of(db, caller, body.partner_id),
        name=body.name,
        extensions=body.extensions,
        held=_scopes_of(caller, body),
        actor=actor,
    )


async def rotate_for(db: Db, caller: Manager, actor: Actor, client_id: str, *, overlap: timedelta) -> NewClient:
    """Give a client of the caller a new secret. Raises `NotFound`, `ClientRevoked`, and `MissingScope` for a client
    that may do more than the caller: the new secret would be a way to those rights.
    """
    client = await _lock_own(db, caller, client_id)
    if client.is_revoked:
        raise ClientRevoked
    if beyond := client.scopes - caller.scopes:
        raise MissingScope(sorted(beyond))
    return await change_secret(db, actor, client_id, client, overlap)


async def revoke_for(db: Db, caller: Manager, actor: Actor, client_id: str) -> None:
    """Revoke a client of the caller; a revoked one stays as it is. Raises `NotFound`."""
    client = await _lock_own(db, caller, client_id)
    if not client.is_revoked:
        await end_client(db, actor, client_id, client)


async def _lock_own(db: Db, caller: Manager, client_id: str) -> ClientRights:
    client = await queries.lock_client(db, client_id)
    if client is None or (isinstance(caller, PartnerCaller) and client.partner_id != caller.partner_id):
        raise NotFound.of("API client")
    return client


async def _partner_of(db: Db, caller: Manager, named: UUID | None) -> UUID:
    if isinstance(caller, PartnerCaller):
        if named not in (None, caller.partner_id):
            raise Invalid.at("body.partner_id", "There is no such partner.", given=named)
        return caller.partner_id
    if named is None:
        raise Invalid.at("body.partner_id", "Name the partner that the client acts for.", error_type="missing")
    if not await queries.has_partner(db, named):
        raise Invalid.at("body.partner_id", "There is no such partner.", given=named)
    return named


def _scopes_of(caller: Manager, body: ApiClientCreate) -> frozenset[str]:
    possible = USUAL_SCOPES[body.kind]
    for number, name in enumerate(body.scopes or ()):
        if name not in possible:
            message = f"No client of this kind has this scope.{did_you_mean(name, possible)}"
            raise Invalid.at(f"body.scopes.{number}", message, given=name)
        if name not in caller.scopes:
            raise Invalid.at(f"body.scopes.{number}", "Your own token does not have this scope.", given=name)
    return possible & caller.scopes if body.scopes is None else frozenset(body.scopes)
