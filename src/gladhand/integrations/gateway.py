"""How this process reaches providers: the one transport, the operator's addresses and applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gladhand.core.http import AddressGuard
from gladhand.integrations import addresses
from gladhand.integrations.budgets.accounts import Accounts
from gladhand.integrations.hosting.registry import Provider, providers
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.budget import Budget
from gladhand.sdk.definition import Definition
from gladhand.sdk.http import Transport
from gladhand.sdk.oauth2 import Application
from gladhand.sdk.session import Sessions


@dataclass(frozen=True)
class AttemptSettings:
    """How patient this server is with providers; times are seconds."""

    waits: Sequence[float]
    """Pauses before each further try of an operation."""
    provider_timeout: float
    """For one request to a provider."""
    sync_timeout: float
    """For everything that a synchronous write does at the provider."""
    connect_url: str = ""
    """Where fleets sign in again when a provider no longer takes their credentials."""
    recheck_waits: Sequence[float] = ()
    """Pauses after which the login of a stale connection is tried again by itself."""
    base_urls: Mapping[str, str] = field(default_factory=dict)
    """Where a provider is reached instead of at its usual address, by `source_name`."""
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What the operator has set of a provider's options, by `source_name`."""
    applications: Mapping[str, Application] = field(default_factory=dict)
    """What the operator has registered at providers for signing in by OAuth 2, by `source_name`."""
    guard: AddressGuard = field(default_factory=AddressGuard)
    """What addresses that fleets type in are held to."""


class ProviderGateway:
    """Makes adapters that are ready to be called."""

    def __init__(self, transport: Transport, settings: AttemptSettings, accounts: Accounts) -> None:
        self.settings = settings
        self.accounts = accounts
        """The rate budgets of accounts."""
        self._transport = transport

    def provider(self, source_name: str) -> Provider | None:
        return providers().get(source_name)

    def definition(self, provider: Provider) -> Definition:
        """The provider's definition, at the operator's address."""
        base_url = self.settings.base_urls.get(provider.source_name)
        return provider.definition.at(base_url) if base_url else provider.definition

    def adapter(
        self,
        provider: Provider,
        credentials: Mapping[str, Any],
        *,
        timeout: float,
        budget: Budget | None = None,
        sessions: Sessions | None = None,
        transport: Transport | None = None,
    ) -> Adapter:
        """An adapter for one call, within a `budget` (see `budgets.accounts`). Without `sessions` what it gets
        for signing in lasts as long as the adapter. Dry runs bring a `transport` of their own."""
        adapter = provider.adapter(
            self._as_now(provider, credentials),
            transport or self._transport,
            base_url=self.settings.base_urls.get(provider.source_name),
            timeout=timeout,
            budget=budget,
            sessions=sessions,
            options=self.settings.options.get(provider.source_name, {}),
        )
        addresses.check(self.settings.guard, adapter.client.base_url, self.definition(provider))
        return adapter

    def _as_now(self, provider: Provider, credentials: Mapping[str, Any]) -> Mapping[str, Any]:
        """With the application's secret of today: the operator may have changed it since the fleet signed in."""
        application = self.settings.applications.get(provider.source_name)
        if application is None or credentials.get("client_id") != application.client_id:
            return credentials
        return {**credentials, "client_secret": application.client_secret}
