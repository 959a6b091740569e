"""What the server and the worker make from the settings in the same way."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

from gladhand.auth.openid.settings import OpenIdSettings
from gladhand.auth.tokens.service import TokenSettings
from gladhand.config.settings import Settings
from gladhand.config.variables import UnknownSetting
from gladhand.connect.pages.operator import Operator
from gladhand.core import clock, tracing
from gladhand.core.crypto import Keyring, Secret
from gladhand.core.db import Database
from gladhand.core.http import AddressGuard
from gladhand.core.mail.outbox import Outbox
from gladhand.core.retention import Retention, retentions
from gladhand.core.tracing import TraceSettings
from gladhand.integrations.gateway import AttemptSettings, ProviderGateway
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.operations.dispatching import OperationSettings
from gladhand.integrations.reading.dispatching import ExecutionSettings
from gladhand.notifications.deliveries.dispatching import DeliverySettings
from gladhand.notifications.mail.account import SmtpAccount, parse_sender
from gladhand.notifications.mail.dispatching import MailSettings
from gladhand.notifications.mail.rendering import MailOrigin
from gladhand.notifications.mail.reports import MailHook
from gladhand.notifications.mail.sms import SmsGateway
from gladhand.notifications.webhooks.service import WebhookSettings
from gladhand.orgs.invitations.settings import InvitationSettings
from gladhand.sdk import clock as sdk_clock
from gladhand.sdk.http import Transport
from gladhand.sdk.oauth2 import Application

T = TypeVar("T")

_SIMULATOR = "catena_simulator"
_KINDS = {bool: "boolean (true or false)", int: "whole number", float: "number", str: "text"}


def token_settings(settings: Settings) -> TokenSettings:
    return TokenSettings(
        issuer=settings.issuer_url,
        realm=settings.realm,
        access_seconds=settings.access_token_seconds,
        fleet_access_seconds=settings.fleet_access_token_seconds,
        fleet_refresh_seconds=settings.fleet_refresh_token_seconds,
    )


def openid_settings(settings: Settings) -> OpenIdSettings | None:
    """The operator's OpenID provider, if one is set."""
    if settings.openid_issuer is None or settings.openid_client_id is None:
        return None
    secret = settings.openid_client_secret
    return OpenIdSettings(
        issuer=settings.openid_issuer,
        client_id=settings.openid_client_id,
        client_secret=None if secret is None else secret.get_secret_value(),
        name=settings.openid_name or urlsplit(settings.openid_issuer).hostname or settings.openid_issuer,
        connect_url=settings.connect_url,
    )


def trace_settings(settings: Settings) -> TraceSettings | None:
    """Raises `UnknownSetting` if what sends traces is not installed."""
    if settings.traces_url is None:
        return None
    if not tracing.can_export():
        raise UnknownSetting("GLADHAND_TRACES_URL needs more packages: pip install 'gladhand[traces]'")
    return TraceSettings(settings.traces_url, settings.traces_share)


def kept_rows(settings: Settings) -> tuple[Retention, ...]:
    return retentions(
        event_days=settings.event_days,
        operation_days=settings.operation_days,
        mail_days=settings.mail_days,
        request_log_hours=settings.request_log_hours,
    )


def provider_gateway(settings: Settings, transport: Transport, database: Database, keyring: Keyring) -> ProviderGateway:
    # Sessions and budgets of providers are stored, and read by processes on other machines.
    sdk_clock.follow(clock.now)
    return ProviderGateway(database, keyring, transport, attempt_settings(settings))


def attempt_settings(settings: Settings) -> AttemptSettings:
    """Raises `UnknownSetting` for settings of an unknown provider or option."""
    for name in _of_known_providers(settings.oauth_apps, "oauth_apps"):
        if providers()[name].definition.oauth2 is None:
            raise UnknownSetting(f"GLADHAND_OAUTH_APPS: {name} has no sign-in by OAuth 2")
    _of_known_providers(dict.fromkeys(settings.extra_providers), "extra_providers")
    return AttemptSettings(
        waits=tuple(settings.operation_waits),
        provider_timeout=settings.provider_timeout_seconds,
        sync_timeout=settings.sync_timeout_seconds,
        connect_url=settings.connect_url,
        sign_in_burst_per_address=settings.sign_in_burst_per_address,
        recheck_waits=tuple(settings.connection_recheck_waits),
        base_urls=_of_known_providers(settings.provider_urls, "provider_urls")
        | ({_SIMULATOR: settings.simulator_url} if settings.simulator_url else {}),
        options=_options(settings),
        guard=AddressGuard.allowing(settings.allowed_networks),
        applications={
            name: Application(client_id=app.client_id, client_secret=app.client_secret.get_secret_value())
            for name, app in settings.oauth_apps.items()
        },
    )


def _of_known_providers(given: Mapping[str, T], setting: str) -> dict[str, T]:
    """A setting for an unknown provider is a typing error."""
    for name in given.keys() - providers().keys():
        raise UnknownSetting(f"GLADHAND_{setting.upper()}: there is no provider {name}")
    return dict(given)


def _options(settings: Settings) -> dict[str, dict[str, Any]]:
    for source_name, given in _of_known_providers(settings.provider_options, "provider_options").items():
        defaults = providers()[source_name].definition.defaults
        at = f"GLADHAND_PROVIDER_OPTIONS: {source_name}"
        for name, value in given.items():
            if name not in defaults:
                raise UnknownSetting(f"{at} has no option {name}; there are: {', '.join(sorted(defaults)) or 'none'}")
            kind = type(defaults[name])
            if type(value) is not kind and not (kind is float and type(value) is int):
                raise UnknownSetting(f"{at}.{name} must be a {_KINDS[kind]}")
    return settings.provider_options


def operation_settings(settings: Settings) -> OperationSettings:
    return OperationSettings(settings.operation_concurrency)


def execution_settings(settings: Settings) -> ExecutionSettings:
    return ExecutionSettings(settings.execution_concurrency)


def delivery_settings(settings: Settings) -> DeliverySettings:
    return DeliverySettings(
        timeout_seconds=settings.delivery_timeout_seconds,
        waits=tuple(settings.delivery_waits),
        concurrency=settings.delivery_concurrency,
        probe_waits=tuple(settings.delivery_probe_waits),
    )


def mail_settings(settings: Settings) -> MailSettings:
    url, sender, secret = settings.smtp_url, settings.mail_from, settings.sms_secret
    return MailSettings(
        origin=MailOrigin(parse_sender(sender), settings.connect_url) if sender is not None else None,
        account=SmtpAccount.parse(url.get_secret_value()) if url is not None else None,
        sms=SmsGateway(settings.sms_url, Secret(secret.get_secret_value())) if settings.sms_url and secret else None,
        waits=tuple(settings.mail_waits),
        timeout_seconds=settings.mail_timeout_seconds,
        concurrency=settings.mail_concurrency,
        most_per_hour=settings.mail_per_partner_hour,
        most_per_day=settings.mail_per_recipient_day,
    )


def mail_hook(settings: Settings) -> MailHook:
    secret = settings.mail_hook_secret
    return MailHook(Secret(secret.get_secret_value()) if secret is not None else None)


def outbox(settings: Settings, keyring: Keyring) -> Outbox:
    return Outbox(keyring, mail_settings(settings).channels)


def webhook_settings(settings: Settings) -> WebhookSettings:
    return WebhookSettings(secret_overlap=timedelta(hours=settings.webhook_secret_overlap_hours))


def operator(settings: Settings) -> Operator:
    return Operator(settings.operator_name, settings.operator_email, settings.privacy_url, settings.terms_url)


def invitation_settings(settings: Settings) -> InvitationSettings:
    return InvitationSettings(
        settings.connect_url,
        settings.withhold_invitation_tokens,
        full_names=settings.full_fleet_names,
    )
