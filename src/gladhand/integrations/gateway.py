"""The one way from the hub to a provider: finds the adapter, decrypts the credentials, and equips the adapter.

Checks of credentials, writes, dry runs and reads all open their adapters here. Each process has one gateway.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.http import AddressGuard
from gladhand.core.sealed_columns import CREDENTIALS
from gladhand.integrations import addresses
from gladhand.integrations.accounts.fingerprints import Fingerprints
from gladhand.integrations.accounts.sign_in_limits import SignInLimits
from gladhand.integrations.budgets.limiter import BudgetLease
from gladhand.integrations.budgets.limiters import AccountRateLimiters
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.registry import Provider, providers
from gladhand.integrations.sessions.store import DatabaseSessionStore
from gladhand.integrations.unreadable import unsealed
from gladhand.resources.enums import ResourceOperationErrorTypeEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.budget import Budget
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import Unsupported
from gladhand.sdk.http import Transport
from gladhand.sdk.oauth2 import Application
from gladhand.sdk.session import InMemorySessionStore, Session, Sessions


class NotInstalled(Unsupported):
    """This process has no adapter for the provider of a stored connection."""

    error_type = ResourceOperationErrorTypeEnum.TSP
    counted = False

    def __init__(self, source_name: str) -> None:
        super().__init__(f"This server has no adapter for {source_name} any more.")
        self.source_name = source_name


#: The path of Connect to which providers send fleets back.
CALLBACK_PATH = "/oauth/callback"


@dataclass(frozen=True)
class AttemptSettings:
    """How this process calls providers. Times are seconds."""

    waits: Sequence[float]
    """Pauses before each further attempt of an operation."""
    provider_timeout: float
    """For one request to a provider."""
    sync_timeout: float
    """For all requests of a synchronous write."""
    connect_url: str = ""
    """Address of Connect, where fleets sign in again when a provider refuses their credentials."""
    sign_in_burst_per_address: int = 30
    """Failed sign-ins from one address at once."""
    recheck_waits: Sequence[float] = ()
    """Pauses after which the login of a stale connection is tried again."""
    base_urls: Mapping[str, str] = field(default_factory=dict)
    """Addresses that replace a provider's own, by `source_name`."""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The operator's values for a provider's options, by `source_name`."""
    applications: Mapping[str, Application] = field(default_factory=dict)
    """The operator's OAuth 2 applications at providers, by `source_name`."""
    guard: AddressGuard = field(default_factory=AddressGuard)
    """Checks addresses that fleets enter."""

    @property
    def redirect_uri(self) -> str:
        """Where a provider's own page sends the fleet back; the operator registers it there."""
        return self.connect_url + CALLBACK_PATH


@dataclass(frozen=True, slots=True)
class StoredConnection:
    """A stored connection as the gateway opens it. `credentials` are encrypted."""

    fleet_id: UUID
    id: UUID
    source_name: str
    account: str
    """Fingerprint of the provider account. Connections to one account share its rate limit."""
    credentials: bytes


class ProviderGateway:
    """Opens adapters that are ready to be called."""

    def __init__(self, database: Database, keyring: Keyring, transport: Transport, settings: AttemptSettings) -> None:
        self.database = database
        self.settings = settings
        self.fingerprints = Fingerprints(database, keyring)
        self.rate_limiters = AccountRateLimiters(database)
        """The rate limiters of provider accounts."""
        self.sign_in_limits = SignInLimits(
            database, self.fingerprints, burst_per_address=settings.sign_in_burst_per_address
        )
        self.keyring = keyring
        self._transport = transport
        self._renewals: set[asyncio.Task[Session]] = set()

    def provider(self, source_name: str) -> Provider | None:
        """The installed provider with this name."""
        return providers().get(source_name)

    def definition(self, provider: Provider) -> Definition:
        """The provider's definition at the operator's address."""
        base_url = self.settings.base_urls.get(provider.source_name)
        return provider.definition.at(base_url) if base_url else provider.definition

    def open(
        self, connection: StoredConnection, *, timeout: float | None = None, lease: BudgetLease | None = None
    ) -> Adapter:
        """An adapter for a stored connection. Its requests are counted by `lease`, if there is one.

        Raises `NotInstalled`, `CredentialsUnreadable`, and `Rejected` if the credentials lack a field or name a
        forbidden address.
        """
        return self.open_unstored(
            self._installed(connection),
            self._decrypted(connection),
            sessions=self._sessions(connection),
            timeout=timeout,
            budget=lease,
        )

    async def open_dry_run(self, connection: StoredConnection) -> Adapter:
        """An adapter that plans requests and sends none. It uses the stored session and stores no new one.

        Raises what `open` raises.
        """
        session = await self._sessions(connection).current()
        return self.open_unstored(
            self._installed(connection),
            self._decrypted(connection),
            sessions=InMemorySessionStore(session),
            transport=DryRunTransport(),
        )

    def open_unstored(
        self,
        provider: Provider,
        credentials: Mapping[str, Any],
        *,
        sessions: Sessions | None = None,
        timeout: float | None = None,
        budget: Budget | None = None,
        transport: Transport | None = None,
    ) -> Adapter:
        """An adapter for credentials that are not stored yet. Raises `Rejected` as `open` does.

        Without `sessions` a session lasts as long as the adapter.
        """
        adapter = provider.adapter(
            self._with_current_secret(provider, credentials),
            transport or self._transport,
            base_url=self.settings.base_urls.get(provider.source_name),
            timeout=timeout or self.settings.provider_timeout,
            budget=budget,
            sessions=sessions,
            options=self.settings.options.get(provider.source_name, {}),
        )
        addresses.check(self.settings.guard, adapter.client.base_url, self.definition(provider))
        return adapter

    def lease(
        self, connection: StoredConnection, *, is_read: bool = False, on_wait: Callable[[bool], None] | None = None
    ) -> BudgetLease:
        """Requests of the connection's account, for one call. Raises `NotInstalled`."""
        return self.rate_limiters.lease(
            self._installed(connection), connection.account, is_read=is_read, on_wait=on_wait
        )

    def record_cost(self, connection: StoredConnection, lease: BudgetLease) -> None:
        """Remember how many requests an operation needed. Raises `NotInstalled`."""
        self.rate_limiters.record_cost(self._installed(connection), lease.taken)

    def encrypted(self, credentials_json: str) -> bytes:
        """Credentials as a connection stores them."""
        return self.keyring.seal(credentials_json, purpose=CREDENTIALS.purpose)

    def encrypted_session(self, session: Session) -> bytes | None:
        """A session as a connection stores it; nothing for an empty one."""
        return DatabaseSessionStore.encrypted(self.keyring, session)

    def _installed(self, connection: StoredConnection) -> Provider:
        provider = self.provider(connection.source_name)
        if provider is None:
            raise NotInstalled(connection.source_name)
        return provider

    def _sessions(self, connection: StoredConnection) -> DatabaseSessionStore:
        return DatabaseSessionStore(
            self.database, self.keyring, connection.fleet_id, connection.id, renewals=self._renewals
        )

    def _decrypted(self, connection: StoredConnection) -> Mapping[str, Any]:
        text = unsealed(self.keyring, connection.credentials, purpose=CREDENTIALS.purpose, connection_id=connection.id)
        values: Mapping[str, Any] = orjson.loads(text)
        return values

    def _with_current_secret(self, provider: Provider, credentials: Mapping[str, Any]) -> Mapping[str, Any]:
        """Replace the stored client secret: the operator may have changed it since the fleet signed in."""
        application = self.settings.applications.get(provider.source_name)
        if application is None or credentials.get("client_id") != application.client_id:
            return credentials
        return {**credentials, "client_secret": application.client_secret}
