"""The kinds of callers, one type each. A type has the attributes that a route may use."""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PartnerCaller:
    """A partner's own client, or a person of the partner."""

    partner_id: UUID
    slug: str
    client_id: str
    """Of a person, the person's id."""
    scopes: frozenset[str]
    extensions: bool = False
    """Whether responses contain extensions, which are keys that the contract does not have."""
    person_id: UUID | None = None

    @property
    def may_have_links(self) -> bool:
        """Whether the caller reads the links of invitations and the tokens that come with them. Whoever has them acts
        for the fleet, so a caller who only reads gets none."""
        return "invitation:create" in self.scopes


@dataclass(frozen=True, slots=True)
class FleetCaller:
    """A fleet that holds the tokens of its accepted invitation, or a person of the fleet."""

    fleet_id: UUID
    slug: str
    scopes: frozenset[str]
    invited_by: UUID | None = None
    """The partner whose invitation the token came with; that partner can read the token, too. None for a person who
    has signed in."""
    person_id: UUID | None = None
    is_proved: bool = False
    """Whether the partner cannot be who asks: the caller has the fleet's own link, the browser that has accepted, or an
    account that was made with one of them or by the operator."""


@dataclass(frozen=True, slots=True)
class AdminCaller:
    """The operator of this server."""

    client_id: str
    """Of a person, the person's id."""
    scopes: frozenset[str]
    person_id: UUID | None = None


Caller: TypeAlias = PartnerCaller | FleetCaller | AdminCaller
#: Who manages API clients and people: a partner its own, the operator everybody's.
Manager: TypeAlias = PartnerCaller | AdminCaller


def managed_partner(caller: Manager) -> UUID | None:
    """The partner whose clients and people the caller manages. None: everybody's."""
    return caller.partner_id if isinstance(caller, PartnerCaller) else None
