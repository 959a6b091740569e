"""The scopes of tokens, and which of them each kind of caller gets."""

import re
from collections.abc import Iterable

from gladhand.auth.problems import MOST_QUOTED, InvalidScope
from gladhand.core.near_names import did_you_mean, near_name

#: Requests all scopes of the client, like a request without a scope.
EVERYTHING = "organization"

# The scopes of OpenID Connect. Client libraries add them by themselves.
_NEUTRAL = frozenset({EVERYTHING, "openid", "profile", "email", "offline_access"})

_PARAMETER = "scope"
# In percent. `score` and `socpe` are as near as that, `code` and `resource` are not.
_LEAST_LIKENESS = 75
# Some OAuth libraries send it to every server. It asks for no limit.
_OF_OTHERS = "include_granted_scopes"
# What narrows a token elsewhere (RFC 9396), and is not supported here.
_UNSUPPORTED = "authorization_details"

SCOPES = {
    "connection:create": "Connect a fleet to a provider",
    "connection:delete": "Disconnect a fleet from a provider",
    "connection:read": "Read connections",
    "connection:update": "Change connections",
    "execution:read": "Read the runs of schedules",
    "fleet:create": "Make fleets",
    "fleet:delete": "Delete fleets",
    "fleet:read": "Read fleets",
    "fleet:update": "Change fleets",
    "invitation:create": "Invite fleets",
    "invitation:delete": "Take invitations back",
    "invitation:read": "Read invitations",
    "partner-property:create": "Set properties of partners",
    "partner-property:read": "Read properties of partners",
    "partner:create": "Make partners",
    "partner:read": "Read partners",
    "partner:update": "Change partners",
    "resource_operation:read": "Follow writes to providers",
    "schedule:create": "Make schedules",
    "schedule:delete": "Delete schedules",
    "schedule:read": "Read schedules",
    "schedule:update": "Change schedules",
    "share-agreement:delete": "End share agreements",
    "share-agreement:read": "Read share agreements",
    "share-agreement:update": "Change, pause and resume share agreements",
    "telematics:read": "Read normalised records",
    "telematics:write": "Write to providers",
    "tsp:create": "Add providers",
    "tsp:delete": "Remove providers",
    "tsp:update": "Change providers",
    "webhook:create": "Subscribe to events",
    "webhook:delete": "End subscriptions",
    "webhook:read": "Read subscriptions and their deliveries",
    "webhook:update": "Change subscriptions",
}

ADMIN = frozenset(SCOPES)

PARTNER = frozenset(
    scope
    for scope in SCOPES
    if scope.startswith(("invitation:", "share-agreement:", "telematics:", "webhook:"))
    or scope
    in {
        "connection:read",
        "execution:read",
        "fleet:read",
        "partner:read",
        "partner:update",
        "resource_operation:read",
        "schedule:read",
    }
)

#: A fleet without a user account may look at what it shares and with whom, change and end that, describe or delete
#: itself, and connect and disconnect its providers.
FLEET = frozenset(
    {
        "connection:create",
        "connection:delete",
        "connection:read",
        "connection:update",
        "fleet:create",
        "fleet:delete",
        "fleet:read",
        "fleet:update",
        "partner:read",
        "share-agreement:delete",
        "share-agreement:read",
        "share-agreement:update",
    }
)

#: The scopes of a fleet's tokens if a second partner holds them: they connect providers, and cannot end other
#: connections or change the fleet.
SHARED_FLEET = FLEET - {"connection:delete", "connection:update", "fleet:create", "fleet:delete", "fleet:update"}


def granted(has: Iterable[str], requested: str | None) -> frozenset[str]:
    """The scopes of a new token: all that the client has, or fewer when it names some.

    `organization` and the names of OpenID Connect neither add nor narrow. Raises `InvalidScope` for any other name,
    because ignoring a misspelt name would grant more than the client asked for.
    """
    names = frozenset((requested or "").split())
    if unknown := sorted(names - ADMIN - _NEUTRAL):
        raise InvalidScope(unknown[0], hint=did_you_mean(unknown[0], SCOPES))
    named = names & ADMIN
    return frozenset(has) & named if named else frozenset(has)


def narrowed(held: str, requested: str | None) -> str:
    """The scopes of an access token that a refresh token of these scopes is exchanged for. Raises `InvalidScope`."""
    names = held.split()
    kept = granted(ADMIN.intersection(names), requested)
    return " ".join(name for name in names if name in kept or name not in ADMIN)


def find_lost_limit(form: Iterable[str], query: Iterable[str] = ()) -> str | None:
    """Why the parameters of these names would not narrow a token, although the client means them to: a misspelt
    `scope`, one in the address instead of the form, or `authorization_details`. None if all is well.

    Other unknown parameters mean nothing, as OAuth has it.
    """
    for name in form:
        if name != _PARAMETER and _is_near(name):
            return f"There is no parameter {name[:MOST_QUOTED]!r}. Did you mean {_PARAMETER}?"
    if any(name == _PARAMETER or _is_near(name) for name in query):
        return f"{_PARAMETER} must be in the form, not in the address."
    if _UNSUPPORTED in (*form, *query):
        return f"{_UNSUPPORTED} is not supported; {_PARAMETER} narrows a token."
    return None


def _is_near(name: str) -> bool:
    """Whether the name, such as `Scopes` or `scope[0]`, was meant to be `scope`."""
    letters = re.sub(r"[^a-z]", "", name[:MOST_QUOTED].lower())
    if name == _OF_OTHERS:
        return False
    return _PARAMETER in letters or near_name(letters, [_PARAMETER], least_likeness=_LEAST_LIKENESS) is not None


def answered_scope(requested: str | None, held: Iterable[str]) -> str:
    """The `scope` of a token response. It repeats the requested text if all of that is granted, because OAuth libraries
    take a different scope for an error. The token's claim lists every scope.
    """
    names = frozenset((requested or "").split())
    granted_names = frozenset(held)
    if requested and names and names & ADMIN <= granted_names:
        return requested.strip()
    return " ".join(sorted(granted_names))
