"""Creates, changes and ends connections. Credentials are checked first, and stored only if they work.

No transaction is open during a check. Its result is stored only if the connection has not changed meanwhile.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.log import LogEvent, get_logger
from gladhand.integrations.connections import change_queries, checks, events, queries
from gladhand.integrations.connections.change_queries import CheckedCredentials
from gladhand.integrations.connections.checks import SignedIn
from gladhand.integrations.connections.credentials import masked
from gladhand.integrations.connections.problems import NotForFleets, OtherAccount, ProviderUnavailable, TspNotOffered
from gladhand.integrations.connections.queries import Connection, ConnectionWithCredentials
from gladhand.integrations.connections.schemas import ConnectionStatusEnum as Status
from gladhand.integrations.connections.schemas import ConnectionUpdate
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.pre_auths import service as pre_auths
from gladhand.integrations.schedules.alignment import align
from gladhand.integrations.sessions import queries as sessions
from gladhand.orgs.funnel import queries as funnel

log = get_logger()

_STORED = LogEvent("connection.stored", "A fleet has created or repaired a connection.")
_CHANGED = LogEvent("connection.changed", "A fleet has changed a connection.")
_DELETED = LogEvent("connection.deleted", "A fleet has deleted a connection.")
_STALED = LogEvent(
    "connection.staled", "A provider refuses a fleet's credentials. The partners have received an event."
)
_RESUMED = LogEvent("connection.resumed", "The login of a stale connection works again.")

OnStored: TypeAlias = Callable[[Db, UUID], Awaitable[None]]

# A fleet sets these. The provider's answers make a connection stale or failed, and DELETE deletes it.
_SETTABLE = (Status.ACTIVE, Status.PAUSED, Status.CANCELLED)
# From these states it becomes active again only if its login works. A pause ends unless the provider refuses the login.
_UNCERTAIN = (Status.STALE, Status.FAILED, Status.CANCELLED)


async def create(
    gateway: ProviderGateway,
    fleet_id: UUID,
    tsp_id: UUID,
    *,
    credentials: Mapping[str, Any],
    address: str | None,
    description: str | None = None,
    is_funnel_step: bool = False,
    on_stored: OnStored | None = None,
) -> Connection:
    """Connect an account of the fleet, or repair its connection to the same account.

    `address` is the network address of the client. `is_funnel_step` counts the connection in the funnels of the
    partners that the fleet shares with; Connect counts its own steps. `on_stored` runs with the connection's id in the
    same transaction.

    Raises `NotFound`, `TspNotOffered`, `Invalid` for an incomplete form, `TooManyRequests`, `CredentialsRefused` or
    `ProviderUnavailable`; nothing is stored then.
    """
    async with gateway.database.connection() as db:
        connectable = await checks.get_connectable_tsp(db, gateway, fleet_id, tsp_id)
        credentials, pre_auth_id = await pre_auths.complete(db, gateway.keyring, fleet_id, tsp_id, credentials)
    signed_in = await checks.sign_in(gateway, fleet_id, connectable, credentials, address=address)
    async with gateway.database.transaction() as db:
        connection, is_new = await change_queries.upsert_connection(
            db,
            fleet_id,
            tsp_id=tsp_id,
            source_name=connectable.tsp.source_name,
            description=description,
            checked=_to_store(gateway, signed_in),
        )
        if is_new and not connectable.tsp.is_offered:
            # The fleet has connected another account of this brand, which is no longer offered.
            raise TspNotOffered(connectable.tsp.name)
        if signed_in.session or not is_new:
            await sessions.upsert_session(db, fleet_id, connection.id, gateway.encrypted_session(signed_in.session))
        if on_stored is not None:
            await on_stored(db, connection.id)
        if is_funnel_step:
            await funnel.insert_connected(db, fleet_id, connectable.tsp.name)
        if pre_auth_id is not None:
            await pre_auths.use_up(db, fleet_id, pre_auth_id)
        await align(db, [fleet_id])
        await events.publish_connected(db, connection, is_new=is_new)
    log.info(_STORED, connection_id=str(connection.id), source_name=connection.source_name, is_new=is_new)
    return connection


async def update(
    gateway: ProviderGateway, fleet_id: UUID, connection_id: UUID, *, changes: ConnectionUpdate, address: str | None
) -> None:
    """Change a connection. New credentials must open the same account; another account is another connection.

    Raises `NotFound`, `NotForFleets`, `OtherAccount`, and what `create` raises for its credentials.
    """
    if changes.status is not None and changes.status not in _SETTABLE:
        raise NotForFleets(changes.status)
    async with gateway.database.connection() as db:
        before = await queries.get_with_credentials(db, fleet_id, connection_id)
        connectable = None
        if changes.credentials is not None:
            connectable = await checks.get_connectable_tsp(db, gateway, fleet_id, before.tsp_id)
    signed_in = None
    if connectable is not None and changes.credentials is not None:
        signed_in = await checks.sign_in(gateway, fleet_id, connectable, changes.credentials, address=address)
        if signed_in.fingerprint != before.fingerprint:
            raise OtherAccount(connectable.tsp.name)
    elif changes.status is Status.ACTIVE and before.status != Status.ACTIVE:
        await _require_login(gateway, before)
    async with gateway.database.transaction() as db:
        now = await queries.get_with_credentials(db, fleet_id, connection_id, lock=True)
        if signed_in is not None:
            await sessions.upsert_session(db, fleet_id, connection_id, gateway.encrypted_session(signed_in.session))
        changed = await change_queries.update_connection(
            db,
            fleet_id,
            connection_id,
            status=_status_after(now.status, changes, is_repaired=signed_in is not None),
            description=changes.description if "description" in changes.model_fields_set else now.description,
            checked=_to_store(gateway, signed_in) if signed_in is not None else None,
        )
        if changed.status != now.status:
            await _announce(db, changed)
    log.info(_CHANGED, connection_id=str(connection_id), status=changed.status, was=now.status)


async def _require_login(gateway: ProviderGateway, connection: ConnectionWithCredentials) -> None:
    """Check the login of a connection that is to be active again. Raises what `checks.recheck` raises."""
    try:
        await checks.recheck(gateway, connection)
    except ProviderUnavailable:
        if connection.status in _UNCERTAIN:
            raise


async def delete(db: Db, fleet_id: UUID, connection_id: UUID) -> None:
    """Delete a connection. Its secrets are deleted at once, waiting writes fail, and its records stay readable.

    Raises `NotFound`.
    """
    deleted = await change_queries.delete_connection(db, fleet_id, connection_id)
    await sessions.delete_session(db, fleet_id, connection_id)
    await align(db, [fleet_id])
    await events.publish_stopped(db, deleted)
    log.info(_DELETED, connection_id=str(connection_id))


async def stale(
    db: Db,
    fleet_id: UUID,
    connection_id: UUID,
    *,
    refused: bytes,
    recheck_after: Sequence[float] = (),
    connect_url: str = "",
) -> bool:
    """Mark a connection stale after the provider refused its credentials, and publish it once per outage.

    Returns False if the connection has other credentials by now.
    """
    is_current, staled = await change_queries.update_to_stale(
        db, fleet_id, connection_id, refused=refused, recheck_in=next(iter(recheck_after), None)
    )
    if staled is not None:
        await align(db, [fleet_id])
        await events.publish_staled(db, staled, connect_url)
        log.info(_STALED, connection_id=str(connection_id))
    return is_current


async def recheck(gateway: ProviderGateway, connection: ConnectionWithCredentials) -> bool:
    """Check the login of a stale connection, and resume the connection if it works. Returns whether it was resumed."""
    await checks.recheck(gateway, connection)
    async with gateway.database.transaction() as db:
        now = await queries.get_with_credentials(db, connection.fleet_id, connection.id, lock=True)
        if now.status != Status.STALE or now.credentials != connection.credentials:
            return False
        changed = await change_queries.update_connection(
            db, now.fleet_id, now.id, status=Status.ACTIVE, description=now.description
        )
        await _announce(db, changed)
    log.info(_RESUMED, connection_id=str(connection.id))
    return True


def _to_store(gateway: ProviderGateway, signed_in: SignedIn) -> CheckedCredentials:
    return CheckedCredentials(
        encrypted=gateway.encrypted(signed_in.credentials.model_dump_json()),
        masked=masked(signed_in.credentials),
        account_id=signed_in.account.id,
        account_name=signed_in.account.name,
        fingerprint=signed_in.fingerprint,
    )


def _status_after(status: str, changes: ConnectionUpdate, *, is_repaired: bool) -> str:
    if changes.status is not None:
        return changes.status
    # New credentials do not end a pause.
    return Status.ACTIVE if is_repaired and status in (Status.STALE, Status.FAILED) else status


async def _announce(db: Db, connection: Connection) -> None:
    await align(db, [connection.fleet_id])
    if connection.status == Status.ACTIVE:
        await events.publish_connected(db, connection, is_new=False)
    else:
        await events.publish_stopped(db, connection)
