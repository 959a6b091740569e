"""What the documents say about each service as a whole; everything finer stands at the routes and models."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Service:
    """One of the four APIs. `tags` are the groups of its operations, in the order in which they are shown."""

    title: str
    summary: str
    about: str
    tags: Mapping[str, str]


_TOKENS = (
    "Every operation names the scopes that a token needs for it; the few without need no token. Tokens come from the "
    "token endpoint by OAuth 2.0 client credentials."
)

SERVICES: Mapping[str, Service] = {
    "orgs": Service(
        "Organizations",
        "Invitations, share agreements, fleets and telematics providers.",
        "Who works with whom. A partner invites a fleet; when the fleet accepts, there is a share agreement that says "
        "which resources the partner may read or write. What a partner sees here is what fleets share with it; an "
        f"object of somebody else answers exactly like one that does not exist.\n\n{_TOKENS}",
        {
            "invitations": "Magic links. A partner makes them, a fleet opens them in Connect and accepts or declines.",
            "share agreements": "What a fleet has agreed to share with a partner, per resource, and since when.",
            "fleets": "The fleets that share something with you.",
            "telematics providers": "The companies whose accounts fleets can connect.",
            "external providers": "Companies of the public registry that cannot be connected yet, and the fleets that "
            "have asked for one.",
            "branding": "How Connect looks for a partner's fleets.",
            "embed keys": "Which sites may show Connect in a frame of theirs.",
        },
    ),
    "integrations": Service(
        "Integrations",
        "Connections of fleets to their providers, and the writes made through them.",
        "How data travels. A connection is one account of a fleet at one telematics provider. A resource operation is "
        f"one write through a connection, with a log of every attempt at the provider.\n\n{_TOKENS}",
        {
            "connections": "Accounts of fleets at their providers. Fleets make them; partners see those of the fleets "
            "that share with them, with every credential masked.",
            "resource operations": "Writes to providers: pending, then success or failed, with a log of every attempt.",
            "capabilities": "What can be read and written at which provider, down to single fields, and why not more.",
        },
    ),
    "telematics": Service(
        "Telematics",
        "Normalised records of every provider, to read and to write.",
        "One form of data for all providers. Reading gives records as they were last seen at the provider. Writing "
        "goes to the provider: at once with `is_sync=true`, else in the background, tried again while the provider is "
        "unreachable, and followed by the id of the resource operation.\n\n"
        "In a write, what is absent stays as it is, `null` clears, and a value sets. Writes to one record reach the "
        f"provider in the order in which they were accepted.\n\n{_TOKENS}",
        {
            "users": "Drivers and office people of a fleet.",
            "vehicles": "Everything that drives by itself.",
            "trailers": "Everything that is towed.",
        },
    ),
    "notifications": Service(
        "Notifications",
        "Webhook subscriptions, and a feed of all events.",
        "Events come to an address of yours as soon as they happen. A subscription names one event, or all events of a "
        "noun by a wildcard such as `user.*`; filters narrow it to some fleets. Every delivery is signed and comes at "
        f"least once; a receiver that is away is tried again for a day.\n\n{_TOKENS}",
        {
            "webhook subscriptions": "Which events are delivered where, how that goes, and what is to be sent again.",
            "events": "Every event in a stable order, to compare with what came by webhook, or to read instead.",
            "event schemas": "What the body of each event looks like.",
        },
    ),
}

#: What a status means here, for the documents: the framework has nothing but the name of the status to say.
STATUSES: Mapping[str, str] = {
    "400": "The request cannot be understood, such as a cursor of another list.",
    "401": "There is no good token: none was sent, or it is over, revoked or somebody else's.",
    "403": "The token is good but does not allow this: a scope is missing, or the fleet does not share it.",
    "404": "There is no such object for you; one of somebody else answers the same.",
    "405": "This path does not take the method.",
    "409": "The object is there, but its state does not allow this.",
    "422": "Parameters or body break a rule; `detail` lists every fault that was found.",
    "429": "Too many requests; ask again after `Retry-After` seconds.",
    "500": "Something is wrong here, and it is not your request.",
    "501": "The provider cannot do this.",
    "504": "The provider did not answer in time.",
}
