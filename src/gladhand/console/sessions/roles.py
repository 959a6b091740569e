"""Who is signed in to the console, and the callers that they are for the API."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from gladhand.auth.callers import AdminCaller, PartnerCaller
from gladhand.auth.people.roles import PersonRoleEnum, Role

#: What pages call the roles that open the console.
TITLES = {
    PersonRoleEnum.ADMIN: "operator",
    PersonRoleEnum.PARTNER_ADMIN: "partner admin",
    PersonRoleEnum.PARTNER_READER: "partner, read-only",
}


@dataclass(frozen=True)
class ConsoleUser:
    """Who is signed in. A partner's people see only their partners; an operator sees all."""

    session_id: UUID
    client_id: str
    """The name under which the API knows this person: in logs, limits and the audit trail."""
    roles: Sequence[Role]
    """Those that open the console, as they are at this moment."""
    person_id: UUID | None = None
    """None for the holder of a one-time link."""
    email: str | None = None

    @property
    def is_operator(self) -> bool:
        return any(role.role is PersonRoleEnum.ADMIN for role in self.roles)

    @property
    def title(self) -> str:
        """What the frame calls them."""
        return self.email or TITLES[self.roles[0].role]

    def role_at(self, slug: str) -> Role | None:
        """The role that opens the pages of this partner, an operator's before all others. None: they are closed."""
        found = [role for role in self.roles if role.role is PersonRoleEnum.ADMIN or role.slug == slug]
        return min(found, key=lambda role: _ORDER.index(role.role), default=None)

    def scopes_at(self, slug: str | None) -> frozenset[str] | None:
        """What the person may do on the pages of this partner; without one, on those of the operator. An operator has
        the operator's scopes on both. None: the pages are closed."""
        if self.is_operator:
            return self.as_operator().scopes
        role = None if slug is None else self.role_at(slug)
        return None if role is None else role.scopes

    def as_partner(self, role: Role, partner_id: UUID, slug: str) -> PartnerCaller:
        """The caller for one partner, whose pages this role opens. Who may only read lacks every scope that changes
        something."""
        scopes = _as_partners(role).scopes
        return PartnerCaller(partner_id, slug, self.client_id, scopes, extensions=True, person_id=self.person_id)

    def as_operator(self) -> AdminCaller:
        role = next(role for role in self.roles if role.role is PersonRoleEnum.ADMIN)
        return AdminCaller(self.client_id, role.scopes, person_id=self.person_id)


_ORDER = tuple(TITLES)


def _as_partners(role: Role) -> Role:
    """The role with which an operator opens the pages of a partner."""
    return replace(role, role=PersonRoleEnum.PARTNER_ADMIN) if role.role is PersonRoleEnum.ADMIN else role
