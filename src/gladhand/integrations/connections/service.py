"""Connects a fleet's account: the credentials are tried at the provider first, and stored only if they work."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gladhand.core.crypto import Keyring
from gladhand.core.db import Connection as Db
from gladhand.core.db import Database
from gladhand.core.log import get_logger
from gladhand.integrations.connections import events, queries, session_queries
from gladhand.integrations.connections.credentials import masked, taken
from gladhand.integrations.connections.problems import (
    CredentialsRefused,
    NoSuchTsp,
    ProviderUnavailable,
    TspNotOffered,
)
from gladhand.integrations.connections.queries import Connection
from gladhand.integrations.connections.sessions import sealed
from gladhand.integrations.reach import Reach
from gladhand.orgs.tsps import queries as tsps
from gladhand.orgs.tsps.queries import Tsp
from gladhand.sdk import calls
from gladhand.sdk.adapter import Account
from gladhand.sdk.errors import AuthFailed, ProviderError, Rejected, Unsupported
from gladhand.sdk.registry import Provider
from gladhand.sdk.session import HeldSession, Sessions

log = get_logger()

SEALED_FOR = "connection.credentials"
_FINGERPRINT = "connection.account"
# A sign-in may take a few requests; each has the provider's time limit, and all of them together this many times that.
_PATIENCE = 2


async def create(
    database: Database,
    keyring: Keyring,
    reach: Reach,
    fleet_id: UUID,
    tsp_id: UUID,
    credentials: Mapping[str, Any],
    description: str | None = None,
) -> Connection:
    """Connect the fleet, or repair the connection it has to the same account. No transaction is open meanwhile.

    Raises `NoSuchTsp`, `TspNotOffered`, `Invalid` for a form that is not filled in, `CredentialsRefused` or
    `ProviderUnavailable`; nothing is stored then.
    """
    async with database.reader() as db:
        tsp = await tsps.get(db, tsp_id)
    if tsp is None:
        raise NoSuchTsp
    provider = reach.provider(tsp.source_name)
    if provider is None or tsp.status != "active":
        raise TspNotOffered(tsp.name)
    form = taken(provider.definition, credentials)
    values = form.model_dump(mode="json")
    session = HeldSession()
    account = await _verified(reach, provider, tsp, values, session)
    async with database.transaction() as db:
        connection, is_new = await queries.store(
            db,
            fleet_id,
            tsp_id=tsp.id,
            source_name=tsp.source_name,
            description=description,
            sealed=keyring.seal(form.model_dump_json(), purpose=SEALED_FOR),
            shown=masked(form),
            account_id=account.id,
            account_name=account.name,
            fingerprint=keyring.mac(f"{tsp.source_name}\0{account.host}\0{account.id}", purpose=_FINGERPRINT),
        )
        if session.held or not is_new:
            await session_queries.put(db, fleet_id, connection.id, sealed(keyring, session.held))
        await events.connected(db, connection, is_new=is_new)
    log.info("connection.stored", connection_id=str(connection.id), source_name=tsp.source_name, is_new=is_new)
    return connection


async def stale(db: Db, fleet_id: UUID, connection_id: UUID) -> None:
    """The provider no longer takes the credentials: say so, once, until the fleet has signed in again."""
    connection = await queries.mark_stale(db, fleet_id, connection_id)
    if connection is not None:
        await events.staled(db, connection)
        log.info("connection.staled", connection_id=str(connection.id))


async def _verified(
    reach: Reach, provider: Provider, tsp: Tsp, values: Mapping[str, Any], sessions: Sessions
) -> Account:
    limit = reach.settings.provider_timeout
    try:
        adapter = reach.adapter(provider, values, timeout=limit, sessions=sessions)
        async with asyncio.timeout(limit * _PATIENCE):
            return await calls.verify(adapter)
    except (AuthFailed, Rejected, Unsupported) as error:
        log.info("connection.refused", source_name=tsp.source_name, error=type(error).__name__)
        raise CredentialsRefused(tsp.name, error.detail) from None
    except (ProviderError, TimeoutError) as error:
        log.warning("connection.unchecked", source_name=tsp.source_name, error=type(error).__name__)
        raise ProviderUnavailable(tsp.name) from None
