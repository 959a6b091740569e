"""The events that this release publishes. The catalogue also has the events of resources that it does not read yet."""

from collections.abc import Mapping
from types import MappingProxyType

from gladhand.resources.registry import REGISTRY

_OTHERS = {
    "invitation.created": "A partner has invited a fleet.",
    "invitation.viewed": "A person has opened the invitation. Published once.",
    "invitation.accepted": "The fleet has accepted the invitation.",
    "invitation.declined": "The fleet has declined the invitation.",
    "invitation.expired": "The invitation has expired.",
    "invitation.deleted": "The partner has deleted the invitation.",
    "share_agreement.created": "A fleet shares with the partner.",
    "share_agreement.updated": "A fleet that already shared has accepted again, and what it shares has changed.",
    "connection.created": "A fleet has signed in at a provider.",
    "connection.staled": "The connection no longer works. `status` says why: the provider refuses the credentials "
    "(`stale`), or the fleet has `paused`, `cancelled` or `deleted` it.",
    "fleet_connection.created": "The partner can use a fleet's connection. The last event of every sign-in.",
    "resource_operation.created": "A write in the background was accepted.",
    "resource_operation.succeeded": "The provider has done a write in the background.",
    "resource_operation.failed": "A write in the background has failed for good. Its logs say why.",
    "webhook.created": "A subscription was created.",
    "webhook.updated": "The url, the filters or the secret of a subscription has changed.",
    "webhook.paused": "A subscription was paused, by its owner or because the receiver answered 410.",
    "webhook.activated": "A subscription is delivered to again.",
    "webhook.staled": "Too many deliveries have failed. Events are kept until the receiver answers again.",
    "webhook.deleted": "A subscription was deleted.",
}

PUBLISHED: Mapping[str, str] = MappingProxyType(
    _OTHERS
    | {
        resource.event_name(change): sentence
        for resource in REGISTRY.values()
        for change, sentence in resource.events.items()
    }
)
"""When each event is published, by its name."""
