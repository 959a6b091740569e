"""What a person may do, for a partner, for a fleet, or as the operator of this server."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from gladhand.auth import scopes
from gladhand.auth.callers import AdminCaller, Caller, FleetCaller, PartnerCaller


class PersonRoleEnum(StrEnum):
    ADMIN = "admin"
    PARTNER_ADMIN = "partner_admin"
    PARTNER_READER = "partner_reader"
    FLEET = "fleet"


_SCOPES: Mapping[PersonRoleEnum, frozenset[str]] = {
    PersonRoleEnum.ADMIN: scopes.ADMIN,
    PersonRoleEnum.PARTNER_ADMIN: scopes.PARTNER,
    PersonRoleEnum.PARTNER_READER: frozenset(scope for scope in scopes.PARTNER if scope.endswith(":read")),
    PersonRoleEnum.FLEET: scopes.FLEET,
}


def scopes_of(role: PersonRoleEnum, narrowed_to: Collection[str] | None = None) -> frozenset[str]:
    """All that the role may do, or what it is narrowed to."""
    return _SCOPES[role] if narrowed_to is None else _SCOPES[role].intersection(narrowed_to)


@dataclass(frozen=True, slots=True)
class RoleAssignment:
    """A role that is given or taken away: one of a partner with `partner_id`, of a fleet with `fleet_id`."""

    role: PersonRoleEnum
    partner_id: UUID | None = None
    fleet_id: UUID | None = None
    invited_by: UUID | None = None
    is_proved: bool = False
    """Of a fleet's role: whether the person had what the inviting partner has not, such as the fleet's own link."""
    scopes: frozenset[str] | None = None
    """What the person may do with the role. None: all that the role may do."""


@dataclass(frozen=True, slots=True)
class Role:
    """One role that a person holds."""

    id: UUID
    role: PersonRoleEnum
    partner_id: UUID | None
    fleet_id: UUID | None
    slug: str | None
    name: str | None
    """Of the partner or the fleet."""
    invited_by: UUID | None = None
    """The partner with whose link the person registered for the fleet. That partner could have done it as well, so the
    role reaches as far as the tokens that came with the link."""
    inviter: str | None = None
    """Its name."""
    is_shared: bool = False
    """Whether another partner has brought the fleet in."""
    is_proved: bool = False
    """Whether the person had what the inviting partner has not."""
    narrowed_to: Collection[str] | None = None
    """What the person may do with the role. None: all that the role may do."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "role", PersonRoleEnum(self.role))

    @property
    def scopes(self) -> frozenset[str]:
        """All scopes of the role; a token may have fewer."""
        all_of_role = scopes.SHARED_FLEET if self.is_shared else scopes_of(self.role)
        return all_of_role if self.narrowed_to is None else all_of_role & frozenset(self.narrowed_to)

    @property
    def is_the_fleet(self) -> bool:
        """Whether the partner cannot hold this role of a fleet."""
        return self.fleet_id is not None and (self.is_proved or self.invited_by is None)

    @property
    def opens_console(self) -> bool:
        return self.role is not PersonRoleEnum.FLEET

    def caller(self, person_id: UUID) -> Caller:
        """The caller that this person is to the services."""
        if self.fleet_id is not None:
            return FleetCaller(
                self.fleet_id,
                str(self.slug),
                self.scopes,
                self.invited_by,
                person_id=person_id,
                is_proved=self.is_the_fleet,
            )
        if self.partner_id is not None:
            return PartnerCaller(self.partner_id, str(self.slug), str(person_id), self.scopes, person_id=person_id)
        return AdminCaller(str(person_id), self.scopes, person_id=person_id)
