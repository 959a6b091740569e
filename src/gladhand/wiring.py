"""What the server and the worker make from the settings in the same way."""

from gladhand.auth.tokens.service import TokenSettings
from gladhand.core.crypto import Secret
from gladhand.core.metrics import MetricsSettings
from gladhand.integrations.reach import AttemptSettings, Reach
from gladhand.notifications.deliveries.pump import DeliverySettings
from gladhand.orgs.invitations.service import InvitationSettings
from gladhand.reference import ReferenceSettings
from gladhand.sdk.http import Transport
from gladhand.settings import Settings

_SIMULATOR = "catena_simulator"


def token_settings(settings: Settings) -> TokenSettings:
    return TokenSettings(
        issuer=settings.issuer_url,
        realm=settings.realm,
        access_seconds=settings.access_token_seconds,
        fleet_access_seconds=settings.fleet_access_token_seconds,
        fleet_refresh_seconds=settings.fleet_refresh_token_seconds,
    )


def reach(settings: Settings, transport: Transport) -> Reach:
    return Reach(
        transport,
        AttemptSettings(
            waits=tuple(settings.operation_waits),
            provider_timeout=settings.provider_timeout_seconds,
            sync_timeout=settings.sync_timeout_seconds,
            base_urls={_SIMULATOR: settings.simulator_url} if settings.simulator_url else {},
        ),
    )


def metrics_settings(settings: Settings) -> MetricsSettings:
    token = settings.metrics_token
    return MetricsSettings(Secret(token.get_secret_value()) if token else None)


def delivery_settings(settings: Settings) -> DeliverySettings:
    return DeliverySettings(
        timeout_seconds=settings.delivery_timeout_seconds,
        waits=tuple(settings.delivery_waits),
        concurrency=settings.delivery_concurrency,
    )


def invitation_settings(settings: Settings) -> InvitationSettings:
    return InvitationSettings(settings.connect_url, settings.withhold_invitation_tokens)


def reference_settings(settings: Settings) -> ReferenceSettings:
    return ReferenceSettings(settings.public_url, f"{settings.issuer_url}/protocol/openid-connect/token")
