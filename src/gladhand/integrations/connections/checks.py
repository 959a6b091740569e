"""Checks credentials at the provider: new ones from a fleet, or those of a stored connection."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gladhand.core.db import Db
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.problems import NotFound
from gladhand.integrations.connections import queries
from gladhand.integrations.connections.credentials import parse_credentials
from gladhand.integrations.connections.metrics import SIGN_INS_FAILED
from gladhand.integrations.connections.problems import (
    CredentialsRefused,
    ProviderUnavailable,
    TspNotOffered,
)
from gladhand.integrations.connections.queries import ConnectionWithCredentials
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.registry import Provider
from gladhand.orgs.tsps import queries as tsps
from gladhand.orgs.tsps.queries import Tsp
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.credential_kinds import CredentialKind
from gladhand.sdk.errors import AuthFailed, ProviderError, Rejected, Unsupported
from gladhand.sdk.session import InMemorySessionStore, Session

log = get_logger()

_REFUSED = LogEvent("connection.refused", "A provider refused credentials during a check.")
_UNCHECKED = LogEvent("connection.unchecked", "A provider did not answer during a check of credentials.")

# A sign-in may take several requests. Each has the provider's time limit, all together this many times the limit.
_PATIENCE = 2
_STORING_SECONDS = 10.0


@dataclass(frozen=True)
class ConnectableTsp:
    """A TSP with its installed provider."""

    tsp: Tsp
    provider: Provider


@dataclass(frozen=True)
class SignedIn:
    """Credentials that work, the account that they open, and the session that the provider returned."""

    credentials: CredentialKind
    account: ProviderAccount
    fingerprint: str
    session: Session


def longest_seconds(gateway: ProviderGateway) -> float:
    """Seconds that a sign-in takes at most, storing included."""
    return gateway.settings.provider_timeout * _PATIENCE + _STORING_SECONDS


async def get_connectable_tsp(db: Db, gateway: ProviderGateway, fleet_id: UUID, tsp_id: UUID) -> ConnectableTsp:
    """A brand that is offered, or that the fleet has connected: a fleet can repair what it has. Raises `NotFound` or
    `TspNotOffered`.
    """
    tsp = await tsps.find_tsp(db, tsp_id)
    is_open = tsp is not None and (tsp.is_offered or await queries.has_connected(db, fleet_id, tsp_id))
    if tsp is None or (tsp.status == "deleted" and not is_open):
        raise NotFound.of("telematics provider")
    provider = gateway.provider(tsp.source_name)
    if provider is None or not is_open:
        raise TspNotOffered(tsp.name)
    return ConnectableTsp(tsp, provider)


async def sign_in(
    gateway: ProviderGateway, fleet_id: UUID, at: ConnectableTsp, values: Mapping[str, Any], *, address: str | None
) -> SignedIn:
    """Check new credentials, which a client at this address sends.

    Raises `Invalid` for an incomplete form, `TooManyRequests`, `CredentialsRefused` or `ProviderUnavailable`.
    """
    credentials = parse_credentials(at.provider.definition, values)
    account = _account_named_by(gateway, at.provider, credentials)
    counted = await gateway.sign_in_limits.count(at.provider.source_name, fleet_id, account=account, address=address)
    sessions = InMemorySessionStore()

    def open_adapter() -> Adapter:
        return gateway.open_unstored(at.provider, credentials.model_dump(mode="json"), sessions=sessions)

    opened = await _verified(gateway, at, open_adapter)
    await gateway.sign_in_limits.take_back(counted)
    return SignedIn(credentials, opened, await _fingerprint(gateway, at.provider, opened), sessions.held)


async def recheck(gateway: ProviderGateway, connection: ConnectionWithCredentials) -> None:
    """Check the stored credentials.

    Raises `CredentialsRefused` if the provider refuses them or they open another account, `TooManyRequests`, and
    `ProviderUnavailable`.
    """
    async with gateway.database.connection() as db:
        at = await get_connectable_tsp(db, gateway, connection.fleet_id, connection.tsp_id)
    counted = await gateway.sign_in_limits.count(
        connection.source_name, connection.fleet_id, account=("fingerprint", connection.fingerprint)
    )
    account = await _verified(gateway, at, lambda: gateway.open(connection.stored))
    await gateway.sign_in_limits.take_back(counted)
    if await _fingerprint(gateway, at.provider, account) != connection.fingerprint:
        raise CredentialsRefused(at.tsp.name, "They open another account now.")


def _account_named_by(gateway: ProviderGateway, provider: Provider, credentials: CredentialKind) -> list[str]:
    """What identifies the account: the fields that are no secrets, such as the user and the company.

    Where there are none, as with API keys, the account is known only to the provider, and one key is one account. A
    code of the operator's OAuth application names no account, and cannot be guessed.
    """
    values = {name: str(value) for name, value in credentials.model_dump(mode="json").items() if value is not None}
    application = gateway.settings.applications.get(provider.source_name)
    if application is not None and values.get("client_id") == application.client_id:
        return []
    named = {name: value.strip().casefold() for name, value in values.items() if credentials.secrecy(name) is None}
    return [part for item in sorted((named or values).items()) for part in item]


async def _fingerprint(gateway: ProviderGateway, provider: Provider, account: ProviderAccount) -> str:
    return await gateway.fingerprints.of(provider.source_name, account.host, account.id)


async def _verified(
    gateway: ProviderGateway, at: ConnectableTsp, open_adapter: Callable[[], Adapter]
) -> ProviderAccount:
    source_name = at.provider.source_name
    try:
        async with asyncio.timeout(gateway.settings.provider_timeout * _PATIENCE):
            return await calls.verify(open_adapter())
    except (AuthFailed, Rejected, Unsupported) as error:
        SIGN_INS_FAILED.labels(source_name, "refused").inc()
        log.info(_REFUSED, source_name=source_name, error=type(error).__name__)
        raise CredentialsRefused(at.tsp.name, error.detail) from None
    except (ProviderError, TimeoutError) as error:
        SIGN_INS_FAILED.labels(source_name, "unanswered").inc()
        log.warning(_UNCHECKED, source_name=source_name, error=type(error).__name__)
        raise ProviderUnavailable(at.tsp.name) from None
