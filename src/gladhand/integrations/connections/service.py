"""Connects a fleet's accounts, changes and ends connections. Credentials are tried first, and stored only if they work.

Where something is tried no transaction is open meanwhile; what was found then is stored only if it still fits.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.core.log import get_logger
from gladhand.integrations.connections import checks, events, queries, session_queries
from gladhand.integrations.connections.checks import SEALED_FOR
from gladhand.integrations.connections.credentials import masked
from gladhand.integrations.connections.problems import NoSuchConnection, NotForFleets, OtherAccount
from gladhand.integrations.connections.queries import Connection, Held, Renewed
from gladhand.integrations.connections.schemas import ConnectionStatusEnum as Status
from gladhand.integrations.connections.schemas import ConnectionUpdate
from gladhand.integrations.connections.sessions import sealed
from gladhand.integrations.gateway import ProviderGateway

__all__ = ["SEALED_FOR", "create", "delete", "recheck", "stale", "update"]

log = get_logger()

Accepted: TypeAlias = Callable[[Db, UUID], Awaitable[None]]

# What a fleet may set by itself. A connection becomes stale or failed by what its provider says, and has DELETE.
_SETTABLE = (Status.ACTIVE, Status.PAUSED, Status.CANCELLED)
# From these it is active again only if its login works.
_UNCERTAIN = (Status.STALE, Status.FAILED, Status.CANCELLED)


async def create(
    database: Database,
    keyring: Keyring,
    gateway: ProviderGateway,
    fleet_id: UUID,
    tsp_id: UUID,
    credentials: Mapping[str, Any],
    description: str | None = None,
    *,
    accepted: Accepted | None = None,
) -> Connection:
    """Connect the fleet, or repair the connection it has to the same account. What `accepted` does with the id is part
    of the same transaction.

    Raises `NoSuchTsp`, `TspNotOffered`, `Invalid` for a form that is not filled in, `CredentialsRefused` or
    `ProviderUnavailable`; nothing is stored then.
    """
    async with database.connection() as db:
        offered = await checks.offered(db, gateway, tsp_id)
    signed_in = await checks.sign_in(keyring, gateway, offered, credentials)
    async with database.transaction() as db:
        connection, is_new = await queries.store(
            db,
            fleet_id,
            tsp_id=tsp_id,
            source_name=offered.tsp.source_name,
            description=description,
            sealed=keyring.seal(signed_in.form.model_dump_json(), purpose=SEALED_FOR),
            shown=masked(signed_in.form),
            account_id=signed_in.account.id,
            account_name=signed_in.account.name,
            fingerprint=signed_in.fingerprint,
        )
        if signed_in.session or not is_new:
            await session_queries.put(db, fleet_id, connection.id, sealed(keyring, signed_in.session))
        if accepted is not None:
            await accepted(db, connection.id)
        await events.connected(db, connection, is_new=is_new)
    log.info("connection.stored", connection_id=str(connection.id), source_name=connection.source_name, is_new=is_new)
    return connection


async def update(
    database: Database,
    keyring: Keyring,
    gateway: ProviderGateway,
    fleet_id: UUID,
    connection_id: UUID,
    wanted: ConnectionUpdate,
) -> None:
    """Change a connection. New credentials have to open the same account; another one is another connection.

    Raises `NoSuchConnection`, `NotForFleets`, `OtherAccount`, and whatever `create` raises for its credentials.
    """
    if wanted.status is not None and wanted.status not in _SETTABLE:
        raise NotForFleets(wanted.status)
    async with database.connection() as db:
        before = await queries.held(db, fleet_id, connection_id)
        if before is None:
            raise NoSuchConnection
        given: Any = wanted.credentials
        offered = await checks.offered(db, gateway, before.tsp_id) if given is not None else None
    signed_in = None
    if offered is not None:
        signed_in = await checks.sign_in(keyring, gateway, offered, given)
        if signed_in.fingerprint != before.fingerprint:
            raise OtherAccount(offered.tsp.name)
    elif wanted.status is Status.ACTIVE and before.status in _UNCERTAIN:
        await checks.still_works(database, keyring, gateway, before)
    async with database.transaction() as db:
        now = await queries.held(db, fleet_id, connection_id, lock=True)
        if now is None:
            raise NoSuchConnection
        renewed = None
        if signed_in is not None:
            renewed = Renewed(
                keyring.seal(signed_in.form.model_dump_json(), purpose=SEALED_FOR),
                masked(signed_in.form),
                signed_in.account.name,
            )
            await session_queries.put(db, fleet_id, connection_id, sealed(keyring, signed_in.session))
        changed = await queries.change(
            db,
            fleet_id,
            connection_id,
            status=_status_after(now.status, wanted, is_repaired=renewed is not None),
            description=wanted.description if "description" in wanted.model_fields_set else now.description,
            renewed=renewed,
        )
        if changed.status != now.status:
            await _announce(db, changed)
    log.info("connection.changed", connection_id=str(connection_id), status=changed.status, was=now.status)


async def delete(db: Db, fleet_id: UUID, connection_id: UUID) -> None:
    """End a connection. Its secrets go at once; what waits for it fails, and its records stay readable."""
    removed = await queries.remove(db, fleet_id, connection_id)
    if removed is None:
        raise NoSuchConnection
    await session_queries.forget(db, fleet_id, connection_id)
    await events.stopped(db, removed)
    log.info("connection.deleted", connection_id=str(connection_id))


async def stale(
    db: Db,
    fleet_id: UUID,
    connection_id: UUID,
    *,
    refused: bytes,
    recheck_after: Sequence[float] = (),
    connect_url: str = "",
) -> bool:
    """The provider has refused these credentials: say so, once, until the fleet has signed in again.

    False if the connection has others by now, about which nothing is known.
    """
    is_current, staled = await queries.mark_stale(
        db, fleet_id, connection_id, refused=refused, recheck_in=next(iter(recheck_after), None)
    )
    if staled is not None:
        await events.staled(db, staled, connect_url)
        log.info("connection.staled", connection_id=str(connection_id))
    return is_current


async def recheck(database: Database, keyring: Keyring, gateway: ProviderGateway, connection: Held) -> bool:
    """See whether the login of a stale connection works again by itself: whether it does now."""
    await checks.still_works(database, keyring, gateway, connection)
    async with database.transaction() as db:
        now = await queries.held(db, connection.fleet_id, connection.id, lock=True)
        if now is None or now.status != Status.STALE or now.credentials != connection.credentials:
            return False
        changed = await queries.change(
            db, now.fleet_id, now.id, status=Status.ACTIVE, description=now.description, renewed=None
        )
        await _announce(db, changed)
    log.info("connection.resumed", connection_id=str(connection.id))
    return True


def _status_after(status: str, wanted: ConnectionUpdate, *, is_repaired: bool) -> str:
    if wanted.status is not None:
        return wanted.status
    # A pause is somebody's wish, and new credentials do not end it.
    return Status.ACTIVE if is_repaired and status in (Status.STALE, Status.FAILED) else status


async def _announce(db: Db, connection: Connection) -> None:
    if connection.status == Status.ACTIVE:
        await events.connected(db, connection, is_new=False)
    else:
        await events.stopped(db, connection)
