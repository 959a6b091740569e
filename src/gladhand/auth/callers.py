"""The kinds of callers, one type each. A type has the attributes that a route may use."""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PartnerCaller:
    """A partner's own client."""

    partner_id: UUID
    slug: str
    client_id: str
    scopes: frozenset[str]
    extensions: bool = False
    """Whether responses contain extensions, which are keys that the contract does not have."""


@dataclass(frozen=True, slots=True)
class FleetCaller:
    """A fleet that holds the tokens of its accepted invitation."""

    fleet_id: UUID
    slug: str
    scopes: frozenset[str]
    invited_by: UUID | None = None
    """The partner whose invitation the token came with; that partner can read the token, too. None for a fleet that has
    signed in by itself."""


@dataclass(frozen=True, slots=True)
class AdminCaller:
    """The operator of this server."""

    client_id: str
    scopes: frozenset[str]


Caller: TypeAlias = PartnerCaller | FleetCaller | AdminCaller
