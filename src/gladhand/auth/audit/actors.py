"""Who changes rights, and from where."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from gladhand.auth.callers import AdminCaller, Caller, FleetCaller, PartnerCaller


class ActorKindEnum(StrEnum):
    PARTNER = "partner"
    FLEET = "fleet"
    ADMIN = "admin"
    PERSON = "person"
    """Somebody who changes the own account."""
    OPERATOR = "operator"
    """Somebody with the command line."""
    SERVER = "server"
    """The server itself, such as when an agreement's time is over."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes rights: the id of the API client or of the fleet, the person if one has signed in, and the address
    that the request came from."""

    kind: ActorKindEnum
    id: str | None = None
    address: str | None = None
    invited_by: UUID | None = None
    """The partner that can read the fleet's token, too."""
    person_id: UUID | None = None

    @classmethod
    def of_person(cls, person_id: UUID, address: str | None) -> "Actor":
        """Somebody who changes the own account."""
        return cls(ActorKindEnum.PERSON, str(person_id), address, person_id=person_id)

    @classmethod
    def of(cls, caller: Caller, address: str | None) -> "Actor":
        match caller:
            case PartnerCaller():
                return cls(ActorKindEnum.PARTNER, caller.client_id, address, person_id=caller.person_id)
            case FleetCaller():
                return cls(
                    ActorKindEnum.FLEET, str(caller.fleet_id), address, caller.invited_by, person_id=caller.person_id
                )
            case AdminCaller():
                return cls(ActorKindEnum.ADMIN, caller.client_id, address, person_id=caller.person_id)


SERVER = Actor(ActorKindEnum.SERVER)
OPERATOR = Actor(ActorKindEnum.OPERATOR)
