"""What the routes of partners, fleets and invitations get from the settings and from other packages."""

from gladhand.config.settings import Settings
from gladhand.config.wiring import invitation_settings
from gladhand.integrations.connections.events import publish_linked
from gladhand.integrations.hosting.registry import offered
from gladhand.orgs.invitations.linking import LinkHandlers
from gladhand.orgs.tsps.settings import TspSettings


def orgs_dependencies(settings: Settings) -> tuple[object, ...]:
    """The settings of these packages, and what follows when an existing fleet accepts."""
    conn_types = {
        name: [each.value for each in provider.definition.conn_types]
        for name, provider in offered(settings.extra_providers).items()
    }
    return (
        invitation_settings(settings),
        TspSettings(settings.connect_url, conn_types),
        LinkHandlers(publish_linked),
    )
