"""Tries credentials at the provider: those that a fleet has just given, or those that a connection has."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.core.log import get_logger
from gladhand.integrations.connections.credentials import taken
from gladhand.integrations.connections.problems import (
    CredentialsRefused,
    NoSuchTsp,
    ProviderUnavailable,
    TspNotOffered,
)
from gladhand.integrations.connections.queries import Held
from gladhand.integrations.connections.sessions import DatabaseSessionStore
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.registry import Provider
from gladhand.orgs.tsps import queries as tsps
from gladhand.orgs.tsps.queries import Tsp
from gladhand.sdk.adapter import Account, Adapter
from gladhand.sdk.errors import AuthFailed, ProviderError, Rejected, Unsupported
from gladhand.sdk.session import InMemorySessionStore, Session

log = get_logger()

SEALED_FOR = "connection.credentials"
_FINGERPRINT = "connection.account"
# A sign-in may take a few requests; each has the provider's time limit, and all of them together this many times that.
_PATIENCE = 2
_STORING_SECONDS = 10.0


@dataclass(frozen=True)
class Offered:
    """A provider that can be connected."""

    tsp: Tsp
    provider: Provider


@dataclass(frozen=True)
class SignedIn:
    """Credentials that work, whose account they open, and what the provider gave for them."""

    form: BaseModel
    account: Account
    fingerprint: str
    session: Session


def longest(gateway: ProviderGateway) -> float:
    """Seconds that a sign-in takes at most, with all that belongs to it."""
    return gateway.settings.provider_timeout * _PATIENCE + _STORING_SECONDS


async def offered(db: Db, gateway: ProviderGateway, tsp_id: UUID) -> Offered:
    """Raises `NoSuchTsp` or `TspNotOffered`."""
    tsp = await tsps.get(db, tsp_id)
    if tsp is None:
        raise NoSuchTsp
    provider = gateway.provider(tsp.source_name)
    if provider is None or tsp.status != "active":
        raise TspNotOffered(tsp.name)
    return Offered(tsp, provider)


async def sign_in(keyring: Keyring, gateway: ProviderGateway, at: Offered, credentials: Mapping[str, Any]) -> SignedIn:
    """Raises `Invalid` for a form that is not filled in, `CredentialsRefused` or `ProviderUnavailable`."""
    form = taken(at.provider.definition, credentials)
    session = InMemorySessionStore()

    def adapter() -> Adapter:
        values = form.model_dump(mode="json")
        return gateway.adapter(at.provider, values, timeout=gateway.settings.provider_timeout, sessions=session)

    account = await _verified(gateway, at.tsp.name, at.provider, adapter)
    return SignedIn(form, account, _fingerprint(keyring, at.provider, account), session.held)


async def still_works(database: Database, keyring: Keyring, gateway: ProviderGateway, connection: Held) -> None:
    """Raises `CredentialsRefused` if not, or if they open another account by now, and `ProviderUnavailable`."""
    async with database.connection() as db:
        at = await offered(db, gateway, connection.tsp_id)
    sessions = DatabaseSessionStore(database, keyring, connection.fleet_id, connection.id)

    def adapter() -> Adapter:
        values = orjson.loads(keyring.unseal(connection.credentials, purpose=SEALED_FOR))
        return gateway.adapter(
            at.provider,
            values,
            timeout=gateway.settings.provider_timeout,
            sessions=sessions,
        )

    account = await _verified(gateway, at.tsp.name, at.provider, adapter)
    if _fingerprint(keyring, at.provider, account) != connection.fingerprint:
        raise CredentialsRefused(at.tsp.name, "They open another account by now.")


def _fingerprint(keyring: Keyring, provider: Provider, account: Account) -> str:
    return keyring.mac(f"{provider.source_name}\0{account.host}\0{account.id}", purpose=_FINGERPRINT)


async def _verified(gateway: ProviderGateway, name: str, provider: Provider, adapter: Callable[[], Adapter]) -> Account:
    try:
        async with asyncio.timeout(gateway.settings.provider_timeout * _PATIENCE):
            return await calls.verify(adapter())
    except (AuthFailed, Rejected, Unsupported) as error:
        log.info("connection.refused", source_name=provider.source_name, error=type(error).__name__)
        raise CredentialsRefused(name, error.detail) from None
    except (ProviderError, TimeoutError) as error:
        log.warning("connection.unchecked", source_name=provider.source_name, error=type(error).__name__)
        raise ProviderUnavailable(name) from None
