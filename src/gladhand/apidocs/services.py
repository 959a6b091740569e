"""The descriptions of the four services. Routes and models describe themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from gladhand.resources.registry import REGISTRY


@dataclass(frozen=True)
class ServiceText:
    """One of the four APIs. `tags` are the groups of its operations, in their order on the page."""

    title: str
    summary: str
    about: str
    tags: Mapping[str, str]


_TOKENS = (
    "Every operation names the scopes that its token needs. The few operations without scopes need no token. The token "
    "endpoint issues tokens for OAuth 2.0 client credentials, and for the authorization code (with PKCE) of a person "
    "who signs in."
)

SERVICES: Mapping[str, ServiceText] = {
    "orgs": ServiceText(
        "Organizations",
        "Invitations, share agreements, fleets and telematics providers.",
        "A partner invites a fleet. When the fleet accepts, a share agreement lists the resources that the partner may "
        "read or write. A partner sees only what fleets share with it; someone else's object answers exactly like a "
        f"missing one.\n\n{_TOKENS}",
        {
            "invitations": "Magic links. A partner creates them; a fleet opens them in Connect and accepts or "
            "declines.",
            "share agreements": "The resources that a fleet shares with a partner, and since when.",
            "fleets": "The fleets that share data with you.",
            "partners": "The customers of this API. Administrators make them.",
            "API clients": "Ids and secrets that get tokens. A partner manages its own, administrators all of them.",
            "people": "Who signs in for a partner, and what they may do. A partner manages its own.",
            "telematics providers": "The telematics companies whose accounts fleets can connect.",
            "external providers": "Companies of the public registry that cannot be connected yet, and fleets' requests "
            "for them.",
            "branding": "The appearance of Connect for a partner's fleets.",
            "overview": "Fleets and invitations of all partners, for administrators.",
            "consent": "What the consent page says about a partner.",
            "audit trail": "Who has changed which rights, when and from where.",
            "embed keys": "The sites that may show Connect in a frame.",
        },
    ),
    "integrations": ServiceText(
        "Integrations",
        "Connections of fleets to their providers, and writes through them.",
        "A connection is one account of a fleet at one telematics provider. A resource operation is one write "
        f"through a connection, with a log of every attempt at the provider.\n\n{_TOKENS}",
        {
            "connections": "Accounts of fleets at their providers. Fleets create them; partners see those of the "
            "fleets that share with them, with masked credentials.",
            "overview": "Connections of all fleets, for administrators.",
            "schedules": "When each resource of a connection is read, how that went, and how fresh the records are.",
            "resource operations": "Writes to providers: first pending, then success or failed, with a log of every "
            "attempt.",
            "capabilities": "What each provider supports, down to single fields, with reasons for what is missing.",
        },
    ),
    "telematics": ServiceText(
        "Telematics",
        "Normalised records of all providers, to read and to write.",
        "All providers share one form of data. A read returns records as they were last seen at the provider. A "
        "write goes to the provider: synchronously with `is_sync=true`, otherwise in the background, with retries "
        "while the provider is unreachable. The id of the resource operation leads to its result.\n\nIn a write, an "
        "absent field keeps its value, `null` clears it, and a value sets it. Writes to one record reach the "
        f"provider in the order of their acceptance.\n\n{_TOKENS}",
        {resource.path: resource.description for resource in REGISTRY.values()}
        | {
            "vehicle-region-segments": "Stays of vehicles in states and provinces, derived from their positions.",
            "analytics": "Figures over the fleets that share with you: counts, growth, summaries, live locations.",
            "reference lists": "What the codes in records mean. The lists are the same for every caller.",
        },
    ),
    "notifications": ServiceText(
        "Notifications",
        "Webhook subscriptions, and a feed of all events.",
        "The server sends events to your address as soon as they happen. A subscription names one event, or all "
        "events of a noun by a wildcard such as `user.*`. Filters limit it to some fleets. Every delivery is signed. "
        f"Delivery is at least once; the server retries for a day while a receiver is unreachable.\n\n{_TOKENS}",
        {
            "webhook subscriptions": "Which events are delivered where, their results, and replays.",
            "events": "All events in a stable order, to find missing deliveries or to read instead of webhooks.",
            "event schemas": "The JSON Schema of each event.",
        },
    ),
}

#: The meaning of each status, for the documents.
STATUSES: Mapping[str, str] = {
    "400": "The request is malformed, such as a cursor of another list.",
    "401": "The token is missing, expired, revoked or not ours.",
    "403": "The token is valid but does not allow this: a scope is missing, or the fleet does not share it.",
    "404": "No such object is visible to you. Someone else's object answers the same.",
    "405": "The path does not support this method.",
    "406": "The server cannot answer in the form that `Accept` asks for.",
    "409": "The state of the object does not allow this.",
    "422": "Parameters or body are invalid; `detail` lists every fault.",
    "429": "Too many requests. Retry after `Retry-After` seconds.",
    "500": "The server failed. The request is not the cause.",
    "501": "The provider does not support this.",
    "504": "The provider did not answer in time.",
}
